//! What surrounds a genuine body: its type, header names, other headers, other parameters.

use crate::cases::builder::Builder;
use crate::delivery::{Delivery, Headers};

pub(super) fn generate(b: &mut Builder<'_>) {
    other_types(b);
    header_names(b);
    other_headers(b);
    other_parameter(b);
}

/// Bodies of another type than the scheme's sender writes. Libraries that return a parsed event refuse them
/// after the signature was right.
fn other_types(b: &mut Builder<'_>) {
    let cases: [(&str, &str, &str, &[u8]); 5] = [
        ("empty-body", "an empty body", "", b""),
        (
            "plain-text-body",
            "a plain text",
            "text/plain; charset=utf-8",
            "Bonjour, café 🎉!\n".as_bytes(),
        ),
        (
            "xml-body",
            "an XML document",
            "application/xml",
            b"<?xml version=\"1.0\"?>\r\n<a b=\"1\">x</a>\r\n",
        ),
        (
            "form-body",
            "a URL-encoded form",
            "application/x-www-form-urlencoded",
            b"a=1&b=c+d%26",
        ),
        (
            "binary-body",
            "bytes that are no text",
            "application/octet-stream",
            b"\x00\xFF\xFE\x01\x80\n\r\x1A",
        ),
    ];
    let is_form = b.is_form();
    for (what, title, content_type, body) in cases {
        if what == "form-body" && is_form {
            continue;
        }
        let event = match content_type {
            "" => b.event(body),
            _ => b.event_of_type(body, content_type),
        };
        let delivery = b.signed(&event);
        b.case(what, title, delivery).flags(&["BodyShape"]).may_accept();
    }
    if !b.is_json() {
        let delivery = b.signed(&b.event_of_type("{\"event\":\"ping\",\"n\":1}", "application/json"));
        b.case("json-body", "a JSON object", delivery)
            .flags(&["BodyShape"])
            .may_accept();
    }
}

fn header_names(b: &mut Builder<'_>) {
    type Spell = fn(&str) -> String;
    let spellings: [(&str, &str, Spell); 3] = [
        (
            "header-names-in-lower-case",
            "header names in lower case, as HTTP/2 sends them",
            str::to_ascii_lowercase,
        ),
        (
            "header-names-in-title-case",
            "header names in title case, as Go and Python send them",
            title_case,
        ),
        (
            "header-names-in-upper-case",
            "header names in upper case",
            str::to_ascii_uppercase,
        ),
    ];
    for (what, title, spell) in spellings {
        let delivery = b.base().map(|mut delivery| {
            for header in delivery.headers.iter_mut() {
                header.name = spell(&header.name);
            }
            delivery
        });
        b.case(what, title, delivery).flags(&["HeaderCase"]).must_accept();
    }
}

/// The first letter of each part in upper case, the rest in lower.
fn title_case(name: &str) -> String {
    let mut begins = true;
    let letters = name.chars().map(|letter| {
        let spelled = if begins {
            letter.to_ascii_uppercase()
        } else {
            letter.to_ascii_lowercase()
        };
        begins = letter == '-';
        spelled
    });
    letters.collect()
}

/// Headers that proxies, tracing and other schemes add, around each of the delivery's own.
const OTHERS: [(&str, &str); 6] = [
    ("X-Forwarded-For", "192.0.2.1, 198.51.100.7"),
    (
        "Traceparent",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    ),
    ("X-Correlation-Id", "7f1d6c2e-5f0b-4d9c-8a53-9f1f7a1f2f60"),
    (
        "X-Other-Signature",
        "sha256=0000000000000000000000000000000000000000000000000000000000000000",
    ),
    ("X-Other-Timestamp", "1"),
    ("Accept-Language", "fr, en;q=0.5"),
];

fn other_headers(b: &mut Builder<'_>) {
    let bound = b.scheme().binds().headers;
    let delivery = b.base().map(|delivery| between(delivery, &bound));
    b.case(
        "other-headers-in-between",
        "headers of proxies and of other schemes before and between the scheme's own",
        delivery,
    )
    .flags(&["ForeignHeaders"])
    .must_accept();
    let delivery = b.base().map(|mut delivery| {
        let mut lines: Vec<_> = delivery.headers.iter().cloned().collect();
        lines.reverse();
        delivery.headers = Headers::new();
        for line in lines {
            delivery.headers.push(line.name, line.value);
        }
        delivery
    });
    b.case(
        "headers-in-reverse-order",
        "the headers in reverse order",
        delivery,
    )
    .flags(&["ForeignHeaders"])
    .must_accept();
}

fn between(mut delivery: Delivery, bound: &[String]) -> Delivery {
    let own = std::mem::take(&mut delivery.headers);
    // A header that the scheme signs if it is there would be no foreign one.
    let is_bound = |name: &str| bound.iter().any(|other| other.eq_ignore_ascii_case(name));
    let is_own = |name: &str| own.first(name).is_some() || is_bound(name);
    let mut others = OTHERS.iter().filter(|(name, _)| !is_own(name));
    let mut headers = Headers::new();
    let mut add = |headers: &mut Headers| {
        if let Some((name, value)) = others.next() {
            headers.push(*name, *value);
        }
    };
    for line in own.iter() {
        add(&mut headers);
        headers.push(line.name.clone(), line.value.clone());
    }
    for _ in 0..OTHERS.len() {
        add(&mut headers);
    }
    delivery.headers = headers;
    delivery
}

/// A parameter that a user put into the configured URL.
fn other_parameter(b: &mut Builder<'_>) {
    if b.setting().url.is_some() {
        return;
    }
    let mut event = b.base_event();
    let mark = if event.url.contains('?') { '&' } else { '?' };
    event.url = format!("{}{mark}tenant=acme%20co", event.url);
    let delivery = b.signed(&event);
    b.case(
        "other-parameter-in-the-url",
        "a query parameter that the configured URL has",
        delivery,
    )
    .flags(&["Genuine"])
    .must_accept();
}
