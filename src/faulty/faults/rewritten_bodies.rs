//! Receivers that verify the parsed body written again.

use crate::cases::Level;
use crate::faulty::applies;
use crate::faulty::choices::BodySeen;
use crate::faulty::faults::Fault;
use crate::faulty::quirks::Quirks;

pub(super) const BODY_REWRITTEN_JSON_STRINGIFY: Fault = Fault {
    id: "body-rewritten-json-stringify",
    title: "verifies the body as `JSON.stringify` writes it",
    description: "The framework hands out the parsed body, which is written again for the check.",
    flags: &["RawBody", "BodyReserialized", "SignedReserialized"],
    class: "R22",
    level: Level::Must,
    references: &["E88", "E89"],
    applies: applies::json_body,
    quirks: Quirks {
        body: BodySeen::Rewritten("json-stringify"),
        ..Quirks::STRICT
    },
};

pub(super) const BODY_REWRITTEN_PYTHON_DUMPS_COMPACT: Fault = Fault {
    id: "body-rewritten-python-dumps-compact",
    title: "verifies the body as Python's compact `json.dumps` writes it",
    description: "The framework hands out the parsed body, which is written again for the check.",
    flags: &["RawBody", "BodyReserialized", "SignedReserialized"],
    class: "R22",
    level: Level::Must,
    references: &["E90", "E112"],
    applies: applies::json_body,
    quirks: Quirks {
        body: BodySeen::Rewritten("python-dumps-compact"),
        ..Quirks::STRICT
    },
};

pub(super) const BODY_REWRITTEN_GO_MARSHAL: Fault = Fault {
    id: "body-rewritten-go-marshal",
    title: "verifies the body as Go's `json.Marshal` writes it",
    description: "The framework hands out the parsed body, which is written again for the check.",
    flags: &["RawBody", "BodyReserialized", "SignedReserialized"],
    class: "R22",
    level: Level::Must,
    references: &["E89"],
    applies: applies::json_body,
    quirks: Quirks {
        body: BodySeen::Rewritten("go-marshal"),
        ..Quirks::STRICT
    },
};

pub(super) const BODY_REWRITTEN_JSON_STRINGIFY_INDENT: Fault = Fault {
    id: "body-rewritten-json-stringify-indent",
    title: "verifies the body as `JSON.stringify` with two blanks writes it",
    description: "The framework hands out the parsed body, which is written again for the check.",
    flags: &["RawBody", "BodyReserialized", "SignedReserialized"],
    class: "R22",
    level: Level::Must,
    references: &["E89"],
    applies: applies::json_body,
    quirks: Quirks {
        body: BodySeen::Rewritten("json-stringify-indent"),
        ..Quirks::STRICT
    },
};

pub(super) const BODY_REWRITTEN_JAVA_GSON: Fault = Fault {
    id: "body-rewritten-java-gson",
    title: "verifies the body as Java's Gson writes it",
    description: "The framework hands out the parsed body, which is written again for the check.",
    flags: &["RawBody", "BodyReserialized", "SignedReserialized"],
    class: "R22",
    level: Level::Must,
    references: &["E89"],
    applies: applies::json_body,
    quirks: Quirks {
        body: BodySeen::Rewritten("java-gson"),
        ..Quirks::STRICT
    },
};

pub(super) const BODY_REWRITTEN_JAVA_JACKSON: Fault = Fault {
    id: "body-rewritten-java-jackson",
    title: "verifies the body as Java's Jackson writes it",
    description: "The framework hands out the parsed body, which is written again for the check.",
    flags: &["RawBody", "BodyReserialized", "SignedReserialized"],
    class: "R22",
    level: Level::Must,
    references: &["E89"],
    applies: applies::json_body,
    quirks: Quirks {
        body: BodySeen::Rewritten("java-jackson"),
        ..Quirks::STRICT
    },
};

pub(super) const BODY_REWRITTEN_PYTHON_DUMPS: Fault = Fault {
    id: "body-rewritten-python-dumps",
    title: "verifies the body as Python's `json.dumps` writes it",
    description: "The framework hands out the parsed body, which is written again for the check.",
    flags: &["RawBody", "BodyReserialized", "SignedReserialized"],
    class: "R22",
    level: Level::Must,
    references: &["E90", "E113"],
    applies: applies::json_body,
    quirks: Quirks {
        body: BodySeen::Rewritten("python-dumps"),
        ..Quirks::STRICT
    },
};

pub(super) const BODY_REWRITTEN_PYTHON_DUMPS_INDENT: Fault = Fault {
    id: "body-rewritten-python-dumps-indent",
    title: "verifies the body as Python's indented `json.dumps` writes it",
    description: "The framework hands out the parsed body, which is written again for the check.",
    flags: &["RawBody", "BodyReserialized", "SignedReserialized"],
    class: "R22",
    level: Level::Must,
    references: &["E90"],
    applies: applies::json_body,
    quirks: Quirks {
        body: BodySeen::Rewritten("python-dumps-indent"),
        ..Quirks::STRICT
    },
};

pub(super) const BODY_REWRITTEN_PYTHON_DUMPS_SORTED: Fault = Fault {
    id: "body-rewritten-python-dumps-sorted",
    title: "verifies the body as Python's sorted `json.dumps` writes it",
    description: "The framework hands out the parsed body, which is written again for the check.",
    flags: &["RawBody", "BodyReserialized", "SignedReserialized"],
    class: "R22",
    level: Level::Must,
    references: &["E90", "E112"],
    applies: applies::json_body,
    quirks: Quirks {
        body: BodySeen::Rewritten("python-dumps-sorted"),
        ..Quirks::STRICT
    },
};

pub(super) const BODY_REWRITTEN_PYTHON_DUMPS_UTF8: Fault = Fault {
    id: "body-rewritten-python-dumps-utf8",
    title: "verifies the body as Python's `json.dumps` with raw letters writes it",
    description: "The framework hands out the parsed body, which is written again for the check.",
    flags: &["RawBody", "BodyReserialized", "SignedReserialized"],
    class: "R22",
    level: Level::Must,
    references: &["E90", "E112"],
    applies: applies::json_body,
    quirks: Quirks {
        body: BodySeen::Rewritten("python-dumps-utf8"),
        ..Quirks::STRICT
    },
};

pub(super) const BODY_REWRITTEN_RUBY_JSON_GENERATE: Fault = Fault {
    id: "body-rewritten-ruby-json-generate",
    title: "verifies the body as Ruby's `JSON.generate` writes it",
    description: "The framework hands out the parsed body, which is written again for the check.",
    flags: &["RawBody", "BodyReserialized", "SignedReserialized"],
    class: "R22",
    level: Level::Must,
    references: &["E113"],
    applies: applies::json_body,
    quirks: Quirks {
        body: BodySeen::Rewritten("ruby-json-generate"),
        ..Quirks::STRICT
    },
};

pub(super) const BODY_REWRITTEN_RUST_SERDE_JSON: Fault = Fault {
    id: "body-rewritten-rust-serde-json",
    title: "verifies the body as Rust's `serde_json` writes it",
    description: "The framework hands out the parsed body, which is written again for the check.",
    flags: &["RawBody", "BodyReserialized", "SignedReserialized"],
    class: "R22",
    level: Level::Must,
    references: &["E89"],
    applies: applies::json_body,
    quirks: Quirks {
        body: BodySeen::Rewritten("rust-serde-json"),
        ..Quirks::STRICT
    },
};
