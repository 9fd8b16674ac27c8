//! The flag `PublicKey`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "PublicKey",
    class: "result-ignored",
    description: "The signature was made with another private key, or for another message.",
    effect: "Anyone with any key pair can sign.",
    cwe: &["CWE-347"],
    references: &["RFC 8032 section 5.1.7"],
};
