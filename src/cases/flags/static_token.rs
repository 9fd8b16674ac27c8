//! The flag `StaticToken`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "StaticToken",
    class: "weak-construction",
    description: "The scheme's secret travels itself, and the delivery carries another one, a part of it \
                  or none.",
    effect: "Anyone who guesses the part that is compared can post events.",
    cwe: &["CWE-345", "CWE-287"],
    references: &["RFC 6750 section 5.2"],
};
