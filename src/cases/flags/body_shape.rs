//! The flag `BodyShape`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "BodyShape",
    class: "parsed-body-verified",
    description: "A genuine delivery whose body is unusual in length or kind: a few bytes, a hash block \
                  more or less, a megabyte, a form, plain text, a trailing newline. Verifiers trip over \
                  buffers, line handling and middleware that consumed the body.",
    effect: "Rare but genuine events are refused, mostly long after the receiver was tested.",
    cwe: &["CWE-754"],
    references: &["RFC 9112 section 6", "RFC 8259 section 2"],
};
