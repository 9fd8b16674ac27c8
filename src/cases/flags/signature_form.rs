//! The flag `SignatureForm`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "SignatureForm",
    class: "lenient-signature-decoding",
    description: "A public-key signature is written in another form, with numbers out of range or in the \
                  second of two equivalent values.",
    effect: "Zero values pass broken implementations for every message; equivalent values give one \
             event several signatures.",
    cwe: &["CWE-347", "CWE-20"],
    references: &["RFC 3279 section 2.2.3", "RFC 8032 section 8.4"],
};
