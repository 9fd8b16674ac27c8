//! Bytes for the eye: text where they are text, else a hex dump.

use std::fmt::Write as _;

use crate::delivery::Delivery;
use crate::report::{visible, visible_lines};

/// No more bytes than this are shown.
const SHOWN: usize = 4096;

/// The bytes as text with all that is invisible spelled out, or as a hex dump where they are no text.
pub(crate) fn readable(bytes: &[u8]) -> String {
    let shown = bytes.get(..SHOWN).unwrap_or(bytes);
    let mut text = match str::from_utf8(shown) {
        Ok(text) => visible_lines(text),
        // A character that the limit cut in two is still text.
        Err(error) if error.error_len().is_none() && shown.len() < bytes.len() => visible_lines(
            &String::from_utf8_lossy(shown.get(..error.valid_up_to()).unwrap_or_default()),
        ),
        Err(_) => hex_dump(shown),
    };
    if shown.len() < bytes.len() {
        let _ = write!(text, "\n… and {} bytes more", bytes.len() - shown.len());
    }
    text
}

/// A delivery as the HTTP message that it is; the parts of it that are no text are spelled out.
pub(crate) fn readable_message(delivery: &Delivery) -> String {
    let parts = delivery.url_parts();
    let mut text = format!("{} {}\n", visible(&delivery.method), visible(&delivery.url));
    if delivery.headers.first("host").is_none() && !parts.authority.is_empty() {
        let _ = writeln!(text, "Host: {}", visible(parts.authority));
    }
    for header in &delivery.headers {
        let _ = writeln!(
            text,
            "{}: {}",
            visible(&header.name),
            escaped_value(&header.value)
        );
    }
    if delivery.body.is_empty() {
        text.push_str("\n(no body)");
    } else {
        let _ = write!(text, "\n{}", readable(&delivery.body));
    }
    text
}

/// A header value in one line: valid UTF-8 as text, other bytes as `\xNN`.
fn escaped_value(value: &[u8]) -> String {
    let mut text = String::new();
    for chunk in value.utf8_chunks() {
        text.push_str(&visible(chunk.valid()));
        for byte in chunk.invalid() {
            let _ = write!(text, "\\x{byte:02x}");
        }
    }
    text
}

fn hex_dump(bytes: &[u8]) -> String {
    let rows = bytes.chunks(16).enumerate().map(|(row, chunk)| {
        let hex: String = chunk.iter().map(|byte| format!("{byte:02x} ")).collect();
        let text: String = chunk
            .iter()
            .map(|&byte| {
                if (b' '..=b'~').contains(&byte) {
                    char::from(byte)
                } else {
                    '.'
                }
            })
            .collect();
        format!("{:08x}  {hex:48} {text}", row * 16)
    });
    rows.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::{SHOWN, escaped_value, readable};

    fn check(bytes: &[u8], expected: &str) {
        assert_eq!(readable(bytes), expected);
    }

    #[test]
    fn text_stays_text() {
        check("{\"ä\": 1}\r\n".as_bytes(), "{\"ä\": 1}\\r\n");
        check(b"a\x1b[31m\0", "a\\x1b[31m\\x00");
    }

    #[test]
    fn other_bytes_are_dumped() {
        check(
            b"abcdefghijklmnop\xff",
            "00000000  61 62 63 64 65 66 67 68 69 6a 6b 6c 6d 6e 6f 70  abcdefghijklmnop\n\
             00000010  ff                                               .",
        );
        assert_eq!(escaped_value(b"t=1\xe9 \xc3\xa9"), "t=1\\xe9 é");
    }

    #[test]
    fn long_bytes_are_cut() {
        let text = "é".repeat(SHOWN);
        assert!(readable(format!("x{text}").as_bytes()).ends_with("é\n… and 4097 bytes more"));
        assert!(readable(&vec![0xff; SHOWN + 1]).ends_with("\n… and 1 bytes more"));
    }
}
