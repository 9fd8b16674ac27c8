//! Receivers that take every delivery.

use crate::cases::Level;
use crate::faulty::applies;
use crate::faulty::choices::{Comparison, Prefix, Reading, Versions, WindowCheck};
use crate::faulty::failure::{Failure, Reaction};
use crate::faulty::faults::Fault;
use crate::faulty::quirks::Quirks;

pub(super) const NEVER_VERIFIES: Fault = Fault {
    id: "never-verifies",
    title: "never looks at the signature",
    description: "The handler was written before the secret was at hand, or its check was commented out, and nothing fails without it.",
    flags: &[
        "MissingSignature",
        "ModifiedSignature",
        "ModifiedBody",
        "WrongSecret",
        "StaticToken",
    ],
    class: "R01",
    level: Level::Must,
    references: &[
        "E01",
        "E02",
        "E03",
        "E05",
        "E06",
        "E07",
        "CVE-2026-45755",
        "CVE-2026-47212",
        "CVE-2026-45754",
    ],
    applies: applies::symmetric,
    quirks: Quirks {
        comparison: Comparison::Ignored,
        reading: Reading::Unread,
        window: WindowCheck::Unchecked,
        prefix: Prefix::Optional,
        versions: Versions::Any,
        reactions: &[
            (Failure::MissingSignature, Reaction::Accept),
            (Failure::EmptySignature, Reaction::Accept),
            (Failure::DuplicateSignature, Reaction::Accept),
            (Failure::UnreadableSignature, Reaction::Accept),
            (Failure::NoKnownVersion, Reaction::Accept),
            (Failure::WrongPrefix, Reaction::Accept),
            (Failure::MissingTimestamp, Reaction::Overlook),
            (Failure::MissingId, Reaction::Overlook),
            (Failure::MissingValue, Reaction::Accept),
            (Failure::DuplicateTimestamp, Reaction::Accept),
            (Failure::DuplicateValue, Reaction::Accept),
            (Failure::MalformedToken, Reaction::Accept),
            (Failure::SignatureMismatch, Reaction::Accept),
            (Failure::TokenSegments, Reaction::Accept),
            (Failure::TokenAlgorithm, Reaction::Accept),
            (Failure::TokenUnsigned, Reaction::Accept),
            (Failure::TokenExpired, Reaction::Accept),
        ],
        ..Quirks::STRICT
    },
};

pub(super) const PRESENCE_IS_ENOUGH: Fault = Fault {
    id: "presence-is-enough",
    title: "takes every delivery that has a signature",
    description: "The handler asks whether the header is there and never what it holds.",
    flags: &["ModifiedSignature", "ModifiedBody", "WrongSecret", "StaticToken"],
    class: "R01",
    level: Level::Must,
    references: &["E01", "E04", "CVE-2026-54308"],
    applies: applies::symmetric,
    quirks: Quirks {
        comparison: Comparison::Ignored,
        reading: Reading::Unread,
        window: WindowCheck::Unchecked,
        prefix: Prefix::Optional,
        reactions: &[
            (Failure::WrongPrefix, Reaction::Accept),
            (Failure::NoKnownVersion, Reaction::Accept),
            (Failure::MalformedToken, Reaction::Accept),
            (Failure::SignatureMismatch, Reaction::Accept),
            (Failure::TokenSegments, Reaction::Accept),
            (Failure::TokenAlgorithm, Reaction::Accept),
        ],
        ..Quirks::STRICT
    },
};
