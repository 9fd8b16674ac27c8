//! Receivers that die of bytes they did not foresee.

use crate::cases::Level;
use crate::faulty::applies;
use crate::faulty::failure::{Failure, Reaction};
use crate::faulty::faults::Fault;
use crate::faulty::quirks::Quirks;

pub(super) const RAISES_ON_NON_ASCII_SIGNATURE: Fault = Fault {
    id: "raises-on-non-ascii-signature",
    title: "answers 500 to a signature beyond ASCII",
    description: "The constant-time comparison takes ASCII text only and throws a type error.",
    flags: &["NonAsciiSignature"],
    class: "R10",
    level: Level::Must,
    references: &["E45", "E46", "E47"],
    applies: applies::byte_place,
    quirks: Quirks::reacting(&[(Failure::NonAsciiSignature, Reaction::Raise)]),
};

pub(super) const PANICS_ON_NON_ASCII_SIGNATURE: Fault = Fault {
    id: "panics-on-non-ascii-signature",
    title: "dies of a signature beyond ASCII",
    description: "The text is cut inside a character.",
    flags: &["NonAsciiSignature"],
    class: "R10",
    level: Level::Must,
    references: &["E46"],
    applies: applies::byte_place,
    quirks: Quirks::reacting(&[(Failure::NonAsciiSignature, Reaction::Panic)]),
};

pub(super) const RAISES_ON_INVALID_UTF8: Fault = Fault {
    id: "raises-on-invalid-utf8",
    title: "answers 500 to a body that is not UTF-8",
    description: "The body is decoded before the signature is looked at, and the decoder throws.",
    flags: &["LossyTwin"],
    class: "R10",
    level: Level::Must,
    references: &["E48"],
    applies: applies::body_bound,
    quirks: Quirks::reacting(&[(Failure::InvalidUtf8Body, Reaction::Raise)]),
};

pub(super) const PANICS_ON_LONG_SIGNATURE: Fault = Fault {
    id: "panics-on-long-signature",
    title: "dies of a signature of ten thousand characters",
    description: "The text goes into a buffer of fixed size.",
    flags: &["OversizedSignature"],
    class: "R10",
    level: Level::Must,
    references: &["E41"],
    applies: applies::symmetric,
    quirks: Quirks::reacting(&[(Failure::OversizedSignature, Reaction::Panic)]),
};
