//! Receivers that work before they verify.

use crate::cases::Level;
use crate::faulty::applies;
use crate::faulty::choices::Memory;
use crate::faulty::failure::{Failure, Reaction};
use crate::faulty::faults::Fault;
use crate::faulty::quirks::Quirks;

pub(super) const PARSED_FIRST: Fault = Fault {
    id: "parsed-first",
    title: "parses the body before it verifies",
    description: "A body that is no JSON answers 500, whoever sent it.",
    flags: &["WorkBeforeAuth", "ModifiedBody"],
    class: "R27",
    level: Level::Must,
    references: &["E103", "E104", "E105", "E109"],
    applies: applies::json_body,
    quirks: Quirks::reacting(&[(Failure::NotJson, Reaction::Raise)]),
};

pub(super) const PARSER_PANICS: Fault = Fault {
    id: "parser-panics",
    title: "dies of a body that is no JSON",
    description: "The parsed object is built before the check, and the parser's failure ends the process.",
    flags: &["WorkBeforeAuth", "ModifiedBody"],
    class: "R27",
    level: Level::Must,
    references: &["E103", "CVE-2025-59531"],
    applies: applies::json_body,
    quirks: Quirks::reacting(&[(Failure::NotJson, Reaction::Panic)]),
};

pub(super) const LOCKED_AFTER_FAILURES: Fault = Fault {
    id: "locked-after-failures",
    title: "refuses everything after twenty failures",
    description: "A lock against guessing that strangers can close for everybody.",
    flags: &["StateAfterRejection"],
    class: "R27",
    level: Level::Must,
    references: &["E103"],
    applies: applies::symmetric,
    quirks: Quirks {
        memory: Memory::LockedAfter(20),
        ..Quirks::STRICT
    },
};
