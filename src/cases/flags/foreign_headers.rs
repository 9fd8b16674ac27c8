//! The flag `ForeignHeaders`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "ForeignHeaders",
    class: "parsed-body-verified",
    description: "A genuine delivery with headers of proxies, tracing and other schemes before and between \
                  the scheme's own. A receiver that counts header lines or takes any header that looks \
                  like a signature reads the wrong one.",
    effect: "Genuine events are refused behind a proxy, or a signature that the scheme does not know \
             decides.",
    cwe: &["CWE-754"],
    references: &["RFC 9110 section 5.3"],
};
