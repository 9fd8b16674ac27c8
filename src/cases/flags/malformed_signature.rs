//! The flag `MalformedSignature`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "MalformedSignature",
    class: "crash-on-signature-shape",
    description: "The signature is no spelling of any bytes, or of too few or too many: odd length, \
                  letters outside the alphabet, a cut-off slice. Slices, decoders and comparisons that \
                  demand equal lengths raise something that nobody catches.",
    effect: "One request without a secret ends the process or shows an internal error.",
    cwe: &["CWE-20", "CWE-248"],
    references: &[
        "GHSA-m7vc-6h95-xrjq",
        "flatcar/nebraska#1529",
        "Infisical/infisical#6127",
    ],
};
