//! Deliveries with a wrong signature, under circumstances for which careless receivers make an exception.

use crate::cases::builder::Builder;
use crate::cases::case::Level;
use crate::cases::families::Family;
use crate::delivery::Headers;
use crate::scheme::Source;
use crate::signing::Event;

pub(super) const FAMILY: Family = Family {
    id: "bypass",
    title: "wrong signatures that ask for an exception",
    description: "Verification is easily left out for the own machine, for tools, for a test mode or for a \
                  content type that the parser does not know; and each of these is written by whoever sends \
                  the request. What is not signed by the secret is refused, whatever else it says.",
    generate,
};

/// Headers that name the machine itself as the sender.
const LOCAL: &[(&str, &str)] = &[
    ("X-Forwarded-For", "127.0.0.1"),
    ("X-Real-IP", "127.0.0.1"),
    ("Forwarded", "for=127.0.0.1;host=localhost"),
    ("X-Forwarded-Host", "localhost"),
];

/// Headers that ask for a mode without verification.
const MODES: &[(&str, &str)] = &[
    ("X-Debug", "true"),
    ("X-Test", "true"),
    ("X-Environment", "development"),
    ("X-Skip-Verification", "true"),
];

/// What a developer's tools and a machine's watchers call themselves.
const AGENTS: &[(&str, &str, &str)] = &[
    ("agent-curl", "curl/8.5.0", "the user agent of curl"),
    (
        "agent-tester",
        "PostmanRuntime/7.43.0",
        "the user agent of a developer's tool",
    ),
    (
        "agent-watcher",
        "ELB-HealthChecker/2.0",
        "the user agent of a load balancer's health check",
    ),
];

/// Other kinds of body than the sender's, by content type alone.
const TYPES: &[(&str, &str)] = &[
    ("type-text", "text/plain"),
    ("type-json", "application/json"),
    ("type-form", "application/x-www-form-urlencoded"),
    ("type-xml", "application/xml"),
    ("type-bytes", "application/octet-stream"),
];

fn generate(b: &mut Builder<'_>) {
    headers(
        b,
        "from-the-machine-itself",
        "headers of a proxy that name the machine itself",
        LOCAL,
    );
    headers(
        b,
        "asks-for-a-test-mode",
        "headers that ask for a test mode",
        MODES,
    );
    for (what, agent, title) in AGENTS {
        headers(b, what, title, &[("User-Agent", agent)]);
    }
    mode_in_the_query(b);
    for (what, content_type) in TYPES {
        let usual = b.base_event();
        let usual = usual.headers.text("Content-Type").unwrap_or_default();
        // Blanks and parameters are no other type.
        if !usual.starts_with(content_type) {
            let title = format!("the body as `{content_type}`");
            headers(b, what, &title, &[("Content-Type", content_type)]);
        }
    }
    let mut event = b.base_event();
    event.headers.remove("Content-Type");
    add(b, "without-type", "no content type", &event);
    method(b);
}

fn headers(b: &mut Builder<'_>, what: &str, title: &str, headers: &[(&str, &str)]) {
    let mut event = b.base_event();
    set(&mut event.headers, headers);
    add(b, what, title, &event);
}

fn set(headers: &mut Headers, values: &[(&str, &str)]) {
    for (name, value) in values {
        headers.set(name, value.as_bytes());
    }
}

fn mode_in_the_query(b: &mut Builder<'_>) {
    let mut event = b.base_event();
    let mark = if event.url.contains('?') { '&' } else { '?' };
    event.url = format!("{}{mark}debug=true&test=1&verify=false", event.url);
    add(
        b,
        "mode-in-the-query",
        "parameters that ask for a test mode",
        &event,
    );
}

/// A receiver may answer other methods with 404 or 405, and it may not take them for a delivery.
fn method(b: &mut Builder<'_>) {
    let mut event = b.base_event();
    "PUT".clone_into(&mut event.method);
    add_at(b, Level::Should, "method-put", "the method PUT", &event);
}

fn add(b: &mut Builder<'_>, what: &str, title: &str, event: &Event) {
    // The content type says what the body holds, and the signature is in it.
    if matches!(b.signature_source(), Source::Form(_)) && what.contains("type-") {
        return;
    }
    add_at(b, Level::Must, what, title, event);
}

fn add_at(b: &mut Builder<'_>, level: Level, what: &str, title: &str, event: &Event) {
    let wrong = b.signed_wrongly(event);
    let genuine = b.signed(event);
    b.case(what, format!("a wrong signature, and {title}"), wrong)
        .flags(&["VerificationBypass"])
        .undone(genuine)
        .reject_at(level);
}
