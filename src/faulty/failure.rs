//! What a receiver may find wrong with a delivery, and what it does about it.

/// What a receiver may find wrong with a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Failure {
    /// Headers or parameters that ask for a test mode; a strict receiver does not care.
    AsksForTestMode,
    /// The body begins with a byte order mark; a strict receiver does not care.
    ByteOrderMark,
    /// Headers that name the machine itself as the sender; a strict receiver does not care.
    ClaimsToBeLocal,
    /// The user agent of a tool; a strict receiver does not care.
    ClaimsToBeTool,
    /// A value that is signed is there more than once.
    DuplicateValue,
    /// More than one signature.
    DuplicateSignature,
    /// More than one timestamp.
    DuplicateTimestamp,
    /// A body without a byte; a strict receiver does not care.
    EmptyBody,
    /// A secret whose key is empty.
    EmptyKey,
    /// The signature is there and empty.
    EmptySignature,
    /// A body of more than 2 MiB; a strict receiver does not care.
    HugeBody,
    /// The body is not UTF-8; a strict receiver does not care.
    InvalidUtf8Body,
    /// A signature that cannot be decoded.
    MalformedSignature,
    /// A timestamp that is no strict decimal.
    MalformedTimestamp,
    /// A secret that is not written as the scheme writes it.
    MalformedSecret,
    /// A token that cannot be read.
    MalformedToken,
    /// A signature of a list that cannot be decoded, beside others; a strict receiver skips it.
    MalformedItem,
    /// No message id.
    MissingId,
    /// No signature.
    MissingSignature,
    /// No timestamp.
    MissingTimestamp,
    /// A value that is signed is missing.
    MissingValue,
    /// No signature of the version that counts.
    NoKnownVersion,
    /// No secret is configured.
    NoSecret,
    /// A byte beyond ASCII in the signature; a strict receiver finds that it does not decode.
    NonAsciiSignature,
    /// A body that is no JSON; a strict receiver does not care.
    NotJson,
    /// An item of a list without key or version; a strict receiver skips it.
    OddItem,
    /// Another content type than the sender's, or none; a strict receiver does not care.
    OtherContentType,
    /// Another method than the sender's; a strict receiver does not care.
    OtherMethod,
    /// A signature of more than 1,024 bytes; a strict receiver finds that it does not match.
    OversizedSignature,
    /// The text `null`, `undefined`, `None` or the like; a strict receiver finds that it does not match.
    PlaceholderSignature,
    /// A signature text shorter than its prefix; a strict receiver finds that it has no prefix.
    ShortSignature,
    /// The signature does not match.
    SignatureMismatch,
    /// A timestamp beyond 64 bits or negative; a strict receiver finds that it is malformed.
    TimestampExtreme,
    /// A timestamp too far ahead.
    TimestampInFuture,
    /// A timestamp too far back.
    TimestampTooOld,
    /// A token of an algorithm that is not allowed.
    TokenAlgorithm,
    /// A claim that is missing or wrong.
    TokenClaim,
    /// A token with extensions that must be understood.
    TokenCritical,
    /// A token that has expired.
    TokenExpired,
    /// A token that is not valid yet.
    TokenNotYetValid,
    /// A token of other than three segments.
    TokenSegments,
    /// A token with `alg` none.
    TokenUnsigned,
    /// An item of a list with a key or version that does not count; a strict receiver skips it.
    UnknownVersion,
    /// A scheme that the second verifier does not know.
    UnsupportedMethod,
    /// A signature that is there but is no text.
    UnreadableSignature,
    /// A decoded signature of another length; a strict receiver finds that it does not match.
    WrongLength,
    /// A signature without the scheme's prefix.
    WrongPrefix,
}

