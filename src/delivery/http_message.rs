//! A delivery as a raw HTTP/1.1 message, as captured from the wire or saved in a file.

use crate::delivery::{Delivery, Headers};

/// What is wrong with a raw HTTP message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MessageError {
    /// The first line is not `METHOD TARGET HTTP/1.x`.
    #[error("line 1 is not an HTTP request line such as `POST /hook HTTP/1.1`")]
    RequestLine,
    /// A header line has no colon, or its name is not an HTTP token.
    #[error("line {0} is not a header line `Name: value`")]
    HeaderLine(usize),
    /// There is no empty line after the headers.
    #[error("there is no empty line between the headers and the body")]
    NoEndOfHeaders,
    /// Content-Length is not a number.
    #[error("Content-Length is not a number")]
    ContentLength,
    /// The message ends before its body does.
    #[error("the body has {actual} bytes, Content-Length says {stated}")]
    TornBody {
        /// What Content-Length says.
        stated: usize,
        /// How many bytes there are.
        actual: usize,
    },
    /// The chunked framing is broken.
    #[error("the chunked body is broken at byte {0}")]
    Chunk(usize),
}

/// Reads a request. Lines end with CRLF or LF. Without `Content-Length` and chunked framing the body is
/// all that follows the empty line; bytes after the stated length are dropped, because editors add a
/// final line end. A relative target is completed with `Host` to an `https` URL where that names a host.
///
/// # Errors
/// When the request line, a header line or the body's framing is broken.
pub fn parse_http_message(message: &[u8]) -> Result<Delivery, MessageError> {
    let (mut delivery, rest) = head(message)?;
    delivery.body = unframed(&delivery.headers, rest)?;
    Ok(delivery)
}

/// Reads the lines before a body that is kept elsewhere; without a request line it is a `POST` to `/`. Neither
/// `Content-Length` nor `Transfer-Encoding` counts.
///
/// # Errors
/// When the request line or a header line is broken.
pub fn parse_http_head(lines: &[u8], body: Vec<u8>) -> Result<Delivery, MessageError> {
    let lines = lines.trim_ascii();
    let first = lines.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let has_request_line = first.windows(6).any(|window| window == b" HTTP/");
    let lead: &[u8] = if has_request_line {
        b""
    } else {
        b"POST / HTTP/1.1\r\n"
    };
    let (delivery, _) = head(&[lead, lines, b"\r\n\r\n"].concat())?;
    Ok(Delivery { body, ..delivery })
}

/// The request line and the headers, and what follows the empty line.
fn head(message: &[u8]) -> Result<(Delivery, &[u8]), MessageError> {
    let mut rest = message;
    let first = take_line(&mut rest).ok_or(MessageError::RequestLine)?;
    let first = str::from_utf8(first).map_err(|_| MessageError::RequestLine)?;
    let mut words = first.split(' ');
    let (Some(method), Some(target), Some(version), None) =
        (words.next(), words.next(), words.next(), words.next())
    else {
        return Err(MessageError::RequestLine);
    };
    if !is_token(method.as_bytes()) || target.is_empty() || !version.starts_with("HTTP/") {
        return Err(MessageError::RequestLine);
    }
    let mut headers = Headers::new();
    let mut number = 1;
    loop {
        let line = take_line(&mut rest).ok_or(MessageError::NoEndOfHeaders)?;
        number += 1;
        if line.is_empty() {
            break;
        }
        let colon = line
            .iter()
            .position(|&byte| byte == b':')
            .ok_or(MessageError::HeaderLine(number))?;
        let (name, value) = line.split_at(colon);
        if !is_token(name) {
            return Err(MessageError::HeaderLine(number));
        }
        headers.push(
            String::from_utf8_lossy(name),
            trim_blanks(value.get(1..).unwrap_or_default()),
        );
    }
    let url = match headers.text("host") {
        Some(host) if target.starts_with('/') && is_authority(host) => format!("https://{host}{target}"),
        _ => target.to_owned(),
    };
    let delivery = Delivery {
        method: method.to_owned(),
        url,
        headers,
        body: Vec::new(),
    };
    Ok((delivery, rest))
}

/// Whether the text can stand between `https://` and the path without becoming a part of something else.
fn is_authority(host: &str) -> bool {
    !host.contains(|c: char| "/?#@\\".contains(c) || c.is_whitespace() || c.is_control())
}

/// Writes a request with the exact body bytes. `Host` and `Content-Length` are added where they are missing.
#[must_use]
pub fn write_http_message(delivery: &Delivery) -> Vec<u8> {
    let parts = delivery.url_parts();
    let mut message = format!("{} {} HTTP/1.1\r\n", delivery.method, parts.request_target()).into_bytes();
    let mut line = |name: &str, value: &[u8]| {
        message.extend_from_slice(name.as_bytes());
        message.extend_from_slice(b": ");
        message.extend_from_slice(value);
        message.extend_from_slice(b"\r\n");
    };
    if delivery.headers.first("host").is_none() && !parts.authority.is_empty() {
        line(
            "Host",
            parts
                .authority
                .rsplit_once('@')
                .map_or(parts.authority, |(_, host)| host)
                .as_bytes(),
        );
    }
    for header in &delivery.headers {
        line(&header.name, &header.value);
    }
    if delivery.headers.first("content-length").is_none() {
        line("Content-Length", delivery.body.len().to_string().as_bytes());
    }
    message.extend_from_slice(b"\r\n");
    message.extend_from_slice(&delivery.body);
    message
}

