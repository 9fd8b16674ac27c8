//! The flag `WorkBeforeAuth`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "WorkBeforeAuth",
    class: "work-before-auth",
    description: "A large, deep or invalid body comes with a wrong signature. A receiver that parses \
                  before it verifies does work that anyone can cause.",
    effect: "Memory and time are spent, or a parser fails, for senders who hold no secret.",
    cwe: &["CWE-400", "CWE-696"],
    references: &["CVE-2024-40634", "CVE-2024-34084", "CVE-2023-40034"],
};
