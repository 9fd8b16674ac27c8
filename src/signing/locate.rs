//! Finding the values that a scheme names, and the signatures in a signature's text.

use std::borrow::Cow;

use crate::delivery::{Delivery, Found, json_string, pairs_of};
use crate::encoding::Encoding;
use crate::scheme::{Format, Location, Source, Step};

/// The value at `location`; `signature` is the text in which list items are looked up.
pub(crate) fn locate<'a>(
    delivery: &'a Delivery,
    location: &'a Location,
    format: &'a Format,
    signature: Option<&'a [u8]>,
) -> Found<'a> {
    let found = match &location.source {
        Source::Claim(_) => Found::Absent,
        Source::Field(name) => signature.map_or(Found::Absent, |text| {
            Found::only(fields_of(text, format, name).map(Cow::Borrowed))
        }),
        Source::Form(name) => Found::only(pairs_of(&delivery.body, name)),
        Source::Header(name) => Found::only(delivery.headers.values(name).map(Cow::Borrowed)),
        Source::Json(pointer) => json_string(&delivery.body, pointer),
        Source::Query(name) => {
            let query = delivery.url_parts().query.unwrap_or_default();
            Found::only(pairs_of(query.as_bytes(), name))
        }
    };
    location.steps.iter().fold(found, step)
}

fn step<'a>(found: Found<'a>, step: &Step) -> Found<'a> {
    let Found::One(text) = found else {
        return found;
    };
    match step {
        Step::Base64 => Encoding::Base64
            .decode(&text)
            .map_or(Found::Unreadable, |b| Found::One(Cow::Owned(b))),
        Step::Json(pointer) => json_string(&text, pointer),
    }
}

/// The items of a list that have this key, or that stand at this index.
fn fields_of<'a>(text: &'a [u8], format: &'a Format, name: &'a str) -> impl Iterator<Item = &'a [u8]> {
    let (separator, index) = match format {
        Format::Fields { separator, .. } => (separator.as_str(), None),
        Format::Positional { separator, .. } => (separator.as_str(), name.parse::<usize>().ok()),
        Format::Bare { .. } | Format::List { .. } | Format::Tagged { .. } => ("\0", Some(usize::MAX)),
    };
    split(text, separator)
        .enumerate()
        .filter_map(move |(at, item)| match index {
            Some(index) => (at == index).then_some(item),
            None => key_and_value(item)
                .filter(|(key, _)| *key == name.as_bytes())
                .map(|(_, value)| value),
        })
}

/// What the search for signatures in a text came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    /// None has the scheme's prefix or version.
    None,
    /// There were some.
    Some,
}

/// Hands each signature in `text` to `visit` until it answers true.
pub(crate) fn each_signature(text: &[u8], format: &Format, mut visit: impl FnMut(&[u8]) -> bool) -> Seen {
    let mut seen = Seen::None;
    let mut offer = |signature: Option<&[u8]>| {
        signature.is_some_and(|signature| {
            seen = Seen::Some;
            visit(signature)
        })
    };
    match format {
        Format::Bare { prefix } => {
            offer(text.strip_prefix(prefix.as_bytes()));
        }
        Format::Fields { separator, field } => {
            for item in split(text, separator) {
                let value = key_and_value(item).filter(|(key, _)| *key == field.as_bytes());
                if offer(value.map(|(_, value)| value)) {
                    break;
                }
            }
        }
        Format::List { separator, prefix } => {
            for item in split(text, separator) {
                if offer(
                    item.strip_prefix(prefix.as_bytes())
                        .filter(|rest| !rest.is_empty()),
                ) {
                    break;
                }
            }
        }
        Format::Positional { separator, first } => {
            for item in split(text, separator).skip(*first) {
                if offer(Some(item)) {
                    break;
                }
            }
        }
        Format::Tagged {
            separator,
            tag_separator,
            tag,
        } => {
            for item in split(text, separator) {
                let value = item
                    .strip_prefix(tag.as_bytes())
                    .and_then(|rest| rest.strip_prefix(tag_separator.as_bytes()));
                if offer(value) {
                    break;
                }
            }
        }
    }
    seen
}

/// An item `key=value`, cut at the first `=`, without blanks around the item.
fn key_and_value(item: &[u8]) -> Option<(&[u8], &[u8])> {
    let item = item.trim_ascii();
    let at = item.iter().position(|&byte| byte == b'=')?;
    Some((item.get(..at)?, item.get(at + 1..)?))
}

fn split<'a>(text: &'a [u8], separator: &'a str) -> impl Iterator<Item = &'a [u8]> {
    let separator = separator.as_bytes();
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let at = match separator {
            [one] => text.iter().position(|byte| byte == one),
            _ => text
                .windows(separator.len().max(1))
                .position(|window| window == separator),
        };
        match at {
            Some(at) => {
                rest = text.get(at + separator.len()..);
                text.get(..at)
            }
            None => rest.take(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{Seen, each_signature};
    use crate::scheme::Format;

    fn check(format: &Format, text: &str, expected: &[&str]) {
        let mut found = Vec::new();
        let seen = each_signature(text.as_bytes(), format, |signature| {
            found.push(String::from_utf8(signature.to_vec()).unwrap());
            false
        });
        assert_eq!(found, expected, "{text}");
        assert_eq!(seen == Seen::Some, !expected.is_empty(), "{text}");
    }

    #[test]
    fn every_format_finds_its_signatures() {
        let bare = Format::Bare { prefix: "v0=".into() };
        check(&bare, "v0=v0=ab", &["v0=ab"]);
        check(&bare, "ab", &[]);
        let fields = Format::Fields {
            separator: ",".into(),
            field: "v1".into(),
        };
        check(&fields, "t=1, v1=a=,junk,,v0=x,v1=", &["a=", ""]);
        let tagged = Format::Tagged {
            separator: " ".into(),
            tag_separator: ",".into(),
            tag: "v1".into(),
        };
        check(&tagged, "v1a,x v1,a  v1,b,c v1", &["a", "b,c"]);
        let list = Format::List {
            separator: ",".into(),
            prefix: String::new(),
        };
        check(&list, "a,,b", &["a", "b"]);
        let positional = Format::Positional {
            separator: ",".into(),
            first: 1,
        };
        check(&positional, "1,a,b", &["a", "b"]);
    }
}
