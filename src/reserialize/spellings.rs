//! The ways in which one JSON document may be spelled: blanks, escapes, order and numbers, whoever wrote it. A proxy
//! that re-wrote a body leaves what it says, so the bytes that were signed are among these.

use super::grammar::STRICT;
use super::layout::{COMPACT, Escaped, Layout, Order, Write, plain_text, quoted, unicode_escape};
use super::number::{self, double};
use super::value::{Text, Value};

/// One way to write the document.
pub(crate) struct Spelling {
    /// What is particular about it, for people.
    pub(crate) title: String,
    pub(crate) body: Vec<u8>,
}

/// Up to how many members of the outermost object are put in every order.
const MOST_PERMUTED: usize = 5;

/// Up to how many integers are each written with a fraction, one at a time.
const MOST_NUMBERS: usize = 24;

/// Blanks between tokens, with a title.
const BLANKS: &[(&str, &str, &str, Option<usize>)] = &[
    ("without blanks", ":", ",", None),
    ("with blanks after `:` and `,`", ": ", ", ", None),
    ("with a blank after `:` only", ": ", ",", None),
    ("with a blank after `,` only", ":", ", ", None),
    ("indented by 2", ": ", ",", Some(2)),
    ("indented by 4", ": ", ",", Some(4)),
    ("indented by tabs", ": ", ",", Some(TABS)),
    ("indented by 3", ": ", ",", Some(3)),
    ("indented by 1", ": ", ",", Some(1)),
    ("indented by 2, blanks around `:`", " : ", ",", Some(2)),
    ("indented by 4, no blank after `:`", ":", ",", Some(4)),
];

/// Stands for tabs: as many blanks a level, replaced afterwards.
const TABS: usize = 8;

const ESCAPES: &[(&str, Write<[u32]>)] = &[
    ("", plain_text),
    ("non-ASCII as `\\u00e9`", lower_ascii),
    ("`/` as `\\/`", slashes),
    ("`/` as `\\/`, non-ASCII as `\\u00e9`", ascii_slashes),
    ("`<`, `>` and `&` as `\\u003c`", html),
    (
        "`<`, `>` and `&` as `\\u003c`, non-ASCII as `\\u00e9`",
        ascii_html,
    ),
    ("non-ASCII as `\\u00E9`", upper_ascii),
    (
        "quotes, `+` and HTML signs as `\\u0022`, non-ASCII as `\\u00E9`",
        web_safe,
    ),
];

/// Every spelling of a JSON body, likeliest first; none if it is no JSON text.
pub(crate) fn spellings(body: &[u8]) -> Vec<Spelling> {
    let text = str::from_utf8(body).unwrap_or_default();
    let Some(value) = STRICT.parse(text.trim_start_matches('\u{feff}')) else {
        return Vec::new();
    };
    let as_double = mapped_numbers(&value, &mut |lexeme| printed(lexeme, number::python));
    let shortest = mapped_numbers(&value, &mut |lexeme| printed(lexeme, number::ecmascript));
    let mut numbers = vec![("", &value)];
    if as_double != value {
        numbers.push(("`12.50` as `12.5`", &as_double));
    }
    if shortest != value && shortest != as_double {
        numbers.push(("`1.0` as `1`", &shortest));
    }
    let orders = [("", Order::AsRead), ("keys sorted", Order::ByKey)];
    let mut all = Vec::new();
    for (number, value) in numbers {
        for (order_title, order) in orders {
            for (escape, text) in ESCAPES {
                for (blanks, colon, comma, indent) in BLANKS {
                    let layout = Layout {
                        colon,
                        comma,
                        indent: *indent,
                        order,
                        text: *text,
                        ..COMPACT
                    };
                    let title = [*blanks, order_title, *escape, number];
                    push(&mut all, &layout, value, &title);
                }
            }
        }
    }
    fractions(&value, &mut all);
    permutations(&value, &mut all);
    all
}

fn push(all: &mut Vec<Spelling>, layout: &Layout, value: &Value, title: &[&str]) {
    let Some(mut body) = layout.write(value) else {
        return;
    };
    if layout.indent == Some(TABS) {
        body = tabbed(&body);
    }
    let said: Vec<_> = title.iter().copied().filter(|part| !part.is_empty()).collect();
    all.push(Spelling {
        title: format!("the same JSON {}", said.join(", ")),
        body,
    });
}

