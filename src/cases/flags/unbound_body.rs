//! The flag `UnboundBody`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "UnboundBody",
    class: "body-not-bound",
    description: "The scheme signs nothing of the body, so another body under the same signature is, by \
                  the scheme, genuine. The case records what such a scheme cannot promise.",
    effect: "Whoever captures one delivery can send any body until the token or its timestamp \
             expires.",
    cwe: &["CWE-345"],
    references: &["RFC 9421 section 7.2.8"],
};
