//! Receivers that die of a signature of an unforeseen shape.

use crate::cases::Level;
use crate::faulty::applies;
use crate::faulty::choices::Prefix;
use crate::faulty::failure::{Failure, Reaction};
use crate::faulty::faults::Fault;
use crate::faulty::quirks::Quirks;

pub(super) const PANICS_ON_SHORT_SIGNATURE: Fault = Fault {
    id: "panics-on-short-signature",
    title: "cuts the prefix off a text that is shorter",
    description: "`signature[7:]` of a text that has fewer characters ends the process.",
    flags: &[
        "EmptySignature",
        "TruncatedSignature",
        "PrefixMissing",
        "PlaceholderSignature",
    ],
    class: "R09",
    level: Level::Must,
    references: &["E39", "E40", "GHSA-m7vc-6h95-xrjq"],
    applies: applies::symmetric,
    quirks: Quirks {
        prefix: Prefix::Exact,
        reactions: &[
            (Failure::ShortSignature, Reaction::Panic),
            (Failure::EmptySignature, Reaction::Panic),
        ],
        ..Quirks::STRICT
    },
};

pub(super) const PANICS_ON_MISSING_SIGNATURE: Fault = Fault {
    id: "panics-on-missing-signature",
    title: "reads the first of no values",
    description: "`headers[\"X-Signature\"][0]` where there is no such header.",
    flags: &["MissingSignature"],
    class: "R09",
    level: Level::Must,
    references: &["E40", "E42"],
    applies: applies::symmetric,
    quirks: Quirks::reacting(&[(Failure::MissingSignature, Reaction::Panic)]),
};

pub(super) const PANICS_ON_EMPTY_SIGNATURE: Fault = Fault {
    id: "panics-on-empty-signature",
    title: "rejects an empty signature by dying",
    description: "An unhandled rejection ends the process.",
    flags: &["EmptySignature"],
    class: "R09",
    level: Level::Must,
    references: &["E38", "CVE-2023-50728"],
    applies: applies::symmetric,
    quirks: Quirks::reacting(&[(Failure::EmptySignature, Reaction::Panic)]),
};

pub(super) const RAISES_ON_MISSING_SIGNATURE: Fault = Fault {
    id: "raises-on-missing-signature",
    title: "answers 500 where there is no signature",
    description: "The library throws a type error for a missing header, which nobody catches.",
    flags: &["MissingSignature"],
    class: "R09",
    level: Level::Must,
    references: &["E42"],
    applies: applies::symmetric,
    quirks: Quirks::reacting(&[(Failure::MissingSignature, Reaction::Raise)]),
};

pub(super) const RAISES_ON_WRONG_LENGTH: Fault = Fault {
    id: "raises-on-wrong-length",
    title: "answers 500 to a signature of another length",
    description: "The constant-time comparison throws where the lengths differ.",
    flags: &["TruncatedSignature", "ExtendedSignature", "StaticToken"],
    class: "R09",
    level: Level::Must,
    references: &["E41"],
    applies: applies::symbolic,
    quirks: Quirks::reacting(&[
        (Failure::WrongLength, Reaction::Raise),
        (Failure::EmptySignature, Reaction::Raise),
    ]),
};

pub(super) const RAISES_ON_BAD_ENCODING: Fault = Fault {
    id: "raises-on-bad-encoding",
    title: "answers 500 to a signature that does not decode",
    description: "The decoder throws, and only a mismatch was foreseen.",
    flags: &["MalformedSignature", "EncodingSubstituted"],
    class: "R09",
    level: Level::Must,
    references: &["E43"],
    applies: applies::keyed_mac,
    quirks: Quirks::reacting(&[(Failure::MalformedSignature, Reaction::Raise)]),
};

pub(super) const RAISES_ON_MISSING_PREFIX: Fault = Fault {
    id: "raises-on-missing-prefix",
    title: "answers 500 to a signature without prefix",
    description: "The text is split at the prefix and the second half is used unseen.",
    flags: &["PrefixMissing", "PlaceholderSignature", "AlgorithmDowngrade"],
    class: "R09",
    level: Level::Must,
    references: &["E43", "E44"],
    applies: applies::prefixed,
    quirks: Quirks::reacting(&[(Failure::WrongPrefix, Reaction::Raise)]),
};

pub(super) const RAISES_ON_MISSING_TIMESTAMP: Fault = Fault {
    id: "raises-on-missing-timestamp",
    title: "answers 500 where there is no timestamp",
    description: "The header is looked up in a map that throws.",
    flags: &["MissingTimestamp"],
    class: "R09",
    level: Level::Must,
    references: &["E42"],
    applies: applies::timestamped,
    quirks: Quirks::reacting(&[(Failure::MissingTimestamp, Reaction::Raise)]),
};

pub(super) const RAISES_ON_MISSING_ID: Fault = Fault {
    id: "raises-on-missing-id",
    title: "answers 500 where there is no message id",
    description: "The header is looked up in a map that throws.",
    flags: &["MissingId"],
    class: "R09",
    level: Level::Must,
    references: &["E42"],
    applies: applies::identified,
    quirks: Quirks::reacting(&[(Failure::MissingId, Reaction::Raise)]),
};
