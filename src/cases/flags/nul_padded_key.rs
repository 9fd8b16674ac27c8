//! The flag `NulPaddedKey`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "NulPaddedKey",
    class: "degenerate-key",
    description: "The key is followed by NUL bytes. HMAC pads short keys with NUL, so that both keys sign \
                  alike; the case records this equivalence.",
    effect: "Two secrets that look different are one.",
    cwe: &["CWE-170", "CWE-347"],
    references: &["RFC 2104 section 2"],
};