/// A number with a fraction or an exponent as a program prints it that read it as a double.
fn printed(lexeme: &str, print: fn(f64) -> String) -> String {
    let number = double(lexeme);
    match number.is_finite() && lexeme.contains(['.', 'e', 'E']) {
        true => print(number),
        false => lexeme.to_owned(),
    }
}

/// Integers with a fraction: all of them, and each alone.
fn fractions(value: &Value, all: &mut Vec<Spelling>) {
    let mut integers = 0_usize;
    let is_integer = |number: &str| number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let every = mapped_numbers(value, &mut |number| {
        integers += usize::from(is_integer(number));
        match is_integer(number) {
            true => format!("{number}.0"),
            false => number.to_owned(),
        }
    });
    if integers == 0 {
        return;
    }
    let spaced = Layout {
        colon: ": ",
        comma: ", ",
        ..COMPACT
    };
    for layout in [&COMPACT, &spaced] {
        push(all, layout, &every, &["with every `1` as `1.0`"]);
        for chosen in 0..integers.min(MOST_NUMBERS) {
            let mut index = 0;
            let one = mapped_numbers(value, &mut |number| {
                let here = is_integer(number) && index == chosen;
                index += usize::from(is_integer(number));
                match here {
                    true => format!("{number}.0"),
                    false => number.to_owned(),
                }
            });
            push(all, layout, &one, &["with one `1` as `1.0`"]);
        }
    }
}

/// Every order of the outermost object's members, as long as they are few.
fn permutations(value: &Value, all: &mut Vec<Spelling>) {
    let Value::Object(members) = value else {
        return;
    };
    if !(2..=MOST_PERMUTED).contains(&members.len()) {
        return;
    }
    let spaced = Layout {
        colon: ": ",
        comma: ", ",
        ..COMPACT
    };
    permute(members, Vec::new(), &mut |order| {
        let value = Value::Object(order.to_vec());
        push(all, &COMPACT, &value, &["without blanks, keys in another order"]);
        push(all, &spaced, &value, &["with blanks, keys in another order"]);
    });
}

fn permute(left: &[(Text, Value)], taken: Vec<(Text, Value)>, visit: &mut impl FnMut(&[(Text, Value)])) {
    if left.is_empty() {
        visit(&taken);
        return;
    }
    for (index, member) in left.iter().enumerate() {
        let mut rest = left.to_vec();
        rest.remove(index);
        let mut taken = taken.clone();
        taken.push(member.clone());
        permute(&rest, taken, visit);
    }
}

fn mapped_numbers(value: &Value, map: &mut impl FnMut(&str) -> String) -> Value {
    match value {
        Value::Array(items) => Value::Array(items.iter().map(|item| mapped_numbers(item, map)).collect()),
        Value::Object(members) => Value::Object(
            members
                .iter()
                .map(|(key, value)| (key.clone(), mapped_numbers(value, map)))
                .collect(),
        ),
        Value::Number(number) => Value::Number(map(number)),
        Value::Bool(_) | Value::Null | Value::Text(_) => value.clone(),
    }
}

/// Blanks that begin a line become tabs; no line of such a text begins inside a string.
fn tabbed(body: &[u8]) -> Vec<u8> {
    let lines = body.split(|byte| *byte == b'\n').map(|line| {
        let blanks = line.iter().take_while(|byte| **byte == b' ').count();
        [
            vec![b'\t'; blanks / TABS],
            line.get(blanks..).unwrap_or_default().to_vec(),
        ]
        .concat()
    });
    lines.collect::<Vec<_>>().join(&b'\n')
}

fn upper_escape(c: u32, out: &mut Vec<u8>) {
    let mut lower = Vec::new();
    unicode_escape(c, &mut lower);
    // The `u` of `\u` stays small.
    out.extend(lower.iter().map(|byte| match byte {
        b'a'..=b'f' => byte.to_ascii_uppercase(),
        _ => *byte,
    }));
}

fn lower_ascii(text: &[u32], out: &mut Vec<u8>) -> Option<()> {
    quoted(text, out, |c, out| escaped_if(c >= 0x7F, c, out))
}

