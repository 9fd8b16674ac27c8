//! The flag `UnknownVersion`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "UnknownVersion",
    class: "list-parse-abort",
    description: "Beside a good signature stand items of versions that the scheme does not have yet. A \
                  receiver is to skip them.",
    effect: "The sender can never introduce a new version without breaking every receiver.",
    cwe: &["CWE-754"],
    references: &["RFC 9421 section 7.3.6"],
};
