//! Which bodies Python's `str(json.loads(body))` leaves as they are, decided in one pass without re-writing.
//!
//! These are the only bodies for which a receiver that signs the re-written body agrees with one that signs the
//! bytes that arrived.

use std::collections::HashSet;

use super::number::{double, is_integer, python};
use super::python::MAX_INTEGER_DIGITS;
use super::unprintable::is_printable;
use super::value::MAX_DEPTH;

/// Whether `str(json.loads(body)) == body` in Python 3.11, for bodies that nest at most 900 deep.
///
/// It takes all of: blanks exactly in `, ` and `: ` and nowhere else; no `true`, `false`, `null`, `NaN` or
/// `Infinity`; numbers as Python prints them; a top level that is no string; an apostrophe and no quote in every
/// string, with only the escapes that `repr` would write, and all of those (`\\`, `\n`, `\r`, `\t`, and `\u` with
/// lower-case digits for lone surrogates and other unprintable characters from U+0100 to U+FFFF); no key twice in
/// an object.
#[must_use]
pub fn python_repr_is_fixed_point(body: &[u8]) -> bool {
    let Ok(text) = str::from_utf8(body) else {
        return false;
    };
    !text.starts_with('"') && value(text, MAX_DEPTH) == Some("")
}

/// What follows the value at the start of `rest`, if it is as Python would write it.
fn value(rest: &str, levels: usize) -> Option<&str> {
    match rest.bytes().next()? {
        b'"' => string(rest).map(|(_, rest)| rest),
        b'[' => {
            let levels = levels.checked_sub(1)?;
            sequence(rest.strip_prefix('[')?, ']', |rest| value(rest, levels))
        }
        b'{' => {
            let levels = levels.checked_sub(1)?;
            let mut keys = HashSet::new();
            sequence(rest.strip_prefix('{')?, '}', |rest| {
                let (key, rest) = string(rest)?;
                // A string that is written canonically has one spelling, so spellings tell keys apart.
                if !keys.insert(key) {
                    return None;
                }
                value(rest.strip_prefix(": ")?, levels)
            })
        }
        _ => number(rest),
    }
}

/// Items with `, ` between them up to `close`; `item` returns what follows one.
fn sequence<'a>(
    rest: &'a str,
    close: char,
    mut item: impl FnMut(&'a str) -> Option<&'a str>,
) -> Option<&'a str> {
    if let Some(rest) = rest.strip_prefix(close) {
        return Some(rest);
    }
    let mut rest = item(rest)?;
    while let Some(next) = rest.strip_prefix(", ") {
        rest = item(next)?;
    }
    rest.strip_prefix(close)
}

fn number(rest: &str) -> Option<&str> {
    let end = rest
        .find(|c: char| !matches!(c, '0'..='9' | '+' | '-' | '.' | 'e'))
        .unwrap_or(rest.len());
    let (lexeme, rest) = rest.split_at_checked(end)?;
    let canonical = if is_integer(lexeme) {
        let digits = lexeme.strip_prefix('-').unwrap_or(lexeme);
        let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        plain && digits.len() <= MAX_INTEGER_DIGITS && (!digits.starts_with('0') || lexeme == "0")
    } else {
        let number = double(lexeme);
        number.is_finite() && python(number) == lexeme
    };
    canonical.then_some(rest)
}

