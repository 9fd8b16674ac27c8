//! The flag `PrefixCharacterSet`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "PrefixCharacterSet",
    class: "version-or-algorithm-unpinned",
    description: "A genuine digest begins with letters that also occur in the prefix. Functions that strip \
                  a set of characters, such as Python's `lstrip`, eat the digest's first letters together \
                  with the prefix.",
    effect: "A share of all genuine events is refused, seemingly at random.",
    cwe: &["CWE-20", "CWE-697"],
    references: &["https://docs.python.org/3/library/stdtypes.html#str.lstrip"],
};