fn unframed(headers: &Headers, rest: &[u8]) -> Result<Vec<u8>, MessageError> {
    let chunked = headers
        .text("transfer-encoding")
        .is_some_and(|v| v.to_ascii_lowercase().ends_with("chunked"));
    if chunked {
        return dechunked(rest);
    }
    let Some(stated) = headers.first("content-length") else {
        return Ok(rest.to_vec());
    };
    let stated: usize = str::from_utf8(stated)
        .ok()
        .and_then(|text| text.parse().ok())
        .ok_or(MessageError::ContentLength)?;
    rest.get(..stated)
        .map(<[u8]>::to_vec)
        .ok_or(MessageError::TornBody {
            stated,
            actual: rest.len(),
        })
}

fn dechunked(chunks: &[u8]) -> Result<Vec<u8>, MessageError> {
    let mut body = Vec::new();
    let mut rest = chunks;
    loop {
        let broken = MessageError::Chunk(chunks.len() - rest.len());
        let line = take_line(&mut rest).ok_or_else(|| broken.clone())?;
        let size = line.split(|&byte| byte == b';').next().unwrap_or_default();
        let size = str::from_utf8(trim_blanks(size))
            .ok()
            .and_then(|s| usize::from_str_radix(s, 16).ok());
        let size = size.ok_or_else(|| broken.clone())?;
        if size == 0 {
            return Ok(body);
        }
        body.extend_from_slice(rest.get(..size).ok_or_else(|| broken.clone())?);
        rest = rest.get(size..).unwrap_or_default();
        if take_line(&mut rest) != Some(b"") {
            return Err(broken);
        }
    }
}

fn take_line<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let end = rest.iter().position(|&byte| byte == b'\n')?;
    let (line, after) = rest.split_at(end);
    *rest = after.get(1..).unwrap_or_default();
    Some(line.strip_suffix(b"\r").unwrap_or(line))
}

fn trim_blanks(mut text: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] | [rest @ .., b' ' | b'\t'] = text {
        text = rest;
    }
    text
}

/// Whether a text is a token of HTTP, as the names of headers and methods are.
pub(crate) fn is_token(text: &[u8]) -> bool {
    !text.is_empty()
        && text
            .iter()
            .all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(b))
}

#[cfg(test)]
mod tests {
    use super::{MessageError, parse_http_message, write_http_message};
    use crate::delivery::Delivery;

    #[test]
    fn written_messages_are_read_back() {
        let mut delivery = Delivery::post("https://h.example/x?y=1", b"a\r\n\r\nb\xff".to_vec());
        delivery.headers.push("X-Sig", vec![0xe9]);
        delivery.headers.push("x-sig", "");
        let read = parse_http_message(&write_http_message(&delivery)).unwrap();
        assert_eq!(read.body, delivery.body);
        assert_eq!(read.url, delivery.url);
        assert_eq!(read.headers.values("x-sig").count(), 2);
    }

    #[test]
    fn a_host_that_names_none_is_no_part_of_the_url() {
        let url = |host: &str| {
            parse_http_message(format!("POST /x HTTP/1.1\nHost: {host}\n\n").as_bytes())
                .unwrap()
                .url
        };
        assert_eq!(url("h.example:8443"), "https://h.example:8443/x");
        assert_eq!(url("[::1]:80"), "https://[::1]:80/x");
        for odd in ["h.example/y", "h example", "h?x", "u@h", "h\u{1}"] {
            assert_eq!(url(odd), "/x", "{odd:?}");
        }
    }

    #[test]
    fn framings() {
        let body = |text: &str| parse_http_message(text.as_bytes()).map(|d| d.body);
        assert_eq!(body("POST / HTTP/1.1\nA: b\n\nbody\n"), Ok(b"body\n".to_vec()));
        assert_eq!(
            body("POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody\n"),
            Ok(b"body".to_vec())
        );
        let chunked =
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1;x=y\r\nd\r\n0\r\n\r\n";
        assert_eq!(body(chunked), Ok(b"abcd".to_vec()));
        assert_eq!(
            body("POST / HTTP/1.1\nContent-Length: 9\n\nx"),
            Err(MessageError::TornBody { stated: 9, actual: 1 })
        );
        assert_eq!(body("POST /"), Err(MessageError::RequestLine));
        assert_eq!(body("POST / HTTP/1.1\nbad\n\n"), Err(MessageError::HeaderLine(2)));
        assert_eq!(body("POST / HTTP/1.1\nA: b"), Err(MessageError::NoEndOfHeaders));
    }
}
