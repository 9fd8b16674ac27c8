//! Receivers that check the age wrongly or not at all.

use crate::cases::Level;
use crate::faulty::applies;
use crate::faulty::choices::WindowCheck;
use crate::faulty::failure::{Failure, Reaction};
use crate::faulty::faults::Fault;
use crate::faulty::quirks::Quirks;

pub(super) const NO_FRESHNESS: Fault = Fault {
    id: "no-freshness",
    title: "takes deliveries of any age",
    description: "The timestamp goes into the base string and nobody compares it with the clock.",
    flags: &["StaleTimestamp"],
    class: "R13",
    level: Level::Must,
    references: &["E54", "E55", "E56", "E57", "CVE-2026-3109"],
    applies: applies::windowed,
    quirks: Quirks {
        window: WindowCheck::Unchecked,
        ..Quirks::STRICT
    },
};

pub(super) const PAST_UNCHECKED: Fault = Fault {
    id: "past-unchecked",
    title: "takes deliveries of any age, but none of the future",
    description: "The difference has the wrong sign, so that an old delivery is merely far from the future.",
    flags: &["StaleTimestamp"],
    class: "R13",
    level: Level::Must,
    references: &["E61"],
    applies: applies::windowed,
    quirks: Quirks {
        window: WindowCheck::FutureOnly,
        ..Quirks::STRICT
    },
};

pub(super) const FUTURE_UNCHECKED: Fault = Fault {
    id: "future-unchecked",
    title: "takes deliveries of the future",
    description: "The check is one-sided where the scheme states both sides.",
    flags: &["FutureTimestamp"],
    class: "R14",
    level: Level::Must,
    references: &["E60", "E61"],
    applies: applies::future_limited,
    quirks: Quirks {
        window: WindowCheck::PastOnly,
        ..Quirks::STRICT
    },
};

pub(super) const WINDOW_IN_MINUTES: Fault = Fault {
    id: "window-in-minutes",
    title: "takes the seconds of the window for minutes",
    description: "Five minutes become five hours.",
    flags: &["StaleTimestamp", "WindowEdge"],
    class: "R14",
    level: Level::Must,
    references: &["E62"],
    applies: applies::windowed,
    quirks: Quirks {
        window: WindowCheck::Scaled(60),
        ..Quirks::STRICT
    },
};

pub(super) const WINDOW_IN_MILLISECONDS: Fault = Fault {
    id: "window-in-milliseconds",
    title: "compares milliseconds with seconds",
    description: "The clock counts milliseconds and the window seconds, or the reverse.",
    flags: &["StaleTimestamp"],
    class: "R14",
    level: Level::Must,
    references: &["E62"],
    applies: applies::windowed,
    quirks: Quirks {
        window: WindowCheck::Scaled(1000),
        ..Quirks::STRICT
    },
};

pub(super) const ZERO_TIMESTAMP_IS_FRESH: Fault = Fault {
    id: "zero-timestamp-is-fresh",
    title: "does not check a timestamp of zero",
    description: "`if timestamp and …`: zero is false, and so the age is not checked.",
    flags: &["StaleTimestamp", "ExtremeTimestamp"],
    class: "R14",
    level: Level::Must,
    references: &["E58"],
    applies: applies::windowed,
    quirks: Quirks {
        window: WindowCheck::ZeroIsAbsent,
        ..Quirks::STRICT
    },
};

pub(super) const STALE_RAISES: Fault = Fault {
    id: "stale-raises",
    title: "answers 500 to an old delivery",
    description: "The library has an error of its own for age, which the handler does not know.",
    flags: &["StaleTimestamp"],
    class: "R28",
    level: Level::Must,
    references: &["E45"],
    applies: applies::windowed,
    quirks: Quirks::reacting(&[(Failure::TimestampTooOld, Reaction::Raise)]),
};
