//! Receivers that compare only a part of the signature.

use crate::cases::Level;
use crate::faulty::applies;
use crate::faulty::choices::Comparison;
use crate::faulty::failure::{Failure, Reaction};
use crate::faulty::faults::Fault;
use crate::faulty::quirks::Quirks;

pub(super) const COMPARES_GIVEN_LENGTH: Fault = Fault {
    id: "compares-given-length",
    title: "compares as many characters as were given",
    description: "The loop ends with the shorter text: `zip()` over both, or a prefix test.",
    flags: &["TruncatedSignature", "EmptySignature"],
    class: "R07",
    level: Level::Must,
    references: &["E32", "RUSTSEC-2024-0010", "CVE-2024-21491"],
    applies: applies::symbolic,
    quirks: Quirks {
        comparison: Comparison::GivenLength,
        reactions: &[(Failure::EmptySignature, Reaction::Overlook)],
        ..Quirks::STRICT
    },
};

pub(super) const COMPARES_EXPECTED_LENGTH: Fault = Fault {
    id: "compares-expected-length",
    title: "compares as many characters as are expected",
    description: "`strncmp` with the length of the right signature: what follows does not count.",
    flags: &["ExtendedSignature"],
    class: "R07",
    level: Level::Must,
    references: &["E32"],
    applies: applies::without_padding,
    quirks: Quirks {
        comparison: Comparison::ExpectedLength,
        ..Quirks::STRICT
    },
};

pub(super) const COMPARES_EIGHT_CHARACTERS: Fault = Fault {
    id: "compares-eight-characters",
    title: "compares the first eight characters",
    description: "A short digest is enough for a log line, and the same function serves the check.",
    flags: &["PartialMatch", "TruncatedSignature"],
    class: "R07",
    level: Level::Must,
    references: &["E32"],
    applies: applies::symbolic,
    quirks: Quirks {
        comparison: Comparison::First(8),
        ..Quirks::STRICT
    },
};

pub(super) const COMPARES_FOUR_CHARACTERS: Fault = Fault {
    id: "compares-four-characters",
    title: "compares the first four characters",
    description: "Only the beginning is compared, which a stranger guesses within 65,536 tries.",
    flags: &["PartialMatch", "TruncatedSignature"],
    class: "R07",
    level: Level::Must,
    references: &["E32"],
    applies: applies::symbolic,
    quirks: Quirks {
        comparison: Comparison::First(4),
        ..Quirks::STRICT
    },
};

pub(super) const COMPARES_LAST_CHARACTERS: Fault = Fault {
    id: "compares-last-characters",
    title: "compares the last eight characters",
    description: "Only the end is compared.",
    flags: &["PartialMatch"],
    class: "R07",
    level: Level::Must,
    references: &["E32"],
    applies: applies::symbolic,
    quirks: Quirks {
        comparison: Comparison::Last(8),
        ..Quirks::STRICT
    },
};

pub(super) const COMPARES_HALF: Fault = Fault {
    id: "compares-half",
    title: "compares the first half",
    description: "The signature was stored in a column that is too short for it.",
    flags: &["PartialMatch", "TruncatedSignature"],
    class: "R07",
    level: Level::Must,
    references: &["E32"],
    applies: applies::symbolic,
    quirks: Quirks {
        comparison: Comparison::First(16),
        ..Quirks::STRICT
    },
};

pub(super) const CONTAINED_IS_ENOUGH: Fault = Fault {
    id: "contained-is-enough",
    title: "looks for the right signature anywhere in the text",
    description: "`signature in header` instead of equality.",
    flags: &["ExtendedSignature"],
    class: "R07",
    level: Level::Must,
    references: &["E32"],
    applies: applies::without_padding,
    quirks: Quirks {
        comparison: Comparison::Contained,
        ..Quirks::STRICT
    },
};

pub(super) const PART_IS_ENOUGH: Fault = Fault {
    id: "part-is-enough",
    title: "looks for the given text in the right signature",
    description: "`expected.includes(signature)`: the operands are swapped.",
    flags: &["TruncatedSignature", "PartialMatch"],
    class: "R07",
    level: Level::Must,
    references: &["E32"],
    applies: applies::symbolic,
    quirks: Quirks {
        comparison: Comparison::Within,
        ..Quirks::STRICT
    },
};

pub(super) const CASE_FOLDED_BASE64: Fault = Fault {
    id: "case-folded-base64",
    title: "compares base64 without regard to case",
    description: "A comparison that suits hexadecimal is used for base64, and thousands of signatures fit.",
    flags: &["ModifiedSignature"],
    class: "R07",
    level: Level::Must,
    references: &["E32"],
    applies: applies::base64,
    quirks: Quirks {
        comparison: Comparison::CaseFolded,
        ..Quirks::STRICT
    },
};

pub(super) const DIGEST_AS_NUMBER: Fault = Fault {
    id: "digest-as-number",
    title: "writes the digest as a number, without zeros in front",
    description: "`'%x' % n`, or Java's `BigInteger.toString(16)`: a digest that begins with a zero comes out shorter.",
    flags: &["DigestLeadingZero"],
    class: "R07",
    level: Level::Must,
    references: &["Java SE 21, BigInteger.toString(int)"],
    applies: applies::hex_over_free_body,
    quirks: Quirks {
        comparison: Comparison::Number,
        ..Quirks::STRICT
    },
};