fn upper_ascii(text: &[u32], out: &mut Vec<u8>) -> Option<()> {
    quoted(text, out, |c, out| {
        if c < 0x7F {
            return Some(Escaped::No);
        }
        upper_escape(c, out);
        Some(Escaped::Yes)
    })
}

fn slashes(text: &[u32], out: &mut Vec<u8>) -> Option<()> {
    quoted(text, out, |c, out| slash_or(false, c, out))
}

fn ascii_slashes(text: &[u32], out: &mut Vec<u8>) -> Option<()> {
    quoted(text, out, |c, out| slash_or(c >= 0x7F, c, out))
}

fn slash_or(is_escaped: bool, c: u32, out: &mut Vec<u8>) -> Option<Escaped> {
    if c == u32::from(b'/') {
        out.extend_from_slice(b"\\/");
        return Some(Escaped::Yes);
    }
    escaped_if(is_escaped, c, out)
}

fn html(text: &[u32], out: &mut Vec<u8>) -> Option<()> {
    quoted(text, out, |c, out| escaped_if(is_html(c), c, out))
}

fn ascii_html(text: &[u32], out: &mut Vec<u8>) -> Option<()> {
    quoted(text, out, |c, out| escaped_if(is_html(c) || c >= 0x7F, c, out))
}

const fn is_html(c: u32) -> bool {
    matches!(c, 0x26 | 0x3C | 0x3E | 0x2028 | 0x2029)
}

fn web_safe(text: &[u32], out: &mut Vec<u8>) -> Option<()> {
    out.push(b'"');
    for &c in text {
        match c {
            0x08 => out.extend_from_slice(b"\\b"),
            0x09 => out.extend_from_slice(b"\\t"),
            0x0A => out.extend_from_slice(b"\\n"),
            0x0C => out.extend_from_slice(b"\\f"),
            0x0D => out.extend_from_slice(b"\\r"),
            0x5C => out.extend_from_slice(b"\\\\"),
            0x22 | 0x26 | 0x27 | 0x2B | 0x3C | 0x3E | 0x60 => upper_escape(c, out),
            0x20..0x7F => out.push(u8::try_from(c).ok()?),
            _ => upper_escape(c, out),
        }
    }
    out.push(b'"');
    Some(())
}

fn escaped_if(is_escaped: bool, c: u32, out: &mut Vec<u8>) -> Option<Escaped> {
    if !is_escaped {
        return Some(Escaped::No);
    }
    unicode_escape(c, out);
    Some(Escaped::Yes)
}

#[cfg(test)]
mod tests {
    use super::spellings;

    fn check(body: &str, expected: &str) {
        let found = spellings(body.as_bytes());
        assert!(
            found.iter().any(|spelling| spelling.body == expected.as_bytes()),
            "{expected} is not among {} spellings of {body}",
            found.len()
        );
    }

    #[test]
    fn what_a_proxy_rewrote_is_found_again() {
        check(r#"{"a":1,"b":"é"}"#, r#"{"a": 1, "b": "é"}"#);
        check(r#"{"a":1,"b":"é"}"#, r#"{"a": 1, "b": "\u00e9"}"#);
        check(r#"{"a": 1, "b": "\u00e9"}"#, r#"{"a":1,"b":"é"}"#);
        check(r#"{"a":"x/y"}"#, r#"{"a":"x\/y"}"#);
        check(r#"{"a":"<é>"}"#, r#"{"a":"\u003cé\u003e"}"#);
        check(r#"{"a":"'é"}"#, r#"{"a":"\u0027\u00E9"}"#);
        check(r#"{"a":1}"#, r#"{"a":1.0}"#);
        check(r#"{"a":1,"b":2}"#, r#"{"a":1,"b":2.0}"#);
        check(r#"{"a":1.0}"#, r#"{"a":1}"#);
        check(r#"{"b":1,"a":[2]}"#, "{\n\t\"b\": 1,\n\t\"a\": [\n\t\t2\n\t]\n}");
        check(
            r#"{"b":1,"a":[2]}"#,
            "{\n    \"a\": [\n        2\n    ],\n    \"b\": 1\n}",
        );
        check(r#"{"a":1,"c":2,"b":3}"#, r#"{"c":2,"b":3,"a":1}"#);
        assert!(spellings(b"no JSON").is_empty());
    }
}
