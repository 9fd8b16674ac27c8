//! The flag `FutureTimestamp`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "FutureTimestamp",
    class: "freshness-bypass",
    description: "The delivery is well signed and its timestamp lies further ahead than the scheme allows. \
                  A check of one side only takes it.",
    effect: "The time during which a recorded delivery can be replayed grows; with a sender's wrong \
             clock, without end.",
    cwe: &["CWE-294"],
    references: &["camunda/connectors#8989"],
};
