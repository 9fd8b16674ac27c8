//! The flag `JwtNotYetValid`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "JwtNotYetValid",
    class: "freshness-bypass",
    description: "The token is well signed and not yet valid.",
    effect: "A token that was made in advance works before its time.",
    cwe: &["CWE-613"],
    references: &["RFC 7519 section 4.1.5"],
};
