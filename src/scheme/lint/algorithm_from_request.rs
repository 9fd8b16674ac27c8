//! The rule `algorithm-from-request`.

use crate::scheme::Scheme;
use crate::scheme::condition::Test;
use crate::scheme::lint::{Found, Lint, Severity};

pub(super) const LINT: Lint = Lint {
    name: "algorithm-from-request",
    title: "the delivery names the algorithm",
    says: "A header, a parameter or the header of a token says which of several algorithms is used, so \
           a sender of forgeries chooses the weakest that is allowed.",
    advice: "Fix one algorithm for each key.",
    implementer: "Find out which algorithm the sender uses for you, allow that one and no other, and compare \
           the name in the delivery with it. Never hand a name from the delivery to the library.",
    check,
};

fn check(scheme: &Scheme) -> Option<Found> {
    let by_request = scheme.variants().iter().any(|variant| {
        variant.method.is_some_and(|method| method != scheme.method())
            && variant
                .when
                .clauses()
                .iter()
                .any(|clause| matches!(clause.test, Test::Equals(..) | Test::Present(_)))
    });
    (by_request || scheme.jwt().is_some_and(|jwt| jwt.algorithms.len() > 1)).then(|| {
        Found::new(
            Severity::Warning,
            "the delivery names the algorithm, so a sender of forgeries chooses the weakest that is allowed",
        )
    })
}
