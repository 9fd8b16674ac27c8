//! The receivers that are correct in another way than the reference: none of them may be blamed.

use crate::faulty::applies;
use crate::faulty::choices::{
    Answers, Blanks, Decoding, Duplicates, KeyForm, Memory, Order, Prefix, Reading, SignedTime, WindowCheck,
};
use crate::faulty::failure::{Failure, Reaction};
use crate::faulty::quirks::Quirks;
use crate::scheme::Scheme;

/// A receiver that is lenient or strict where the documentation is silent, or that words its answers otherwise.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Tolerant {
    /// Its name, kebab-case.
    pub id: &'static str,
    /// What it does, in a few words.
    pub title: &'static str,
    /// Whether it makes a difference with a scheme.
    pub applies: fn(&Scheme) -> bool,
    /// How it judges.
    pub quirks: Quirks,
}

/// Every tolerant receiver.
pub const TOLERANT: &[Tolerant] = &[
    Tolerant {
        id: "strict",
        title: "does what the scheme states and nothing else",
        applies: applies::symmetric,
        quirks: Quirks::STRICT,
    },
    Tolerant {
        id: "hex-in-any-case",
        title: "reads hexadecimal in either case and with blanks in it",
        applies: applies::hex,
        quirks: Quirks {
            decoding: Decoding::Lenient,
            ..Quirks::STRICT
        },
    },
    Tolerant {
        id: "base64-lenient",
        title: "reads base64 of either alphabet, with or without padding, and skips odd characters",
        applies: applies::base64,
        quirks: Quirks {
            decoding: Decoding::Lenient,
            ..Quirks::STRICT
        },
    },
    Tolerant {
        id: "timestamp-as-integer",
        title: "reads a timestamp with sign, zeros or blanks",
        applies: applies::timestamped,
        quirks: Quirks {
            reading: Reading::Integer,
            ..Quirks::STRICT
        },
    },
    Tolerant {
        id: "timestamp-printed-again",
        title: "reads a timestamp with sign, zeros or blanks, and signs the number",
        applies: applies::timestamped,
        quirks: Quirks {
            reading: Reading::Integer,
            signed_time: SignedTime::Reprinted,
            ..Quirks::STRICT
        },
    },
    Tolerant {
        id: "timestamp-digits-printed-again",
        title: "reads the digits at the beginning of the timestamp, and signs the number",
        applies: applies::timestamped,
        quirks: Quirks {
            reading: Reading::LeadingDigits,
            signed_time: SignedTime::Reprinted,
            ..Quirks::STRICT
        },
    },
    Tolerant {
        id: "future-refused",
        title: "refuses a timestamp of the future where the scheme states no limit",
        applies: applies::past_limited_only,
        quirks: Quirks {
            window: WindowCheck::BothSides,
            ..Quirks::STRICT
        },
    },
    Tolerant {
        id: "own-window",
        title: "checks the age with a window of its own where the scheme states none",
        applies: applies::unlimited,
        quirks: Quirks {
            window: WindowCheck::OwnLimit(300),
            ..Quirks::STRICT
        },
    },
    Tolerant {
        id: "edges-excluded",
        title: "takes the very edge of the window for outside",
        applies: applies::windowed,
        quirks: Quirks {
            window: WindowCheck::Exclusive,
            ..Quirks::STRICT
        },
    },
    Tolerant {
        id: "blanks-trimmed",
        title: "cuts blanks around header values",
        applies: applies::symmetric,
        quirks: Quirks {
            blanks: Blanks::Trimmed,
            ..Quirks::STRICT
        },
    },
    Tolerant {
        id: "prefix-in-any-case",
        title: "reads the prefix in either case",
        applies: applies::prefixed,
        quirks: Quirks {
            prefix: Prefix::AnyCase,
            ..Quirks::STRICT
        },
    },
    Tolerant {
        id: "signature-before-timestamp",
        title: "checks the signature before the timestamp",
        applies: applies::symmetric,
        quirks: Quirks {
            order: Order::SignatureFirst,
            ..Quirks::STRICT
        },
    },
    Tolerant {
        id: "duplicates-joined",
        title: "joins several values by a comma",
        applies: applies::symmetric,
        quirks: Quirks {
            duplicates: Duplicates::Joined,
            ..Quirks::STRICT
        },
    },
    Tolerant {
        id: "invalid-utf8-refused",
        title: "refuses a body that is not UTF-8",
        applies: applies::symmetric,
        quirks: Quirks::reacting(&[(Failure::InvalidUtf8Body, Reaction::Refuse)]),
    },
    Tolerant {
        id: "empty-body-refused",
        title: "refuses an empty body",
        applies: applies::symmetric,
        quirks: Quirks::reacting(&[(Failure::EmptyBody, Reaction::Refuse)]),
    },
    Tolerant {
        id: "byte-order-mark-refused",
        title: "refuses a body with a byte order mark",
        applies: applies::symmetric,
        quirks: Quirks::reacting(&[(Failure::ByteOrderMark, Reaction::Refuse)]),
    },
    Tolerant {
        id: "json-only",
        title: "refuses a body that is no JSON",
        applies: applies::only_json,
        quirks: Quirks::reacting(&[(Failure::NotJson, Reaction::Refuse)]),
    },
    Tolerant {
        id: "huge-body-refused",
        title: "refuses a body of more than 2 MiB",
        applies: applies::symmetric,
        quirks: Quirks::reacting(&[(Failure::HugeBody, Reaction::Refuse)]),
    },
    Tolerant {
        id: "long-signature-refused",
        title: "refuses a long signature before it decodes it",
        applies: applies::symmetric,
        quirks: Quirks::reacting(&[(Failure::OversizedSignature, Reaction::Refuse)]),
    },
    Tolerant {
        id: "non-ascii-refused",
        title: "refuses a signature beyond ASCII before it decodes it",
        applies: applies::symmetric,
        quirks: Quirks::reacting(&[(Failure::NonAsciiSignature, Reaction::Refuse)]),
    },
    Tolerant {
        id: "placeholder-refused",
        title: "refuses the words for nothing before it decodes them",
        applies: applies::symmetric,
        quirks: Quirks::reacting(&[(Failure::PlaceholderSignature, Reaction::Refuse)]),
    },
    Tolerant {
        id: "wrong-length-refused",
        title: "refuses a signature of another length before it compares",
        applies: applies::bare_digest,
        quirks: Quirks::reacting(&[(Failure::WrongLength, Reaction::Refuse)]),
    },
    Tolerant {
        id: "short-signature-refused",
        title: "refuses a signature shorter than its prefix",
        applies: applies::symmetric,
        quirks: Quirks::reacting(&[(Failure::ShortSignature, Reaction::Refuse)]),
    },
    Tolerant {
        id: "extreme-timestamp-refused",
        title: "refuses a timestamp beyond 64 bits",
        applies: applies::timestamped,
        quirks: Quirks::reacting(&[(Failure::TimestampExtreme, Reaction::Refuse)]),
    },
    Tolerant {
        id: "answers-401",
        title: "refuses with 401",
        applies: applies::symmetric,
        quirks: Quirks {
            refusal: 401,
            ..Quirks::STRICT
        },
    },
    Tolerant {
        id: "answers-403",
        title: "refuses with 403",
        applies: applies::symmetric,
        quirks: Quirks {
            refusal: 403,
            ..Quirks::STRICT
        },
    },
    Tolerant {
        id: "answers-404",
        title: "refuses with 404, to tell strangers nothing",
        applies: applies::symmetric,
        quirks: Quirks {
            refusal: 404,
            ..Quirks::STRICT
        },
    },
    Tolerant {
        id: "answers-422",
        title: "refuses with 422",
        applies: applies::symmetric,
        quirks: Quirks {
            refusal: 422,
            ..Quirks::STRICT
        },
    },
    Tolerant {
        id: "answers-in-json",
        title: "answers in JSON",
        applies: applies::symmetric,
        quirks: Quirks {
            answers: Answers::Json,
            ..Quirks::STRICT
        },
    },
    Tolerant {
        id: "patient-lock",
        title: "refuses everything after ten thousand refusals",
        applies: applies::symmetric,
        quirks: Quirks {
            memory: Memory::LockedAfter(10_000),
            ..Quirks::STRICT
        },
    },
    Tolerant {
        id: "token-leeway-of-a-minute",
        title: "allows a minute on a token's times",
        applies: applies::jwt,
        quirks: Quirks {
            token_leeway: 60,
            ..Quirks::STRICT
        },
    },
    Tolerant {
        id: "token-leeway-of-five-minutes",
        title: "allows five minutes on a token's times",
        applies: applies::jwt,
        quirks: Quirks {
            token_leeway: 300,
            ..Quirks::STRICT
        },
    },
    Tolerant {
        id: "token-signature-lenient",
        title: "reads a token's signature with padding or odd last bits",
        applies: applies::jwt,
        quirks: Quirks {
            decoding: Decoding::Lenient,
            ..Quirks::STRICT
        },
    },
    Tolerant {
        id: "first-of-duplicates",
        title: "reads the first of two values",
        applies: applies::symmetric,
        quirks: Quirks {
            duplicates: Duplicates::First,
            ..Quirks::STRICT
        },
    },
    Tolerant {
        id: "last-of-duplicates",
        title: "reads the last of two values",
        applies: applies::symmetric,
        quirks: Quirks {
            duplicates: Duplicates::Last,
            ..Quirks::STRICT
        },
    },
    Tolerant {
        id: "secret-trimmed",
        title: "cuts blanks and line ends of a configured secret",
        applies: applies::text_secret,
        quirks: Quirks {
            key: KeyForm::Trimmed,
            ..Quirks::STRICT
        },
    },
    Tolerant {
        id: "token-extensions-overlooked",
        title: "overlooks a token's critical extensions, as libraries did",
        applies: applies::jwt,
        quirks: Quirks::reacting(&[(Failure::TokenCritical, Reaction::Overlook)]),
    },
    Tolerant {
        id: "token-extra-segments-overlooked",
        title: "reads the first three segments of a token",
        applies: applies::jwt,
        quirks: Quirks::reacting(&[(Failure::TokenSegments, Reaction::Overlook)]),
    },
];
