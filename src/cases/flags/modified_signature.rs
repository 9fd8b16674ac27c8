//! The flag `ModifiedSignature`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "ModifiedSignature",
    class: "result-ignored",
    description: "One bit of the signature differs from the right one. A receiver that accepts it compares \
                  a part only, or ignores what the comparison says.",
    effect: "A guess near enough passes for a signature.",
    cwe: &["CWE-347"],
    references: &["pytorch/test-infra#8684", "CVE-2022-43412"],
};
