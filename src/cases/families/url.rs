//! Schemes that sign the URL: deliveries for another one, and spellings that servers and proxies change.

use crate::cases::builder::Builder;
use crate::cases::case::Level;
use crate::cases::families::Family;
use crate::delivery::Delivery;
use crate::scheme::Source;
use crate::signing::Event;

pub(super) const FAMILY: Family = Family {
    id: "url",
    title: "the signed URL",
    description: "The scheme signs the URL, or a part of it, to which a delivery goes. A delivery that was \
                  signed for another host, path or query must be refused. Spellings that proxies and \
                  frameworks change (scheme, port, order of the query, percent-encoding) only inform, since \
                  correct receivers rebuild the URL in different ways. What the receiver sees is always its \
                  own URL; the one that was signed differs.",
    generate,
};

fn generate(b: &mut Builder<'_>) {
    let binds = b.scheme().binds();
    let in_query = matches!(b.signature_source(), Source::Query(_));
    if !(binds.url || binds.path || binds.query) || in_query {
        return;
    }
    let base = Url::of(&b.base_event().url);
    genuine(b, &base);
    genuine_slash(b, &base);
    elsewhere(b, &base);
    spellings(b, &base);
    forwarded(b, &base);
}

/// A URL in pieces that can be replaced.
#[derive(Clone)]
struct Url {
    scheme: String,
    authority: String,
    path: String,
    query: Option<String>,
}

impl Url {
    fn of(url: &str) -> Self {
        let parts = crate::delivery::UrlParts::of(url);
        Self {
            scheme: parts.scheme.to_owned(),
            authority: parts.authority.to_owned(),
            path: parts.path.to_owned(),
            query: parts.query.map(str::to_owned),
        }
    }

    fn with_query(&self, added: &str) -> Self {
        let query = match &self.query {
            Some(query) => format!("{query}&{added}"),
            None => added.to_owned(),
        };
        Self {
            query: Some(query),
            ..self.clone()
        }
    }

    fn with_path(&self, path: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            ..self.clone()
        }
    }

    fn with_authority(&self, authority: impl Into<String>) -> Self {
        Self {
            authority: authority.into(),
            ..self.clone()
        }
    }

    fn with_scheme(&self, scheme: &str) -> Self {
        Self {
            scheme: scheme.to_owned(),
            ..self.clone()
        }
    }

    fn text(&self) -> String {
        let query = self
            .query
            .as_ref()
            .map(|query| format!("?{query}"))
            .unwrap_or_default();
        format!("{}://{}{}{query}", self.scheme, self.authority, self.path)
    }
}

fn event_for(b: &Builder<'_>, url: &Url) -> Event {
    Event {
        url: url.text(),
        ..b.base_event()
    }
}

/// Signed for one URL, delivered to another.
fn signed_for(b: &Builder<'_>, signed: &Url, delivered: &Url) -> Option<Delivery> {
    let mut delivery = b.signed(&event_for(b, signed))?;
    // Signing may write a required value into the query, and the receiver's own URL has it as well.
    delivery.url = b.signed(&event_for(b, delivered))?.url;
    Some(delivery)
}

/// Queries that must be signed as they travel.
fn genuine(b: &mut Builder<'_>, base: &Url) {
    // A receiver behind a given URL may have it configured, and then knows no query.
    let level = if b.setting().url.is_none() {
        Level::Must
    } else {
        Level::Unspecified
    };
    let level = b.unless_open("url", level);
    for (what, title, query) in [
        ("with-query", "a URL with a query", "foo=1&bar=2"),
        (
            "with-repeated-parameter",
            "a query with one name twice",
            "a=2&a=1",
        ),
        ("with-empty-parameter", "a query with an empty value", "a=&b=1"),
        ("with-plus", "a query with a plus sign for a blank", "q=a+b"),
        (
            "with-upper-case-escapes",
            "percent-encoding in upper case",
            "q=%C3%A9%2F",
        ),
        (
            "with-lower-case-escapes",
            "percent-encoding in lower case",
            "q=%c3%a9%2f",
        ),
        (
            "with-needless-escapes",
            "letters that need no percent-encoding",
            "q=%61%7E",
        ),
        ("with-apostrophe", "an apostrophe in the query", "q=it's"),
    ] {
        let delivery = b.signed(&event_for(b, &base.with_query(query)));
        b.case(what, title, delivery)
            .flags(&["UrlVariant"])
            .accept_at(level);
    }
}

/// A path that ends in a slash, which routers like to drop. A receiver at a given URL has no such path.
fn genuine_slash(b: &mut Builder<'_>, base: &Url) {
    if b.setting().url.is_some() || base.path.ends_with('/') {
        return;
    }
    let level = b.unless_open("url", Level::Must);
    let delivery = b.signed(&event_for(b, &base.with_path(format!("{}/", base.path))));
    b.case("with-slash-at-the-end", "a path that ends in a slash", delivery)
        .flags(&["UrlVariant"])
        .accept_at(level);
}

