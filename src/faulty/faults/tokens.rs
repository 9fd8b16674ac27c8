//! Receivers that trust a JSON Web Token too much.

use crate::cases::Level;
use crate::faulty::applies;
use crate::faulty::choices::{Comparison, TokenKey};
use crate::faulty::failure::{Failure, Reaction};
use crate::faulty::faults::Fault;
use crate::faulty::quirks::Quirks;

pub(super) const TOKEN_UNSIGNED_ACCEPTED: Fault = Fault {
    id: "token-unsigned-accepted",
    title: "takes `alg` none",
    description: "The algorithm of the token's header decides, and none needs no signature.",
    flags: &["JwtNone"],
    class: "R19",
    level: Level::Must,
    references: &["E78", "CVE-2022-23540"],
    applies: applies::jwt,
    quirks: Quirks::reacting(&[(Failure::TokenUnsigned, Reaction::Overlook)]),
};

pub(super) const TOKEN_ALGORITHM_CHOSEN: Fault = Fault {
    id: "token-algorithm-chosen",
    title: "lets the token choose its algorithm",
    description: "There is no allow-list.",
    flags: &["JwtAlgorithmConfusion"],
    class: "R19",
    level: Level::Should,
    references: &["E76", "E77", "E79", "CVE-2022-29217", "CVE-2024-33663"],
    applies: applies::jwt,
    quirks: Quirks::reacting(&[(Failure::TokenAlgorithm, Reaction::Overlook)]),
};

pub(super) const TOKEN_ONLY_DECODED: Fault = Fault {
    id: "token-only-decoded",
    title: "decodes the token and does not verify it",
    description: "`decode` is taken for `verify`.",
    flags: &["ModifiedSignature", "WrongSecret", "ModifiedBody"],
    class: "R19",
    level: Level::Must,
    references: &["E80"],
    applies: applies::jwt,
    quirks: Quirks::reacting(&[(Failure::SignatureMismatch, Reaction::Overlook)]),
};

pub(super) const TOKEN_SIGNATURE_CUT: Fault = Fault {
    id: "token-signature-cut",
    title: "compares as much of a token's signature as was given",
    description: "The loop ends with the shorter text.",
    flags: &["JwtMalformed", "TruncatedSignature"],
    class: "R07",
    level: Level::Must,
    references: &["E32"],
    applies: applies::jwt,
    quirks: Quirks {
        comparison: Comparison::GivenLength,
        ..Quirks::STRICT
    },
};

pub(super) const TOKEN_EXPIRY_IGNORED: Fault = Fault {
    id: "token-expiry-ignored",
    title: "takes an expired token",
    description: "The expiry is not among the claims that are checked.",
    flags: &["JwtExpired"],
    class: "R13",
    level: Level::Must,
    references: &["E81"],
    applies: applies::jwt,
    quirks: Quirks::reacting(&[(Failure::TokenExpired, Reaction::Overlook)]),
};

pub(super) const TOKEN_START_IGNORED: Fault = Fault {
    id: "token-start-ignored",
    title: "takes a token that is not valid yet",
    description: "The start is not among the claims that are checked.",
    flags: &["JwtNotYetValid"],
    class: "R14",
    level: Level::Should,
    references: &["E81"],
    applies: applies::jwt,
    quirks: Quirks::reacting(&[(Failure::TokenNotYetValid, Reaction::Overlook)]),
};

pub(super) const TOKEN_KEY_EMBEDDED: Fault = Fault {
    id: "token-key-embedded",
    title: "verifies a token with the key in its own header",
    description: "The header's `jwk` is used as if the issuer had vouched for it.",
    flags: &["JwtEmbeddedKey"],
    class: "R25",
    level: Level::Must,
    references: &["E79", "E96"],
    applies: applies::jwt,
    quirks: Quirks {
        token_key: TokenKey::Embedded,
        ..Quirks::STRICT
    },
};

pub(super) const TOKEN_CLAIMS_IGNORED: Fault = Fault {
    id: "token-claims-ignored",
    title: "does not compare the claims with the delivery",
    description: "The token is genuine, and nobody asks whether it belongs to this body.",
    flags: &["JwtClaims", "UnboundBody", "ModifiedBody"],
    class: "R20",
    level: Level::Must,
    references: &["E81", "E82"],
    applies: applies::jwt_with_claims,
    quirks: Quirks::reacting(&[(Failure::TokenClaim, Reaction::Overlook)]),
};
