//! Stands in for `crate::cases::flag` until the registry is there.

pub(super) struct Flag {
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    pub(super) effect: &'static str,
}

const KNOWN: &[Flag] = &[
    Flag {
        name: "BodyReserialized",
        description: "The receiver parses the body and verifies what its own JSON writer makes of it, instead of the raw bytes.",
        effect: "Genuine deliveries are refused as soon as the sender's spacing, escapes or number format differ.",
    },
    Flag {
        name: "StaleTimestamp",
        description: "The timestamp is older than the tolerance.",
        effect: "A recorded delivery can be sent again at any later time.",
    },
];

pub(super) fn flag(name: &str) -> Option<&'static Flag> {
    KNOWN.iter().find(|flag| flag.name == name)
}
