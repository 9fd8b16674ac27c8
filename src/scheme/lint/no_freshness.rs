//! The rule `no-freshness`.

use crate::scheme::Scheme;
use crate::scheme::lint::{Found, Lint, Severity};

pub(super) const LINT: Lint = Lint {
    name: "no-freshness",
    title: "a delivery stays valid for ever",
    says: "There is no timestamp, or nothing says how old it may be, and no token that expires.",
    advice: "Sign a timestamp and state how old it may be.",
    implementer: "Make what a delivery sets off happen once: keep the ids of events for as long as a \
           repetition would do harm. Where there is a signed timestamp, check its age with a window of \
           your own, and leave room for the retries of the sender.",
    check,
};

fn check(scheme: &Scheme) -> Option<Found> {
    let is_limited = scheme.timestamp().is_some_and(|spec| spec.past.is_some());
    let expires = scheme
        .jwt()
        .is_some_and(|jwt| jwt.require.iter().any(|name| name == "exp"));
    (!is_limited && !expires).then(|| Found::new(Severity::Note, "a delivery stays valid for ever"))
}
