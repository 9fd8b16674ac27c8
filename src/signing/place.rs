//! Putting values where a scheme says, on the sender's side.

use std::borrow::Cow;

use crate::delivery::{Delivery, Found, json_text, pairs_of, set_json};
use crate::encoding::Encoding;
use crate::scheme::{Location, Scheme, Source, Step};
use crate::signing::SignError;

/// How a value is written into JSON.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Json {
    /// As a number, without quotes.
    Number,
    /// As a string.
    Text,
}

/// What is put: the value, how JSON writes it, and the object that JSON steps start from.
#[derive(Clone, Copy)]
pub(crate) struct Placed<'a> {
    pub(crate) value: &'a [u8],
    pub(crate) json: Json,
    pub(crate) envelope: &'a str,
}

impl<'a> Placed<'a> {
    pub(crate) const fn text(value: &'a [u8]) -> Self {
        Self {
            value,
            json: Json::Text,
            envelope: "{}",
        }
    }

    /// A text that JSON writes as the documented bodies write what they have at this location.
    pub(crate) fn documented(scheme: &Scheme, location: &Location, value: &'a [u8]) -> Self {
        let kind = |pointer: &str| {
            let bodies = scheme.samples().iter().map(|sample| sample.body.as_bytes());
            bodies.filter_map(|body| kind_in_place(body, pointer)).next()
        };
        let json = match &location.source {
            Source::Json(pointer) if location.steps.is_empty() => kind(pointer),
            _ => None,
        };
        Self {
            json: json.unwrap_or(Json::Text),
            ..Self::text(value)
        }
    }
}

/// How the value at a pointer is written, if a string or a number is there.
fn kind_in_place(body: &[u8], pointer: &str) -> Option<Json> {
    let Found::One(text) = json_text(body, pointer) else {
        return None;
    };
    match text.first() {
        Some(b'"') => Some(Json::Text),
        Some(b'-' | b'0'..=b'9') => Some(Json::Number),
        _ => None,
    }
}

/// Puts a value where a location says, replacing a header or a JSON value and adding a parameter or field.
pub(crate) fn place(
    delivery: &mut Delivery,
    location: &Location,
    placed: &Placed<'_>,
) -> Result<(), SignError> {
    let error = || SignError::Place(location.to_string());
    let steps = location.steps.as_slice();
    match &location.source {
        // An item of the signature's list, a claim and a token's header are written with the signature.
        Source::Claim(_) | Source::Field(_) | Source::Jose(_) => {}
        Source::Body => {
            delivery.body = stepped(None, steps, placed).ok_or_else(error)?.into_owned();
        }
        Source::Form(name) => {
            let current = match Found::only(pairs_of(&delivery.body, name)) {
                Found::One(text) => Some(text.into_owned()),
                Found::Absent | Found::Ambiguous | Found::Unreadable => None,
            };
            let value = stepped(current.as_deref(), steps, placed).ok_or_else(error)?;
            let body = match current {
                // The field is there already, and the value goes inside it.
                Some(_) if !steps.is_empty() => without_field(&delivery.body, name),
                _ => delivery.body.clone(),
            };
            let separator: &[u8] = if body.is_empty() { b"" } else { b"&" };
            delivery.body = [&body, separator, form_pair(name, &value).as_bytes()].concat();
        }
        Source::Header(name) => {
            let current = delivery.headers.first(name).map(<[u8]>::to_vec);
            let value = stepped(current.as_deref(), steps, placed).ok_or_else(error)?;
            delivery.headers.set(name, value.into_owned());
        }
        Source::Numbered(name) => {
            let value = stepped(None, steps, placed).ok_or_else(error)?;
            delivery.headers.set(&format!("{name}1"), value.into_owned());
        }
        Source::Json(pointer) => {
            let text = match steps {
                [] => {
                    // What a body has in place shows how its sender writes such a value.
                    let json = kind_in_place(&delivery.body, pointer).unwrap_or(placed.json);
                    written(&Placed { json, ..*placed }).ok_or_else(error)?
                }
                _ => {
                    let value = stepped(None, steps, placed).ok_or_else(error)?;
                    written(&Placed::text(&value)).ok_or_else(error)?
                }
            };
            delivery.body = set_json(&delivery.body, pointer, &text).ok_or_else(error)?;
        }
        Source::Query(name) => {
            let value = stepped(None, steps, placed).ok_or_else(error)?;
            let (before, fragment) = match delivery.url.split_once('#') {
                Some((before, fragment)) => (before, format!("#{fragment}")),
                None => (delivery.url.as_str(), String::new()),
            };
            let separator = if before.contains('?') { '&' } else { '?' };
            delivery.url = format!("{before}{separator}{}{fragment}", form_pair(name, &value));
        }
    }
    Ok(())
}

