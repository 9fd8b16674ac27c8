//! What is wrong with a scheme file, for the person who wrote it.

use std::fmt;
use std::ops::Range;

use crate::scheme::file::Fault;

/// A scheme file that is refused: where, why, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemeError {
    /// The file.
    pub origin: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What is wrong, and what to write.
    pub reason: String,
    line_text: String,
    width: usize,
}

impl SchemeError {
    pub(crate) fn from_toml(error: &toml::de::Error, text: &str, origin: &str) -> Self {
        Self::at(
            error.span().unwrap_or(0..0),
            error.message().trim_end().to_owned(),
            text,
            origin,
        )
    }

    pub(crate) fn from_fault(fault: Fault, text: &str, origin: &str) -> Self {
        let span = span_of(text, fault.path).unwrap_or(0..0);
        Self::at(
            span,
            format!("`{}`: {}", fault.path.join("."), fault.reason),
            text,
            origin,
        )
    }

    fn at(span: Range<usize>, reason: String, text: &str, origin: &str) -> Self {
        let start = (0..=span.start.min(text.len()))
            .rev()
            .find(|&at| text.is_char_boundary(at))
            .unwrap_or(0);
        let (before, after) = text.split_at(start);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let head = text.get(line_start..start).unwrap_or_default();
        let tail = after.split('\n').next().unwrap_or_default();
        let width = span
            .end
            .saturating_sub(span.start)
            .clamp(1, tail.chars().count().max(1));
        Self {
            origin: origin.to_owned(),
            line: before.matches('\n').count() + 1,
            column: head.chars().count() + 1,
            reason,
            line_text: format!("{head}{tail}").trim_end().to_owned(),
            width,
        }
    }
}

/// The place of a field, or of the nearest table around it.
fn span_of(text: &str, path: &[&str]) -> Option<Range<usize>> {
    let document = toml::de::DeTable::parse(text).ok()?;
    let mut table = document.get_ref();
    let mut span = None;
    for name in path {
        let Some((key, value)) = table.get_key_value(*name) else {
            break;
        };
        span = Some(key.span());
        match value.get_ref() {
            toml::de::DeValue::Table(inner) => table = inner,
            _ => return Some(value.span()),
        }
    }
    span
}

impl fmt::Display for SchemeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.line.to_string();
        let margin = " ".repeat(number.len());
        let indent = " ".repeat(self.column - 1);
        writeln!(
            f,
            "{}:{}:{}: {}",
            self.origin, self.line, self.column, self.reason
        )?;
        writeln!(f, "{margin} |")?;
        writeln!(f, "{number} | {}", self.line_text)?;
        write!(f, "{margin} | {indent}{}", "^".repeat(self.width))
    }
}

impl std::error::Error for SchemeError {}
