//! Putting values where a scheme says, on the sender's side.

use std::borrow::Cow;

use crate::delivery::{Delivery, Found, json_string, pairs_of, set_json};
use crate::encoding::Encoding;
use crate::scheme::{Location, Source, Step};
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
                    // A documented body whose place holds a string shows that the sender writes strings there.
                    let json = match json_string(&delivery.body, pointer) {
                        Found::One(_) => Json::Text,
                        Found::Absent | Found::Ambiguous | Found::Unreadable => placed.json,
                    };
                    json_text(&Placed { json, ..*placed }).ok_or_else(error)?
                }
                _ => {
                    let value = stepped(None, steps, placed).ok_or_else(error)?;
                    json_text(&Placed::text(&value)).ok_or_else(error)?
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
                [] => json_text(placed)?,
                _ => json_text(&Placed::text(&stepped(None, rest, placed)?))?,
            };
            let object = current.unwrap_or(placed.envelope.as_bytes());
            set_json(object, pointer, &text).map(Cow::Owned)
        }
        // Parameters are written with their field.
        Step::Parameter(_) => None,
    }
}

fn json_text(placed: &Placed<'_>) -> Option<String> {
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
