//! Receivers that compare a static token loosely.

use crate::cases::Level;
use crate::faulty::applies;
use crate::faulty::choices::{Comparison, JsonReading, Search};
use crate::faulty::faults::Fault;
use crate::faulty::quirks::Quirks;

pub(super) const TOKEN_LOOSELY_EQUAL: Fault = Fault {
    id: "token-loosely-equal",
    title: "takes `true` for the token",
    description: "A JSON `true` equals every text for a loose comparison.",
    flags: &["LooseComparison"],
    class: "R06",
    level: Level::Must,
    references: &["E31"],
    applies: applies::json_token,
    quirks: Quirks {
        json: JsonReading::Loose,
        ..Quirks::STRICT
    },
};

pub(super) const TOKEN_IN_ANY_CASE: Fault = Fault {
    id: "token-in-any-case",
    title: "compares a token without regard to case",
    description: "The comparison folds case.",
    flags: &["StaticToken", "ModifiedSignature"],
    class: "R07",
    level: Level::Must,
    references: &["E32"],
    applies: applies::static_token,
    quirks: Quirks {
        comparison: Comparison::CaseFolded,
        ..Quirks::STRICT
    },
};

pub(super) const TOKEN_ANYWHERE: Fault = Fault {
    id: "token-anywhere",
    title: "takes the token from wherever it stands",
    description: "Header, query, form and body are merged into one map.",
    flags: &["WrongLocation", "MisplacedSignature"],
    class: "R20",
    level: Level::Should,
    references: &["E84"],
    applies: applies::byte_place_beside_url,
    quirks: Quirks {
        search: Search::AnyPlace,
        ..Quirks::STRICT
    },
};

pub(super) const TOKEN_AT_ANY_DEPTH: Fault = Fault {
    id: "token-at-any-depth",
    title: "finds the token at any depth of the body",
    description: "The search walks the whole document, so that a member the sender did not write as token counts.",
    flags: &["WrongLocation"],
    class: "R20",
    level: Level::Should,
    references: &["E84"],
    applies: applies::json_token,
    quirks: Quirks {
        json: JsonReading::AnyDepth,
        ..Quirks::STRICT
    },
};
