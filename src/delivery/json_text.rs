//! Finding and setting values in the text of a JSON document without touching the rest of it.

use std::borrow::Cow;
use std::ops::Range;

use serde::de::IgnoredAny;

use crate::delivery::Found;

/// Where a value stands in a JSON text.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Span {
    Absent,
    Ambiguous,
    At(Range<usize>),
    Unreadable,
}

/// The text of the value at an RFC 6901 pointer, as it stands. Two members of the same name are ambiguous.
#[must_use]
pub fn json_text<'a>(body: &'a [u8], pointer: &str) -> Found<'a> {
    match span(body, pointer) {
        Span::Absent => Found::Absent,
        Span::Ambiguous => Found::Ambiguous,
        Span::At(at) => body
            .get(at)
            .map_or(Found::Unreadable, |text| Found::One(Cow::Borrowed(text))),
        Span::Unreadable => Found::Unreadable,
    }
}

/// The string at an RFC 6901 pointer in a JSON body, or a number as it is written. Objects, arrays, booleans
/// and null are not readable.
#[must_use]
pub fn json_string<'a>(body: &'a [u8], pointer: &str) -> Found<'a> {
    match json_text(body, pointer) {
        Found::One(text) if matches!(text.first(), Some(b'"' | b'-' | b'0'..=b'9')) => scalar(&text),
        Found::One(_) => Found::Unreadable,
        other => other,
    }
}

/// As [`json_string`], and `true` or `false` as words and null as nothing.
#[must_use]
pub fn json_scalar<'a>(body: &'a [u8], pointer: &str) -> Found<'a> {
    match json_text(body, pointer) {
        Found::One(text) => scalar(&text),
        other => other,
    }
}

fn scalar(text: &[u8]) -> Found<'static> {
    match text.first() {
        Some(b'"') => match serde_json::from_slice::<String>(text) {
            Ok(string) => Found::One(Cow::Owned(string.into_bytes())),
            Err(_) => Found::Unreadable,
        },
        Some(b'n') => Found::One(Cow::Borrowed(b"")),
        Some(b'{' | b'[') | None => Found::Unreadable,
        Some(_) => Found::One(Cow::Owned(text.to_vec())),
    }
}

/// The members of the object at a pointer, each as name and text; `None` if there is no such object.
#[must_use]
pub fn json_object<'a>(body: &'a [u8], pointer: &str) -> Option<Vec<(String, &'a [u8])>> {
    let Span::At(at) = span(body, pointer) else {
        return None;
    };
    if body.get(at.start) != Some(&b'{') {
        return None;
    }
    children(body, &at)
        .map(|child| {
            let name = serde_json::from_slice(body.get(child.name?)?).ok()?;
            Some((name, body.get(child.value)?))
        })
        .collect()
}

/// Puts a JSON text at a pointer: an existing value is replaced, a new member is added at the end of its object,
/// and missing objects on the way are made. The rest of the text stays as it is. `None` if that cannot be done.
#[must_use]
pub fn set_json(body: &[u8], pointer: &str, text: &str) -> Option<Vec<u8>> {
    match span(body, pointer) {
        Span::At(at) => {
            let (before, after) = (body.get(..at.start)?, body.get(at.end..)?);
            return Some([before, text.as_bytes(), after].concat());
        }
        Span::Absent => {}
        Span::Ambiguous | Span::Unreadable => return None,
    }
    let (parent, name) = pointer.rsplit_once('/')?;
    let Span::At(at) = span(body, parent) else {
        // Who writes the first element of what is not there means a list.
        let made = if name == "0" { "[]" } else { "{}" };
        return set_json(&set_json(body, parent, made)?, pointer, text);
    };
    let count = children(body, &at).count();
    let comma = if count > 0 { "," } else { "" };
    let member = match body.get(at.start) {
        Some(b'{') => format!("{comma}{}:{text}", serde_json::Value::from(unescaped(name))),
        Some(b'[') if name == count.to_string() => format!("{comma}{text}"),
        _ => return None,
    };
    let (before, after) = body.split_at_checked(at.end.checked_sub(1)?)?;
    Some([before, member.as_bytes(), after].concat())
}

/// Puts a string member at a pointer of a JSON object; `None` if that cannot be done.
#[must_use]
pub fn set_json_member(body: &[u8], pointer: &str, value: &str) -> Option<Vec<u8>> {
    set_json(body, pointer, &serde_json::Value::from(value).to_string())
}

