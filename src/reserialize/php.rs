//! PHP: `json_encode(json_decode($body, true))`, from 7.1 with its default precision settings.
//!
//! Objects become arrays, so that `{}` and objects with the keys 0, 1, 2 … come out as lists.

use super::grammar::{Grammar, LoneSurrogates, STRICT};
use super::layout::{COMPACT, Escaped, Layout, array_index, quoted, unicode_escape};
use super::number::{double, is_integer, php};
use super::value::Value;

const GRAMMAR: Grammar = Grammar {
    lone_surrogates: LoneSurrogates::Refused,
    max_depth: 512,
    ..STRICT
};

const ENCODE: Layout = Layout {
    number: write_number,
    text: escaped_text,
    ..COMPACT
};

fn parse(body: &[u8]) -> Option<Value> {
    Some(as_array(GRAMMAR.parse(str::from_utf8(body).ok()?)?))
}

/// `json_encode(json_decode($body, true))`.
pub(super) fn encode(body: &[u8]) -> Option<Vec<u8>> {
    ENCODE.write(&parse(body)?)
}

/// The same with `JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE`.
pub(super) fn encode_unescaped(body: &[u8]) -> Option<Vec<u8>> {
    Layout {
        text: unescaped_text,
        ..ENCODE
    }
    .write(&parse(body)?)
}

/// What PHP's one array type makes of objects.
fn as_array(value: Value) -> Value {
    match value {
        Value::Array(items) => Value::Array(items.into_iter().map(as_array).collect()),
        Value::Object(members) => {
            let is_list = members
                .iter()
                .enumerate()
                .all(|(i, (key, _))| array_index(key).is_some_and(|index| usize::try_from(index) == Ok(i)));
            let members = members.into_iter().map(|(key, value)| (key, as_array(value)));
            if is_list {
                Value::Array(members.map(|(_, value)| value).collect())
            } else {
                Value::Object(members.collect())
            }
        }
        Value::Bool(_) | Value::Null | Value::Number(_) | Value::Text(_) => value,
    }
}

fn write_number(lexeme: &str, out: &mut Vec<u8>) -> Option<()> {
    let text = if lexeme == "-0" {
        "0".to_owned()
    } else if is_integer(lexeme) && lexeme.parse::<i64>().is_ok() {
        lexeme.to_owned()
    } else {
        Some(double(lexeme))
            .filter(|number| number.is_finite())
            .map(php)?
    };
    out.extend_from_slice(text.as_bytes());
    Some(())
}

fn escaped_text(text: &[u32], out: &mut Vec<u8>) -> Option<()> {
    quoted(text, out, |c, out| {
        match c {
            0x2F => out.extend_from_slice(b"\\/"),
            0x80.. => unicode_escape(c, out),
            _ => return Some(Escaped::No),
        }
        Some(Escaped::Yes)
    })
}

fn unescaped_text(text: &[u32], out: &mut Vec<u8>) -> Option<()> {
    quoted(text, out, |c, out| {
        if [0x2028, 0x2029].contains(&c) {
            unicode_escape(c, out);
            return Some(Escaped::Yes);
        }
        Some(Escaped::No)
    })
}
