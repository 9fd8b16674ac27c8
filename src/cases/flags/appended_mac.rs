//! The flag `AppendedMac`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "AppendedMac",
    class: "mac-misuse",
    description: "The signature is the message, followed by the MAC of the empty message: what Go's \
                  `Sum(message)` gives where `Write` was meant.",
    effect: "The tail is the same for all events, so that whoever saw one delivery forges all.",
    cwe: &["CWE-347", "CWE-345"],
    references: &["smallstep/certificates#1546"],
};
