//! Python 3: `str(json.loads(text))` and the settings of `json.dumps` that receivers use.
//!
//! The body is text to Python, so it must be UTF-8 and begin without a byte order mark, and the result must
//! encode to UTF-8. `NaN`, `Infinity` and numbers that overflow are taken; integers beyond 4,300 digits are
//! refused, as they are since 3.8.13, 3.9.14, 3.10.7 and 3.11. Which characters `repr` escapes depends on the
//! interpreter's Unicode version; the model has that of Python 3.11 (Unicode 14).

use super::grammar::{Grammar, NonFinite, STRICT};
use super::layout::{COMPACT, Escaped, Layout, Order, quoted, raw, unicode_escape};
use super::number::{self, double, is_integer};
use super::unprintable::is_printable;
use super::value::Value;

/// `sys.int_info.default_max_str_digits`.
pub(super) const MAX_INTEGER_DIGITS: usize = 4300;

const GRAMMAR: Grammar = Grammar {
    accepts_number,
    non_finite: NonFinite::Taken,
    ..STRICT
};

const REPR: Layout = Layout {
    colon: ": ",
    comma: ", ",
    number: repr_number,
    text: repr_text,
    words: ["True", "False", "None"],
    ..COMPACT
};

const DUMPS: Layout = Layout {
    colon: ": ",
    comma: ", ",
    number: dumps_number,
    text: ascii_text,
    ..COMPACT
};

fn parse(body: &[u8]) -> Option<Value> {
    GRAMMAR.parse(str::from_utf8(body).ok()?)
}

/// `str(json.loads(body))`: a top-level string is itself, without quotes.
pub(super) fn repr(body: &[u8]) -> Option<Vec<u8>> {
    match parse(body)? {
        Value::Text(text) => {
            let mut out = Vec::new();
            text.into_iter().try_for_each(|c| raw(c, &mut out))?;
            Some(out)
        }
        value @ (Value::Array(_) | Value::Bool(_) | Value::Null | Value::Number(_) | Value::Object(_)) => {
            REPR.write(&value)
        }
    }
}

/// `json.dumps(json.loads(body))`.
pub(super) fn dumps(body: &[u8]) -> Option<Vec<u8>> {
    DUMPS.write(&parse(body)?)
}

/// `json.dumps(json.loads(body), separators=(",", ":"))`.
pub(super) fn dumps_compact(body: &[u8]) -> Option<Vec<u8>> {
    Layout {
        colon: ":",
        comma: ",",
        ..DUMPS
    }
    .write(&parse(body)?)
}

/// `json.dumps(json.loads(body), indent=2)`.
pub(super) fn dumps_indent(body: &[u8]) -> Option<Vec<u8>> {
    Layout {
        comma: ",",
        indent: Some(2),
        ..DUMPS
    }
    .write(&parse(body)?)
}

/// `json.dumps(json.loads(body), sort_keys=True)`.
pub(super) fn dumps_sorted(body: &[u8]) -> Option<Vec<u8>> {
    Layout {
        order: Order::ByKey,
        ..DUMPS
    }
    .write(&parse(body)?)
}

/// `json.dumps(json.loads(body), ensure_ascii=False)`.
pub(super) fn dumps_utf8(body: &[u8]) -> Option<Vec<u8>> {
    Layout {
        text: super::layout::plain_text,
        ..DUMPS
    }
    .write(&parse(body)?)
}

fn accepts_number(lexeme: &str) -> bool {
    !is_integer(lexeme) || lexeme.trim_start_matches('-').len() <= MAX_INTEGER_DIGITS
}

/// The Python spelling of a number; `words` are those for not-a-number and for infinity.
fn number_text(lexeme: &str, [nan, infinity]: [&str; 2]) -> String {
    match lexeme {
        "NaN" => nan.to_owned(),
        "Infinity" => infinity.to_owned(),
        "-Infinity" => format!("-{infinity}"),
        "-0" => "0".to_owned(),
        _ if is_integer(lexeme) => lexeme.to_owned(),
        _ => match double(lexeme) {
            f64::INFINITY => infinity.to_owned(),
            f64::NEG_INFINITY => format!("-{infinity}"),
            finite => number::python(finite),
        },
    }
}

fn repr_number(lexeme: &str, out: &mut Vec<u8>) -> Option<()> {
    out.extend_from_slice(number_text(lexeme, ["nan", "inf"]).as_bytes());
    Some(())
}

fn dumps_number(lexeme: &str, out: &mut Vec<u8>) -> Option<()> {
    out.extend_from_slice(number_text(lexeme, ["NaN", "Infinity"]).as_bytes());
    Some(())
}

fn ascii_text(text: &[u32], out: &mut Vec<u8>) -> Option<()> {
    quoted(text, out, |c, out| {
        if c < 0x7F {
            return Some(Escaped::No);
        }
        unicode_escape(c, out);
        Some(Escaped::Yes)
    })
}

/// `repr` of a `str`: in apostrophes, or in quotes when it has apostrophes and no quotes.
fn repr_text(text: &[u32], out: &mut Vec<u8>) -> Option<()> {
    let has = |c: char| text.contains(&u32::from(c));
    let quote = if has('\'') && !has('"') { b'"' } else { b'\'' };
    out.push(quote);
    for &c in text {
        match c {
            0x09 => out.extend_from_slice(b"\\t"),
            0x0A => out.extend_from_slice(b"\\n"),
            0x0D => out.extend_from_slice(b"\\r"),
            0x5C => out.extend_from_slice(b"\\\\"),
            _ if c == u32::from(quote) => out.extend_from_slice(&[b'\\', quote]),
            _ if is_printable(c) => raw(c, out)?,
            0..=0xFF => out.extend_from_slice(format!("\\x{c:02x}").as_bytes()),
            0x100..=0xFFFF => out.extend_from_slice(format!("\\u{c:04x}").as_bytes()),
            _ => out.extend_from_slice(format!("\\U{c:08x}").as_bytes()),
        }
    }
    out.push(quote);
    Some(())
}
