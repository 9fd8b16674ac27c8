//! The flag `JwtClaims`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "JwtClaims",
    class: "body-not-bound",
    description: "A claim that binds the body, the audience or the method is missing or has another value.",
    effect: "A token for one event or one receiver serves for another.",
    cwe: &["CWE-345", "CWE-347"],
    references: &["symfony/symfony#65776", "formancehq/payments#794"],
};
