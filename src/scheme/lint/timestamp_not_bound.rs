//! The rule `timestamp-not-bound`.

use crate::scheme::Scheme;
use crate::scheme::lint::{Found, Lint, Severity};

pub(super) const LINT: Lint = Lint {
    name: "timestamp-not-bound",
    title: "the timestamp is not signed",
    says: "The delivery has a timestamp that the signature does not cover, so that it can be set anew \
           in an old delivery.",
    advice: "Put `{timestamp}` into the base string.",
    implementer: "A check of its age keeps honest mistakes out and no attacker. Remember the ids or the \
           signatures of what was delivered, and refuse what was there before.",
    check,
};

fn check(scheme: &Scheme) -> Option<Found> {
    (scheme.timestamp().is_some() && !scheme.binds().timestamp).then(|| {
        Found::new(
            Severity::Warning,
            "the timestamp is not signed, so it can be set anew in an old delivery",
        )
    })
}
