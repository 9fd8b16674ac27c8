//! The rule `body-partly-bound`.

use crate::scheme::Scheme;
use crate::scheme::lint::{Found, Lint, Severity};

pub(super) const LINT: Lint = Lint {
    name: "body-partly-bound",
    title: "the signature binds not every byte of the body",
    says: "Some fields are signed, or the body after a step that loses differences, such as sorting or \
           writing JSON anew. The rest of the body is whatever the last hand made of it.",
    advice: "Sign the raw body where you can.",
    implementer: "Use only the fields that are signed, as they were read for the base string: of a repeated \
           key or member, the same one. Fetch everything else from the API of the sender.",
    check,
};

fn check(scheme: &Scheme) -> Option<Found> {
    let binding = scheme.binds();
    (!binding.body && binding.part_of_body)
        .then(|| Found::new(Severity::Note, "the signature binds not every byte of the body"))
}
