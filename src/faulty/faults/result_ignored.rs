//! Receivers that verify and do not heed the result.

use crate::cases::Level;
use crate::faulty::applies;
use crate::faulty::failure::{Failure, Reaction};
use crate::faulty::faults::Fault;
use crate::faulty::quirks::Quirks;

pub(super) const RESULT_IGNORED: Fault = Fault {
    id: "result-ignored",
    title: "takes what does not match",
    description: "The verification returns a boolean or a promise that nobody looks at; only its exceptions refuse.",
    flags: &["ModifiedBody", "ModifiedSignature", "WrongSecret", "StaticToken"],
    class: "R06",
    level: Level::Must,
    references: &["E26", "E27", "E28", "E29", "E30"],
    applies: applies::symmetric,
    quirks: Quirks::reacting(&[(Failure::SignatureMismatch, Reaction::Overlook)]),
};

pub(super) const EXCEPTIONS_ACCEPT: Fault = Fault {
    id: "exceptions-accept",
    title: "takes what cannot be decoded",
    description: "A catch-all around the verification logs the exception and goes on to the handler.",
    flags: &[
        "MalformedSignature",
        "EncodingSubstituted",
        "NonAsciiSignature",
        "MalformedTimestamp",
        "JwtMalformed",
        "EmptySignature",
        "TruncatedSignature",
    ],
    class: "R06",
    level: Level::Must,
    references: &["E31"],
    applies: applies::decoded,
    quirks: Quirks::reacting(&[
        (Failure::MalformedSignature, Reaction::Accept),
        (Failure::MalformedTimestamp, Reaction::Accept),
        (Failure::MalformedToken, Reaction::Accept),
        (Failure::TokenSegments, Reaction::Accept),
        (Failure::UnreadableSignature, Reaction::Accept),
    ]),
};
