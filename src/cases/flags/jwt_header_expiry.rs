//! The flag `JwtHeaderExpiry`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "JwtHeaderExpiry",
    class: "freshness-bypass",
    description: "The expiry stands in the token's header, where no library looks for it, and not among \
                  its claims.",
    effect: "A token that its maker believes to expire never does.",
    cwe: &["CWE-613", "CWE-294"],
    references: &["RFC 7519 section 4.1.4", "RFC 7515 section 4.2"],
};
