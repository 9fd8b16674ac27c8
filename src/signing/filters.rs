//! What filters do to a text.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode, percent_encode};

use crate::delivery::{Found, UrlParts, json_scalar};
use crate::reserialize::rewriter;
use crate::scheme::Filter;
use crate::signing::Reason;
use crate::signing::list::json_string;

/// All but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// One filter on one text. A text that the filter cannot read is missing.
pub(crate) fn apply(text: &[u8], filter: &Filter, key: &[u8]) -> Result<Vec<u8>, Reason> {
    Ok(match filter {
        Filter::AddPort => on_url(text, |scheme, host| match (scheme, has_port(host)) {
            ("https", false) => format!("{host}:443"),
            ("http", false) => format!("{host}:80"),
            _ => host.to_owned(),
        }),
        Filter::DropPort => on_url(text, |scheme, host| {
            let port = if scheme == "https" { ":443" } else { ":80" };
            host.strip_suffix(port).unwrap_or(host).to_owned()
        }),
        Filter::AddSlash if text.ends_with(b"/") => text.to_vec(),
        Filter::AddSlash => [text, b"/"].concat(),
        Filter::DropSlash => text.strip_suffix(b"/").unwrap_or(text).to_vec(),
        Filter::Crc32 => crc32fast::hash(text).to_string().into_bytes(),
        Filter::Decode(encoding) => encoding.decode(text).map_err(|_| Reason::MissingValue)?,
        Filter::Encode(encoding) => encoding.encode(text),
        Filter::Escape(characters) => {
            let mut escaped = Vec::with_capacity(text.len());
            for byte in text {
                if characters.as_bytes().contains(byte) {
                    escaped.push(b'\\');
                }
                escaped.push(*byte);
            }
            escaped
        }
        Filter::First(count) => text.get(..*count).unwrap_or(text).to_vec(),
        Filter::Last(count) => {
            let start = text.len().saturating_sub(*count);
            text.get(start..).unwrap_or(text).to_vec()
        }
        Filter::FormUrlencode => form_urlencoded::byte_serialize(text)
            .collect::<String>()
            .into_bytes(),
        Filter::Hash(hash) => hash.digest(text).as_bytes().to_vec(),
        Filter::Hmac(hash) => hash.hmac(key, text).as_bytes().to_vec(),
        Filter::Json(pointer) => match json_scalar(text, pointer) {
            Found::One(value) => value.into_owned(),
            Found::Ambiguous => return Err(Reason::DuplicateValue),
            Found::Absent | Found::Unreadable => return Err(Reason::MissingValue),
        },
        Filter::JsonString => json_string(text),
        Filter::Lower => text.to_ascii_lowercase(),
        Filter::Upper => text.to_ascii_uppercase(),
        Filter::Minify => minified(text),
        Filter::NonEmpty if text.is_empty() => return Err(Reason::MissingValue),
        Filter::Number => str::from_utf8(text)
            .ok()
            .and_then(|text| text.trim().parse::<i64>().ok())
            .ok_or(Reason::MissingValue)?
            .to_string()
            .into_bytes(),
        Filter::Repeat(length) if text.is_empty() && *length > 0 => return Err(Reason::MissingValue),
        Filter::Repeat(length) => text.iter().copied().cycle().take(*length).collect(),
        Filter::Replace(from, to) => replaced(text, from.as_bytes(), to.as_bytes()),
        Filter::Reverse => text.iter().rev().copied().collect(),
        Filter::Rewrite(id) => rewritten(id, text).ok_or(Reason::MissingValue)?,
        Filter::StripPrefix(prefix) => text.strip_prefix(prefix.as_bytes()).unwrap_or(text).to_vec(),
        Filter::Trim => text.trim_ascii().to_vec(),
        Filter::Urldecode => percent_decode(text).collect(),
        Filter::Urlencode => urlencoded(text).into_bytes(),
        // These have done their work, or work on lists.
        Filter::Each(_)
        | Filter::Except(_)
        | Filter::Join(_)
        | Filter::JsonObject
        | Filter::LowerKeys
        | Filter::Merge(_)
        | Filter::NonEmpty
        | Filter::Only(_)
        | Filter::Optional
        | Filter::Or(_)
        | Filter::Order(_)
        | Filter::PhpSerialize
        | Filter::Sort
        | Filter::SortValues
        | Filter::Unique => text.to_vec(),
    })
}

/// All but the unreserved characters of RFC 3986 as percent signs with upper-case hex.
pub(crate) fn urlencoded(text: &[u8]) -> String {
    percent_encode(text, RESERVED).to_string()
}

