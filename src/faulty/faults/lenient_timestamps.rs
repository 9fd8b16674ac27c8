//! Receivers whose lenient timestamp moves a boundary.

use crate::cases::Level;
use crate::faulty::applies;
use crate::faulty::choices::{Construction, Reading};
use crate::faulty::faults::Fault;
use crate::faulty::quirks::Quirks;

pub(super) const READS_LEADING_DIGITS: Fault = Fault {
    id: "reads-leading-digits",
    title: "reads the digits at the beginning and signs the whole text",
    description: "`parseInt` reads the number, and the base string takes the text with what follows.",
    flags: &["BoundaryShift"],
    class: "R21",
    level: Level::Must,
    references: &["E64", "E85"],
    applies: applies::leading_timestamp,
    quirks: Quirks {
        reading: Reading::LeadingDigits,
        ..Quirks::STRICT
    },
};

pub(super) const NOT_A_NUMBER_IS_FRESH: Fault = Fault {
    id: "not-a-number-is-fresh",
    title: "takes a timestamp that is no number for fresh",
    description: "The age of NaN is NaN, and NaN exceeds no limit.",
    flags: &["BoundaryShift"],
    class: "R14",
    level: Level::Must,
    references: &["E59"],
    applies: applies::leading_timestamp,
    quirks: Quirks {
        reading: Reading::NotANumberIsFresh,
        ..Quirks::STRICT
    },
};

pub(super) const TIMESTAMP_UNREAD: Fault = Fault {
    id: "timestamp-unread",
    title: "signs any text as timestamp",
    description: "The scheme states no window, so the receiver never reads the timestamp, and a part of the body may stand in it.",
    flags: &["BoundaryShift"],
    class: "R21",
    level: Level::Must,
    references: &["E85"],
    applies: applies::leading_timestamp,
    quirks: Quirks {
        reading: Reading::Unread,
        ..Quirks::STRICT
    },
};

pub(super) const TIMESTAMP_UNBOUND: Fault = Fault {
    id: "timestamp-unbound",
    title: "takes a signature of the body without timestamp",
    description: "An older version signed less, and both are still accepted.",
    flags: &["IncompleteBaseString"],
    class: "R14",
    level: Level::Must,
    references: &["E58", "E84"],
    applies: applies::bound_timestamp,
    quirks: Quirks {
        also: &[Construction::WithoutTimestamp, Construction::BodyOnly],
        ..Quirks::STRICT
    },
};

pub(super) const ID_UNBOUND: Fault = Fault {
    id: "id-unbound",
    title: "takes a signature without the message id",
    description: "An older version signed less, and both are still accepted.",
    flags: &["IncompleteBaseString"],
    class: "R14",
    level: Level::Must,
    references: &["E84"],
    applies: applies::bound_id,
    quirks: Quirks {
        also: &[Construction::WithoutId],
        ..Quirks::STRICT
    },
};

pub(super) const BOUNDARIES_UNMARKED: Fault = Fault {
    id: "boundaries-unmarked",
    title: "takes a base string without separators",
    description: "The parts are joined with nothing between them, so that a boundary can move.",
    flags: &["IncompleteBaseString", "BoundaryShift"],
    class: "R21",
    level: Level::Must,
    references: &["E85", "E86"],
    applies: applies::separated,
    quirks: Quirks {
        also: &[Construction::WithoutLiterals],
        ..Quirks::STRICT
    },
};
