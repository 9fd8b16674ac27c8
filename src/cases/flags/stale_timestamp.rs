//! The flag `StaleTimestamp`.

use crate::cases::flags::Flag;

pub(super) const FLAG: Flag = Flag {
    name: "StaleTimestamp",
    class: "no-freshness",
    description: "The delivery is well signed and older than the scheme allows. Receivers that verify only \
                  the signature, or whose check is switched off by a default, take it.",
    effect: "A recorded delivery can be sent again at any later time.",
    cwe: &["CWE-294"],
    references: &["CVE-2026-3109"],
};
