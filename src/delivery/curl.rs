//! A delivery as a `curl` command line that runs as printed in a POSIX shell.

use std::fmt::Write as _;

use crate::delivery::Delivery;

/// A command line that sends `delivery` to `url`: method, headers and body byte for byte, quotes, line ends
/// and bytes that are no text included.
#[must_use]
pub fn write_curl(delivery: &Delivery, url: &str) -> String {
    let mut line = format!(
        "curl -sS -i -X {} {}",
        quoted(delivery.method.as_bytes()),
        quoted(url.as_bytes())
    );
    let has_type = delivery.headers.first("content-type").is_some();
    for header in &delivery.headers {
        if header.name.eq_ignore_ascii_case("content-length") || header.name.eq_ignore_ascii_case("host") {
            continue;
        }
        // An empty value is written with `;`, for `Name:` would drop the header.
        let text = match header.value.as_slice() {
            [] => [header.name.as_bytes(), b";"].concat(),
            value => [header.name.as_bytes(), b": ", value].concat(),
        };
        let _ = write!(line, " -H {}", quoted(&text));
    }
    if !delivery.body.is_empty() {
        if !has_type {
            // Else curl would add a type of its own.
            line.push_str(" -H 'Content-Type:'");
        }
        // An `@` in front would name a file, and arguments hold no NUL: both go through standard input.
        if delivery.body.first() == Some(&b'@') || delivery.body.contains(&0) {
            return format!(
                "printf '%b' {} | {line} --data-binary @-",
                quoted(&octal(&delivery.body))
            );
        }
        let _ = write!(line, " --data-binary {}", quoted(&delivery.body));
    }
    line
}

/// One word of a POSIX shell: in single quotes where all bytes are printable, else through `printf`.
fn quoted(bytes: &[u8]) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_./:=%@,+".contains(byte);
    match str::from_utf8(bytes) {
        Ok(text) if !text.is_empty() && bytes.iter().all(plain) => text.to_owned(),
        Ok(text) if !text.chars().any(|c| c.is_control() && c != '\n') => {
            format!("'{}'", text.replace('\'', r"'\''"))
        }
        // The dot keeps final line ends, which a command substitution cuts.
        _ => format!("\"$(printf '%b.' {} | sed '$ s/.$//')\"", quoted(&octal(bytes))),
    }
}

/// Bytes as `printf '%b'` reads them.
fn octal(bytes: &[u8]) -> Vec<u8> {
    let mut text = String::new();
    for &byte in bytes {
        match byte {
            b' '..=b'~' if byte != b'\\' => text.push(char::from(byte)),
            _ => {
                let _ = write!(text, "\\0{byte:03o}");
            }
        }
    }
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::write_curl;
    use crate::delivery::Delivery;

    #[test]
    fn words_are_quoted() {
        let mut delivery = Delivery::post("https://h.example/x", "{\"a\":\"it's\n\"}");
        delivery.headers.push("X-A", "b c");
        delivery.headers.push("X-E", "");
        delivery.headers.push("content-length", "3");
        assert_eq!(
            write_curl(&delivery, "http://127.0.0.1/h?x=1&y"),
            "curl -sS -i -X POST 'http://127.0.0.1/h?x=1&y' -H 'X-A: b c' -H 'X-E;' -H 'Content-Type:' \
             --data-binary '{\"a\":\"it'\\''s\n\"}'"
        );
    }

    #[test]
    fn bytes_go_through_printf() {
        let delivery = Delivery::post("http://h/", vec![0, b'a', 0xff]);
        let line = write_curl(&delivery, "http://h/");
        assert!(line.starts_with(r"printf '%b' '\0000a\0377' | curl"), "{line}");
        assert!(line.ends_with("--data-binary @-"), "{line}");
    }
}
