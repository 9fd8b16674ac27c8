//! A delivery as a `curl` command line that runs as printed in a POSIX shell.

use std::fmt::Write as _;

use crate::delivery::Delivery;

/// A longer body goes through standard input, for systems limit the length of an argument.
const LONGEST_ARGUMENT: usize = 32 * 1024;

/// A command line that sends `delivery` to `url`: method, headers and body byte for byte, quotes, line ends
/// and bytes that are no text included.
#[must_use]
pub fn write_curl(delivery: &Delivery, url: &str) -> String {
    let mut line = String::from("curl -sS -i");
    match delivery.method.as_str() {
        // With `-X HEAD` curl would wait for a body that never comes.
        "HEAD" => line.push_str(" -I"),
        method => {
            let _ = write!(line, " -X {}", quoted(method.as_bytes()));
        }
    }
    if url.contains(['[', ']', '{', '}']) {
        line.push_str(" -g");
    }
    if url.contains("/.") {
        line.push_str(" --path-as-is");
    }
    let _ = write!(line, " {}", quoted(url.as_bytes()));
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
    let bodiless = matches!(delivery.method.as_str(), "DELETE" | "GET" | "HEAD" | "OPTIONS");
    if delivery.body.is_empty() && bodiless {
        return line;
    }
    if delivery.headers.first("content-type").is_none() {
        // Else curl would add a type of its own.
        line.push_str(" -H 'Content-Type:'");
    }
    // An `@` in front would name a file.
    let fits = delivery.body.len() <= LONGEST_ARGUMENT && delivery.body.first() != Some(&b'@');
    match single_quoted(&delivery.body) {
        Some(body) if fits => format!("{line} --data-binary {body}"),
        _ => format!(
            "printf '%b' '{}' | {line} --data-binary @-",
            octal(&delivery.body)
        ),
    }
}

/// One word of a POSIX shell: bare or in single quotes where all of it is printable, else through `printf`.
fn quoted(bytes: &[u8]) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_./:=%@,+".contains(byte);
    if !bytes.is_empty() && bytes.iter().all(plain) {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    // The substitution would cut final line ends, which neither a header nor a URL can have.
    single_quoted(bytes).unwrap_or_else(|| format!("\"$(printf '%b' '{}')\"", octal(bytes)))
}

/// The bytes in single quotes; `None` if a terminal would not show them as they are.
fn single_quoted(bytes: &[u8]) -> Option<String> {
    let text = str::from_utf8(bytes).ok()?;
    let shows = |c: char| matches!(c, ' '..='~' | '\n') || (!c.is_ascii() && c.is_alphanumeric());
    text.chars()
        .all(shows)
        .then(|| format!("'{}'", text.replace('\'', r"'\''")))
}

/// Bytes as `printf '%b'` reads them, fit for single quotes. An interactive shell acts on `!`.
fn octal(bytes: &[u8]) -> String {
    let mut text = String::new();
    for &byte in bytes {
        match byte {
            b' '..=b'~' if !b"\\'!".contains(&byte) => text.push(char::from(byte)),
            _ => {
                let _ = write!(text, "\\0{byte:03o}");
            }
        }
    }
    text
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
