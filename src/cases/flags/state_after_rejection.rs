//! The flag `StateAfterRejection`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "StateAfterRejection",
    class: "work-before-auth",
    description: "A genuine delivery follows many that were refused. A receiver that keeps something from \
                  a refused one, blocks its sender or has died refuses it.",
    effect: "Anyone can make the receiver lose genuine events.",
    cwe: &["CWE-696"],
    references: &["CVE-2023-40034"],
};
