//! The JSON report, format 1, for programs.

use std::fmt::Write as _;

use crate::outcome::Report;
use crate::report::Format;
use crate::report::visible::misleads;

pub(super) const FORMAT: Format = Format {
    name: "json",
    title: "everything, for programs: JSON report, format 1",
    render,
};

fn render(report: &Report) -> String {
    let json = serde_json::to_string_pretty(report).expect("a report holds nothing that JSON cannot say");
    let mut text = String::with_capacity(json.len() + 1);
    for c in json.chars() {
        // JSON itself lets these through; a terminal or an editor acts on them. They only occur in strings.
        if c != '\n' && (c.is_control() || misleads(c)) {
            let _ = write!(text, "\\u{:04x}", u32::from(c));
        } else {
            text.push(c);
        }
    }
    text.push('\n');
    text
}
