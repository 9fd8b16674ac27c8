//! The flag `JwtExpired`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "JwtExpired",
    class: "no-freshness",
    description: "The token is well signed and its expiry lies in the past.",
    effect: "A captured token never stops working.",
    cwe: &["CWE-613", "CWE-294"],
    references: &["RFC 7519 section 4.1.4"],
};
