//! The flag `BoundaryShift`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "BoundaryShift",
    class: "ambiguous-concatenation",
    description: "A byte is moved from one signed part to its neighbor, so that the base string stays the \
                  same. Where no separator stands between them, or one that a part may contain, the \
                  signature fits both readings.",
    effect: "An event is changed without a new signature.",
    cwe: &["CWE-345", "CWE-436"],
    references: &["RFC 2104 section 6", "RFC 9421 section 7.5.5"],
};
