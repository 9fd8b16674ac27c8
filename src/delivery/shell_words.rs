//! The words of a POSIX or Bash command line, as bytes. Nothing is executed and nothing is expanded, but for the
//! `printf` with which `sign --format curl` writes bytes that are no text.

/// What is wrong with a command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ShellError {
    /// A quote without its partner.
    #[error("a quote that begins at byte {0} has no end")]
    Quote(usize),
    /// An expansion that only a shell can do.
    #[error("byte {0} begins an expansion that only a shell can do; write the value itself")]
    Expansion(usize),
}

/// A word, or what separates commands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A bare `|`, `;` or `&`.
    Operator(u8),
    Word(Vec<u8>),
}

/// Reads a command line. A backslash before a line end continues the line, with LF and with CRLF.
pub(super) fn shell_tokens(line: &[u8]) -> Result<Vec<Token>, ShellError> {
    let mut reader = Reader { line, at: 0 };
    let mut tokens = Vec::new();
    let mut word: Option<Vec<u8>> = None;
    while let Some(byte) = reader.next() {
        let begin = reader.at - 1;
        let mut current = || word.take().unwrap_or_default();
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => tokens.extend(word.take().map(Token::Word)),
            b'|' | b';' | b'&' | b'<' | b'>' => {
                tokens.extend(word.take().map(Token::Word));
                tokens.push(Token::Operator(byte));
            }
            b'\'' => word = Some([current(), reader.single(begin)?].concat()),
            b'"' => word = Some([current(), reader.double(begin)?].concat()),
            b'$' if reader.took(b"'") => word = Some([current(), reader.dollar(begin)?].concat()),
            b'$' if reader.is_expansion() => return Err(ShellError::Expansion(begin)),
            b'`' => return Err(ShellError::Expansion(begin)),
            b'\\' if reader.took(b"\r\n") || reader.took(b"\n") => {}
            b'\\' => word = Some([current(), reader.next().into_iter().collect()].concat()),
            byte => word = Some([current(), vec![byte]].concat()),
        }
    }
    tokens.extend(word.map(Token::Word));
    Ok(tokens)
}

struct Reader<'a> {
    line: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<u8> {
        let byte = self.line.get(self.at).copied()?;
        self.at += 1;
        Some(byte)
    }

    fn took(&mut self, text: &[u8]) -> bool {
        let is_next = self
            .line
            .get(self.at..)
            .is_some_and(|rest| rest.starts_with(text));
        if is_next {
            self.at += text.len();
        }
        is_next
    }

    fn is_expansion(&self) -> bool {
        self.line
            .get(self.at)
            .is_some_and(|byte| byte.is_ascii_alphanumeric() || b"_({".contains(byte))
    }

    fn single(&mut self, begin: usize) -> Result<Vec<u8>, ShellError> {
        let mut text = Vec::new();
        loop {
            match self.next().ok_or(ShellError::Quote(begin))? {
                b'\'' => return Ok(text),
                byte => text.push(byte),
            }
        }
    }

    fn double(&mut self, begin: usize) -> Result<Vec<u8>, ShellError> {
        let mut text = Vec::new();
        loop {
            match self.next().ok_or(ShellError::Quote(begin))? {
                b'"' => return Ok(text),
                b'\\' if self.took(b"\r\n") || self.took(b"\n") => {}
                b'\\' => {
                    let next = self.next().ok_or(ShellError::Quote(begin))?;
                    if !b"\"\\$`".contains(&next) {
                        text.push(b'\\');
                    }
                    text.push(next);
                }
                b'$' if self.took(b"(printf '%b' '") => {
                    let octal = self.single(begin)?;
                    if !self.took(b")") {
                        return Err(ShellError::Expansion(begin));
                    }
                    text.extend(printed(&octal));
                }
                b'$' if self.is_expansion() => return Err(ShellError::Expansion(self.at - 1)),
                b'`' => return Err(ShellError::Expansion(self.at - 1)),
                byte => text.push(byte),
            }
        }
    }

    /// The escapes of `$'…'`.
    fn dollar(&mut self, begin: usize) -> Result<Vec<u8>, ShellError> {
        let mut text = Vec::new();
        loop {
            match self.next().ok_or(ShellError::Quote(begin))? {
                b'\'' => return Ok(text),
                b'\\' => match self.next().ok_or(ShellError::Quote(begin))? {
                    b'a' => text.push(7),
                    b'b' => text.push(8),
                    b'e' | b'E' => text.push(27),
                    b'f' => text.push(12),
                    b'n' => text.push(b'\n'),
                    b'r' => text.push(b'\r'),
                    b't' => text.push(b'\t'),
                    b'v' => text.push(11),
                    b'x' => text.push(self.number(16, 2).to_le_bytes()[0]),
                    b'u' => self.unicode(4, &mut text),
                    b'U' => self.unicode(8, &mut text),
                    b'0'..=b'7' => {
                        self.at -= 1;
                        text.push(self.number(8, 3).to_le_bytes()[0]);
                    }
                    byte @ (b'\\' | b'\'' | b'"' | b'?') => text.push(byte),
                    byte => text.extend([b'\\', byte]),
                },
                byte => text.push(byte),
            }
        }
    }

    fn unicode(&mut self, n_digits: usize, text: &mut Vec<u8>) {
        let c = char::from_u32(self.number(16, n_digits)).unwrap_or(char::REPLACEMENT_CHARACTER);
        text.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    }

    fn number(&mut self, radix: u32, n_digits: usize) -> u32 {
        let mut number = 0_u32;
        for _ in 0..n_digits {
            let digit = self
                .line
                .get(self.at)
                .and_then(|byte| char::from(*byte).to_digit(radix));
            let Some(digit) = digit else { break };
            number = number.wrapping_mul(radix).wrapping_add(digit);
            self.at += 1;
        }
        number
    }
}

