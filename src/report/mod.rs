//! Reports: each format turns the data of a run into text. Knows no runner; writes nothing itself.

mod github;
mod html;
mod json;
mod junit;
mod terminal;
mod visible;
mod wording;
mod wrap;

pub(crate) use terminal::untested;
pub use visible::{visible, visible_lines};
pub(crate) use wording::{conclusion, control_of, counts_line, excerpt};
pub(crate) use wrap::wrapped;

use crate::outcome::Report;

/// A way to write a report.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Format {
    /// The word after `--report`.
    pub name: &'static str,
    /// One line for lists.
    pub title: &'static str,
    /// Writes the report. The text ends with a line end; `terminal` holds ANSI colors, which whoever prints it
    /// strips where they are not wanted.
    pub render: fn(&Report) -> String,
}

/// Every format.
pub const FORMATS: &[Format] = &[
    terminal::FORMAT,
    json::FORMAT,
    junit::FORMAT,
    html::FORMAT,
    github::FORMAT,
];

/// The format of that name.
#[must_use]
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}
