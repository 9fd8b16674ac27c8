//! Lines that fit a terminal.

/// Lines are broken here; command lines never.
const WIDTH: usize = 100;

/// The text broken at blanks; the first line begins after `first` blanks, the others after `rest`.
pub(crate) fn wrapped(text: &str, first: usize, rest: usize) -> String {
    let mut lines = " ".repeat(first);
    let mut column = first;
    let mut begun = false;
    for word in text.split(' ') {
        let width = word.chars().count();
        if begun && column + 1 + width > WIDTH {
            lines.push('\n');
            lines.push_str(&" ".repeat(rest));
            column = rest;
        } else if begun {
            lines.push(' ');
            column += 1;
        }
        lines.push_str(word);
        column += width;
        begun = true;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{WIDTH, wrapped};

    #[test]
    fn lines_are_broken_at_blanks() {
        let text = vec!["word"; 60].join(" ");
        let lines = wrapped(&text, 2, 4);
        assert!(lines.starts_with("  word word"), "{lines}");
        assert!(
            lines.lines().skip(1).all(|line| line.starts_with("    word")),
            "{lines}"
        );
        assert!(lines.lines().all(|line| line.len() <= WIDTH), "{lines}");
        assert_eq!(lines.split_whitespace().count(), 60);
    }

    #[test]
    fn long_words_stay_whole() {
        let word = "x".repeat(300);
        assert_eq!(wrapped(&word, 0, 4), word);
    }
}