/// Signed for another place.
fn elsewhere(b: &mut Builder<'_>, base: &Url) {
    let path = base.path.trim_end_matches('/').to_owned();
    for (what, title, signed) in [
        (
            "other-host",
            "signed for another host",
            base.with_authority("other.example"),
        ),
        (
            "host-as-subdomain",
            "signed for a host whose name begins like the receiver's",
            base.with_authority(format!("{}.other.example", base.authority)),
        ),
        ("other-path", "signed for another path", base.with_path("/other")),
        (
            "path-below",
            "signed for a path below the receiver's",
            base.with_path(format!("{path}/other")),
        ),
        (
            "query-missing",
            "signed for a query that is not there",
            base.with_query("admin=1"),
        ),
    ] {
        let delivery = signed_for(b, &signed, base);
        b.case(what, title, delivery).flags(&["UrlVariant"]).must_reject();
    }
    let level = if b.setting().url.is_none() {
        Level::Must
    } else {
        Level::Unspecified
    };
    if !(b.scheme().binds().url || b.scheme().binds().query) {
        return;
    }
    let with_query = base.with_query("account=1");
    for (what, title, delivered) in [
        (
            "query-added",
            "a query that was not signed",
            base.with_query("account=1&admin=1"),
        ),
        (
            "query-changed",
            "another value in the query than was signed",
            base.with_query("account=2"),
        ),
        ("query-cut", "the query that was signed is gone", base.clone()),
    ] {
        let delivery = signed_for(b, &with_query, &delivered);
        let undone = b.signed(&event_for(b, &with_query));
        b.case(what, title, delivery)
            .flags(&["UrlVariant"])
            .undone(undone)
            .reject_at(level);
    }
}

/// What proxies and frameworks change on the way.
fn spellings(b: &mut Builder<'_>, base: &Url) {
    let other_scheme = if base.scheme == "https" { "http" } else { "https" };
    let default_port = if base.scheme == "https" { 443 } else { 80 };
    let host = base
        .authority
        .split_once(':')
        .map_or(base.authority.as_str(), |(host, _)| host);
    let slashed = match base.path.strip_suffix('/') {
        Some(path) => path.to_owned(),
        None => format!("{}/", base.path),
    };
    let swapped: String = base
        .path
        .chars()
        .map(|c| {
            if c.is_ascii_lowercase() {
                c.to_ascii_uppercase()
            } else {
                c.to_ascii_lowercase()
            }
        })
        .collect();
    let pairs = base.with_query("foo=1&bar=it's%2F");
    for (what, title, signed, delivered) in [
        (
            "other-scheme",
            "signed for the other of http and https",
            base.with_scheme(other_scheme),
            base.clone(),
        ),
        (
            "default-port-signed",
            "signed with the port that is the default",
            base.with_authority(format!("{host}:{default_port}")),
            base.clone(),
        ),
        (
            "other-port",
            "signed with another port",
            base.with_authority(format!("{host}:8443")),
            base.clone(),
        ),
        (
            "host-case",
            "signed with the host in upper case",
            base.with_authority(base.authority.to_ascii_uppercase()),
            base.clone(),
        ),
        (
            "trailing-slash",
            "signed with a slash at the end that is not there, or the reverse",
            base.with_path(slashed),
            base.clone(),
        ),
        (
            "path-case",
            "signed with the path in the other letter case",
            base.with_path(swapped),
            base.clone(),
        ),
        (
            "query-reordered",
            "a query in another order than was signed",
            pairs.clone(),
            base.with_query("bar=it's%2F&foo=1"),
        ),
        (
            "escape-case",
            "percent-encoding in the other letter case than was signed",
            pairs.clone(),
            base.with_query("foo=1&bar=it's%2f"),
        ),
        (
            "apostrophe-escaped",
            "an apostrophe percent-encoded that was signed as it is",
            pairs.clone(),
            base.with_query("foo=1&bar=it%27s%2F"),
        ),
        (
            "escape-decoded",
            "percent-encoding that was signed is decoded",
            pairs,
            base.with_query("foo=1&bar=it's/"),
        ),
    ] {
        let delivery = signed_for(b, &signed, &delivered);
        let undone = b.signed(&event_for(b, &delivered));
        b.case(what, title, delivery)
            .flags(&["UrlVariant"])
            .undone(undone)
            .unspecified();
    }
}

/// Headers with which a sender claims another URL. Behind a proxy that sets them they are right to read, so a
/// receiver that believes them is warned of, not failed.
fn forwarded(b: &mut Builder<'_>, base: &Url) {
    if !b.scheme().binds().url {
        return;
    }
    let other = base.with_authority("other.example");
    for (what, title, headers) in [
        (
            "forwarded-host",
            "signed for another host, which X-Forwarded-Host claims",
            vec![("X-Forwarded-Host", "other.example")],
        ),
        (
            "forwarded",
            "signed for another host, which Forwarded claims",
            vec![("Forwarded", "host=other.example")],
        ),
        (
            "original-url",
            "signed for another host, which X-Original-URL and X-Forwarded-URL claim",
            vec![("X-Original-URL", "*"), ("X-Forwarded-URL", "*")],
        ),
    ] {
        let delivery = signed_for(b, &other, base).map(|mut delivery| {
            for (name, value) in headers {
                let value = if value == "*" {
                    other.text()
                } else {
                    value.to_owned()
                };
                delivery.headers.push(name, value);
            }
            delivery
        });
        b.case(what, title, delivery)
            .flags(&["UrlVariant"])
            .should_reject();
    }
    let claimed = b.base().map(|mut delivery| {
        delivery.headers.push("X-Forwarded-Host", "other.example");
        delivery
    });
    b.case(
        "forwarded-host-beside-right-url",
        "signed for the receiver's URL, while X-Forwarded-Host claims another",
        claimed,
    )
    .flags(&["UrlVariant"])
    .may_accept();
}
