//! The rule `ambiguous-concatenation`.

use crate::scheme::Scheme;
use crate::scheme::filter::Filter;
use crate::scheme::lint::{Found, Lint, Severity};
use crate::scheme::location::{Location, Source};
use crate::scheme::template::Part;
use crate::scheme::value::Value;

pub(super) const LINT: Lint = Lint {
    name: "ambiguous-concatenation",
    title: "bytes can move from one part of the base string to the next",
    says: "Two deliveries that differ have the same base string, and so the same signature: nothing \
           stands between two values (a warning), or the first may itself contain what ends it (a \
           note).",
    advice: "Put a separator between the values that the first cannot contain, or sign lengths or digests \
           in their stead.",
    implementer: "Hold each value against its strict form before it is used: a timestamp of exactly so many \
           digits, an id of known characters, a method of the known ones, a URL that is configured and \
           not taken from the request.",
    check,
};

fn check(scheme: &Scheme) -> Option<Found> {
    let template = scheme.base_string()?;
    let mut parts = template.parts().iter().peekable();
    while let Some(part) = parts.next() {
        let Part::Placeholder(value, filters) = part else {
            continue;
        };
        let alphabet = alphabet(value, filters, scheme);
        match (alphabet, parts.peek()) {
            (Alphabet::FixedLength, _) | (_, None) => {}
            (_, Some(Part::Placeholder(next, _))) => {
                return Some(Found::new(
                    Severity::Warning,
                    format!(
                        "nothing stands between `{{{value}}}` and `{{{next}}}`, so bytes can move from one to the other"
                    ),
                ));
            }
            (alphabet, Some(Part::Literal(text))) => {
                let may_hold = |c| alphabet.may_hold(c) && !is_escaped(c, filters);
                if text.chars().next().is_some_and(may_hold) {
                    return Some(Found::new(
                        Severity::Note,
                        format!(
                            "`{{{value}}}` may itself contain the `{}` that ends it",
                            text.replace('\n', "\\n")
                                .replace('\r', "\\r")
                                .replace('\t', "\\t")
                        ),
                    ));
                }
            }
        }
    }
    None
}

/// Whether the character comes with a backslash before it wherever the value has it, and so does a backslash.
fn is_escaped(c: char, filters: &[Filter]) -> bool {
    filters.iter().any(|filter| match filter {
        Filter::Escape(escaped) => escaped.contains(c) && escaped.contains('\\'),
        _ => false,
    })
}

/// What a value may consist of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Alphabet {
    Any,
    Digits,
    FixedLength,
    Letters,
    /// What a request line carries: neither blanks nor line ends.
    RequestLine,
    /// What a header's value carries: no line ends.
    Line,
    Time,
}

impl Alphabet {
    const fn may_hold(self, c: char) -> bool {
        match self {
            Self::Any => true,
            Self::Digits => c.is_ascii_digit(),
            Self::FixedLength => false,
            Self::Letters => c.is_ascii_alphabetic(),
            Self::RequestLine => !c.is_ascii_whitespace() && !c.is_ascii_control(),
            Self::Line => !matches!(c, '\r' | '\n' | '\0'),
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
        // The receiver knows what it is configured with, and the listed names say which lines are headers.
        Value::Config(_) | Value::Headers(_) | Value::Secret => Alphabet::FixedLength,
        Value::Method => Alphabet::Letters,
        Value::Timestamp => match scheme.timestamp() {
            Some(spec) if spec.unit.is_number() => Alphabet::Digits,
            _ => Alphabet::Time,
        },
        Value::Url | Value::Origin | Value::Host | Value::Path | Value::Query | Value::Target => {
            Alphabet::RequestLine
        }
        Value::Header(_) => Alphabet::Line,
        Value::Id if scheme.message_id().is_some_and(|spec| is_header(&spec.location)) => Alphabet::Line,
        _ => Alphabet::Any,
    }
}

/// Whether the whole value of a header is meant, so that no decoding can make a line end of it.
fn is_header(location: &Location) -> bool {
    matches!(location.source, Source::Header(_)) && location.steps.is_empty()
}
