//! Stands in for `crate::cases::flag` until the registry is there.

pub(crate) struct Flag {
    pub(crate) name: &'static str,
    pub(crate) class: &'static str,
    pub(crate) description: &'static str,
    pub(crate) effect: &'static str,
    pub(crate) cwe: &'static [&'static str],
    pub(crate) references: &'static [&'static str],
}

const KNOWN: &[Flag] = &[
    Flag {
        name: "BodyReserialized",
        class: "parsed-body-verified",
        description: "The receiver parses the body and verifies what its own JSON writer makes of it, instead of the raw bytes.",
        effect: "Genuine deliveries are refused as soon as the sender's spacing, escapes or number format differ.",
        cwe: &["CWE-347"],
        references: &[],
    },
    Flag {
        name: "StaleTimestamp",
        class: "replay",
        description: "The timestamp is older than the tolerance.",
        effect: "A recorded delivery can be sent again at any later time.",
        cwe: &["CWE-294"],
        references: &[],
    },
];

pub(crate) fn flag(name: &str) -> Option<&'static Flag> {
    KNOWN.iter().find(|flag| flag.name == name)
}
