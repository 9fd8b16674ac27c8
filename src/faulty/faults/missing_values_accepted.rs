//! Receivers that verify only what is there.

use crate::cases::Level;
use crate::faulty::applies;
use crate::faulty::failure::{Failure, Reaction};
use crate::faulty::faults::Fault;
use crate::faulty::quirks::Quirks;

pub(super) const MISSING_SIGNATURE_ACCEPTED: Fault = Fault {
    id: "missing-signature-accepted",
    title: "takes a delivery without signature",
    description: "The check runs only if the header is present: `if secret and signature`.",
    flags: &["MissingSignature"],
    class: "R02",
    level: Level::Must,
    references: &["E09", "E10", "E11"],
    applies: applies::symmetric,
    quirks: Quirks::reacting(&[(Failure::MissingSignature, Reaction::Accept)]),
};

pub(super) const EMPTY_SIGNATURE_ACCEPTED: Fault = Fault {
    id: "empty-signature-accepted",
    title: "takes an empty signature",
    description: "Emptiness is taken for absence, and absence for consent: `empty($signature) ? true : …`.",
    flags: &["EmptySignature"],
    class: "R02",
    level: Level::Must,
    references: &["E09"],
    applies: applies::symmetric,
    quirks: Quirks::reacting(&[(Failure::EmptySignature, Reaction::Accept)]),
};

pub(super) const PLACEHOLDER_ACCEPTED: Fault = Fault {
    id: "placeholder-accepted",
    title: "takes the word for nothing",
    description: "A missing header was turned into the text `null` or `undefined`, which the code takes for an unsigned delivery.",
    flags: &["PlaceholderSignature"],
    class: "R02",
    level: Level::Must,
    references: &["E10"],
    applies: applies::symmetric,
    quirks: Quirks::reacting(&[(Failure::PlaceholderSignature, Reaction::Accept)]),
};

pub(super) const MISSING_TIMESTAMP_ACCEPTED: Fault = Fault {
    id: "missing-timestamp-accepted",
    title: "takes a delivery without timestamp",
    description: "A delivery without timestamp is taken for one of an older, unsigned version.",
    flags: &["MissingTimestamp", "EmptyTimestamp"],
    class: "R02",
    level: Level::Must,
    references: &["E58"],
    applies: applies::timestamped,
    quirks: Quirks::reacting(&[(Failure::MissingTimestamp, Reaction::Accept)]),
};

pub(super) const MISSING_ID_ACCEPTED: Fault = Fault {
    id: "missing-id-accepted",
    title: "takes a delivery without message id",
    description: "A delivery without id is taken for one of an older, unsigned version.",
    flags: &["MissingId", "EmptyId"],
    class: "R02",
    level: Level::Must,
    references: &["E09"],
    applies: applies::identified,
    quirks: Quirks::reacting(&[(Failure::MissingId, Reaction::Accept)]),
};
