//! JavaScript: `JSON.stringify(JSON.parse(body.toString()))`.
//!
//! Bytes that are not UTF-8 have become U+FFFD before the parser sees them; a byte order mark is refused.

use super::grammar::STRICT;
use super::layout::{COMPACT, Escaped, Layout, Order, quoted, unicode_escape};
use super::number::{double, ecmascript};
use super::value::Value;

const STRINGIFY: Layout = Layout {
    number: write_number,
    order: Order::IndexesFirst,
    text: write_text,
    ..COMPACT
};

fn parse(body: &[u8]) -> Option<Value> {
    STRICT.parse(&String::from_utf8_lossy(body))
}

/// `JSON.stringify(JSON.parse(body))`.
pub(super) fn stringify(body: &[u8]) -> Option<Vec<u8>> {
    STRINGIFY.write(&parse(body)?)
}

/// `JSON.stringify(JSON.parse(body), null, 2)`.
pub(super) fn stringify_indent(body: &[u8]) -> Option<Vec<u8>> {
    Layout {
        colon: ": ",
        indent: Some(2),
        ..STRINGIFY
    }
    .write(&parse(body)?)
}

fn write_number(lexeme: &str, out: &mut Vec<u8>) -> Option<()> {
    let number = double(lexeme);
    let text = if number == 0.0 {
        // Also for negative zero.
        "0".to_owned()
    } else if number.is_finite() {
        ecmascript(number)
    } else {
        "null".to_owned()
    };
    out.extend_from_slice(text.as_bytes());
    Some(())
}

fn write_text(text: &[u32], out: &mut Vec<u8>) -> Option<()> {
    quoted(text, out, |c, out| {
        if char::from_u32(c).is_some() {
            return Some(Escaped::No);
        }
        unicode_escape(c, out);
        Some(Escaped::Yes)
    })
}
