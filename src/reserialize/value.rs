//! A JSON document as its bytes say it: numbers as they are spelled, lone surrogates kept, members in order.

use std::collections::HashMap;

use super::grammar::{Comments, Escapes, Grammar, LoneSurrogates, NonFinite, Trailing};

/// How deep arrays and objects may nest before the model gives up, whatever the language allows. It is below
/// what `CPython` allows (about 990, less the depth of the caller's own stack) so that `None` never depends on
/// the caller.
pub(super) const MAX_DEPTH: usize = 900;

/// Code points; a lone surrogate is one of them.
pub(super) type Text = Vec<u32>;

/// One JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Array(Vec<Self>),
    Bool(bool),
    Null,
    /// As spelled in the document; also `NaN`, `Infinity` and `-Infinity` where the grammar has them.
    Number(String),
    /// Every language here lets the last of several equal keys win and leaves it in the place of the first.
    Object(Vec<(Text, Self)>),
    Text(Text),
}

impl Grammar {
    /// Reads `text`; `None` where this grammar refuses it.
    pub(super) fn parse(&self, text: &str) -> Option<Value> {
        let mut parser = Parser {
            grammar: self,
            rest: text,
        };
        parser.skip_blank()?;
        let value = parser.value(0)?;
        match self.trailing {
            Trailing::Ignored => {
                let runs_on = match value {
                    Value::Number(_) => !matches!(parser.peek(), None | Some('\t' | '\n' | '\r' | ' ')),
                    Value::Bool(_) | Value::Null => parser.peek().is_some_and(runs_into_word),
                    Value::Array(_) | Value::Object(_) | Value::Text(_) => false,
                };
                (!runs_on).then_some(value)
            }
            Trailing::Refused => {
                parser.skip_blank()?;
                parser.rest.is_empty().then_some(value)
            }
        }
    }
}

/// Whether `c` after `true` makes another word of it, or no text at all.
fn runs_into_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$' | char::REPLACEMENT_CHARACTER)
}

