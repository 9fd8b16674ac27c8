//! The flag `DuplicateParameter`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "DuplicateParameter",
    class: "freshness-bypass",
    description: "A parameter, form field or JSON key that counts is sent twice with different values. \
                  Parsers differ in which one they keep.",
    effect: "A value that was never checked is acted on.",
    cwe: &["CWE-235", "CWE-436"],
    references: &["RFC 8259 section 4"],
};