/// The spelling of the string at the start of `rest`, and what follows it.
fn string(rest: &str) -> Option<(&str, &str)> {
    let inner = rest.strip_prefix('"')?;
    let mut rest = inner;
    let mut has_apostrophe = false;
    let mut high_before = false;
    loop {
        let mut chars = rest.chars();
        let c = chars.next()?;
        let high = high_before;
        high_before = false;
        rest = chars.as_str();
        match c {
            '"' => {
                let spelling = inner.strip_suffix(rest)?;
                return has_apostrophe.then_some((spelling, rest));
            }
            '\\' => match chars.next()? {
                '\\' | 'n' | 'r' | 't' => rest = chars.as_str(),
                'u' => {
                    let (hex, after) = chars.as_str().split_at_checked(4)?;
                    let unit = u32::from_str_radix(hex, 16).ok()?;
                    // Behind a high surrogate a low one makes a pair. Below U+0100 Python writes `\xa0`.
                    let is_paired = high && (0xDC00..0xE000).contains(&unit);
                    let is_lower = hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
                    if unit < 0x100 || is_printable(unit) || is_paired || !is_lower {
                        return None;
                    }
                    high_before = (0xD800..0xDC00).contains(&unit);
                    rest = after;
                }
                _ => return None,
            },
            '\'' => has_apostrophe = true,
            c if is_printable(u32::from(c)) => {}
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::python_repr_is_fixed_point;

    fn check(body: &str, expected: bool) {
        assert_eq!(
            python_repr_is_fixed_point(body.as_bytes()),
            expected,
            "{body:.80}"
        );
        assert_eq!(
            super::super::python::repr(body.as_bytes()).as_deref() == Some(body.as_bytes()),
            expected,
            "{body}"
        );
    }

    #[test]
    fn what_python_leaves_alone() {
        for body in [
            "{}",
            "[]",
            "[1, 2]",
            "-1",
            "0",
            "1.0",
            "-0.0",
            "0.1",
            "1e+16",
            "1e-05",
            "5e-324",
            "[[], {}]",
            r#"{"it's": 1}"#,
            r#"{"it's": "o'clock"}"#,
            r#"["it's \\ ok"]"#,
            r#"["it's\n"]"#,
            r#"["it'sé"]"#,
            r#"["it's🎉"]"#,
            r#"["it's\ud800"]"#,
            r#"["'\udc00\ud800"]"#,
            r#"["'\ud800\ud800"]"#,
            "[\"'🫠\"]",
            r#"["'\ufeff\u2028\uffff"]"#,
            "123456789012345678901234567890",
        ] {
            check(body, true);
        }
        check(&"9".repeat(4300), true);
    }

    #[test]
    fn what_python_changes() {
        for body in [
            "[1,2]",
            "[ ]",
            "[]\n",
            " []",
            "-0",
            "1e5",
            "1e16",
            "1E5",
            "1.10",
            "0.00001",
            "1e400",
            "1E400",
            "NaN",
            "Infinity",
            "[0.10000000000000001]",
            r#""abc""#,
            r#""it's""#,
            r#""""#,
            "true",
            "[null]",
            r#"["a"]"#,
            r#"{"a":1}"#,
            r#"{"a": 1}"#,
            r#"["it's\u00e9"]"#,
            r#"["it's\/"]"#,
            r#"["it's\b"]"#,
            "[\"it's\u{a0}\"]",
            r#"{"it's": 1, "it's": 1}"#,
            r#"["it's \"q\""]"#,
            r#"["'\ud83c\udf89"]"#,
            r#"["'\uD800"]"#,
            r#"["'\u+800"]"#,
            r#"["'\u00a0"]"#,
            r#"["'\uFEFF"]"#,
            "[\"'\u{feff}\"]",
            "[\"'\u{1fae8}\"]",
            "[\"'\u{7f}\"]",
            "01",
            "+1",
            "-",
            "--1",
            "1.0.0",
            "[1, 2, ]",
            "",
            "[",
            "{\"it's\": 1",
            "[1] ",
            "\u{feff}[]",
            "e",
            "1e",
        ] {
            check(body, false);
        }
        check(&"9".repeat(4301), false);
    }

    #[test]
    fn depth_is_bounded_alike() {
        for depth in [899, 900, 901, 100_000] {
            check(&("[".repeat(depth) + &"]".repeat(depth)), depth <= 900);
            check(
                &("{\"'\": ".repeat(depth) + "1" + &"}".repeat(depth)),
                depth <= 900,
            );
        }
    }
}
