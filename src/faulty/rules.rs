//! The rules of the strict receiver that can be turned off singly.

use crate::faulty::choices::{Duplicates, Prefix, Versions};
use crate::faulty::failure::{Failure, Reaction};
use crate::faulty::quirks::Quirks;
use crate::signing::Reason;

/// A rule of the strict receiver.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Rule {
    /// Its name, kebab-case.
    pub id: &'static str,
    /// What it demands.
    pub title: &'static str,
    /// The reasons of the reference for what breaks it; only cases with one of them may hang on it.
    pub reasons: &'static [Reason],
    /// The strict receiver without it.
    pub off: Quirks,
}

/// Every rule that can be turned off.
pub const RULES: &[Rule] = &[
    rule(
        "signature-present",
        "there is a signature",
        &[Reason::MissingSignature],
        &[(Failure::MissingSignature, Reaction::Accept)],
    ),
    rule(
        "signature-not-empty",
        "the signature is not empty",
        &[Reason::EmptySignature],
        &[(Failure::EmptySignature, Reaction::Accept)],
    ),
    rule(
        "signature-decodes",
        "the signature is strictly encoded",
        &[Reason::MalformedSignature],
        &[(Failure::MalformedSignature, Reaction::Overlook)],
    ),
    rule(
        "signature-matches",
        "the signature is that of the base string",
        &[Reason::SignatureMismatch],
        &[(Failure::SignatureMismatch, Reaction::Overlook)],
    ),
    rule(
        "timestamp-present",
        "there is a timestamp",
        &[Reason::MissingTimestamp],
        &[(Failure::MissingTimestamp, Reaction::Accept)],
    ),
    rule(
        "timestamp-decimal",
        "the timestamp is a strict decimal",
        &[Reason::MalformedTimestamp],
        &[(Failure::MalformedTimestamp, Reaction::Overlook)],
    ),
    rule(
        "timestamp-not-old",
        "the timestamp is not too old",
        &[Reason::TimestampTooOld],
        &[(Failure::TimestampTooOld, Reaction::Overlook)],
    ),
    rule(
        "timestamp-not-ahead",
        "the timestamp is not too far ahead",
        &[Reason::TimestampInFuture],
        &[(Failure::TimestampInFuture, Reaction::Overlook)],
    ),
    rule(
        "id-present",
        "there is a message id",
        &[Reason::MissingId],
        &[(Failure::MissingId, Reaction::Accept)],
    ),
    rule(
        "token-algorithm-allowed",
        "the token's algorithm is on the list",
        &[Reason::TokenAlgorithm],
        &[(Failure::TokenAlgorithm, Reaction::Overlook)],
    ),
    rule(
        "token-signed",
        "the token is signed",
        &[Reason::TokenAlgorithm, Reason::MalformedToken],
        &[(Failure::TokenUnsigned, Reaction::Overlook)],
    ),
    rule(
        "token-extensions-known",
        "the token has no critical extension",
        &[Reason::MalformedToken],
        &[(Failure::TokenCritical, Reaction::Overlook)],
    ),
    rule(
        "token-not-expired",
        "the token has not expired",
        &[Reason::TokenExpired],
        &[(Failure::TokenExpired, Reaction::Overlook)],
    ),
    rule(
        "token-started",
        "the token is valid already",
        &[Reason::TokenNotYetValid],
        &[(Failure::TokenNotYetValid, Reaction::Overlook)],
    ),
    Rule {
        id: "prefix-present",
        title: "the signature begins with the prefix",
        reasons: &[Reason::WrongPrefix],
        off: Quirks {
            prefix: Prefix::Optional,
            ..Quirks::STRICT
        },
    },
    Rule {
        id: "version-known",
        title: "the signature has the version that counts",
        reasons: &[
            Reason::NoKnownVersion,
            Reason::SignatureMismatch,
            Reason::MalformedSignature,
        ],
        off: Quirks {
            versions: Versions::Any,
            ..Quirks::STRICT
        },
    },
    Rule {
        id: "values-single",
        title: "each value is there once",
        reasons: &[
            Reason::DuplicateSignature,
            Reason::DuplicateTimestamp,
            Reason::DuplicateValue,
        ],
        off: Quirks {
            duplicates: Duplicates::First,
            ..Quirks::STRICT
        },
    },
];

const fn rule(
    id: &'static str,
    title: &'static str,
    reasons: &'static [Reason],
    reactions: &'static [(Failure, Reaction)],
) -> Rule {
    Rule {
        id,
        title,
        reasons,
        off: Quirks::reacting(reactions),
    }
}
