//! The receiver that knows only the documented spelling.

use crate::cases::Level;
use crate::faulty::applies;
use crate::faulty::choices::HeaderNames;
use crate::faulty::faults::Fault;
use crate::faulty::quirks::Quirks;

pub(super) const FAULT: Fault = Fault {
    id: "documented-header-case-only",
    title: "looks headers up as the documentation spells them",
    description: "A plain map with the documented spelling, where HTTP/2 and many clients write lower case.",
    flags: &["HeaderCase"],
    class: "R28",
    level: Level::Must,
    references: &["E42"],
    applies: applies::header_place,
    quirks: Quirks {
        header_names: HeaderNames::AsDocumented,
        ..Quirks::STRICT
    },
};
