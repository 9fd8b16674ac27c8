//! A command line that sends a case's delivery again.

use crate::cases::Case;
use crate::delivery::{Headers, write_curl};

/// The largest body that is written out; a line of megabytes helps nobody.
const LARGEST_BODY: usize = 64 * 1024;

/// A `curl` line that sends the case's delivery to where it went, with the headers that all deliveries carry;
/// `url` is the target's. Empty for a static token and what is made of it, whose line would tell
/// the secret or much of it, and for a body that no command line carries.
#[must_use]
pub fn reproduce(case: &Case, url: &str, headers: &Headers) -> String {
    if case.delivery_tells_of_secret() || case.delivery.body.len() > LARGEST_BODY {
        return String::new();
    }
    let parts = case.delivery.url_parts();
    let target = crate::delivery::UrlParts::of(url);
    // The path and the query are the case's, the host is the target's.
    let url = format!(
        "{}://{}{}",
        target.scheme,
        target.authority,
        parts.request_target()
    );
    if headers.is_empty() {
        return write_curl(&case.delivery, &url);
    }
    let mut delivery = case.delivery.clone();
    for header in headers {
        delivery.headers.set(&header.name, header.value.clone());
    }
    write_curl(&delivery, &url)
}
