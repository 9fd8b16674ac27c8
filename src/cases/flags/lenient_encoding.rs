//! The flag `LenientEncoding`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "LenientEncoding",
    class: "lenient-signature-decoding",
    description: "The right digest is written loosely: other letter case, padding more or less, blanks, \
                  unused bits set. Lenient decoders read the right bytes out of it.",
    effect: "A signature's text can no longer serve as a key against replays; nothing is forged.",
    cwe: &["CWE-20"],
    references: &["RFC 4648 section 3.3", "RFC 4648 section 3.5"],
};
