//! Members of a JSON body.

use serde_json::Value;

use super::{Base, base, replace_last};
use crate::cases::builder::Builder;
use crate::delivery::Delivery;

pub(super) fn generate(b: &mut Builder<'_>, pointer: &str) {
    let name = pointer.rsplit('/').next().unwrap_or_default().to_owned();
    let Some(base) = base(b, name) else { return };
    non_strings(b, &base);
    spellings(b, &base);
    places(b, &base, pointer.matches('/').count() == 1);
    if pointer.matches('/').count() == 1 && b.scheme().base_string().is_none() {
        whole_bodies(b, &base);
    }
}

/// The base delivery with other JSON text in place of the member's value.
fn with_value(base: &Base, text: &str) -> Option<Delivery> {
    let mut delivery = base.delivery.clone();
    let body = str::from_utf8(&delivery.body).ok()?;
    let value = Value::from(base.value.as_str()).to_string();
    delivery.body = replace_last(body, &value, text)?.into_bytes();
    Some(delivery)
}

/// What an outsider may write instead of a string.
fn non_strings(b: &mut Builder<'_>, base: &Base) {
    for (what, text) in [
        ("true", "true"),
        ("false", "false"),
        ("null", "null"),
        ("zero", "0"),
        ("one", "1"),
        ("fraction", "0.0"),
        ("huge-number", "1e308"),
        ("empty-list", "[]"),
        ("list-of-true", "[true]"),
        ("list-of-a-wrong-value", "[\"x\"]"),
        ("empty-object", "{}"),
        ("not-equal-operator", "{\"$ne\":null}"),
        ("length-object", "{\"length\":64}"),
        ("empty-string", "\"\""),
        ("blank-string", "\" \""),
        ("lone-surrogate", "\"\\ud800\""),
    ] {
        b.case(
            what,
            format!("`{text}` in place of the string"),
            with_value(base, text),
        )
        .flags(&["WrongLocation", "LooseComparison"])
        .must_reject();
    }
    // To send these one must know the value already.
    let value = Value::from(base.value.as_str()).to_string();
    for (what, title, text) in [
        (
            "list-of-the-right-value",
            "a list with the right value",
            format!("[{value}]"),
        ),
        (
            "object-with-the-right-value",
            "an object with the right value",
            format!("{{\"value\":{value}}}"),
        ),
        (
            "value-as-json-text",
            "the right value as JSON text in a string",
            Value::from(value.as_str()).to_string(),
        ),
    ] {
        b.case(what, title, with_value(base, &text))
            .flags(&["WrongLocation", "LooseComparison"])
            .may_reject();
    }
}

fn spellings(b: &mut Builder<'_>, base: &Base) {
    let escaped: String = base
        .value
        .encode_utf16()
        .map(|unit| format!("\\u{unit:04x}"))
        .collect();
    b.case(
        "value-escaped",
        "the right value with every character as `\\u` escape",
        with_value(base, &format!("\"{escaped}\"")),
    )
    .flags(&["WrongLocation"])
    .may_accept();
}

/// The member somewhere else in the body.
fn places(b: &mut Builder<'_>, base: &Base, is_top_level: bool) {
    let value = Value::from(base.value.as_str()).to_string();
    let member = format!("{}:{value}", Value::from(base.name.as_str()));
    let put = |text: &str| {
        let mut delivery = base.delivery.clone();
        let body = str::from_utf8(&delivery.body).ok()?;
        delivery.body = replace_last(body, &member, text)?.into_bytes();
        Some(delivery)
    };
    let other_case: String = base
        .name
        .chars()
        .enumerate()
        .map(|(at, letter)| {
            if at == 0 {
                letter.to_ascii_uppercase()
            } else {
                letter
            }
        })
        .collect();
    if is_top_level {
        b.case(
            "nested",
            "the member inside another object instead of at the top level",
            put(&format!("\"data\":{{{member}}}")),
        )
        .flags(&["WrongLocation"])
        .should_reject();
    }
    b.case(
        "name-in-other-case",
        "the member's name with an upper-case letter",
        put(&format!("{}:{value}", Value::from(other_case.as_str()))),
    )
    .flags(&["WrongLocation"])
    .may_reject();
    b.case(
        "name-escaped",
        "the member's name with every character as `\\u` escape",
        put(&format!(
            "\"{}\":{value}",
            base.name
                .encode_utf16()
                .map(|unit| format!("\\u{unit:04x}"))
                .collect::<String>()
        )),
    )
    .flags(&["WrongLocation"])
    .may_accept();
    b.case(
        "under-the-empty-name",
        "the value under an empty name",
        put(&format!("\"\":{value}")),
    )
    .flags(&["WrongLocation"])
    .must_reject();
    b.case(
        "in-the-prototype",
        "the member inside `__proto__`",
        put(&format!("\"__proto__\":{{{member}}}")),
    )
    .flags(&["WrongLocation"])
    .may_reject();
}

/// Bodies that are no object, so that there is no member to be found.
fn whole_bodies(b: &mut Builder<'_>, base: &Base) {
    let value = Value::from(base.value.as_str()).to_string();
    for (what, body) in [
        ("body-is-a-list", "[]"),
        ("body-is-a-string", "\"token\""),
        ("body-is-a-number", "5"),
        ("body-is-null", "null"),
        ("body-is-true", "true"),
        ("body-is-empty", ""),
        ("body-is-cut", "{\"token\":"),
    ] {
        let mut delivery = base.delivery.clone();
        delivery.body = body.as_bytes().to_vec();
        b.case(what, format!("the whole body is `{body}`"), Some(delivery))
            .flags(&["WrongLocation", "MissingSignature"])
            .must_reject();
    }
    let mut delivery = base.delivery.clone();
    delivery.body = format!("[{{{}:{value}}}]", Value::from(base.name.as_str())).into_bytes();
    b.case("object-in-a-list", "the object inside a list", Some(delivery))
        .flags(&["WrongLocation"])
        .may_reject();
    let mut plain = base.delivery.clone();
    plain.headers.set("Content-Type", "text/plain");
    b.case("content-type-text", "the JSON body as `text/plain`", Some(plain))
        .flags(&["WrongLocation"])
        .may_accept();
}
