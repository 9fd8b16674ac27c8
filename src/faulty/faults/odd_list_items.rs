//! Receivers that give up a list at its first odd item.

use crate::cases::Level;
use crate::faulty::applies;
use crate::faulty::failure::{Failure, Reaction};
use crate::faulty::faults::Fault;
use crate::faulty::quirks::Quirks;

pub(super) const ODD_ITEM_RAISES: Fault = Fault {
    id: "odd-item-raises",
    title: "answers 500 to an item without version",
    description: "The pair is unpacked without a look at how many parts there are.",
    flags: &["OddListItem"],
    class: "R11",
    level: Level::Should,
    references: &["E49", "E43"],
    applies: applies::labelled,
    quirks: Quirks::reacting(&[(Failure::OddItem, Reaction::Raise)]),
};

pub(super) const ODD_ITEM_PANICS: Fault = Fault {
    id: "odd-item-panics",
    title: "dies of an item without version",
    description: "The second half of a pair is read where there is none.",
    flags: &["OddListItem"],
    class: "R11",
    level: Level::Must,
    references: &["E43"],
    applies: applies::labelled,
    quirks: Quirks::reacting(&[(Failure::OddItem, Reaction::Panic)]),
};

pub(super) const ODD_ITEM_REFUSES: Fault = Fault {
    id: "odd-item-refuses",
    title: "refuses a list with an item without version",
    description: "One odd item spoils the valid signature beside it.",
    flags: &["OddListItem"],
    class: "R11",
    level: Level::Should,
    references: &["E49", "E51"],
    applies: applies::labelled,
    quirks: Quirks::reacting(&[(Failure::OddItem, Reaction::Refuse)]),
};

pub(super) const UNKNOWN_VERSION_RAISES: Fault = Fault {
    id: "unknown-version-raises",
    title: "answers 500 to a version of the future",
    description: "The keys are known ones or an error, so that a new version breaks every receiver.",
    flags: &["UnknownVersion"],
    class: "R11",
    level: Level::Must,
    references: &["E50"],
    applies: applies::labelled,
    quirks: Quirks::reacting(&[(Failure::UnknownVersion, Reaction::Raise)]),
};

pub(super) const UNKNOWN_VERSION_REFUSES: Fault = Fault {
    id: "unknown-version-refuses",
    title: "refuses a list with a version of the future",
    description: "The first unknown version ends the search.",
    flags: &["UnknownVersion"],
    class: "R11",
    level: Level::Must,
    references: &["E50"],
    applies: applies::labelled,
    quirks: Quirks::reacting(&[(Failure::UnknownVersion, Reaction::Refuse)]),
};

pub(super) const MALFORMED_ITEM_REFUSES: Fault = Fault {
    id: "malformed-item-refuses",
    title: "refuses a list with a signature that does not decode",
    description: "The decoder's error ends the search, though a valid signature follows.",
    flags: &["OddListItem", "MultipleSignatures"],
    class: "R11",
    level: Level::Should,
    references: &["E51"],
    applies: applies::list,
    quirks: Quirks::reacting(&[(Failure::MalformedItem, Reaction::Refuse)]),
};
