//! How a tree is written: blanks, order and words, which all languages lay out alike but for a few settings.

use super::value::{Text, Value};

/// Appends what it is given in a language's spelling; `None` where the language refuses to write it.
pub(super) type Write<T> = fn(&T, &mut Vec<u8>) -> Option<()>;

/// One language's writer.
#[derive(Clone, Copy)]
pub(super) struct Layout {
    pub(super) colon: &'static str,
    pub(super) comma: &'static str,
    /// Blanks a level, with a line for each item; `None` writes one line.
    pub(super) indent: Option<usize>,
    pub(super) number: Write<str>,
    pub(super) order: Order,
    pub(super) text: Write<[u32]>,
    /// How `true`, `false` and `null` are written.
    pub(super) words: [&'static str; 3],
}

/// The order of an object's members.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    AsRead,
    /// By code points, which is the order of UTF-8 bytes too.
    ByKey,
    /// Keys that are array indexes first, by value; then the others as read.
    IndexesFirst,
}

/// JSON without a blank, members as read; languages state how they differ with struct update syntax.
pub(super) const COMPACT: Layout = Layout {
    colon: ":",
    comma: ",",
    indent: None,
    number: as_spelled,
    order: Order::AsRead,
    text: plain_text,
    words: ["true", "false", "null"],
};

impl Layout {
    /// The bytes of `value`.
    pub(super) fn write(&self, value: &Value) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        self.value(value, 1, &mut out)?;
        Some(out)
    }

    fn value(&self, value: &Value, level: usize, out: &mut Vec<u8>) -> Option<()> {
        let [yes, no, null] = self.words;
        match value {
            Value::Array(items) => {
                self.list([b'[', b']'], items, level, out, |item, out| {
                    self.value(item, level + 1, out)
                })?;
            }
            Value::Bool(true) => out.extend_from_slice(yes.as_bytes()),
            Value::Bool(false) => out.extend_from_slice(no.as_bytes()),
            Value::Null => out.extend_from_slice(null.as_bytes()),
            Value::Number(lexeme) => (self.number)(lexeme, out)?,
            Value::Object(members) => {
                let members = self.ordered(members);
                self.list([b'{', b'}'], &members, level, out, |(key, value), out| {
                    (self.text)(key, out)?;
                    out.extend_from_slice(self.colon.as_bytes());
                    self.value(value, level + 1, out)
                })?;
            }
            Value::Text(text) => (self.text)(text, out)?,
        }
        Some(())
    }

    fn list<T>(
        &self,
        [open, close]: [u8; 2],
        items: &[T],
        level: usize,
        out: &mut Vec<u8>,
        write: impl Fn(&T, &mut Vec<u8>) -> Option<()>,
    ) -> Option<()> {
        out.push(open);
        for (i, item) in items.iter().enumerate() {
            if i > 0 {
                out.extend_from_slice(self.comma.as_bytes());
            }
            self.line(level, out);
            write(item, out)?;
        }
        if !items.is_empty() {
            self.line(level - 1, out);
        }
        out.push(close);
        Some(())
    }

    fn line(&self, level: usize, out: &mut Vec<u8>) {
        if let Some(width) = self.indent {
            out.push(b'\n');
            out.resize(out.len() + width * level, b' ');
        }
    }

    fn ordered<'a>(&self, members: &'a [(Text, Value)]) -> Vec<&'a (Text, Value)> {
        let mut members: Vec<_> = members.iter().collect();
        match self.order {
            Order::AsRead => {}
            Order::ByKey => members.sort_by(|a, b| a.0.cmp(&b.0)),
            // The sort is stable, so that keys without index stay as read behind the others.
            Order::IndexesFirst => members.sort_by_key(|(key, _)| array_index(key).unwrap_or(u32::MAX)),
        }
        members
    }
}

/// The array index that a key spells canonically: 0 to 2^32 - 2.
pub(super) fn array_index(key: &[u32]) -> Option<u32> {
    let text: String = key
        .iter()
        .map(|c| char::from_u32(*c).filter(char::is_ascii_digit))
        .collect::<Option<_>>()?;
    let index: u32 = text.parse().ok()?;
    (index < u32::MAX && (index == 0) == text.starts_with('0') && (index > 0 || text.len() == 1))
        .then_some(index)
}

/// A number as the document spells it.
pub(super) fn as_spelled(lexeme: &str, out: &mut Vec<u8>) -> Option<()> {
    out.extend_from_slice(lexeme.as_bytes());
    Some(())
}

/// A string with the escapes that JSON demands, everything else raw; refuses lone surrogates.
pub(super) fn plain_text(text: &[u32], out: &mut Vec<u8>) -> Option<()> {
    quoted(text, out, |_, _| Some(Escaped::No))
}

/// What a language did with a character that JSON lets stand raw.
pub(super) enum Escaped {
    /// Nothing: it stands raw.
    No,
    /// It is written.
    Yes,
}

/// A string with the escapes that JSON demands; `escape` is asked first about each other character.
pub(super) fn quoted(
    text: &[u32],
    out: &mut Vec<u8>,
    escape: fn(u32, &mut Vec<u8>) -> Option<Escaped>,
) -> Option<()> {
    out.push(b'"');
    for &c in text {
        match c {
            0x08 => out.extend_from_slice(b"\\b"),
            0x09 => out.extend_from_slice(b"\\t"),
            0x0A => out.extend_from_slice(b"\\n"),
            0x0C => out.extend_from_slice(b"\\f"),
            0x0D => out.extend_from_slice(b"\\r"),
            0x22 => out.extend_from_slice(b"\\\""),
            0x5C => out.extend_from_slice(b"\\\\"),
            _ => match escape(c, out)? {
                Escaped::Yes => {}
                Escaped::No if c < 0x20 => unicode_escape(c, out),
                Escaped::No => raw(c, out)?,
            },
        }
    }
    out.push(b'"');
    Some(())
}

/// `c` in UTF-8; refuses lone surrogates.
pub(super) fn raw(c: u32, out: &mut Vec<u8>) -> Option<()> {
    out.extend_from_slice(char::from_u32(c)?.encode_utf8(&mut [0; 4]).as_bytes());
    Some(())
}

/// `\u001f`; two of them beyond U+FFFF.
pub(super) fn unicode_escape(c: u32, out: &mut Vec<u8>) {
    match char::from_u32(c) {
        Some(c) => {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.extend_from_slice(format!("\\u{unit:04x}").as_bytes());
            }
        }
        None => out.extend_from_slice(format!("\\u{c:04x}").as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::array_index;

    fn check(key: &str, expected: Option<u32>) {
        let key: Vec<u32> = key.chars().map(u32::from).collect();
        assert_eq!(array_index(&key), expected);
    }

    #[test]
    fn only_canonical_indexes_are_indexes() {
        check("0", Some(0));
        check("10", Some(10));
        check("4294967294", Some(4_294_967_294));
        for key in [
            "",
            "00",
            "01",
            "-1",
            "+1",
            "1.0",
            " 1",
            "4294967295",
            "99999999999",
            "٣",
        ] {
            check(key, None);
        }
    }
}
