//! The flag `MissingId`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "MissingId",
    class: "missing-header-fail-open",
    description: "The message id is left out. A verifier that puts an empty text or a language's word for \
                  nothing in its place builds a base string that the sender never wrote.",
    effect: "Duplicates can no longer be told, and a signature over fewer fields may pass.",
    cwe: &["CWE-1023"],
    references: &["RFC 9421 section 7.2.2"],
};
