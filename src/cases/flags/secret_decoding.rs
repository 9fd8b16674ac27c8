//! The flag `SecretDecoding`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "SecretDecoding",
    class: "secret-handling",
    description: "The secret is used in another form than the scheme says: undecoded, decoded twice, with \
                  its prefix, with a final newline. Sender and receiver of one vendor agree on it and \
                  nobody else does.",
    effect: "Genuine events are refused, or a shorter key than was agreed signs.",
    cwe: &["CWE-347"],
    references: &["RFC 4648 section 3.2"],
};
