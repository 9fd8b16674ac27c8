//! Receivers that die of a timestamp.

use crate::cases::Level;
use crate::faulty::applies;
use crate::faulty::failure::{Failure, Reaction};
use crate::faulty::faults::Fault;
use crate::faulty::quirks::Quirks;

pub(super) const PANICS_ON_EXTREME_TIMESTAMP: Fault = Fault {
    id: "panics-on-extreme-timestamp",
    title: "overflows on an extreme timestamp",
    description: "The age is computed in 64 bits before anything is checked.",
    flags: &["ExtremeTimestamp"],
    class: "R12",
    level: Level::Must,
    references: &["E52"],
    applies: applies::timestamped,
    quirks: Quirks::reacting(&[(Failure::TimestampExtreme, Reaction::Panic)]),
};

pub(super) const RAISES_ON_EXTREME_TIMESTAMP: Fault = Fault {
    id: "raises-on-extreme-timestamp",
    title: "answers 500 to a timestamp of thousands of digits",
    description: "The conversion refuses very long numbers with an error that nobody catches.",
    flags: &["ExtremeTimestamp"],
    class: "R12",
    level: Level::Must,
    references: &["E53"],
    applies: applies::timestamped,
    quirks: Quirks::reacting(&[(Failure::TimestampExtreme, Reaction::Raise)]),
};

pub(super) const RAISES_ON_WORD_TIMESTAMP: Fault = Fault {
    id: "raises-on-word-timestamp",
    title: "answers 500 to a timestamp that is no number",
    description: "The conversion throws, and nobody catches it.",
    flags: &["MalformedTimestamp"],
    class: "R12",
    level: Level::Must,
    references: &["E53"],
    applies: applies::timestamped,
    quirks: Quirks::reacting(&[(Failure::MalformedTimestamp, Reaction::Raise)]),
};