/// The text of the outermost place, so that reading on inside it by `steps` comes to the value.
fn stepped<'a>(current: Option<&[u8]>, steps: &[Step], placed: &Placed<'a>) -> Option<Cow<'a, [u8]>> {
    let Some((step, rest)) = steps.split_first() else {
        return Some(Cow::Borrowed(placed.value));
    };
    let encoded = |encoding: Encoding| {
        let inner = current.and_then(|text| encoding.decode(text).ok());
        Some(Cow::Owned(encoding.encode(&stepped(
            inner.as_deref(),
            rest,
            placed,
        )?)))
    };
    match step {
        Step::Base64 => encoded(Encoding::Base64),
        Step::Base64url => encoded(Encoding::Base64urlUnpadded),
        Step::Json(pointer) => {
            let text = match rest {
                [] => written(placed)?,
                _ => written(&Placed::text(&stepped(None, rest, placed)?))?,
            };
            let object = current.unwrap_or(placed.envelope.as_bytes());
            set_json(object, pointer, &text).map(Cow::Owned)
        }
        // Parameters are written with their field.
        Step::Parameter(_) => None,
    }
}

/// A value as JSON writes it; as a string where a number is asked for and it is none.
fn written(placed: &Placed<'_>) -> Option<String> {
    let text = str::from_utf8(placed.value).ok()?;
    Some(match placed.json {
        Json::Number if serde_json::from_str::<serde_json::Number>(text).is_ok() => text.to_owned(),
        Json::Number | Json::Text => serde_json::Value::from(text).to_string(),
    })
}

fn without_field(body: &[u8], name: &str) -> Vec<u8> {
    let pairs = body.split(|byte| *byte == b'&');
    let kept = pairs.filter(|pair| pairs_of(pair, name).next().is_none());
    kept.collect::<Vec<_>>().join(b"&".as_slice())
}

fn form_pair(name: &str, value: &[u8]) -> String {
    let encoded = |bytes: &[u8]| form_urlencoded::byte_serialize(bytes).collect::<String>();
    format!("{}={}", encoded(name.as_bytes()), encoded(value))
}

#[cfg(test)]
mod tests {
    use super::{Placed, place};
    use crate::delivery::Delivery;
    use crate::scheme::Scheme;

    /// A scheme whose documented bodies have a number at `/code` and a string at `/name`.
    const SCHEME: &str = r#"
id = "x"
name = "X"
[signature]
method = "hmac-sha256"
in = "header:X-Signature"
encoding = "hex"
base_string = "{body}"
[[source]]
at = "a test"
states = "everything"
[[sample]]
name = "event"
title = "an event"
body = '{"code":1,"name":"7"}'
"#;

    fn check(body: &str, location: &str, value: &str, expected: &str) {
        let scheme = Scheme::parse(SCHEME, "x.toml").unwrap();
        let location = location.parse().unwrap();
        let mut delivery = Delivery::post("https://receiver.example/", body);
        let placed = Placed::documented(&scheme, &location, value.as_bytes());
        place(&mut delivery, &location, &placed).unwrap();
        assert_eq!(
            String::from_utf8(delivery.body).unwrap(),
            expected,
            "{body} {value}"
        );
    }

    #[test]
    fn json_keeps_the_kind_of_a_value() {
        // What the documented bodies have there.
        check("{}", "json:/code", "2", r#"{"code":2}"#);
        check("{}", "json:/name", "2", r#"{"name":"2"}"#);
        check("{}", "json:/other", "2", r#"{"other":"2"}"#);
        // What this body has there goes before.
        check(r#"{"code":"1"}"#, "json:/code", "2", r#"{"code":"2"}"#);
        check(r#"{"name":1}"#, "json:/name", "2", r#"{"name":2}"#);
        check(r#"{"code":null}"#, "json:/code", "2", r#"{"code":2}"#);
        // A text that is no number cannot be written as one.
        check("{}", "json:/code", "two", r#"{"code":"two"}"#);
        check("{}", "json:/code", "01", r#"{"code":"01"}"#);
    }
}
