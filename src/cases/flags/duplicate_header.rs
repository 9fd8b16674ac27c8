//! The flag `DuplicateHeader`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "DuplicateHeader",
    class: "freshness-bypass",
    description: "A header that counts is sent twice with different values. Servers keep the first, the \
                  last or both joined by a comma, and the part that verifies may read another one than the \
                  part that uses it.",
    effect: "A value that was never signed is acted on.",
    cwe: &["CWE-235", "CWE-436"],
    references: &["RFC 9110 section 5.3"],
};
