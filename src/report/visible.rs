//! Text from targets made harmless: one line, and nothing in it that a terminal or a browser acts on.

use std::fmt::Write as _;

/// The text with control characters, line ends and characters that turn the direction of writing spelled
/// out: `\n`, `\x1b`, `\u{202e}`.
#[must_use]
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            c if c.is_ascii_control() => {
                let _ = write!(shown, "\\x{:02x}", u32::from(c));
            }
            c if c.is_control() || misleads(c) => {
                let _ = write!(shown, "\\u{{{:x}}}", u32::from(c));
            }
            c => shown.push(c),
        }
    }
    shown
}

/// The same line by line: line ends stay.
#[must_use]
pub fn visible_lines(text: &str) -> String {
    text.split('\n').map(visible).collect::<Vec<_>>().join("\n")
}

/// Marks of direction, separators of lines, characters that nobody sees or that XML forbids.
pub(super) const fn misleads(c: char) -> bool {
    matches!(
        c,
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}'
    )
}

#[cfg(test)]
mod tests {
    use super::visible;

    fn check(text: &str, expected: &str) {
        assert_eq!(visible(text), expected);
    }

    #[test]
    fn plain_text_stays() {
        check(
            "reject: wrong \\ signature, ümlaut, 日本 ✗",
            "reject: wrong \\ signature, ümlaut, 日本 ✗",
        );
    }

    #[test]
    fn controls_are_spelled_out() {
        check("a\r\nb\tc", "a\\r\\nb\\tc");
        check("\u{1b}[31mred\0\u{7f}\u{9b}", "\\x1b[31mred\\x00\\x7f\\u{9b}");
    }

    #[test]
    fn marks_of_direction_are_spelled_out() {
        check(
            "a\u{202e}b\u{2028}c\u{200b}\u{feff}",
            "a\\u{202e}b\\u{2028}c\\u{200b}\\u{feff}",
        );
    }
}
