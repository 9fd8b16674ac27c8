//! The flag `UnkeyedDigest`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "UnkeyedDigest",
    class: "weak-construction",
    description: "In place of the MAC stands a plain digest, of the base string alone or joined with the \
                  secret. Without a key anyone computes it; with the key before the message it can be \
                  extended.",
    effect: "Anyone can sign, or extend a signed event.",
    cwe: &["CWE-328", "CWE-345"],
    references: &["RFC 2104 section 6"],
};