/// A URL with another authority.
fn on_url(text: &[u8], change: impl Fn(&str, &str) -> String) -> Vec<u8> {
    let Ok(url) = str::from_utf8(text) else {
        return text.to_vec();
    };
    let parts = UrlParts::of(url);
    let start = parts.scheme.len() + "://".len();
    match (
        parts.authority,
        url.get(..start),
        url.get(start + parts.authority.len()..),
    ) {
        ("", _, _) => text.to_vec(),
        (authority, Some(before), Some(after)) => {
            format!("{before}{}{after}", change(parts.scheme, authority)).into_bytes()
        }
        _ => text.to_vec(),
    }
}

fn has_port(authority: &str) -> bool {
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    host.rsplit_once(']').map_or(host, |(_, rest)| rest).contains(':')
}

fn replaced(text: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut replaced = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.first() {
        match rest.strip_prefix(from) {
            Some(after) => {
                replaced.extend_from_slice(to);
                rest = after;
            }
            None => {
                replaced.push(*first);
                rest = rest.get(1..).unwrap_or_default();
            }
        }
    }
    replaced
}

/// JSON without the blanks between its tokens; what is no JSON only loses its blanks outside quotes.
fn minified(text: &[u8]) -> Vec<u8> {
    let mut minified = Vec::with_capacity(text.len());
    let (mut quoted, mut escaped) = (false, false);
    for &byte in text {
        if quoted {
            quoted = escaped || byte != b'"';
            escaped = !escaped && byte == b'\\';
        } else if byte.is_ascii_whitespace() {
            continue;
        } else {
            quoted = byte == b'"';
        }
        minified.push(byte);
    }
    minified
}

/// The text as another program would write it again.
fn rewritten(id: &str, text: &[u8]) -> Option<Vec<u8>> {
    let rewriter = rewriter(id)?;
    (rewriter.rewrite)(text)
}

/// The value of a JSON text as it goes into a base string: strings without quotes, null as nothing, and
/// objects and arrays as they stand.
pub(crate) fn scalar_bytes(text: &[u8]) -> Vec<u8> {
    match text.first() {
        Some(b'"') => {
            serde_json::from_slice::<String>(text).map_or_else(|_| text.to_vec(), String::into_bytes)
        }
        Some(b'n') => Vec::new(),
        _ => text.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::scheme::{Filter, Part, Template};

    fn check(filters: &str, text: &str, expected: &str) {
        let template: Template = format!("{{body|{filters}}}").parse().unwrap();
        let filters: Vec<Filter> = template
            .parts()
            .iter()
            .flat_map(|part| match part {
                Part::Literal(_) => Vec::new(),
                Part::Placeholder(_, filters) => filters.clone(),
            })
            .collect();
        let result = filters.iter().try_fold(text.as_bytes().to_vec(), |text, filter| {
            apply(&text, filter, b"key")
        });
        assert_eq!(String::from_utf8(result.unwrap()).unwrap(), expected);
    }

    #[test]
    fn filters_do_as_they_say() {
        check("crc32", "123456789", "3421780262");
        check("sha1|hex", "abc", "a9993e364706816aba3e25717850c26c9cd0d89d");
        check("hmac-md5|hex-upper", "", "63530468A04E386459855DA0063B6596");
        check("reverse|upper", "ab1", "1BA");
        check("first:2", "abc", "ab");
        check("last:9", "abc", "abc");
        check("repeat:7", "abc", "abcabca");
        check("urlencode", "a b~/é", "a%20b~%2F%C3%A9");
        check("form-urlencode", "a b~", "a+b%7E");
        check("urldecode", "a%20b+%zz", "a b+%zz");
        check("replace:aa:b", "aaaca", "baca");
        check("escape:\\:", "a:b\\", "a\\:b\\\\");
        check("json:/a/b", r#"{"a":{"b":1.50}}"#, "1.50");
        check("json:/a", r#"{"a":"\u00e9"}"#, "é");
        check("json-string", "a\"\n\u{1}", "\"a\\\"\\n\\u0001\"");
        check(
            "minify",
            " { \"a b\\\" \" : [ 1 , 2 ] }\n",
            "{\"a b\\\" \":[1,2]}",
        );
        check("number", "+007", "7");
        check("trim", " a ", "a");
        check("strip-prefix:a", "aab", "ab");
        check("add-port", "https://u:p@h/x", "https://u:p@h:443/x");
        check("add-port", "https://h/x?y=http://z", "https://h:443/x?y=http://z");
        check("add-port", "http://h", "http://h:80");
        check("drop-port", "https://h:443/x", "https://h/x");
        check("drop-port", "https://h:80/x", "https://h:80/x");
        check("add-slash", "/a", "/a/");
        check("drop-slash", "/a/", "/a");
        check("base64|from-base64", "x", "x");
    }
}
