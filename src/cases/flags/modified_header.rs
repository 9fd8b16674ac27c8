//! The flag `ModifiedHeader`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "ModifiedHeader",
    class: "freshness-bypass",
    description: "A header that the base string covers was changed after signing. A receiver accepts it if \
                  its base string takes the value from elsewhere.",
    effect: "Signed metadata can be rewritten on the way.",
    cwe: &["CWE-347", "CWE-345"],
    references: &["RFC 9421 section 7.2.1"],
};
