//! Go: `encoding/json` into and out of an `any`, as of Go 1.22 (before, backspace and form feed were written as
//! `\u0008` and `\u000c`).
//!
//! Every byte that is not UTF-8 and every lone surrogate becomes U+FFFD; all numbers are `float64`.

use super::grammar::{Grammar, LoneSurrogates, STRICT};
use super::layout::{COMPACT, Escaped, Layout, Order, quoted, unicode_escape};
use super::number::{double, ecmascript};
use super::value::Value;

const GRAMMAR: Grammar = Grammar {
    accepts_number: |lexeme| double(lexeme).is_finite(),
    lone_surrogates: LoneSurrogates::Replaced,
    ..STRICT
};

const MARSHAL: Layout = Layout {
    number: write_number,
    order: Order::ByKey,
    text: html_safe_text,
    ..COMPACT
};

fn parse(body: &[u8]) -> Option<Value> {
    let mut text = String::with_capacity(body.len());
    for chunk in body.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER));
    }
    GRAMMAR.parse(&text)
}

/// `json.Unmarshal` into an `any`, then `json.Marshal`.
pub(super) fn marshal(body: &[u8]) -> Option<Vec<u8>> {
    MARSHAL.write(&parse(body)?)
}

/// The members in the order of the body, as `json.Marshal` writes the fields of a struct.
pub(super) fn marshal_struct(body: &[u8]) -> Option<Vec<u8>> {
    let layout = Layout {
        order: COMPACT.order,
        ..MARSHAL
    };
    layout.write(&parse(body)?)
}

/// `json.Unmarshal` into an `any`, then an `Encoder` with `SetEscapeHTML(false)`, which ends with a line feed.
pub(super) fn encoder(body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Layout {
        text: write_text,
        ..MARSHAL
    }
    .write(&parse(body)?)?;
    out.push(b'\n');
    Some(out)
}

fn write_number(lexeme: &str, out: &mut Vec<u8>) -> Option<()> {
    out.extend_from_slice(ecmascript(double(lexeme)).as_bytes());
    Some(())
}

fn write_text(text: &[u32], out: &mut Vec<u8>) -> Option<()> {
    quoted(text, out, escape_separators)
}

fn html_safe_text(text: &[u32], out: &mut Vec<u8>) -> Option<()> {
    quoted(text, out, |c, out| {
        if [0x26, 0x3C, 0x3E].contains(&c) {
            unicode_escape(c, out);
            return Some(Escaped::Yes);
        }
        escape_separators(c, out)
    })
}

/// U+2028 and U+2029, which once ended a line in JavaScript.
#[expect(clippy::unnecessary_wraps, reason = "the shape that `quoted` asks for")]
fn escape_separators(c: u32, out: &mut Vec<u8>) -> Option<Escaped> {
    if [0x2028, 0x2029].contains(&c) {
        unicode_escape(c, out);
        return Some(Escaped::Yes);
    }
    Some(Escaped::No)
}
