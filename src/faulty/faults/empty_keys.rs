//! Receivers that work without a secret.

use crate::cases::Level;
use crate::faulty::applies;
use crate::faulty::choices::KeyForm;
use crate::faulty::failure::{Failure, Reaction};
use crate::faulty::faults::Fault;
use crate::faulty::quirks::Quirks;

pub(super) const EMPTY_SECRET_SKIPS: Fault = Fault {
    id: "empty-secret-skips",
    title: "verifies nothing without a secret",
    description: "An unset secret switches the verification off, for compatibility or for development.",
    flags: &["EmptyKey"],
    class: "R03",
    level: Level::Must,
    references: &["E13", "E14", "E15", "E16"],
    applies: applies::symmetric,
    quirks: Quirks::reacting(&[
        (Failure::EmptyKey, Reaction::Accept),
        (Failure::MalformedSecret, Reaction::Accept),
    ]),
};

pub(super) const EMPTY_KEY_SIGNS: Fault = Fault {
    id: "empty-key-signs",
    title: "signs with the empty key",
    description: "An empty secret becomes a key like any other, and everybody knows it.",
    flags: &["EmptyKey"],
    class: "R04",
    level: Level::Must,
    references: &["E17", "E18", "E19", "E20", "CVE-2026-41432", "CVE-2026-45363"],
    applies: applies::keyed_mac,
    quirks: Quirks::reacting(&[(Failure::EmptyKey, Reaction::Overlook)]),
};

pub(super) const UNDECODABLE_SECRET_IS_EMPTY: Fault = Fault {
    id: "undecodable-secret-is-empty",
    title: "decodes a secret up to its first odd character",
    description: "The decoder stops at the first character outside its alphabet, so that a mistyped secret is a short key or none.",
    flags: &["EmptyKey", "SecretDecoding"],
    class: "R04",
    level: Level::Must,
    references: &["E21"],
    applies: applies::encoded_secret,
    quirks: Quirks {
        key: KeyForm::Truncated,
        reactions: &[(Failure::EmptyKey, Reaction::Overlook)],
        ..Quirks::STRICT
    },
};

pub(super) const ODD_SECRET_CHARACTERS_DROPPED: Fault = Fault {
    id: "odd-secret-characters-dropped",
    title: "drops characters that a secret cannot have",
    description: "The decoder skips what it does not know, so that another text is the same key.",
    flags: &["SecretDecoding", "EmptyKey"],
    class: "R04",
    level: Level::Must,
    references: &["E23"],
    applies: applies::encoded_secret,
    quirks: Quirks {
        key: KeyForm::BadCharactersDropped,
        reactions: &[(Failure::EmptyKey, Reaction::Overlook)],
        ..Quirks::STRICT
    },
};
