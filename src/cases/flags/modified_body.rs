//! The flag `ModifiedBody`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "ModifiedBody",
    class: "result-ignored",
    description: "The body was changed after it was signed. Only a receiver that hashes all bytes that \
                  arrived, and acts on the result, sees every such change; a promise that nobody awaits is \
                  always true.",
    effect: "Whoever sees or relays one delivery can turn it into another event.",
    cwe: &["CWE-347", "CWE-354"],
    references: &["pytorch/test-infra#8684", "CVE-2026-45755"],
};
