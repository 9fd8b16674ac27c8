//! The golden vectors: cases as JSON, format 1, for every language. Knows no file; the roof reads and writes.

mod export;
mod format;
mod lint;

pub use export::{Extent, LARGEST_DELIVERY, export, export_suite, flags_json, write};
pub use format::{FlagJson, TraceJson, VectorCase, VectorFile};
pub use lint::{Tombstones, lint};

/// The version of the suite, SemVer: major when an expectation changes or an id goes, minor when cases are added.
pub const SUITE_VERSION: &str = "0.1.0";

/// The JSON Schema of a vector file.
pub const SCHEMA: &str = include_str!("../../vectors/schema.json");

/// What each file says of its secrets.
pub(crate) const NOTICE: &str = "All secrets here are public test values.";
