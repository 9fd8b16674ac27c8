//! The flag `OddListItem`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "OddListItem",
    class: "list-parse-abort",
    description: "Beside a good signature the list holds an empty item, an item without a separator or one \
                  that cannot be decoded. A parser that gives up at the first odd item loses the good one.",
    effect: "Genuine events are refused as soon as the sender adds anything new to the header.",
    cwe: &["CWE-754", "CWE-248"],
    references: &["RFC 9110 section 5.6.1"],
};
