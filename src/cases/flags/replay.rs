//! The flag `Replay`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "Replay",
    class: "no-freshness",
    description: "A genuine delivery is sent a second time, or to another endpoint with the same key. \
                  Signatures cannot tell; an application has to keep the ids that it has seen.",
    effect: "An event takes effect twice.",
    cwe: &["CWE-294"],
    references: &["RFC 9421 section 7.2.2"],
};
