//! URLs taken apart and put together otherwise.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};

use crate::delivery::{Headers, UrlParts, form_pairs};
use crate::explain::hypothesis::{Hypothesis, Variation};

/// A URL in pieces that can be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cut {
    pub(super) scheme: String,
    pub(super) host: String,
    pub(super) port: Option<String>,
    pub(super) path: String,
    pub(super) query: Option<String>,
}

impl Cut {
    pub(super) fn of(url: &str) -> Self {
        let parts = UrlParts::of(url);
        let (host, port) = split_port(parts.authority);
        Self {
            scheme: parts.scheme.to_owned(),
            host,
            port,
            path: parts.path.to_owned(),
            query: parts.query.map(str::to_owned),
        }
    }

    fn joined(&self) -> String {
        let scheme = if self.scheme.is_empty() {
            String::new()
        } else {
            format!("{}://", self.scheme)
        };
        let port = self
            .port
            .as_ref()
            .map(|port| format!(":{port}"))
            .unwrap_or_default();
        let query = self
            .query
            .as_ref()
            .map(|query| format!("?{query}"))
            .unwrap_or_default();
        format!("{scheme}{}{port}{}{query}", self.host, self.path)
    }
}

/// Host and port; a colon inside brackets belongs to the host.
pub(super) fn split_port(authority: &str) -> (String, Option<String>) {
    match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => {
            (host.to_owned(), Some(port.to_owned()))
        }
        _ => (authority.to_owned(), None),
    }
}

/// Suppositions with these URLs, but for those that change nothing or stand there before.
pub(super) fn urls(from: &Hypothesis, all: Vec<(String, Cut)>) -> Vec<Variation> {
    let mut seen = vec![from.delivery.url.clone()];
    let mut variations = Vec::new();
    for (detail, cut) in all {
        let url = cut.joined();
        if !seen.contains(&url) {
            seen.push(url.clone());
            variations.push(Variation {
                detail: detail.into(),
                hypothesis: from.with_url(url),
            });
        }
    }
    variations
}

/// What proxies say of the request that they got: the values of these headers, and of the parameter of `Forwarded`.
pub(super) fn forwarded(headers: &Headers, names: &[&str], parameter: &str) -> Vec<String> {
    let listed = names
        .iter()
        .filter_map(|name| headers.text(name))
        .flat_map(|text| text.split(','));
    let lines = headers
        .values("Forwarded")
        .filter_map(|value| str::from_utf8(value).ok());
    let items = lines.flat_map(|line| line.split([',', ';'])).filter_map(|item| {
        let (name, value) = item.split_once('=')?;
        name.trim()
            .eq_ignore_ascii_case(parameter)
            .then(|| value.trim().trim_matches('"'))
    });
    listed
        .chain(items)
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
        .take(8)
        .collect()
}

pub(super) fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// The case of hex digits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Letters {
    Lower,
    Upper,
}

/// The text with the digits of its escapes in one case.
pub(super) fn escapes(text: &str, letters: Letters) -> String {
    let mut left = 0;
    let cased = text.chars().map(|c| {
        if c == '%' {
            left = 2;
            return c;
        }
        if left == 0 {
            return c;
        }
        left -= 1;
        match letters {
            Letters::Lower => c.to_ascii_lowercase(),
            Letters::Upper => c.to_ascii_uppercase(),
        }
    });
    cased.collect()
}

pub(super) fn form_pairs_of(pairs: &[&str]) -> Vec<(Vec<u8>, Vec<u8>)> {
    let text = pairs.join("&");
    form_pairs(text.as_bytes())
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect()
}

pub(super) fn plus(text: &[u8]) -> String {
    form_urlencoded::byte_serialize(text).collect()
}

/// RFC 3986: all but the unreserved characters.
pub(super) fn percent(text: &[u8]) -> String {
    const KEPT: &AsciiSet = &NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'.')
        .remove(b'_')
        .remove(b'~');
    percent_encode(text, KEPT).to_string()
}
