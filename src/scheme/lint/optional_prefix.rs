//! The rule `optional-prefix`.

use crate::scheme::Scheme;
use crate::scheme::lint::{Found, Lint, Severity};

pub(super) const LINT: Lint = Lint {
    name: "optional-prefix",
    title: "the prefix of the secret may be left out",
    says: "The prefix decides how the rest of the secret is read, and a secret without it is read in \
           another way: one text, two keys.",
    advice: "Demand the prefix, so that one text stands for one key.",
    implementer: "Configure the secret exactly as the sender shows it, prefix and all, and let the program \
           refuse to start with anything else.",
    check,
};

fn check(scheme: &Scheme) -> Option<Found> {
    let other = scheme.secret().unprefixed?;
    (other != scheme.secret().encoding).then(|| {
        Found::new(
            Severity::Note,
            "the secret's prefix decides how the rest is read, and may be left out",
        )
    })
}
