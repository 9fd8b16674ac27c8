//! The flag `EncodingSubstituted`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "EncodingSubstituted",
    class: "lenient-signature-decoding",
    description: "The right digest is written in another encoding than the scheme's. A receiver that \
                  guesses the encoding takes it; nothing is forged, but one event has several signatures.",
    effect: "A signature's text can no longer serve as a key against replays.",
    cwe: &["CWE-838"],
    references: &["RFC 4648 section 12"],
};
