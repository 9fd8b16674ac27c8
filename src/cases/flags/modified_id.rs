//! The flag `ModifiedId`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "ModifiedId",
    class: "body-not-bound",
    description: "The signed message id was changed after signing. A receiver accepts it if its base \
                  string leaves the id out.",
    effect: "A recorded delivery gets a new identity and passes every check for duplicates.",
    cwe: &["CWE-347", "CWE-345"],
    references: &["RFC 9421 section 7.2.1"],
};
