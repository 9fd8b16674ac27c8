//! Receivers that refuse in the wrong words.

use crate::cases::Level;
use crate::faulty::applies;
use crate::faulty::faults::Fault;
use crate::faulty::quirks::Quirks;

pub(super) const MISMATCH_ANSWERS_500: Fault = Fault {
    id: "mismatch-answers-500",
    title: "answers 500 to a wrong signature",
    description: "The library throws and the handler does not catch it.",
    flags: &[
        "StatusContract",
        "ModifiedSignature",
        "ModifiedBody",
        "WrongSecret",
        "StaticToken",
    ],
    class: "R28",
    level: Level::Must,
    references: &["E108"],
    applies: applies::symmetric,
    quirks: Quirks {
        refusal: 500,
        ..Quirks::STRICT
    },
};

pub(super) const REFUSAL_ANSWERS_200: Fault = Fault {
    id: "refusal-answers-200",
    title: "answers 200 with an error in the body",
    description: "The framework answers 200 unless told otherwise, so that the sender takes the event for delivered.",
    flags: &[
        "StatusContract",
        "ModifiedSignature",
        "ModifiedBody",
        "WrongSecret",
        "StaticToken",
    ],
    class: "R28",
    level: Level::Must,
    references: &["E106", "E107", "E108"],
    applies: applies::symmetric,
    quirks: Quirks {
        refusal: 200,
        ..Quirks::STRICT
    },
};

pub(super) const REFUSAL_REDIRECTS: Fault = Fault {
    id: "refusal-redirects",
    title: "sends a refused delivery to the login page",
    description: "A session guard answers 302 in the verifier's place.",
    flags: &[
        "StatusContract",
        "ModifiedSignature",
        "ModifiedBody",
        "WrongSecret",
        "StaticToken",
    ],
    class: "R28",
    level: Level::Must,
    references: &["E106"],
    applies: applies::symmetric,
    quirks: Quirks {
        refusal: 302,
        ..Quirks::STRICT
    },
};
