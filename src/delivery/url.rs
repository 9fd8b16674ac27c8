//! A URL cut at its delimiters, without any normalization: what was signed is what was written.

/// The parts of a URL as written. A text that has no scheme is taken as a path with its query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UrlParts<'a> {
    /// `https`, empty if the URL is relative.
    pub scheme: &'a str,
    /// `user@host:port` as written.
    pub authority: &'a str,
    /// From the first `/` after the authority up to `?` or `#`.
    pub path: &'a str,
    /// After the first `?` up to `#`, without the `?`; `None` if there is none.
    pub query: Option<&'a str>,
}

impl<'a> UrlParts<'a> {
    /// Cuts `url`.
    #[must_use]
    pub fn of(url: &'a str) -> Self {
        let url = url.split_once('#').map_or(url, |(before, _)| before);
        let (scheme, rest) = match url.split_once("://") {
            Some((scheme, rest)) if !scheme.contains(['/', '?']) => (scheme, rest),
            _ => ("", url),
        };
        let (authority, rest) = if scheme.is_empty() {
            ("", rest)
        } else {
            rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()))
        };
        let (path, query) = match rest.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (rest, None),
        };
        Self {
            scheme,
            authority,
            path,
            query,
        }
    }

    /// The host without credentials and port; an IPv6 address without its brackets.
    #[must_use]
    pub fn host(&self) -> &'a str {
        let after_user = self
            .authority
            .rsplit_once('@')
            .map_or(self.authority, |(_, host)| host);
        if let Some(inner) = after_user.strip_prefix('[') {
            return inner.split_once(']').map_or(inner, |(host, _)| host);
        }
        after_user.split_once(':').map_or(after_user, |(host, _)| host)
    }

    /// The port, written or implied by the scheme.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        let after_user = self
            .authority
            .rsplit_once('@')
            .map_or(self.authority, |(_, host)| host);
        let after_host = after_user.rsplit_once(']').map_or(after_user, |(_, rest)| rest);
        match after_host.rsplit_once(':') {
            Some((_, port)) => port.parse().ok(),
            None if self.scheme == "https" => Some(443),
            None if self.scheme == "http" => Some(80),
            None => None,
        }
    }

    /// The path with its query, as in an HTTP/1.1 request line: never empty.
    #[must_use]
    pub fn request_target(&self) -> String {
        let path = if self.path.is_empty() { "/" } else { self.path };
        match self.query {
            Some(query) => format!("{path}?{query}"),
            None => path.to_owned(),
        }
    }
}

/// Whether a delivery can go to it or be signed for it: a path, or `http` or `https` with a host; without blanks.
pub(crate) fn is_url(text: &str) -> bool {
    let parts = UrlParts::of(text);
    let is_whole = matches!(parts.scheme, "http" | "https") && !parts.host().is_empty();
    let is_path = parts.scheme.is_empty() && text.starts_with('/');
    (is_whole || is_path) && !text.contains(|letter: char| letter.is_whitespace() || letter.is_control())
}

#[cfg(test)]
mod tests {
    use super::UrlParts;

    #[test]
    fn cuts_at_delimiters() {
        let parts = UrlParts::of("https://u:p@h.example:8443/a/b?x=1?y#f");
        assert_eq!((parts.scheme, parts.authority), ("https", "u:p@h.example:8443"));
        assert_eq!((parts.path, parts.query), ("/a/b", Some("x=1?y")));
        assert_eq!((parts.host(), parts.port()), ("h.example", Some(8443)));
        let parts = UrlParts::of("http://[::1]:80?q");
        assert_eq!((parts.host(), parts.port(), parts.path), ("::1", Some(80), ""));
        assert_eq!(parts.request_target(), "/?q");
        let parts = UrlParts::of("/hook?next=http://x/");
        assert_eq!(
            (parts.scheme, parts.path, parts.query),
            ("", "/hook", Some("next=http://x/"))
        );
    }
}
