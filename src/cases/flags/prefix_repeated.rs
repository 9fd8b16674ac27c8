//! The flag `PrefixRepeated`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "PrefixRepeated",
    class: "version-or-algorithm-unpinned",
    description: "The prefix stands twice before the right digest. Replacing every occurrence, where one \
                  should be cut, takes both away.",
    effect: "One event has many signatures, and what is left after the cutting may be chosen by the \
             sender.",
    cwe: &["CWE-20"],
    references: &["RFC 9421 section 7.3.6"],
};
