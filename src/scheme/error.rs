//! What is wrong with a scheme file, for the person who wrote it.

use std::fmt;
use std::ops::Range;

use toml::de::DeValue;

use crate::scheme::file::{Fault, FieldPath, FieldStep};

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
            plain(error.message().trim_end()),
            text,
            origin,
        )
    }

    pub(crate) fn from_fault(fault: &Fault, text: &str, origin: &str) -> Self {
        let span = span_of(text, &fault.path).unwrap_or(0..0);
        Self::at(span, format!("`{}`: {}", fault.path, fault.reason), text, origin)
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

/// The parser's words in those of someone who writes the file.
fn plain(message: &str) -> String {
    let numbers = ["u64", "i64", "u16", "usize"];
    let before = message
        .rsplit_once("expected ")
        .filter(|(_, kind)| numbers.contains(kind));
    if let Some((before, _)) = before {
        return format!("{before}expected a whole number, without quotes");
    }
    if message.ends_with("map, expected a sequence") {
        return format!("{message}; what may stand several times has two brackets, as in `[[sample]]`");
    }
    message.to_owned()
}

/// The place of a field, or of the nearest table or list around it.
fn span_of(text: &str, path: &FieldPath) -> Option<Range<usize>> {
    let document = toml::de::DeTable::parse(text).ok()?;
    let mut steps = path.0.iter();
    let Some(FieldStep::Key(first)) = steps.next() else {
        return None;
    };
    let (key, mut value) = document.get_ref().get_key_value(first.as_str())?;
    let mut span = key.span();
    for step in steps {
        match (step, value.get_ref()) {
            (FieldStep::Key(name), DeValue::Table(table)) => {
                let Some((key, inner)) = table.get_key_value(name.as_str()) else {
                    return Some(span);
                };
                span = key.span();
                value = inner;
            }
            (FieldStep::Index(position), DeValue::Array(list)) => {
                let Some(item) = list.get(*position) else {
                    return Some(span);
                };
                span = item.span();
                value = item;
            }
            _ => return Some(span),
        }
    }
    Some(match value.get_ref() {
        DeValue::Table(_) | DeValue::Array(_) => span,
        _ => value.span(),
    })
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

#[cfg(test)]
mod tests {
    use crate::scheme::Scheme;

    /// The line of the error is the one that ends in `# here`, and the reason names the field.
    fn check(rest: &str, field: &str) {
        let text = format!(
            "id = \"x\"\nname = \"X\"\n[signature]\nmethod = \"hmac-sha256\"\nin = \"header:S\"\nencoding = \"hex\"\n\
             base_string = \"{{body}}\"\n{rest}"
        );
        let error = Scheme::parse(&text, "x").expect_err(rest);
        let marked = text.lines().position(|line| line.ends_with("# here")).unwrap() + 1;
        assert_eq!(error.line, marked, "{error}");
        assert!(error.reason.starts_with(&format!("`{field}`: ")), "{error}");
    }

    #[test]
    fn a_fault_in_one_of_several_tables_is_found_in_that_table() {
        check(
            "[[variant]]\nwhen = \"body\"\nbase_string = \"{body}\"\n\
             [[variant]]\nwhen = \"query\"\nbase_string = \"{timestamp}{body}\" # here",
            "variant.base_string",
        );
        check(
            "[[variant]]\nwhen = \"body\"\n[[variant]]\nwhen = \"query\"\nmethod = \"jwt\" # here",
            "variant.method",
        );
        check(
            "[[variant]]\nwhen = \"query\"\nalternatives = [\n  \"{body}\",\n  \"{id}{body}\", # here\n]",
            "variant.alternatives",
        );
        check(
            "[[require]]\nin = \"header:A\"\nequals = \"1\"\n[[require]]\nin = \"header:B\"\nequals = \"{config:b}\" # here",
            "require.equals",
        );
        check(
            "[[sample]]\nname = \"a\"\ntitle = \"a\"\nbody = \"\"\n[[sample]]\nname = \"a\" # here\ntitle = \"b\"\nbody = \"\"",
            "sample.name",
        );
        check(
            "[delivery]\nurl = \"https://a.example/\"\n[delivery.headers]\nA = \"1\"\n\"B C\" = \"2\" # here",
            "delivery.headers.B C",
        );
    }

    #[test]
    fn a_field_that_is_missing_is_told_at_its_table() {
        let text = "id = \"x\"\nname = \"X\"\n[signature]\nmethod = \"hmac-sha256\"\nin = \"header:S\"\n";
        let error = Scheme::parse(text, "x").unwrap_err();
        assert_eq!((error.line, error.column), (3, 2), "{error}");
    }
}
