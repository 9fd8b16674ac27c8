//! The flag `BodyTrimmed`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "BodyTrimmed",
    class: "parsed-body-verified",
    description: "Blanks or line ends at the edges of the body, or its line ends within, were changed. \
                  Receivers that trim the body, read it by lines or normalize line ends before they verify \
                  do not see it.",
    effect: "Changed bytes pass, and genuine deliveries that end in a newline are refused.",
    cwe: &["CWE-347", "CWE-436"],
    references: &["eep-dev/EEP#64", "RFC 8785 section 3.2.1"],
};
