//! The flag `WellKnownSecret`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "WellKnownSecret",
    class: "default-secret",
    description: "The delivery is signed with a word that stands in examples and fallbacks. A receiver \
                  that accepts it falls back to a secret that everybody knows.",
    effect: "Anyone who reads the source or the documentation can forge events.",
    cwe: &["CWE-798", "CWE-1392"],
    references: &["CVE-2025-61926", "GHSA-33f4-mjch-7fpr"],
};