fn unescaped(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

fn span(text: &[u8], pointer: &str) -> Span {
    // What follows may then rely on well-formed JSON.
    if serde_json::from_slice::<IgnoredAny>(text).is_err() {
        return Span::Unreadable;
    }
    let start = skip_blanks(text, 0);
    let mut at = start..skip_value(text, start);
    for token in pointer.split('/').skip(1) {
        let token = unescaped(token);
        let mut found = None;
        for (index, child) in children(text, &at).enumerate() {
            let is_it = match &child.name {
                Some(name) => text
                    .get(name.clone())
                    .and_then(|name| serde_json::from_slice::<String>(name).ok())
                    .is_some_and(|name| name == token),
                None => token == index.to_string(),
            };
            if is_it && found.replace(child.value).is_some() {
                return Span::Ambiguous;
            }
        }
        match found {
            Some(value) => at = value,
            None => return Span::Absent,
        }
    }
    Span::At(at)
}

/// A member of an object, or an element of an array, which has no name.
struct Child {
    name: Option<Range<usize>>,
    value: Range<usize>,
}

/// The members or elements of the object or array that stands at `at` in well-formed JSON.
fn children(text: &[u8], at: &Range<usize>) -> impl Iterator<Item = Child> {
    let open = text.get(at.start).copied();
    let end = at.end;
    let mut position = at.start + 1;
    std::iter::from_fn(move || {
        if !matches!(open, Some(b'{' | b'[')) {
            return None;
        }
        position = skip_blanks(text, position);
        if text.get(position) == Some(&b',') {
            position = skip_blanks(text, position + 1);
        }
        if position >= end || matches!(text.get(position), Some(b'}' | b']') | None) {
            return None;
        }
        let mut name = None;
        if open == Some(b'{') {
            let name_end = skip_value(text, position);
            name = Some(position..name_end);
            position = skip_blanks(text, name_end);
            // The colon.
            position = skip_blanks(text, position + 1);
        }
        let value_end = skip_value(text, position);
        let value = position..value_end;
        position = value_end;
        Some(Child { name, value })
    })
}

fn skip_blanks(text: &[u8], mut at: usize) -> usize {
    while matches!(text.get(at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
        at += 1;
    }
    at
}

/// The end of the value that begins at `at`.
fn skip_value(text: &[u8], at: usize) -> usize {
    let mut depth = 0_usize;
    let mut position = at;
    while let Some(byte) = text.get(position) {
        match byte {
            b'"' => {
                position = skip_string(text, position);
                if depth == 0 {
                    return position;
                }
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth == 0 => return position,
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    return position + 1;
                }
            }
            b',' | b':' | b' ' | b'\t' | b'\n' | b'\r' if depth == 0 => return position,
            _ => {}
        }
        position += 1;
    }
    position
}

fn skip_string(text: &[u8], at: usize) -> usize {
    let mut position = at + 1;
    while let Some(rest) = text.get(position..) {
        match memchr::memchr2(b'"', b'\\', rest) {
            Some(ahead) if rest.get(ahead) == Some(&b'"') => return position + ahead + 1,
            Some(ahead) => position += ahead + 2,
            None => return text.len(),
        }
    }
    position
}

#[cfg(test)]
mod tests {
    use super::{json_object, json_scalar, json_string, json_text, set_json};
    use crate::delivery::Found;

    fn one(text: &str) -> Found<'static> {
        Found::One(text.as_bytes().to_vec().into())
    }

    #[test]
    fn values_are_found_as_they_are_written() {
        let body = br#" {"a" : {"b":"x\u0041"},"n":1.50 , "o":[true,{"x":null}], "d":1,"d":2} "#;
        assert_eq!(json_string(body, "/a/b"), one("xA"));
        assert_eq!(json_string(body, "/n"), one("1.50"));
        assert_eq!(json_string(body, "/o/0"), Found::Unreadable);
        assert_eq!(json_scalar(body, "/o/0"), one("true"));
        assert_eq!(json_scalar(body, "/o/1/x"), one(""));
        assert_eq!(json_scalar(body, "/a"), Found::Unreadable);
        assert_eq!(json_text(body, "/a"), one(r#"{"b":"x\u0041"}"#));
        assert_eq!(json_text(body, "/o/1"), one(r#"{"x":null}"#));
        for absent in ["/z", "/o/2", "/o/00", "/n/0", "/a/b/c"] {
            assert_eq!(json_string(body, absent), Found::Absent, "{absent}");
        }
        assert_eq!(json_string(body, "/d"), Found::Ambiguous);
        for broken in ["{", "", "nul", "{\"a\":}"] {
            assert_eq!(
                json_string(broken.as_bytes(), "/z"),
                Found::Unreadable,
                "{broken}"
            );
        }
        let members = json_object(body, "/a").unwrap();
        assert_eq!(members, [("b".to_owned(), br#""x\u0041""#.as_slice())]);
        assert_eq!(json_object(body, "/o"), None);
    }

    #[test]
    fn values_are_set_without_touching_the_rest() {
        let set = |body: &str, pointer: &str| {
            set_json(body.as_bytes(), pointer, "7").map(|body| String::from_utf8(body).unwrap())
        };
        let check = |body: &str, pointer: &str, expected: &str| {
            assert_eq!(set(body, pointer).as_deref(), Some(expected), "{body} {pointer}");
        };
        check("{}", "/a", r#"{"a":7}"#);
        check("{}", "/list/0/a", r#"{"list":[{"a":7}]}"#);
        check(r#"{"list":[1]}"#, "/list/1", r#"{"list":[1,7]}"#);
        check("{ \"x\": 1.0 }\n", "/a", "{ \"x\": 1.0 ,\"a\":7}\n");
        check(
            r#"{"a":[1,{"b":"}"}],"c":2}"#,
            "/a/1/b",
            r#"{"a":[1,{"b":7}],"c":2}"#,
        );
        check("{}", "/a/b", r#"{"a":{"b":7}}"#);
        check(r#"{"a":1}"#, "/a~1b", r#"{"a":1,"a/b":7}"#);
        assert_eq!(set("[1]", "/a"), None);
        assert_eq!(set("x", "/a"), None);
        assert_eq!(set(r#"{"a":1,"a":2}"#, "/a"), None);
    }
}
