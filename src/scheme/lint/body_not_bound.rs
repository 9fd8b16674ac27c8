//! The rule `body-not-bound`.

use crate::scheme::Scheme;
use crate::scheme::lint::{Found, Lint, Severity};

pub(super) const LINT: Lint = Lint {
    name: "body-not-bound",
    title: "the signature binds nothing of the body",
    says: "Whoever has one delivery can send any other body with its signature or token. So it is with \
           every static token.",
    advice: "Sign the raw body, or a digest of it.",
    implementer: "Take a delivery for a hint only: fetch the object that it names from the API of the sender, \
           over TLS, and act on the answer. Keep the token out of logs and URLs, and let only the \
           addresses of the sender through where they are published.",
    check,
};

fn check(scheme: &Scheme) -> Option<Found> {
    let binding = scheme.binds();
    (!binding.body && !binding.part_of_body).then(|| {
        Found::new(
            Severity::Warning,
            "the signature does not bind the body: whoever has one delivery can send any other body with it",
        )
    })
}
