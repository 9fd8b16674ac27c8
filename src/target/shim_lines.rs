//! Cutting a stream into lines without ever holding more than a bounded part of one.

use std::collections::VecDeque;

/// The longest line that is kept whole; the answer to `sign` for a body of 1 MiB has 1.4 MB.
const LONGEST_LINE: usize = 4 * 1024 * 1024;

/// The longest line of standard error that is kept.
const LONGEST_LOG_LINE: usize = 2_000;

/// How much of a line that is too long is kept.
const BEGINNING: usize = 1_024;

/// How many lines of standard error are kept for messages.
const LAST_LINES: usize = 12;

/// A line without its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// All of it.
    Whole(Vec<u8>),
    /// The beginning of one that is longer than any answer.
    TooLong(Vec<u8>),
}

/// Cuts chunks into lines.
#[derive(Debug)]
pub(crate) struct LineCutter {
    partial: Vec<u8>,
    longest: usize,
    skipping: bool,
}

impl Default for LineCutter {
    fn default() -> Self {
        Self::with_limit(LONGEST_LINE)
    }
}

impl LineCutter {
    /// For standard error.
    pub(crate) fn short() -> Self {
        Self::with_limit(LONGEST_LOG_LINE)
    }

    fn with_limit(longest: usize) -> Self {
        Self {
            partial: Vec::new(),
            longest,
            skipping: false,
        }
    }

    /// The lines that end in this chunk, and those that have just become too long.
    pub(crate) fn cut(&mut self, chunk: &[u8]) -> Vec<Line> {
        let mut lines = Vec::new();
        for piece in chunk.split_inclusive(|&byte| byte == b'\n') {
            let (text, ends) = match piece.strip_suffix(b"\n") {
                Some(text) => (text, true),
                None => (piece, false),
            };
            if !self.skipping {
                self.partial.extend_from_slice(text);
                if self.partial.len() > self.longest {
                    self.partial.truncate(BEGINNING);
                    lines.push(Line::TooLong(std::mem::take(&mut self.partial)));
                    self.skipping = true;
                } else if ends {
                    lines.push(Line::Whole(std::mem::take(&mut self.partial)));
                }
            }
            self.skipping = self.skipping && !ends;
        }
        lines
    }

    /// What stands after the last line end.
    pub(crate) fn rest(self) -> Option<Line> {
        (!self.partial.is_empty()).then_some(Line::Whole(self.partial))
    }
}

/// The last lines of a log.
#[derive(Debug, Default)]
pub(crate) struct LastLines {
    lines: VecDeque<String>,
    complete: bool,
}

impl LastLines {
    pub(crate) fn push(&mut self, line: Line) {
        let text = match line {
            Line::Whole(bytes) => String::from_utf8_lossy(&bytes).trim_end().to_owned(),
            // A part of it could end inside a secret, where no redaction finds it.
            Line::TooLong(_) => "(a very long line)".to_owned(),
        };
        self.lines.push_back(text);
        if self.lines.len() > LAST_LINES {
            self.lines.pop_front();
        }
    }

    /// The log has ended.
    pub(crate) fn complete(&mut self) {
        self.complete = true;
    }

    pub(crate) fn is_complete(&self) -> bool {
        self.complete
    }

    pub(crate) fn text(&self) -> String {
        self.lines.iter().cloned().collect::<Vec<_>>().join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::{LastLines, Line, LineCutter};

    fn whole(text: &str) -> Line {
        Line::Whole(text.as_bytes().to_vec())
    }

    #[test]
    fn lines_are_cut_across_chunks() {
        let mut cutter = LineCutter::default();
        assert_eq!(cutter.cut(b"a\nbc"), [whole("a")]);
        assert_eq!(cutter.cut(b"d"), []);
        assert_eq!(cutter.cut(b"\n\ne"), [whole("bcd"), whole("")]);
        assert_eq!(cutter.rest(), Some(whole("e")));
    }

    #[test]
    fn a_line_without_end_takes_no_memory() {
        let mut cutter = LineCutter::with_limit(10);
        let mut lines = Vec::new();
        for _ in 0..1_000 {
            lines.extend(cutter.cut(&[b'x'; 100]));
            assert!(cutter.partial.capacity() < 2_000);
        }
        assert_eq!(lines, [Line::TooLong(vec![b'x'; 100])]);
        assert_eq!(cutter.cut(b"x\ny\n"), [whole("y")]);
        assert_eq!(cutter.rest(), None);
    }

    #[test]
    fn only_the_last_lines_are_kept() {
        let mut last = LastLines::default();
        (0..50).for_each(|n| last.push(whole(&n.to_string())));
        assert!(last.text().starts_with("38\n"), "{}", last.text());
        assert!(last.text().ends_with("\n49"));
    }
}
