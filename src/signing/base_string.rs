//! Expanding a template, in one pass, over bytes: a value is never expanded again.

use std::borrow::Cow;

use crate::delivery::{Delivery, Found, form_pairs, json_object, json_scalar, json_text, pairs_of};
use crate::mac::Sink;
use crate::scheme::{Filter, Location, Part, Scheme, Source, Template, Value};
use crate::signing::Reason;
use crate::signing::filters::{apply, scalar_bytes};
use crate::signing::list::{Entry, List};
use crate::signing::locate::locate;

/// The values from which a base string is made.
#[derive(Clone, Copy)]
pub(crate) struct Parts<'a> {
    pub(crate) scheme: &'a Scheme,
    pub(crate) delivery: &'a Delivery,
    /// The timestamp's text as found.
    pub(crate) timestamp: Option<&'a [u8]>,
    /// The message id as found.
    pub(crate) id: Option<&'a [u8]>,
    /// The signature's whole text, for its other items.
    pub(crate) signature: Option<&'a [u8]>,
    /// The key, for plain digests and keyed filters.
    pub(crate) key: &'a [u8],
    /// The present time, Unix seconds.
    pub(crate) now: i64,
}

/// Expands `template` into `sink`.
#[inline]
pub(crate) fn expand<S: Sink>(template: &Template, parts: &Parts<'_>, sink: &mut S) -> Result<(), Reason> {
    for part in template.parts() {
        match part {
            Part::Literal(text) => sink.put(text.as_bytes()),
            Part::Placeholder(value, filters) => match (value, filters.as_slice()) {
                // What nearly every scheme signs.
                (Value::Body, []) => sink.put(&parts.delivery.body),
                (Value::Id, []) => sink.put(parts.id.ok_or(Reason::MissingId)?),
                (Value::Timestamp, []) => sink.put(parts.timestamp.ok_or(Reason::MissingTimestamp)?),
                (value, filters) => sink.put(&filtered(value, filters, parts)?),
            },
        }
    }
    Ok(())
}

/// The bytes of a template.
pub(crate) fn expanded(template: &Template, parts: &Parts<'_>) -> Result<Vec<u8>, Reason> {
    let mut bytes = Vec::new();
    expand(template, parts, &mut bytes)?;
    Ok(bytes)
}

#[inline(never)]
fn filtered<'a>(value: &'a Value, filters: &'a [Filter], parts: &Parts<'a>) -> Result<Cow<'a, [u8]>, Reason> {
    if value.is_list() {
        return filtered_list(value, filters, parts).map(Cow::Owned);
    }
    let (found, filters) = match (value, filters) {
        (Value::Header(name), [Filter::Join(between), rest @ ..]) => (joined(name, between, parts), rest),
        _ => (value_of(value, parts), filters),
    };
    apply_all(found, filters, parts)
}

/// A missing value stays missing until a filter says what stands in for it.
fn apply_all<'a>(
    mut found: Result<Cow<'a, [u8]>, Reason>,
    filters: &'a [Filter],
    parts: &Parts<'a>,
) -> Result<Cow<'a, [u8]>, Reason> {
    for filter in filters {
        found = match (found, filter) {
            (Ok(bytes), filter) => apply(&bytes, filter, parts.key).map(Cow::Owned),
            (Err(reason), Filter::Or(text)) if is_missing(reason) => Ok(Cow::Borrowed(text.as_bytes())),
            (Err(reason), Filter::Optional) if is_missing(reason) => Ok(Cow::Borrowed(b"".as_slice())),
            (Err(reason), _) => Err(reason),
        };
    }
    found
}

const fn is_missing(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::MissingValue | Reason::MissingTimestamp | Reason::MissingId
    )
}

fn filtered_list(value: &Value, filters: &[Filter], parts: &Parts<'_>) -> Result<Vec<u8>, Reason> {
    let mut list = list_of(value, parts)?;
    let mut rest = filters.iter();
    for filter in rest.by_ref() {
        if filter.ends_list() {
            let text = list.ended(filter);
            let rest = rest.as_slice();
            return apply_all(Ok(Cow::Owned(text)), rest, parts).map(Cow::into_owned);
        }
        list.apply(filter, parts.key)?;
    }
    Ok(list.ended(&Filter::Join(String::new())))
}

