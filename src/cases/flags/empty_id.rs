//! The flag `EmptyId`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "EmptyId",
    class: "missing-header-fail-open",
    description: "The message id's place is there and empty. A verifier that tests for presence only goes \
                  on without an id.",
    effect: "Duplicates can no longer be told from new events.",
    cwe: &["CWE-1023"],
    references: &["RFC 9421 section 7.2.2"],
};
