//! The flag `LongSecret`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "LongSecret",
    class: "degenerate-key",
    description: "The secret is about as long as the hash's block, or longer. HMAC hashes a longer key \
                  first; code that cuts or pads it differently comes to another key.",
    effect: "Genuine events are refused, or all but the first bytes of the secret do not matter.",
    cwe: &["CWE-347"],
    references: &["RFC 2104 section 2"],
};
