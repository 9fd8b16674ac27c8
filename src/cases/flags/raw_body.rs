//! The flag `RawBody`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "RawBody",
    class: "parsed-body-verified",
    description: "A genuine delivery whose JSON has spacing, escapes, numbers or key order that a JSON \
                  writer would change. A framework that parses the body first and a verifier that writes \
                  it again hash other bytes than the sender signed.",
    effect: "Genuine events are refused as soon as one of them is written in another way than the \
             receiver's own writer would.",
    cwe: &["CWE-347"],
    references: &["eep-dev/EEP#64", "mojaloop/project#4447"],
};
