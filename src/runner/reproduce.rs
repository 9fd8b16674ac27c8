//! A command line that sends a case's delivery again.

use crate::cases::Case;
use crate::delivery::write_curl;

/// A `curl` line that posts the case's delivery to `url`; empty for a static token, whose line would hold
/// the secret.
#[must_use]
pub fn reproduce(case: &Case, url: &str) -> String {
    if case.delivery_holds_secret() {
        return String::new();
    }
    write_curl(&case.delivery, url)
}