fn list_of(value: &Value, parts: &Parts<'_>) -> Result<List, Reason> {
    let delivery = parts.delivery;
    let pairs = |text: &[u8]| {
        form_pairs(text)
            .map(|(key, value)| Entry::text(key.into_owned(), value.into_owned()))
            .collect()
    };
    let entries = match value {
        Value::FormPairs => pairs(&delivery.body),
        Value::QueryPairs => pairs(delivery.url_parts().query.unwrap_or_default().as_bytes()),
        Value::Headers(location) => {
            let listed = one(locate(delivery, location, parts.scheme.format(), parts.signature))?;
            let names = listed.split(|byte| matches!(byte, b' ' | b',' | b';'));
            let names = names.filter(|name| !name.is_empty());
            names
                .map(|name| {
                    let name = str::from_utf8(name).map_err(|_| Reason::MissingValue)?;
                    let value = joined(name, ", ", parts)?.into_owned();
                    Ok(Entry::text(name.as_bytes().to_vec(), value))
                })
                .collect::<Result<_, Reason>>()?
        }
        Value::JsonMembers(pointer) => json_object(&delivery.body, pointer)
            .ok_or(Reason::MissingValue)?
            .into_iter()
            .map(|(name, text)| Entry {
                key: name.into_bytes(),
                value: scalar_bytes(text),
                json: Some(text.to_vec()),
            })
            .collect(),
        Value::List(values) => values
            .iter()
            .map(|value| Ok(Entry::text(Vec::new(), value_of(value, parts)?.into_owned())))
            .collect::<Result<_, Reason>>()?,
        _ => Vec::new(),
    };
    Ok(List::new(entries))
}

/// All lines of a header, joined.
fn joined<'a>(name: &str, between: &str, parts: &Parts<'a>) -> Result<Cow<'a, [u8]>, Reason> {
    let lines: Vec<_> = parts.delivery.headers.values(name).collect();
    match lines.as_slice() {
        [] => Err(Reason::MissingValue),
        lines => Ok(Cow::Owned(lines.join(between.as_bytes()))),
    }
}

fn value_of<'a>(value: &'a Value, parts: &Parts<'a>) -> Result<Cow<'a, [u8]>, Reason> {
    let delivery = parts.delivery;
    let text = |text: &'a str| Ok(Cow::Borrowed(text.as_bytes()));
    match value {
        Value::Body => Ok(Cow::Borrowed(&delivery.body)),
        Value::Config(name) => text(parts.scheme.config(name).unwrap_or_default()),
        Value::Field(name) => field(name, parts),
        Value::Form(name) => one(Found::only(pairs_of(&delivery.body, name))),
        Value::FormPairs | Value::Headers(_) | Value::JsonMembers(_) | Value::List(_) | Value::QueryPairs => {
            filtered_list(value, &[], parts).map(Cow::Owned)
        }
        Value::Group(template) => expanded(template, parts).map(Cow::Owned),
        Value::Header(name) => one(Found::only(delivery.headers.values(name).map(Cow::Borrowed))),
        Value::Host => text(delivery.url_parts().authority),
        Value::Id => parts.id.map(Cow::Borrowed).ok_or(Reason::MissingId),
        Value::Json(pointer) => one(json_scalar(&delivery.body, pointer)),
        Value::JsonText(pointer) => one(json_text(&delivery.body, pointer)),
        Value::Method => text(&delivery.method),
        Value::Origin => {
            let url = delivery.url_parts();
            Ok(Cow::Owned(
                format!("{}://{}", url.scheme, url.authority).into_bytes(),
            ))
        }
        Value::Path => text(delivery.url_parts().path),
        Value::Query => text(delivery.url_parts().query.unwrap_or_default()),
        Value::QueryParameter(name) => one(Found::only(pairs_of(
            delivery.url_parts().query.unwrap_or_default().as_bytes(),
            name,
        ))),
        Value::Secret => Ok(Cow::Borrowed(parts.key)),
        Value::Target => Ok(Cow::Owned(delivery.url_parts().request_target().into_bytes())),
        Value::Timestamp => parts.timestamp.map(Cow::Borrowed).ok_or(Reason::MissingTimestamp),
        Value::Url => text(&delivery.url),
        Value::UrlWithoutQuery => {
            let url = delivery.url.as_str();
            text(url.split(['?', '#']).next().unwrap_or(url))
        }
    }
}

fn field<'a>(name: &str, parts: &Parts<'a>) -> Result<Cow<'a, [u8]>, Reason> {
    let location = Location {
        source: Source::Field(name.to_owned()),
        steps: Vec::new(),
    };
    match locate(parts.delivery, &location, parts.scheme.format(), parts.signature) {
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
