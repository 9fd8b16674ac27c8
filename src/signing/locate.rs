//! Finding the values that a scheme names, and the signatures in a signature's text.

use std::borrow::Cow;

use crate::delivery::{Delivery, Found, json_string, pairs_of};
use crate::encoding::Encoding;
use crate::scheme::{Format, Location, Source, Step};
use crate::signing::items::{cut, next_item, next_quoted, split, split_quoted, strip, unquoted, value_under};

/// The value at `location`; `signature` is the text in which list items are looked up.
#[inline]
pub(crate) fn locate<'a>(
    delivery: &'a Delivery,
    location: &'a Location,
    format: &'a Format,
    signature: Option<&'a [u8]>,
) -> Found<'a> {
    match (&location.source, location.steps.as_slice()) {
        // Where nearly every value is.
        (Source::Header(name), []) => header(delivery, name),
        _ => locate_anywhere(delivery, location, format, signature),
    }
}

#[inline]
fn header<'a>(delivery: &'a Delivery, name: &'a str) -> Found<'a> {
    Found::only(delivery.headers.values(name).map(Cow::Borrowed))
}

#[inline(never)]
fn locate_anywhere<'a>(
    delivery: &'a Delivery,
    location: &'a Location,
    format: &'a Format,
    signature: Option<&'a [u8]>,
) -> Found<'a> {
    let found = match &location.source {
        Source::Body if delivery.body.is_empty() => Found::Absent,
        Source::Body => Found::One(Cow::Borrowed(&delivery.body)),
        Source::Claim(_) => Found::Absent,
        Source::Field(name) => signature.map_or(Found::Absent, |text| field_of(text, format, name)),
        Source::Form(name) => Found::only(pairs_of(&delivery.body, name)),
        Source::Header(name) => header(delivery, name),
        Source::Jose(name) => signature.map_or(Found::Absent, |text| jose_member(text, format, name)),
        Source::Json(pointer) => json_string(&delivery.body, pointer),
        Source::Numbered(name) => numbered(delivery, name)
            .next()
            .map_or(Found::Absent, |value| Found::One(Cow::Borrowed(value))),
        Source::Query(name) => {
            let query = delivery.url_parts().query.unwrap_or_default();
            Found::only(pairs_of(query.as_bytes(), name))
        }
    };
    location.steps.iter().fold(found, step)
}

/// How many numbered headers are looked at.
const MOST_NUMBERED: usize = 100;

/// The values of `NAME1`, `NAME2` and so on up to the first that is missing.
pub(crate) fn numbered<'a>(delivery: &'a Delivery, name: &str) -> impl Iterator<Item = &'a [u8]> {
    let numbers = 1..=MOST_NUMBERED;
    numbers.map_while(move |number| delivery.headers.first(&format!("{name}{number}")))
}

fn step<'a>(found: Found<'a>, step: &Step) -> Found<'a> {
    let Found::One(text) = found else {
        return found;
    };
    match step {
        Step::Base64 => decoded(Encoding::Base64, &text),
        Step::Base64url => decoded(Encoding::Base64Any, &text),
        Step::Json(pointer) => match json_string(&text, pointer) {
            Found::One(value) => Found::One(Cow::Owned(value.into_owned())),
            Found::Absent => Found::Absent,
            Found::Ambiguous => Found::Ambiguous,
            Found::Unreadable => Found::Unreadable,
        },
        Step::Parameter(name) => parameter(&text, name),
    }
}

fn decoded(encoding: Encoding, text: &[u8]) -> Found<'static> {
    match encoding.decode(text) {
        Ok(bytes) => Found::One(Cow::Owned(bytes)),
        Err(_) => Found::Unreadable,
    }
}

/// The value of `;NAME=…` in a structured field, without quotes.
fn parameter(text: &[u8], name: &str) -> Found<'static> {
    let items = split_quoted(text, b";").skip(1);
    let values = items.filter_map(|item| {
        let (key, value) = cut(item.trim_ascii(), "=")?;
        (key == name.as_bytes()).then(|| Cow::Owned(unquoted(value).to_vec()))
    });
    Found::only(values)
}

/// A member of the JOSE header of the first token in `text`.
fn jose_member(text: &[u8], format: &Format, name: &str) -> Found<'static> {
    let mut found = Found::Absent;
    for token in signatures(text, format).take(1) {
        let header = token.split(|byte| *byte == b'.').next().unwrap_or_default();
        let header = Encoding::Base64urlUnpadded.decode(header).unwrap_or_default();
        let pointer = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
        found = match json_string(&header, &pointer) {
            Found::One(value) => Found::One(Cow::Owned(value.into_owned())),
            Found::Absent => Found::Absent,
            Found::Ambiguous => Found::Ambiguous,
            Found::Unreadable => Found::Unreadable,
        };
    }
    found
}

/// A member of a token: a string, or a number as it is written.
#[cfg(feature = "jwt")]
pub(crate) fn json_member_text(value: &serde_json::Value) -> Found<'static> {
    match value {
        serde_json::Value::String(text) => Found::One(Cow::Owned(text.clone().into_bytes())),
        serde_json::Value::Number(number) => Found::One(Cow::Owned(number.to_string().into_bytes())),
        _ => Found::Unreadable,
    }
}

