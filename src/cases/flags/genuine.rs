//! The flag `Genuine`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "Genuine",
    class: "parsed-body-verified",
    description: "A delivery exactly as the scheme's sender makes it. A receiver that refuses it has \
                  misread the scheme, its own set-up or the request.",
    effect: "Events are lost, and every rejection that the receiver shows afterwards means nothing.",
    cwe: &["CWE-754"],
    references: &["RFC 9110 section 9.3.3"],
};
