//! The flag `IncompleteBaseString`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "IncompleteBaseString",
    class: "freshness-bypass",
    description: "The MAC covers the body but not all that the scheme signs: no timestamp, no id, another \
                  order or other separators.",
    effect: "What is not covered can be changed: an old event gets a new timestamp or a new id.",
    cwe: &["CWE-345", "CWE-347"],
    references: &["RFC 9421 section 7.2.1"],
};
