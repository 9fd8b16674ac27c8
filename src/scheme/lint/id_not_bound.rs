//! The rule `id-not-bound`.

use crate::scheme::Scheme;
use crate::scheme::lint::{Found, Lint, Severity};

pub(super) const LINT: Lint = Lint {
    name: "id-not-bound",
    title: "the message id is not signed",
    says: "A delivery can be repeated under another id, and a receiver that keeps ids takes it for a \
           new one.",
    advice: "Put `{id}` into the base string.",
    implementer: "Tell repeated deliveries by something that is signed: an id inside the body, or a digest of \
           the body.",
    check,
};

fn check(scheme: &Scheme) -> Option<Found> {
    (scheme.message_id().is_some() && !scheme.binds().id).then(|| {
        Found::new(
            Severity::Note,
            "the message id is not signed, so a delivery can be repeated under another id",
        )
    })
}
