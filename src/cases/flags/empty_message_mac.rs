//! The flag `EmptyMessageMac`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "EmptyMessageMac",
    class: "mac-misuse",
    description: "The signature is the MAC of the empty message. It comes out where the body was consumed \
                  before it was hashed, or was never written into the hash.",
    effect: "One signature fits every event; whoever saw one delivery forges all.",
    cwe: &["CWE-347", "CWE-345"],
    references: &["smallstep/certificates#1546"],
};
