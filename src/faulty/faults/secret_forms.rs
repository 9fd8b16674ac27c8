//! Receivers that make the wrong key of a secret.

use crate::cases::Level;
use crate::faulty::applies;
use crate::faulty::choices::KeyForm;
use crate::faulty::faults::Fault;
use crate::faulty::quirks::Quirks;

pub(super) const LONG_SECRET_CUT: Fault = Fault {
    id: "long-secret-cut",
    title: "cuts a key at the block size",
    description: "A fixed buffer holds the key, where HMAC would hash a longer one.",
    flags: &["LongSecret"],
    class: "R04",
    level: Level::Must,
    references: &["E120"],
    applies: applies::long_secret,
    quirks: Quirks {
        key: KeyForm::CutAtBlock,
        ..Quirks::STRICT
    },
};

pub(super) const WELL_KNOWN_SECRET: Fault = Fault {
    id: "well-known-secret",
    title: "takes the secrets of the examples",
    description: "A default stands in the code for the case that nothing is configured, and stays live beside the real secret.",
    flags: &["WellKnownSecret"],
    class: "R05",
    level: Level::Must,
    references: &["E24", "E25", "CVE-2025-61926"],
    applies: applies::symmetric,
    quirks: Quirks {
        spare_secrets: &[
            "secret",
            "changeme",
            "test",
            "password",
            "webhook_secret",
            "your-secret-here",
            "default",
        ],
        ..Quirks::STRICT
    },
};
