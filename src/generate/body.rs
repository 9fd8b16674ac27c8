//! Random bodies: JSON in which serializers differ, and forms.

use std::fmt::Write as _;

use crate::generate::choices::Choices;

/// How odd a body may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "there are two")]
pub enum Oddity {
    /// What every JSON parser takes: fit for an application that reads the body once it is verified.
    Common,
    /// All that the grammar of JSON allows: lone surrogates, numbers beyond a double, names that come twice.
    Any,
}

const NAMES: &[&str] = &[
    "a",
    "b",
    "id",
    "data",
    "event type",
    "é",
    "__proto__",
    "10",
    "9",
    "",
];
const STRINGS: &[&str] = &[
    "x",
    "",
    "ping",
    "caf\u{e9}",
    "\\u00e9",
    "\\/",
    "/",
    "<&>",
    "'",
    "\\\"",
    "\\\\",
    "\\n",
    "\\u000A",
    "\\t\\b\\f\\r",
    "\u{2028}\u{2029}",
    "\u{1f600}",
    "\\ud83d\\ude00",
    "\\uD83D\\uDE00",
    "\u{7f}\u{85}\u{a0}",
    "\u{feff}",
    "e\u{301}",
    "{timestamp}.{body}",
    "&a=b+c%20",
];
const ODD_STRINGS: &[&str] = &["\\u0000", "\\ud800", "\\udc00\\ud800", "\\u001f"];
const NUMBERS: &[&str] = &[
    "1",
    "0",
    "-1",
    "1.0",
    "1.50",
    "0.1",
    "1e5",
    "1E+2",
    "1e-7",
    "100000000000000000000",
    "9007199254740993",
    "18446744073709551616",
    "0.30000000000000004",
    "123456.789e3",
    "5e-324",
];
const ODD_NUMBERS: &[&str] = &["-0", "-0.0", "1e400", "-1e999", "1e-400", "0e0", "0E-5"];
const BLANKS: &[&str] = &["", " ", "\n", "\t", "\r\n  ", "  "];

/// A JSON object as text, written in one of the ways that programs write JSON.
#[must_use]
pub fn json_body(choices: &mut Choices<'_>, oddity: Oddity) -> Vec<u8> {
    let layout = choices.text(&["compact", "spaced", "mixed"]);
    let mut writer = Writer {
        choices,
        oddity,
        layout,
        text: String::new(),
    };
    writer.object(0);
    let mut text = writer.text;
    if choices.once_in(6) {
        text.push('\n');
    }
    text.into_bytes()
}

struct Writer<'w, 'c> {
    choices: &'w mut Choices<'c>,
    oddity: Oddity,
    layout: &'static str,
    text: String,
}

impl Writer<'_, '_> {
    fn value(&mut self, depth: usize) {
        let kinds = if depth > 3 { 3 } else { 5 };
        match self.choices.below(kinds) {
            0 => self.number(),
            1 => self.string(),
            2 => {
                let word = self.choices.text(&["true", "false", "null"]);
                self.text.push_str(word);
            }
            3 => self.object(depth + 1),
            _ => self.array(depth + 1),
        }
    }

    fn number(&mut self) {
        let odd = self.oddity == Oddity::Any && self.choices.once_in(4);
        let number = self.choices.text(if odd { ODD_NUMBERS } else { NUMBERS });
        self.text.push_str(number);
    }

    fn string(&mut self) {
        self.text.push('"');
        for _ in 0..=self.choices.below(3) {
            let odd = self.oddity == Oddity::Any && self.choices.once_in(6);
            let piece = self.choices.text(if odd { ODD_STRINGS } else { STRINGS });
            self.text.push_str(piece);
        }
        self.text.push('"');
    }

    fn object(&mut self, depth: usize) {
        self.text.push('{');
        self.blank("");
        let n = self.choices.below(5);
        // A name that comes twice is no JSON that everybody reads alike.
        let start = self.choices.below(NAMES.len());
        for index in 0..n {
            if index > 0 {
                self.text.push(',');
                self.blank(" ");
            }
            let step = match self.oddity {
                Oddity::Any if self.choices.once_in(8) => 0,
                Oddity::Any | Oddity::Common => index,
            };
            let name = NAMES
                .get((start + step) % NAMES.len())
                .copied()
                .unwrap_or_default();
            self.text.extend(["\"", name, "\""]);
            if self.layout == "mixed" {
                self.blank("");
            }
            self.text.push(':');
            self.blank(" ");
            self.value(depth);
        }
        if self.layout == "mixed" {
            self.blank("");
        }
        self.text.push('}');
    }

    fn array(&mut self, depth: usize) {
        self.text.push('[');
        for index in 0..self.choices.below(4) {
            if index > 0 {
                self.text.push(',');
                self.blank(" ");
            }
            self.value(depth);
        }
        self.text.push(']');
    }

    fn blank(&mut self, spaced: &str) {
        let blank = match self.layout {
            "compact" => "",
            "spaced" => spaced,
            _ => self.choices.text(BLANKS),
        };
        self.text.push_str(blank);
    }
}

/// A URL-encoded form as text, spelled in the ways that programs spell one.
#[must_use]
pub fn form_body(choices: &mut Choices<'_>) -> Vec<u8> {
    const WORDS: &[&str] = &[
        "a",
        "1",
        "",
        "a+b",
        "a%20b",
        "caf%C3%A9",
        "caf%c3%a9",
        "%7E",
        "~",
        "*",
        "%2B",
        "%26",
        "%3D",
        "-._",
        "%0D%0A",
    ];
    let mut text = String::from("event=");
    text.push_str(choices.text(WORDS));
    for index in 0..choices.below(4) {
        let _ = write!(text, "&n{index}={}", choices.text(WORDS));
    }
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::{Oddity, form_body, json_body};
    use crate::generate::Choices;

    #[test]
    fn bodies_are_json() {
        let mut distinct = std::collections::BTreeSet::new();
        for number in 0..500 {
            let body = json_body(&mut Choices::seeded(0, number), Oddity::Common);
            assert!(
                serde_json::from_slice::<serde_json::Value>(&body).is_ok(),
                "{}",
                String::from_utf8_lossy(&body)
            );
            distinct.insert(body);
            let odd = json_body(&mut Choices::seeded(0, number), Oddity::Any);
            assert!(str::from_utf8(&odd).is_ok_and(|text| text.starts_with('{')));
            assert!(form_body(&mut Choices::seeded(0, number)).starts_with(b"event="));
        }
        assert!(distinct.len() > 300, "{}", distinct.len());
        assert_eq!(json_body(&mut Choices::of(&[]), Oddity::Any), b"{}");
    }
}
