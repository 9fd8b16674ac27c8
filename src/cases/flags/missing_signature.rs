//! The flag `MissingSignature`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "MissingSignature",
    class: "missing-header-fail-open",
    description: "The delivery carries no signature at all. Code that verifies only `if secret and \
                  signature:` and goes on otherwise takes the absence for consent, and so does a handler \
                  that never calls its verifier.",
    effect: "Anyone who knows the URL can post events of their own.",
    cwe: &["CWE-306", "CWE-347"],
    references: &[
        "CVE-2026-45755",
        "CVE-2026-47212",
        "CVE-2026-45754",
        "Scottcjn/Rustchain#5122",
        "RFC 9421 section 7.1.1",
    ],
};
