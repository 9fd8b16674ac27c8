//! Receivers that verify text where bytes were signed.

use crate::cases::Level;
use crate::faulty::applies;
use crate::faulty::choices::BodySeen;
use crate::faulty::faults::Fault;
use crate::faulty::quirks::Quirks;

pub(super) const BODY_DECODED_LOSSILY: Fault = Fault {
    id: "body-decoded-lossily",
    title: "replaces what is not UTF-8",
    description: "The body is decoded with replacement characters and encoded again, so that different bytes verify.",
    flags: &["LossyTwin"],
    class: "R23",
    level: Level::Must,
    references: &["E92"],
    applies: applies::body_bound,
    quirks: Quirks {
        body: BodySeen::Lossy,
        ..Quirks::STRICT
    },
};

pub(super) const BODY_AS_ASCII: Fault = Fault {
    id: "body-as-ascii",
    title: "turns other characters into question marks",
    description: "The body is encoded as ASCII, and every accent is lost.",
    flags: &["Charset", "LossyTwin", "RawBody"],
    class: "R23",
    level: Level::Must,
    references: &["E91"],
    applies: applies::json_body,
    quirks: Quirks {
        body: BodySeen::Ascii,
        ..Quirks::STRICT
    },
};

pub(super) const BODY_AS_LATIN1: Fault = Fault {
    id: "body-as-latin1",
    title: "reads UTF-8 as Latin-1",
    description: "The body is decoded as Latin-1 and encoded as UTF-8.",
    flags: &["Charset", "LossyTwin", "RawBody"],
    class: "R23",
    level: Level::Must,
    references: &["E48"],
    applies: applies::json_body,
    quirks: Quirks {
        body: BodySeen::Latin1,
        ..Quirks::STRICT
    },
};

pub(super) const BYTE_ORDER_MARK_STRIPPED: Fault = Fault {
    id: "byte-order-mark-stripped",
    title: "drops a byte order mark",
    description: "The text decoder drops it, so that two bodies have one signature.",
    flags: &["LossyTwin"],
    class: "R23",
    level: Level::Must,
    references: &["E92"],
    applies: applies::body_bound,
    quirks: Quirks {
        body: BodySeen::BomStripped,
        ..Quirks::STRICT
    },
};

pub(super) const BODY_CUT_AT_NUL: Fault = Fault {
    id: "body-cut-at-nul",
    title: "reads the body up to its first NUL",
    description: "The body passes through a C string.",
    flags: &["LossyTwin"],
    class: "R23",
    level: Level::Must,
    references: &["E92"],
    applies: applies::body_bound,
    quirks: Quirks {
        body: BodySeen::NulCut,
        ..Quirks::STRICT
    },
};

pub(super) const BODY_TRIMMED: Fault = Fault {
    id: "body-trimmed",
    title: "trims the body",
    description: "Blanks and line ends at both ends are cut before the check.",
    flags: &["BodyTrimmed"],
    class: "R23",
    level: Level::Must,
    references: &["E92"],
    applies: applies::body_bound,
    quirks: Quirks {
        body: BodySeen::Trimmed,
        ..Quirks::STRICT
    },
};

pub(super) const TRAILING_NEWLINE_CUT: Fault = Fault {
    id: "trailing-newline-cut",
    title: "cuts the line end at the end of the body",
    description: "A reader of lines hands on the body without its last line end.",
    flags: &["BodyTrimmed"],
    class: "R23",
    level: Level::Must,
    references: &["E92"],
    applies: applies::body_bound,
    quirks: Quirks {
        body: BodySeen::TrailingNewlineCut,
        ..Quirks::STRICT
    },
};

pub(super) const LINE_ENDS_FOLDED: Fault = Fault {
    id: "line-ends-folded",
    title: "turns CRLF into line feeds",
    description: "The body is read in text mode.",
    flags: &["LossyTwin", "BodyTrimmed"],
    class: "R23",
    level: Level::Must,
    references: &["E92"],
    applies: applies::body_bound,
    quirks: Quirks {
        body: BodySeen::CrlfFolded,
        ..Quirks::STRICT
    },
};

pub(super) const BODY_CUT_AT_64_KIB: Fault = Fault {
    id: "body-cut-at-64-kib",
    title: "reads the first 64 KiB of the body",
    description: "A limit cuts the body silently before it is verified.",
    flags: &["BodyShape", "RawBody"],
    class: "R22",
    level: Level::Must,
    references: &["E103"],
    applies: applies::body_bound_of_any_size,
    quirks: Quirks {
        body: BodySeen::Limited(65_536),
        ..Quirks::STRICT
    },
};

pub(super) const BODY_CUT_AT_4_KIB: Fault = Fault {
    id: "body-cut-at-4-kib",
    title: "reads the first 4 KiB of the body",
    description: "The body is read once from the socket, and what has not arrived is lost.",
    flags: &["BodyShape", "RawBody"],
    class: "R22",
    level: Level::Must,
    references: &["E103"],
    applies: applies::body_bound,
    quirks: Quirks {
        body: BodySeen::Limited(4096),
        ..Quirks::STRICT
    },
};

pub(super) const FORM_REWRITTEN: Fault = Fault {
    id: "form-rewritten",
    title: "decodes a form and encodes it again",
    description: "The body is rebuilt of the parsed parameters.",
    flags: &["RawBody", "BodyShape"],
    class: "R22",
    level: Level::Must,
    references: &["E88"],
    applies: applies::form_body,
    quirks: Quirks {
        body: BodySeen::FormRewritten,
        ..Quirks::STRICT
    },
};
