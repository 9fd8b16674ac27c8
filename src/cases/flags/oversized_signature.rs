//! The flag `OversizedSignature`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "OversizedSignature",
    class: "crash-on-signature-shape",
    description: "The signature is thousands of bytes long. A receiver that decodes, splits or copies it \
                  without a limit does work that the sender chooses.",
    effect: "Work and memory are spent before anything is verified.",
    cwe: &["CWE-400", "CWE-770"],
    references: &["GHSA-m7vc-6h95-xrjq"],
};
