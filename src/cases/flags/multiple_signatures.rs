//! The flag `MultipleSignatures`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "MultipleSignatures",
    class: "multi-signature",
    description: "One delivery carries several signatures, as during a change of secrets. Receivers that \
                  keep the first or the last, or that collect them in a map, miss the one that is theirs.",
    effect: "Every rotation of the secret loses events.",
    cwe: &["CWE-347"],
    references: &["adnanh/webhook#355", "RFC 9421 section 4.3"],
};