impl Failure {
    /// What a strict receiver does.
    #[must_use]
    pub const fn usual_reaction(self) -> Reaction {
        match self {
            Self::AsksForTestMode
            | Self::ByteOrderMark
            | Self::ClaimsToBeLocal
            | Self::ClaimsToBeTool
            | Self::EmptyBody
            | Self::HugeBody
            | Self::InvalidUtf8Body
            | Self::MalformedItem
            | Self::NonAsciiSignature
            | Self::NotJson
            | Self::OddItem
            | Self::OtherContentType
            | Self::OtherMethod
            | Self::OversizedSignature
            | Self::PlaceholderSignature
            | Self::ShortSignature
            | Self::TimestampExtreme
            | Self::UnknownVersion
            | Self::WrongLength => Reaction::Overlook,
            Self::DuplicateValue
            | Self::DuplicateSignature
            | Self::DuplicateTimestamp
            | Self::EmptyKey
            | Self::EmptySignature
            | Self::MalformedSignature
            | Self::MalformedTimestamp
            | Self::MalformedSecret
            | Self::MalformedToken
            | Self::MissingId
            | Self::MissingSignature
            | Self::MissingTimestamp
            | Self::MissingValue
            | Self::NoKnownVersion
            | Self::NoSecret
            | Self::SignatureMismatch
            | Self::TimestampInFuture
            | Self::TimestampTooOld
            | Self::TokenAlgorithm
            | Self::TokenClaim
            | Self::TokenCritical
            | Self::TokenExpired
            | Self::TokenNotYetValid
            | Self::TokenSegments
            | Self::TokenUnsigned
            | Self::UnsupportedMethod
            | Self::UnreadableSignature
            | Self::WrongPrefix => Reaction::Refuse,
        }
    }
}

/// What a receiver does about a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reaction {
    /// Take the delivery.
    Accept,
    /// Go on as if nothing were wrong.
    Overlook,
    /// Die.
    Panic,
    /// Answer 500, as an exception that nobody catches does.
    Raise,
    /// Refuse the delivery deliberately.
    Refuse,
}

impl Failure {
    /// The failure in words.
    pub(super) const fn text(self) -> &'static str {
        match self {
            Self::AsksForTestMode => "a test mode is asked for",
            Self::ByteOrderMark => "the body begins with a byte order mark",
            Self::ClaimsToBeLocal => "the request claims to come from this machine",
            Self::ClaimsToBeTool => "the request claims to come from a tool",
            Self::DuplicateValue => "a signed value is there more than once",
            Self::DuplicateSignature => "more than one signature",
            Self::DuplicateTimestamp => "more than one timestamp",
            Self::EmptyBody => "the body is empty",
            Self::EmptyKey => "the secret is empty",
            Self::EmptySignature => "the signature is empty",
            Self::HugeBody => "the body is too large",
            Self::InvalidUtf8Body => "the body is not UTF-8",
            Self::MalformedSignature => "the signature cannot be decoded",
            Self::MalformedTimestamp => "the timestamp is no number",
            Self::MalformedSecret => "the secret cannot be decoded",
            Self::MalformedToken => "the token cannot be read",
            Self::MalformedItem => "a signature of the list cannot be decoded",
            Self::MissingId => "no message id",
            Self::MissingSignature => "no signature",
            Self::MissingTimestamp => "no timestamp",
            Self::MissingValue => "a signed value is missing",
            Self::NoKnownVersion => "no signature of a known version",
            Self::NoSecret => "no secret is configured",
            Self::NonAsciiSignature => "the signature is not ASCII",
            Self::NotJson => "the body is not JSON",
            Self::OddItem => "an item of the list has no key",
            Self::OtherContentType => "the content type is not the sender's",
            Self::OtherMethod => "the method is not the sender's",
            Self::OversizedSignature => "the signature is too long",
            Self::PlaceholderSignature => "the signature is a placeholder",
            Self::ShortSignature => "the signature is too short",
            Self::SignatureMismatch => "the signature does not match",
            Self::TimestampExtreme => "the timestamp is out of range",
            Self::TimestampInFuture => "the timestamp is too far in the future",
            Self::TimestampTooOld => "the timestamp is too old",
            Self::TokenAlgorithm => "the token's algorithm is not allowed",
            Self::TokenClaim => "a claim is missing or wrong",
            Self::TokenCritical => "the token has critical extensions",
            Self::TokenExpired => "the token has expired",
            Self::TokenNotYetValid => "the token is not valid yet",
            Self::TokenSegments => "the token has not three segments",
            Self::TokenUnsigned => "the token is not signed",
            Self::UnknownVersion => "an item of the list has an unknown key",
            Self::UnsupportedMethod => "the scheme is not supported",
            Self::UnreadableSignature => "the signature is no text",
            Self::WrongLength => "the signature has the wrong length",
            Self::WrongPrefix => "the signature has not the prefix",
        }
    }
}