/// The item of a list that has this key, or that stands at this index. Nothing is allocated.
fn field_of<'a>(text: &'a [u8], format: &'a Format, name: &'a str) -> Found<'a> {
    match format {
        Format::Fields {
            separator,
            key_separator,
            ..
        } => {
            let values = split(text, separator).filter_map(|item| value_under(item, name, key_separator));
            Found::only(values.map(Cow::Borrowed))
        }
        Format::Parameters {
            prefix, separator, ..
        } => Found::only(parameters_of(text, prefix, separator, name).map(Cow::Borrowed)),
        Format::Positional { separator, .. } => {
            let index = name.parse().unwrap_or(usize::MAX);
            match split(text, separator).nth(index) {
                Some(item) => Found::One(Cow::Borrowed(item)),
                None => Found::Absent,
            }
        }
        Format::Bare { .. } | Format::Dictionary { .. } | Format::List { .. } | Format::Tagged { .. } => {
            Found::Absent
        }
    }
}

/// The values of a parameter in `keyId="…",signature="…"`.
fn parameters_of<'a>(
    text: &'a [u8],
    prefix: &str,
    separator: &'a str,
    name: &'a str,
) -> impl Iterator<Item = &'a [u8]> {
    let text = text.strip_prefix(prefix.as_bytes()).unwrap_or_default();
    split_quoted(text, separator.trim().as_bytes()).filter_map(|item| parameter_of(item, name))
}

fn parameter_of<'a>(item: &'a [u8], name: &str) -> Option<&'a [u8]> {
    let (key, value) = cut(item.trim_ascii(), "=")?;
    (key == name.as_bytes()).then(|| unquoted(value))
}

/// The signatures in a text, in order. Nothing is allocated.
pub(crate) struct Signatures<'a> {
    format: &'a Format,
    /// What has not been read yet.
    rest: Option<&'a [u8]>,
}

/// The signatures in `text`.
#[inline(always)]
pub(crate) fn signatures<'a>(text: &'a [u8], format: &'a Format) -> Signatures<'a> {
    let mut rest = Some(text);
    match format {
        Format::Parameters { prefix, .. } => rest = text.strip_prefix(prefix.as_bytes()),
        Format::Positional { separator, first } => {
            (0..*first).for_each(|_| {
                next_item(&mut rest, separator);
            });
        }
        Format::Bare { .. }
        | Format::Dictionary { .. }
        | Format::Fields { .. }
        | Format::List { .. }
        | Format::Tagged { .. } => {}
    }
    Signatures { format, rest }
}

impl<'a> Iterator for Signatures<'a> {
    type Item = &'a [u8];

    #[inline(always)]
    fn next(&mut self) -> Option<&'a [u8]> {
        let rest = &mut self.rest;
        match self.format {
            Format::Bare { prefix } => strip(rest.take()?, prefix.as_bytes()),
            Format::Fields {
                separator,
                field,
                key_separator,
            } => loop {
                let value = value_under(next_item(rest, separator)?, field, key_separator);
                if value.is_some() {
                    return value;
                }
            },
            Format::Tagged {
                separator,
                tag_separator,
                tag,
            } => loop {
                let item = strip(next_item(rest, separator)?, tag.as_bytes());
                let value = item.and_then(|item| strip(item, tag_separator.as_bytes()));
                if value.is_some() {
                    return value;
                }
            },
            Format::Dictionary { .. }
            | Format::List { .. }
            | Format::Parameters { .. }
            | Format::Positional { .. } => self.next_of_others(),
        }
    }
}

impl<'a> Signatures<'a> {
    #[inline(never)]
    fn next_of_others(&mut self) -> Option<&'a [u8]> {
        let rest = &mut self.rest;
        match self.format {
            Format::Bare { .. } | Format::Fields { .. } | Format::Tagged { .. } => self.next(),
            Format::Dictionary { label } => std::iter::from_fn(|| next_quoted(rest, b",")).find_map(|item| {
                let (key, value) = cut(item.trim_ascii(), "=")?;
                let bytes = value.strip_prefix(b":")?.strip_suffix(b":")?;
                (key == label.as_bytes()).then_some(bytes)
            }),
            Format::List { separator, prefix } => std::iter::from_fn(|| next_item(rest, separator))
                .filter_map(|item| strip(item, prefix.as_bytes()))
                .find(|signature| !signature.is_empty()),
            Format::Parameters { separator, field, .. } => {
                let separator = separator.trim().as_bytes();
                std::iter::from_fn(|| next_quoted(rest, separator)).find_map(|item| parameter_of(item, field))
            }
            Format::Positional { separator, .. } => next_item(rest, separator),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::signatures;
    use crate::scheme::Format;

    fn check(format: &Format, text: &str, expected: &[&str]) {
        let found = signatures(text.as_bytes(), format).map(|signature| str::from_utf8(signature).unwrap());
        assert_eq!(found.collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn every_format_finds_its_signatures() {
        let bare = Format::Bare { prefix: "v0=".into() };
        check(&bare, "v0=v0=ab", &["v0=ab"]);
        check(&bare, "ab", &[]);
        let fields = Format::Fields {
            separator: ",".into(),
            field: "v1".into(),
            key_separator: "=".into(),
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
        let parameters = Format::Parameters {
            prefix: "Signature ".into(),
            separator: ",".into(),
            field: "signature".into(),
            quote: "\"",
        };
        check(
            &parameters,
            "Signature keyId=\"a,signature=b\", signature=\"c=\"",
            &["c="],
        );
        check(&parameters, "Signature signature=x", &["x"]);
        check(&parameters, "signature=\"x\"", &[]);
        let dictionary = Format::Dictionary { label: "s1".into() };
        check(&dictionary, "s0=:AA==:, s1=:BB==:", &["BB=="]);
        check(&dictionary, "s1=BB==", &[]);
        let positional = Format::Positional {
            separator: ",".into(),
            first: 1,
        };
        check(&positional, "1,a,b", &["a", "b"]);
    }
}
