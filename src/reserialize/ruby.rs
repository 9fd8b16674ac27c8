//! Ruby: `JSON.generate(JSON.parse(body))` of the `json` gem 2.6, which Ruby 3.1 ships.
//!
//! Comments are taken and needless backslashes dropped. A high surrogate's escape that is followed by an escape
//! other than a low surrogate's gives garbage that differs between the gem's versions; the model refuses it, as it
//! does every body that is not UTF-8, of which this version lets a few through.

use super::grammar::{Comments, Escapes, Grammar, STRICT};
use super::layout::{COMPACT, Layout};
use super::number::{double, is_integer, ruby};

const GRAMMAR: Grammar = Grammar {
    comments: Comments::Skipped,
    escapes: Escapes::Loose,
    max_depth: 100,
    ..STRICT
};

const GENERATE: Layout = Layout {
    number: write_number,
    ..COMPACT
};

/// `JSON.generate(JSON.parse(body))`.
pub(super) fn generate(body: &[u8]) -> Option<Vec<u8>> {
    GENERATE.write(&GRAMMAR.parse(str::from_utf8(body).ok()?)?)
}

fn write_number(lexeme: &str, out: &mut Vec<u8>) -> Option<()> {
    let text = if lexeme == "-0" {
        "0".to_owned()
    } else if is_integer(lexeme) {
        lexeme.to_owned()
    } else {
        Some(double(lexeme))
            .filter(|number| number.is_finite())
            .map(ruby)?
    };
    out.extend_from_slice(text.as_bytes());
    Some(())
}
