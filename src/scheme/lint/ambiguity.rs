//! Base strings in which bytes can move from one part to the next.

use super::{Finding, Severity, finding};
use crate::scheme::Scheme;
use crate::scheme::filter::Filter;
use crate::scheme::template::Part;
use crate::scheme::value::Value;

pub(super) fn ambiguous_concatenation(scheme: &Scheme) -> Vec<Finding> {
    let Some(template) = scheme.base_string() else {
        return Vec::new();
    };
    let mut parts = template.parts().iter().peekable();
    while let Some(part) = parts.next() {
        let Part::Placeholder(value, filters) = part else {
            continue;
        };
        let alphabet = alphabet(value, filters, scheme);
        match (alphabet, parts.peek()) {
            (Alphabet::FixedLength, _) | (_, None) => {}
            (_, Some(Part::Placeholder(next, _))) => {
                return finding(
                    "ambiguous-concatenation",
                    Severity::Warning,
                    format!(
                        "nothing stands between `{{{value}}}` and `{{{next}}}`, so bytes can move from one to the other"
                    ),
                    "Put a separator between them that the first cannot contain.",
                );
            }
            (alphabet, Some(Part::Literal(text))) => {
                if text.chars().next().is_some_and(|c| alphabet.may_hold(c)) {
                    return finding(
                        "ambiguous-concatenation",
                        Severity::Note,
                        format!("`{{{value}}}` may itself contain the `{text}` that ends it"),
                        "State which characters the value may have, or put its length or digest in its stead.",
                    );
                }
            }
        }
    }
    Vec::new()
}

/// What a value may consist of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Alphabet {
    Any,
    Digits,
    FixedLength,
    Letters,
    Time,
}

impl Alphabet {
    const fn may_hold(self, c: char) -> bool {
        match self {
            Self::Any => true,
            Self::Digits => c.is_ascii_digit(),
            Self::FixedLength => false,
            Self::Letters => c.is_ascii_alphabetic(),
            Self::Time => c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '+' | '.' | ',' | ' '),
        }
    }
}

fn alphabet(value: &Value, filters: &[Filter], scheme: &Scheme) -> Alphabet {
    if filters
        .iter()
        .any(|filter| matches!(filter, Filter::Hash(_) | Filter::Hmac(_)))
    {
        return Alphabet::FixedLength;
    }
    match value {
        // The receiver knows what it is configured with.
        Value::Config(_) | Value::Secret => Alphabet::FixedLength,
        Value::Method => Alphabet::Letters,
        Value::Timestamp => match scheme.timestamp() {
            Some(spec) if spec.unit.is_number() => Alphabet::Digits,
            _ => Alphabet::Time,
        },
        _ => Alphabet::Any,
    }
}
