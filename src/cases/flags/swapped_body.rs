//! The flag `SwappedBody`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "SwappedBody",
    class: "body-not-bound",
    description: "The signature, id and timestamp of one genuine delivery stand above the body of another. \
                  Receivers that verify a token or a digest header, and never compare it with the body, \
                  take it.",
    effect: "One captured delivery authorizes any body.",
    cwe: &["CWE-345", "CWE-347"],
    references: &["symfony/symfony#65776", "formancehq/payments#794"],
};
