//! The flag `VersionUnpinned`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "VersionUnpinned",
    class: "version-or-algorithm-unpinned",
    description: "The right digest stands under another version, or its label is not the scheme's. A \
                  receiver that ignores the label, or puts it into its base string, accepts constructions \
                  that nobody agreed on.",
    effect: "A version that was withdrawn for weakness keeps working.",
    cwe: &["CWE-757"],
    references: &["CVE-2026-48747", "RFC 9421 section 7.3.6"],
};
