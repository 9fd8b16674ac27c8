//! Receivers whose answer helps a forger.

use crate::cases::Level;
use crate::faulty::applies;
use crate::faulty::choices::Disclosure;
use crate::faulty::faults::Fault;
use crate::faulty::quirks::Quirks;

pub(super) const EXPECTED_SIGNATURE_TOLD: Fault = Fault {
    id: "expected-signature-told",
    title: "answers with the signature that would have been right",
    description: "The error message shows both values.",
    flags: &["SecretLeak"],
    class: "R26",
    level: Level::Must,
    references: &["E100"],
    applies: applies::keyed_mac,
    quirks: Quirks {
        disclosure: Disclosure::ExpectedSignature,
        ..Quirks::STRICT
    },
};

pub(super) const SECRET_TOLD: Fault = Fault {
    id: "secret-told",
    title: "answers with the secret",
    description: "The error message shows the configuration.",
    flags: &["SecretLeak"],
    class: "R26",
    level: Level::Must,
    references: &["E101"],
    applies: applies::symmetric,
    quirks: Quirks {
        disclosure: Disclosure::Secret,
        ..Quirks::STRICT
    },
};
