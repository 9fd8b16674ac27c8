//! The flag `HeaderCase`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "HeaderCase",
    class: "parsed-body-verified",
    description: "A genuine delivery whose header names are in another case than the documentation prints. \
                  Names are case-insensitive, HTTP/2 sends them in lower case and some clients in title \
                  case; a look-up in a plain map misses them.",
    effect: "Genuine events are refused, or an optional check is skipped because its header seems to \
             be absent.",
    cwe: &["CWE-178"],
    references: &["RFC 9110 section 5.1", "RFC 9113 section 8.2"],
};
