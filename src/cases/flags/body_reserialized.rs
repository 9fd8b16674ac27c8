//! The flag `BodyReserialized`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "BodyReserialized",
    class: "parsed-body-verified",
    description: "The body travels as another JSON writer would write it, under the signature of the \
                  original. A receiver that parses the body and verifies what its own writer makes of it \
                  does not see the difference.",
    effect: "Different bytes share a signature, with duplicate keys even different meanings: one \
             document is verified and another is used.",
    cwe: &["CWE-347", "CWE-436"],
    references: &["eep-dev/EEP#64", "mojaloop/project#4447"],
};
