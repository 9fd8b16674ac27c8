//! The smallest difference between what was signed and what should have been, shown with a caret.

use std::fmt::Write as _;

/// How many characters are shown before the first difference, and after it.
const BEFORE: usize = 24;
const AFTER: usize = 40;

/// Where two base strings part.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference {
    /// The bytes that both begin with.
    pub at: usize,
    /// What was signed there, made visible.
    pub signed: String,
    /// What the scheme signs there, made visible.
    pub expected: String,
    /// The column of the caret under both.
    pub column: usize,
}

/// The first difference; none where the two are equal.
#[must_use]
pub fn difference(signed: &[u8], expected: &[u8]) -> Option<Difference> {
    if signed == expected {
        return None;
    }
    let same = signed.iter().zip(expected).take_while(|(a, b)| a == b).count();
    // A character is shown whole.
    let mut at = same;
    while at > 0
        && expected
            .get(at)
            .or_else(|| signed.get(at))
            .is_some_and(|byte| byte & 0xC0 == 0x80)
    {
        at -= 1;
    }
    let from = at.saturating_sub(BEFORE);
    let lead = if from > 0 { "…" } else { "" };
    let before = visible(signed.get(from..at).unwrap_or_default());
    let line = |text: &[u8]| {
        let end = text.len().min(at + AFTER);
        let tail = if end < text.len() { "…" } else { "" };
        let after = visible(text.get(at..end).unwrap_or_default());
        format!("{lead}{before}{after}{tail}")
    };
    Some(Difference {
        at: same,
        signed: line(signed),
        expected: line(expected),
        column: lead.chars().count() + before.chars().count(),
    })
}

impl Difference {
    /// Both lines with the caret, each led by what it is.
    #[must_use]
    pub fn lines(&self) -> String {
        let mut text = String::new();
        let _ = writeln!(text, "  signed:   {}", self.signed);
        let _ = writeln!(text, "  expected: {}", self.expected);
        let _ = writeln!(text, "            {}^ byte {}", " ".repeat(self.column), self.at);
        text
    }
}

/// Bytes for a terminal: one line, with escapes for what would not show.
pub(crate) fn visible(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '\n' => text.push_str("\\n"),
                '\r' => text.push_str("\\r"),
                '\t' => text.push_str("\\t"),
                // Both spellings of an escape must stay apart.
                '\\' => text.push_str("\\\\"),
                c if c.is_control() || is_hidden(c) => {
                    let _ = write!(text, "\\u{{{:x}}}", u32::from(c));
                }
                c => text.push(c),
            }
        }
        for byte in chunk.invalid() {
            let _ = write!(text, "\\x{byte:02x}");
        }
    }
    text
}

/// Characters without a width, or that turn the direction of a line.
const fn is_hidden(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn the_caret_stands_under_the_first_difference() {
        let found = difference(b"{\"a\": 1}", b"{\"a\":1}").unwrap();
        assert_eq!((found.at, found.column), (5, 5));
        assert_eq!(
            found.lines(),
            "  signed:   {\"a\": 1}\n  expected: {\"a\":1}\n                 ^ byte 5\n"
        );
        assert_eq!(difference(b"x", b"x"), None);
        let found = difference("é\n".as_bytes(), "è".as_bytes()).unwrap();
        assert_eq!((found.signed.as_str(), found.column), ("é\\n", 0));
        let long = [vec![b'a'; 100], vec![b'b'; 100]].concat();
        let found = difference(&long, &[b'a'; 100]).unwrap();
        assert_eq!((found.at, found.column), (100, 25));
        let found = difference(b"\xff", b"").unwrap();
        assert_eq!(found.signed, "\\xff");
    }
}
