//! Receivers that verify the raw body or else the parsed one.

use crate::cases::Level;
use crate::faulty::applies;
use crate::faulty::choices::BodySeen;
use crate::faulty::faults::Fault;
use crate::faulty::quirks::Quirks;

pub(super) const RAW_OR_REWRITTEN_JSON_STRINGIFY: Fault = Fault {
    id: "raw-or-rewritten-json-stringify",
    title: "verifies the raw body, or else as `JSON.stringify` writes it",
    description: "A fallback for receivers that have lost the raw body, which also takes another body under the signature.",
    flags: &["BodyReserialized", "SignedReserialized"],
    class: "R22",
    level: Level::Must,
    references: &["E88", "E89"],
    applies: applies::json_body,
    quirks: Quirks {
        body: BodySeen::RawOrRewritten("json-stringify"),
        ..Quirks::STRICT
    },
};

pub(super) const RAW_OR_REWRITTEN_PYTHON_DUMPS_COMPACT: Fault = Fault {
    id: "raw-or-rewritten-python-dumps-compact",
    title: "verifies the raw body, or else as Python's compact `json.dumps` writes it",
    description: "A fallback for receivers that have lost the raw body, which also takes another body under the signature.",
    flags: &["BodyReserialized", "SignedReserialized"],
    class: "R22",
    level: Level::Must,
    references: &["E90", "E112"],
    applies: applies::json_body,
    quirks: Quirks {
        body: BodySeen::RawOrRewritten("python-dumps-compact"),
        ..Quirks::STRICT
    },
};

pub(super) const RAW_OR_REWRITTEN_GO_MARSHAL: Fault = Fault {
    id: "raw-or-rewritten-go-marshal",
    title: "verifies the raw body, or else as Go's `json.Marshal` writes it",
    description: "A fallback for receivers that have lost the raw body, which also takes another body under the signature.",
    flags: &["BodyReserialized", "SignedReserialized"],
    class: "R22",
    level: Level::Must,
    references: &["E89"],
    applies: applies::json_body,
    quirks: Quirks {
        body: BodySeen::RawOrRewritten("go-marshal"),
        ..Quirks::STRICT
    },
};
