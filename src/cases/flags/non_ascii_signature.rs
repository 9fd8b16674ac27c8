//! The flag `NonAsciiSignature`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "NonAsciiSignature",
    class: "crash-on-non-ascii",
    description: "The signature holds bytes outside ASCII. Comparison functions that take only ASCII text \
                  raise an error of their own, and a length in characters is not the length in bytes.",
    effect: "One request without a secret makes the receiver answer with a server error.",
    cwe: &["CWE-248", "CWE-176"],
    references: &[
        "srtab/daiv#1524",
        "NousResearch/hermes-agent#65307",
        "Infisical/infisical#6127",
    ],
};
