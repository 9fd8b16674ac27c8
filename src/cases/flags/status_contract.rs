//! The flag `StatusContract`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "StatusContract",
    class: "wrong-refusal",
    description: "A delivery that must be refused, judged by the status of the answer: a refusal is the \
                  sender's fault and no server error.",
    effect: "Senders retry what can never succeed, switch the endpoint off, or take a refused event \
             for delivered.",
    cwe: &["CWE-393"],
    references: &["adnanh/webhook#207", "RFC 9110 section 15.5"],
};
