//! Receivers that lose deliveries while a secret is changed.

use crate::cases::Level;
use crate::faulty::applies;
use crate::faulty::choices::List;
use crate::faulty::faults::Fault;
use crate::faulty::quirks::Quirks;

pub(super) const FIRST_SIGNATURE_ONLY: Fault = Fault {
    id: "first-signature-only",
    title: "looks at the first signature only",
    description: "The list is split and its first match used.",
    flags: &["MultipleSignatures"],
    class: "R17",
    level: Level::Must,
    references: &["E70"],
    applies: applies::list,
    quirks: Quirks {
        list: List::FirstOnly,
        ..Quirks::STRICT
    },
};

pub(super) const LAST_SIGNATURE_ONLY: Fault = Fault {
    id: "last-signature-only",
    title: "looks at the last signature only",
    description: "The list becomes a map, in which the last value of a key stays.",
    flags: &["MultipleSignatures"],
    class: "R17",
    level: Level::Must,
    references: &["E69", "E70"],
    applies: applies::list,
    quirks: Quirks {
        list: List::LastOnly,
        ..Quirks::STRICT
    },
};

pub(super) const LAST_SIGNATURE_DROPPED: Fault = Fault {
    id: "last-signature-dropped",
    title: "never looks at the last signature",
    description: "The loop ends one too early where there are several.",
    flags: &["MultipleSignatures"],
    class: "R17",
    level: Level::Must,
    references: &["E68"],
    applies: applies::list,
    quirks: Quirks {
        list: List::ButLast,
        ..Quirks::STRICT
    },
};

pub(super) const ONE_SIGNATURE_ONLY: Fault = Fault {
    id: "one-signature-only",
    title: "refuses several signatures",
    description: "More parts than expected are an error.",
    flags: &["MultipleSignatures"],
    class: "R17",
    level: Level::Must,
    references: &["E70"],
    applies: applies::list,
    quirks: Quirks {
        list: List::OnlyOne,
        ..Quirks::STRICT
    },
};
