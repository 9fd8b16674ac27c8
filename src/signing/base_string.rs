//! Expanding a template, in one pass, over bytes: a value is never expanded again.

use std::borrow::Cow;

use crate::delivery::{Delivery, Found, json_string, pairs_of};
use crate::mac::Hasher;
use crate::scheme::{Filter, Format, Location, Part, Scheme, Source, Template, Value};
use crate::signing::Reason;
use crate::signing::locate::locate;

/// Where the bytes of a base string go.
pub(crate) trait Sink {
    fn put(&mut self, bytes: &[u8]);
}

impl Sink for Hasher {
    #[inline]
    fn put(&mut self, bytes: &[u8]) {
        self.update(bytes);
    }
}

impl Sink for Vec<u8> {
    fn put(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }
}

/// The values from which a base string is made.
pub(crate) struct Parts<'a> {
    pub(crate) scheme: &'a Scheme,
    pub(crate) delivery: &'a Delivery,
    /// The timestamp's text as found.
    pub(crate) timestamp: Option<&'a [u8]>,
    /// The message id as found.
    pub(crate) id: Option<&'a [u8]>,
    /// The signature's whole text, for its other items.
    pub(crate) signature: Option<&'a [u8]>,
    /// The key, for plain digests.
    pub(crate) key: &'a [u8],
}

/// Expands `template` into `sink`.
pub(crate) fn expand(template: &Template, parts: &Parts<'_>, sink: &mut impl Sink) -> Result<(), Reason> {
    for part in template.parts() {
        match part {
            Part::Literal(text) => sink.put(text.as_bytes()),
            Part::Placeholder(Value::Body, filters) if filters.is_empty() => sink.put(&parts.delivery.body),
            Part::Placeholder(value, filters) => {
                let bytes = value_of(value, parts)?;
                if filters.is_empty() {
                    sink.put(&bytes);
                } else {
                    sink.put(&filters.iter().fold(bytes.into_owned(), filter));
                }
            }
        }
    }
    Ok(())
}

fn value_of<'a>(value: &'a Value, parts: &Parts<'a>) -> Result<Cow<'a, [u8]>, Reason> {
    let delivery = parts.delivery;
    let text = |text: &'a str| Ok(Cow::Borrowed(text.as_bytes()));
    match value {
        Value::Body => Ok(Cow::Borrowed(&delivery.body)),
        Value::Config(name) => text(parts.scheme.config(name).unwrap_or_default()),
        Value::Field(name) => field(name, parts),
        Value::Form(name) => one(Found::only(pairs_of(&delivery.body, name))),
        Value::Header(name) => one(Found::only(delivery.headers.values(name).map(Cow::Borrowed))),
        Value::Id => parts.id.map(Cow::Borrowed).ok_or(Reason::MissingId),
        Value::Json(pointer) => one(json_string(&delivery.body, pointer)),
        Value::Method => text(&delivery.method),
        Value::Path => text(delivery.url_parts().path),
        Value::Query => text(delivery.url_parts().query.unwrap_or_default()),
        Value::QueryParameter(name) => one(Found::only(pairs_of(
            delivery.url_parts().query.unwrap_or_default().as_bytes(),
            name,
        ))),
        Value::Secret => Ok(Cow::Borrowed(parts.key)),
        Value::Timestamp => parts.timestamp.map(Cow::Borrowed).ok_or(Reason::MissingTimestamp),
        Value::Url => text(&delivery.url),
    }
}

fn field<'a>(name: &str, parts: &Parts<'a>) -> Result<Cow<'a, [u8]>, Reason> {
    let location = Location {
        source: Source::Field(name.to_owned()),
        steps: Vec::new(),
    };
    let format: &Format = parts.scheme.format();
    match locate(parts.delivery, &location, format, parts.signature) {
        Found::One(text) => Ok(Cow::Owned(text.into_owned())),
        Found::Ambiguous => Err(Reason::DuplicateValue),
        Found::Absent | Found::Unreadable => Err(Reason::MissingValue),
    }
}

fn one(found: Found<'_>) -> Result<Cow<'_, [u8]>, Reason> {
    match found {
        Found::One(text) => Ok(text),
        Found::Ambiguous => Err(Reason::DuplicateValue),
        Found::Absent | Found::Unreadable => Err(Reason::MissingValue),
    }
}

fn filter(bytes: Vec<u8>, filter: &Filter) -> Vec<u8> {
    match filter {
        Filter::Encode(encoding) => encoding.encode(&bytes),
        Filter::Hash(hash) => hash.digest(&bytes).as_bytes().to_vec(),
        Filter::Lower => bytes.to_ascii_lowercase(),
        Filter::Upper => bytes.to_ascii_uppercase(),
    }
}
