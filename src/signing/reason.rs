//! Why a delivery is rejected. Advisory: two correct receivers may name different reasons.

use std::fmt;

/// The first rule that a delivery breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// A value that the base string needs is there more than once.
    DuplicateValue,
    /// More than one signature header, parameter or field.
    DuplicateSignature,
    /// More than one timestamp.
    DuplicateTimestamp,
    /// The signature is there and empty.
    EmptySignature,
    /// No signature in the text can be decoded.
    MalformedSignature,
    /// The timestamp is not a decimal number as the scheme writes it.
    MalformedTimestamp,
    /// The token is no JWT, or its header cannot be read.
    MalformedToken,
    /// There is no message id, or it is empty.
    MissingId,
    /// There is no signature.
    MissingSignature,
    /// There is no timestamp, or it is empty.
    MissingTimestamp,
    /// A value that the base string needs is not there.
    MissingValue,
    /// The list has no signature of the version that counts.
    NoKnownVersion,
    /// None of the scheme's ways to sign is for such a delivery.
    NoVariant,
    /// A value that must be there is not, or is another one.
    RequiredValue,
    /// No signature is right.
    SignatureMismatch,
    /// The timestamp lies too far ahead.
    TimestampInFuture,
    /// The timestamp lies too far back.
    TimestampTooOld,
    /// The token's algorithm is not allowed.
    TokenAlgorithm,
    /// A claim is missing or has another value.
    TokenClaim,
    /// The token has expired.
    TokenExpired,
    /// The token is not valid yet.
    TokenNotYetValid,
    /// This build cannot verify the method; see the crate's features.
    UnsupportedMethod,
    /// The signature does not begin with the scheme's prefix.
    WrongPrefix,
}

impl Reason {
    /// The name in vectors and answers: `signature_mismatch`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::DuplicateValue => "duplicate_value",
            Self::DuplicateSignature => "duplicate_signature",
            Self::DuplicateTimestamp => "duplicate_timestamp",
            Self::EmptySignature => "empty_signature",
            Self::MalformedSignature => "malformed_signature",
            Self::MalformedTimestamp => "malformed_timestamp",
            Self::MalformedToken => "malformed_token",
            Self::MissingId => "missing_id",
            Self::MissingSignature => "missing_signature",
            Self::MissingTimestamp => "missing_timestamp",
            Self::MissingValue => "missing_value",
            Self::NoKnownVersion => "no_known_version",
            Self::NoVariant => "no_variant",
            Self::RequiredValue => "required_value",
            Self::SignatureMismatch => "signature_mismatch",
            Self::TimestampInFuture => "timestamp_in_future",
            Self::TimestampTooOld => "timestamp_too_old",
            Self::TokenAlgorithm => "token_algorithm",
            Self::TokenClaim => "token_claim",
            Self::TokenExpired => "token_expired",
            Self::TokenNotYetValid => "token_not_yet_valid",
            Self::UnsupportedMethod => "unsupported_method",
            Self::WrongPrefix => "wrong_prefix",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DuplicateValue => "a value that is signed is there more than once",
            Self::DuplicateSignature => "there is more than one signature",
            Self::DuplicateTimestamp => "there is more than one timestamp",
            Self::EmptySignature => "the signature is empty",
            Self::MalformedSignature => "the signature is not written as the scheme writes it",
            Self::MalformedTimestamp => "the timestamp is not written as the scheme writes it",
            Self::MalformedToken => "the token cannot be read",
            Self::MissingId => "there is no message id",
            Self::MissingSignature => "there is no signature",
            Self::MissingTimestamp => "there is no timestamp",
            Self::MissingValue => "a value that is signed is missing",
            Self::NoKnownVersion => "no signature has the version that counts",
            Self::NoVariant => "the scheme signs no such delivery, or not with that algorithm",
            Self::RequiredValue => "a value that the scheme requires is missing or another one",
            Self::SignatureMismatch => "the signature does not match",
            Self::TimestampInFuture => "the timestamp lies too far in the future",
            Self::TimestampTooOld => "the timestamp is too old",
            Self::TokenAlgorithm => "the token's algorithm is not allowed",
            Self::TokenClaim => "a claim of the token is missing or wrong",
            Self::TokenExpired => "the token has expired",
            Self::TokenNotYetValid => "the token is not valid yet",
            Self::UnsupportedMethod => "this build does not support the scheme's method",
            Self::WrongPrefix => "the signature does not begin with the scheme's prefix",
        })
    }
}
