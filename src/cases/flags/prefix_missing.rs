//! The flag `PrefixMissing`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "PrefixMissing",
    class: "version-or-algorithm-unpinned",
    description: "The right digest is sent without the prefix or version that the scheme puts before it. A \
                  receiver that takes it never reads the label, so it will not notice another one either.",
    effect: "A later version or a weaker algorithm cannot be told from the present one.",
    cwe: &["CWE-1023"],
    references: &["RFC 9421 section 7.3.6"],
};
