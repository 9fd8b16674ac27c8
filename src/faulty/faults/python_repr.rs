//! The receiver that signs how Python prints an object.

use crate::cases::Level;
use crate::faulty::applies;
use crate::faulty::choices::BodySeen;
use crate::faulty::faults::Fault;
use crate::faulty::quirks::Quirks;

pub(super) const FAULT: Fault = Fault {
    id: "python-repr",
    title: "signs Python's `repr` of the parsed body",
    description: "The body is parsed, the object is formatted into the base string, and Python writes it with single quotes, `True` and `None`. Only bodies that this leaves as they are can match, and real deliveries are none.",
    flags: &["RawBody", "Genuine"],
    class: "R22",
    level: Level::Must,
    references: &["E90"],
    applies: applies::json_body,
    quirks: Quirks {
        body: BodySeen::Rewritten("python-repr"),
        ..Quirks::STRICT
    },
};
