//! The flag `SignedReserialized`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "SignedReserialized",
    class: "parsed-body-verified",
    description: "The body travels as it was written, and the signature is that of the body as a JSON \
                  writer would write it again. A receiver that accepts it verifies its own rewriting \
                  instead of the raw bytes.",
    effect: "The receiver refuses genuine deliveries and accepts only those that its own language \
             happens to write alike.",
    cwe: &["CWE-347", "CWE-436"],
    references: &["eep-dev/EEP#64", "prebid/salesagent#1441"],
};
