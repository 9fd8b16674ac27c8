//! Java: Jackson 2.14 and Gson 2.10, each into and out of an `Object`.
//!
//! Doubles are written as since Java 19; see [`number::java`].

use super::grammar::{Grammar, NonFinite, STRICT, Trailing};
use super::layout::{COMPACT, Escaped, Layout, quoted, unicode_escape};
use super::number::{self, double, is_integer};
use super::value::Value;

const JACKSON: Layout = Layout {
    number: jackson_number,
    text: jackson_text,
    ..COMPACT
};

const GSON: Layout = Layout {
    number: gson_number,
    text: gson_text,
    ..COMPACT
};

/// `mapper.writeValueAsString(mapper.readValue(bytes, Object.class))`, as bytes. Jackson drops a byte order mark
/// and never reads what follows the value. It would take a body that looks like UTF-16 for it; the model does not.
pub(super) fn jackson(body: &[u8]) -> Option<Vec<u8>> {
    let body = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body);
    let grammar = Grammar {
        trailing: Trailing::Ignored,
        ..STRICT
    };
    let body = with_surrogates_as(b"?", body);
    let mut chunks = body.utf8_chunks();
    let mut text = chunks.next()?.valid().to_owned();
    if text.len() < body.len() {
        // Bytes that are not UTF-8 end a value that they run into; behind the value nobody reads them.
        text.push(char::REPLACEMENT_CHARACTER);
    }
    JACKSON.write(&grammar.parse(&text)?)
}

/// `gson.toJson(gson.fromJson(text, Object.class))`, as bytes. Members that are null are left out. Gson reads leniently; of what JSON does not know the
/// model has the byte order mark, `NaN` and `Infinity`, and refuses the rest (comments, apostrophes, bare words).
pub(super) fn gson(body: &[u8]) -> Option<Vec<u8>> {
    let body = with_surrogates_as("\u{fffd}".as_bytes(), body);
    let text = String::from_utf8_lossy(&body);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let value = Grammar {
        non_finite: NonFinite::Taken,
        ..STRICT
    }
    .parse(text)?;
    GSON.write(&without_null_members(value))
}

/// A surrogate that is spelled in the three bytes which UTF-8 forbids is one bad character to Java, not three.
fn with_surrogates_as(replacement: &[u8], body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some((&first, others)) = rest.split_first() {
        if let [0xED, 0xA0..=0xBF, 0x80..=0xBF, behind @ ..] = rest {
            out.extend_from_slice(replacement);
            rest = behind;
        } else {
            out.push(first);
            rest = others;
        }
    }
    out
}

fn without_null_members(value: Value) -> Value {
    match value {
        Value::Array(items) => Value::Array(items.into_iter().map(without_null_members).collect()),
        Value::Object(members) => {
            let kept = members.into_iter().filter(|(_, value)| *value != Value::Null);
            Value::Object(
                kept.map(|(key, value)| (key, without_null_members(value)))
                    .collect(),
            )
        }
        Value::Bool(_) | Value::Null | Value::Number(_) | Value::Text(_) => value,
    }
}

fn jackson_number(lexeme: &str, out: &mut Vec<u8>) -> Option<()> {
    let text = if lexeme == "-0" {
        "0".to_owned()
    } else if is_integer(lexeme) {
        lexeme.to_owned()
    } else {
        match double(lexeme) {
            f64::INFINITY => "\"Infinity\"".to_owned(),
            f64::NEG_INFINITY => "\"-Infinity\"".to_owned(),
            finite => number::java(finite),
        }
    };
    out.extend_from_slice(text.as_bytes());
    Some(())
}

/// Control characters in upper-case hexadecimal; lone surrogates as the question mark that `getBytes` gives.
fn jackson_text(text: &[u32], out: &mut Vec<u8>) -> Option<()> {
    quoted(text, out, |c, out| {
        match c {
            0..0x20 => out.extend_from_slice(format!("\\u{c:04X}").as_bytes()),
            _ if char::from_u32(c).is_none() => out.push(b'?'),
            _ => return Some(Escaped::No),
        }
        Some(Escaped::Yes)
    })
}

fn gson_number(lexeme: &str, out: &mut Vec<u8>) -> Option<()> {
    let text = match lexeme {
        // Bare words are strings to its lenient reader.
        "NaN" | "Infinity" | "-Infinity" => format!("\"{lexeme}\""),
        _ => Some(double(lexeme))
            .filter(|number| number.is_finite())
            .map(number::java)?,
    };
    out.extend_from_slice(text.as_bytes());
    Some(())
}

/// Safe inside HTML, as `GsonBuilder` does unless told otherwise.
fn gson_text(text: &[u32], out: &mut Vec<u8>) -> Option<()> {
    quoted(text, out, |c, out| {
        match c {
            0x26 | 0x27 | 0x3C | 0x3D | 0x3E | 0x2028 | 0x2029 => unicode_escape(c, out),
            _ if char::from_u32(c).is_none() => out.push(b'?'),
            _ => return Some(Escaped::No),
        }
        Some(Escaped::Yes)
    })
}
