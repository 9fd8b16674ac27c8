//! A body inside a form, or a form written again.

use crate::delivery::form_pairs;
use crate::explain::frameworks;
use crate::explain::hypothesis::{Context, Hypothesis, Variation};
use crate::explain::mistakes::variants::bodies;
use crate::explain::registry::{Axis, Effort, Mistake, Trace};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode, percent_encode};

pub(super) const MISTAKE: Mistake = Mistake {
    name: "body/form",
    axis: Axis::Body,
    title: "the body is a form on one side, or a form that was written again",
    what: "What was signed is a form with the body in one of its fields, or the content of a field, or the same form written again.",
    how: "A sender can be set to wrap its JSON in a form field; frameworks decode forms and write them in another order or with other escapes.",
    see: "Look at the content type, and at whether the body begins with `{` or with `name=`.",
    mend: "Set the content type to `application/json` at the sender, or verify the raw form before it is decoded.",
    frameworks: frameworks::FORM,
    rank: 14,
    trace: Trace::Supposed(vary),
};

fn vary(from: &Hypothesis, _: &Context<'_>, _: Effort) -> Vec<Variation> {
    let body = from.delivery.body.as_slice();
    let mut all: Vec<(String, Vec<u8>)> = Vec::new();
    let is_form = body.contains(&b'=') && !body.trim_ascii_start().starts_with(b"{");
    if is_form {
        let pairs: Vec<(Vec<u8>, Vec<u8>)> = form_pairs(body)
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        for (name, value) in pairs.iter().take(16) {
            all.push((
                format!(
                    "the content of the field `{}` was signed",
                    String::from_utf8_lossy(name)
                ),
                value.clone(),
            ));
        }
        let mut sorted = pairs.clone();
        sorted.sort();
        for (order, pairs) in [("", &pairs), (", sorted", &sorted)] {
            all.push((
                format!("the form was written again{order}, blanks as `+`"),
                written(pairs, &plus),
            ));
            all.push((
                format!("the form was written again{order}, blanks as `%20`"),
                written(pairs, &percent),
            ));
            let python = |text: &[u8]| {
                let text = String::from_utf8_lossy(&percent(text)).replace("%20", "+");
                text.into_bytes()
            };
            all.push((
                format!("the form was written again{order}, as Python does"),
                written(pairs, &python),
            ));
            all.push((
                format!("the form was decoded{order}"),
                written(pairs, &<[u8]>::to_vec),
            ));
            all.push((format!("the form became JSON{order}"), json(pairs, Blanks::None)));
            all.push((
                format!("the form became JSON{order}, as Python writes it"),
                json(pairs, Blanks::Between),
            ));
        }
        let spaced: Vec<u8> = body
            .iter()
            .map(|byte| if *byte == b'+' { b' ' } else { *byte })
            .collect();
        all.push((
            "all of the form was decoded at once".to_owned(),
            percent_decode(&spaced).collect(),
        ));
        all.push((
            "all of the form was decoded at once, `+` kept".to_owned(),
            percent_decode(body).collect(),
        ));
    }
    for name in ["payload", "data", "body", "json"] {
        all.push((
            format!("it was signed as the form field `{name}`"),
            [name.as_bytes(), b"=", &plus(body)].concat(),
        ));
        all.push((
            format!("it was signed as the form field `{name}`, blanks as `%20`"),
            [name.as_bytes(), b"=", &percent(body)].concat(),
        ));
    }
    bodies(from, all)
}

/// How a form becomes JSON.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Blanks {
    None,
    Between,
}

fn written(pairs: &[(Vec<u8>, Vec<u8>)], write: &dyn Fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
    let pairs = pairs
        .iter()
        .map(|(name, value)| [write(name), b"=".to_vec(), write(value)].concat());
    pairs.collect::<Vec<_>>().join(&b'&')
}

fn plus(text: &[u8]) -> Vec<u8> {
    form_urlencoded::byte_serialize(text)
        .collect::<String>()
        .into_bytes()
}

/// RFC 3986: all but the unreserved characters.
fn percent(text: &[u8]) -> Vec<u8> {
    const KEPT: &AsciiSet = &NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'.')
        .remove(b'_')
        .remove(b'~');
    percent_encode(text, KEPT).to_string().into_bytes()
}

fn json(pairs: &[(Vec<u8>, Vec<u8>)], blanks: Blanks) -> Vec<u8> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let members: serde_json::Map<String, serde_json::Value> = pairs
        .iter()
        .map(|(name, value)| (text(name), text(value).into()))
        .collect();
    let compact = serde_json::Value::Object(members).to_string().into_bytes();
    match blanks {
        Blanks::None => compact,
        Blanks::Between => crate::reserialize::rewriter("python-dumps")
            .and_then(|rewriter| (rewriter.rewrite)(&compact))
            .unwrap_or(compact),
    }
}