/// What `printf '%b'` prints of a text that only has octal escapes.
pub(super) fn printed(text: &[u8]) -> Vec<u8> {
    let mut reader = Reader { line: text, at: 0 };
    let mut out = Vec::new();
    while let Some(byte) = reader.next() {
        match byte {
            b'\\' if reader.took(b"0") => out.push(reader.number(8, 3).to_le_bytes()[0]),
            b'\\' if reader.took(b"n") => out.push(b'\n'),
            b'\\' if reader.took(b"\\") => out.push(b'\\'),
            byte => out.push(byte),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{ShellError, Token, shell_tokens};

    fn check(line: &str, expected: &[&str]) {
        let tokens = shell_tokens(line.as_bytes()).unwrap();
        let words: Vec<_> = tokens
            .into_iter()
            .map(|token| match token {
                Token::Word(word) => String::from_utf8(word).unwrap(),
                Token::Operator(byte) => format!("OP{}", char::from(byte)),
            })
            .collect();
        assert_eq!(words, expected, "{line}");
    }

    #[test]
    fn words_are_read_as_a_shell_reads_them() {
        check("a  b\tc\n", &["a", "b", "c"]);
        check(r#"'a b' "c d" e\ f"#, &["a b", "c d", "e f"]);
        check(r"'it'\''s'", &["it's"]);
        check(r#""a\"b\\c\n$ d""#, &["a\"b\\c\\n$ d"]);
        check(r"$'a\tb\'c\x41\u00e9\101\n'", &["a\tb'cAéA\n"]);
        check("a \\\n b \\\r\n c", &["a", "b", "c"]);
        check("''", &[""]);
        check("a|b;c", &["a", "OP|", "b", "OP;", "c"]);
        check(r#""$(printf '%b' 'a\0303\0251')""#, &["aé"]);
    }

    #[test]
    fn what_only_a_shell_can_do_is_refused() {
        for (line, error) in [
            ("a 'b", ShellError::Quote(2)),
            ("\"b", ShellError::Quote(0)),
            ("$HOME", ShellError::Expansion(0)),
            ("a$(date)", ShellError::Expansion(1)),
            ("\"${A}\"", ShellError::Expansion(1)),
            ("`date`", ShellError::Expansion(0)),
        ] {
            assert_eq!(shell_tokens(line.as_bytes()), Err(error), "{line}");
        }
    }
}
