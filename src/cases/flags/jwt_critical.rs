//! The flag `JwtCritical`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "JwtCritical",
    class: "jwt-algorithm-confusion",
    description: "The token's header marks an extension as critical that the receiver does not know. A \
                  receiver has to refuse it.",
    effect: "A rule that the token's maker depends on is passed over.",
    cwe: &["CWE-347"],
    references: &["RFC 7515 section 4.1.11"],
};
