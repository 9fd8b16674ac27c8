//! The flag `EmptyKey`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "EmptyKey",
    class: "degenerate-key",
    description: "The delivery is signed with the empty key, which a secret becomes that is unset, blank, \
                  only a prefix or not decodable. HMAC takes an empty key without complaint.",
    effect: "While the receiver is misconfigured anyone can forge events, and nothing looks wrong.",
    cwe: &["CWE-1188", "CWE-347"],
    references: &["CVE-2026-41432", "CVE-2026-45363", "CVE-2026-44351"],
};
