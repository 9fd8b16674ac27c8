//! Receivers that read one value for one check and another for the next.

use crate::cases::Level;
use crate::faulty::applies;
use crate::faulty::choices::Duplicates;
use crate::faulty::faults::Fault;
use crate::faulty::quirks::Quirks;

pub(super) const AGE_OF_LAST_TIMESTAMP: Fault = Fault {
    id: "age-of-last-timestamp",
    title: "signs the first timestamp and checks the age of the last",
    description: "Two layers look the header up, and each has its own idea of which line counts.",
    flags: &["DuplicateHeader", "DuplicateParameter"],
    class: "R14",
    level: Level::Must,
    references: &["E58", "E63"],
    applies: applies::windowed_bound,
    quirks: Quirks {
        duplicates: Duplicates::FirstButAgeOfLast,
        ..Quirks::STRICT
    },
};

pub(super) const AGE_OF_FIRST_TIMESTAMP: Fault = Fault {
    id: "age-of-first-timestamp",
    title: "signs the last timestamp and checks the age of the first",
    description: "Two layers look the header up, and each has its own idea of which line counts.",
    flags: &["DuplicateHeader", "DuplicateParameter"],
    class: "R14",
    level: Level::Must,
    references: &["E58", "E63"],
    applies: applies::windowed_bound,
    quirks: Quirks {
        duplicates: Duplicates::LastButAgeOfFirst,
        ..Quirks::STRICT
    },
};