struct Parser<'a> {
    grammar: &'a Grammar,
    rest: &'a str,
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let c = chars.next()?;
        self.rest = chars.as_str();
        Some(c)
    }

    /// Consumes `token` if it is next.
    fn took(&mut self, token: &str) -> bool {
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// Consumes `token`, or refuses the document.
    fn expect(&mut self, token: &str) -> Option<()> {
        self.took(token).then_some(())
    }

    fn skip_blank(&mut self) -> Option<()> {
        loop {
            self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
            if self.grammar.comments == Comments::Refused || !self.rest.starts_with('/') {
                return Some(());
            }
            if self.took("/*") {
                self.rest = self.rest.split_once("*/")?.1;
            } else {
                self.expect("//")?;
                self.rest = self.rest.split_once('\n')?.1;
            }
        }
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        match self.peek()? {
            '"' => Some(Value::Text(self.text()?)),
            '[' => self.array(depth),
            '{' => self.object(depth),
            '-' | '0'..='9' => self.number(),
            'N' | 'I' if self.grammar.non_finite == NonFinite::Taken => self.number(),
            _ => self.word(),
        }
    }

    fn word(&mut self) -> Option<Value> {
        if self.took("true") {
            Some(Value::Bool(true))
        } else if self.took("false") {
            Some(Value::Bool(false))
        } else {
            self.expect("null")?;
            Some(Value::Null)
        }
    }

    fn number(&mut self) -> Option<Value> {
        let start = self.rest;
        if self.grammar.non_finite == NonFinite::Taken {
            for word in ["NaN", "Infinity", "-Infinity"] {
                if self.took(word) {
                    return Some(Value::Number(word.to_owned()));
                }
            }
        }
        self.took("-");
        if !self.took("0") {
            self.digits()?;
        }
        if self.took(".") {
            self.digits()?;
        }
        if self.took("e") || self.took("E") {
            let _ = self.took("+") || self.took("-");
            self.digits()?;
        }
        let lexeme = start.strip_suffix(self.rest)?;
        (self.grammar.accepts_number)(lexeme).then(|| Value::Number(lexeme.to_owned()))
    }

    /// One digit or more.
    fn digits(&mut self) -> Option<()> {
        let rest = self.rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let found = rest.len() < self.rest.len();
        self.rest = rest;
        found.then_some(())
    }

    fn array(&mut self, depth: usize) -> Option<Value> {
        self.expect("[")?;
        let depth = self.deeper(depth)?;
        let mut items = Vec::new();
        self.skip_blank()?;
        if self.took("]") {
            return Some(Value::Array(items));
        }
        loop {
            items.push(self.value(depth)?);
            self.skip_blank()?;
            if self.took("]") {
                return Some(Value::Array(items));
            }
            self.expect(",")?;
            self.skip_blank()?;
        }
    }

    fn object(&mut self, depth: usize) -> Option<Value> {
        self.expect("{")?;
        let depth = self.deeper(depth)?;
        let mut members: Vec<(Text, Value)> = Vec::new();
        let mut places: HashMap<Text, usize> = HashMap::new();
        self.skip_blank()?;
        if self.took("}") {
            return Some(Value::Object(members));
        }
        loop {
            let key = self.text()?;
            self.skip_blank()?;
            self.expect(":")?;
            self.skip_blank()?;
            let value = self.value(depth)?;
            match places.get(&key).and_then(|place| members.get_mut(*place)) {
                Some(member) => member.1 = value,
                None => {
                    places.insert(key.clone(), members.len());
                    members.push((key, value));
                }
            }
            self.skip_blank()?;
            if self.took("}") {
                return Some(Value::Object(members));
            }
            self.expect(",")?;
            self.skip_blank()?;
        }
    }

    fn deeper(&self, depth: usize) -> Option<usize> {
        (depth < self.grammar.max_depth.min(MAX_DEPTH)).then_some(depth + 1)
    }

    fn text(&mut self) -> Option<Text> {
        self.expect("\"")?;
        let mut text = Text::new();
        loop {
            match self.next()? {
                '"' => return Some(text),
                '\\' => text.push(self.escape()?),
                c if c < ' ' => return None,
                c => text.push(u32::from(c)),
            }
        }
    }

    fn escape(&mut self) -> Option<u32> {
        let c = self.next()?;
        Some(match c {
            '"' | '\\' | '/' => u32::from(c),
            'b' => 8,
            'f' => 12,
            'n' => 10,
            'r' => 13,
            't' => 9,
            'u' => return self.unicode_escape(),
            c if c >= ' ' && self.grammar.escapes == Escapes::Loose => u32::from(c),
            _ => return None,
        })
    }

    fn unicode_escape(&mut self) -> Option<u32> {
        let unit = self.hex4()?;
        if !(0xD800..0xE000).contains(&unit) {
            return Some(unit);
        }
        let after = self.rest;
        if unit < 0xDC00 && self.took("\\u") {
            let low = self.hex4()?;
            if (0xDC00..0xE000).contains(&low) {
                return Some(0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00));
            }
            self.rest = after;
        }
        match self.grammar.lone_surrogates {
            LoneSurrogates::Kept => Some(unit),
            LoneSurrogates::Refused => None,
            LoneSurrogates::Replaced => Some(0xFFFD),
        }
    }

    fn hex4(&mut self) -> Option<u32> {
        let (digits, rest) = self.rest.split_at_checked(4)?;
        if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        self.rest = rest;
        u32::from_str_radix(digits, 16).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::super::grammar::STRICT;
    use super::{MAX_DEPTH, Value};

    fn refuses(text: &str) {
        assert_eq!(STRICT.parse(text), None, "{text}");
    }

    #[test]
    fn what_is_not_json_is_refused() {
        for text in [
            "",
            " ",
            "\u{feff}[]",
            "{'a': 1}",
            "01",
            "+1",
            "1.",
            ".5",
            "-",
            "1e",
            "1e+",
            "[1,]",
            "{\"a\":1,}",
            "[1 2]",
            "\"a",
            "\"\n\"",
            "\"\\x\"",
            "\"\\u12g4\"",
            "\"\\u+123\"",
            "nul",
            "True",
            "NaN",
            "Infinity",
            "[]x",
            "{\"a\"}",
            "{\"a\":}",
            "{1:2}",
            "/**/1",
            "[",
            "{",
            "]",
            "\u{a0}1",
            "\"\\ud800\\u12\"",
        ] {
            refuses(text);
        }
    }

    #[test]
    fn the_last_of_equal_keys_wins_in_the_place_of_the_first() {
        let number = |text: &str| Value::Number(text.to_owned());
        assert_eq!(
            STRICT.parse(r#"{"a":1,"b":2,"\u0061":3}"#),
            Some(Value::Object(vec![
                (vec![97], number("3")),
                (vec![98], number("2"))
            ]))
        );
    }

    #[test]
    fn surrogates_pair_up_and_lone_ones_stay() {
        assert_eq!(
            STRICT.parse(r#""\ud83c\ud83c\udf89\udf89""#),
            Some(Value::Text(vec![0xD83C, 0x1_F389, 0xDF89]))
        );
    }

    #[test]
    fn depth_is_bounded() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(STRICT.parse(&nested(MAX_DEPTH)).is_some());
        refuses(&nested(MAX_DEPTH + 1));
        refuses(&"[{\"a\":".repeat(200_000));
    }
}
