//! A hash without HMAC.

use crate::explain::frameworks;
use crate::explain::hypothesis::{Context, Hypothesis, Keying, Variation};
use crate::explain::registry::{Axis, Effort, Mistake, Trace};
use crate::explain::tokens::other_algorithm;
use crate::scheme::Method;

pub(super) const MISTAKE: Mistake = Mistake {
    name: "digest/unkeyed",
    axis: Axis::Digest,
    title: "a plain hash was used in place of HMAC, or no key at all",
    what: "The signature is a plain hash, of the base string alone or with the key before or behind it, where the scheme has HMAC; or the token says that it has none.",
    how: "HMAC was taken for a hash of key and message. Without a key anybody can sign; with the key in front the hash can be extended.",
    see: "Compute the plain hash of the body and compare.",
    mend: "Use an HMAC function with key and message as two arguments.",
    frameworks: frameworks::NONE,
    rank: 32,
    trace: Trace::Supposed(vary),
};

fn vary(from: &Hypothesis, context: &Context<'_>, _: Effort) -> Vec<Variation> {
    let all: &[(&str, Keying)] = match context.plan(&from.delivery).map(|plan| plan.method) {
        Some(Method::Hmac(_) | Method::Digest(_)) => &[
            ("the hash of the base string alone", Keying::Unkeyed),
            ("the hash of key and base string", Keying::KeyFirst),
            ("the hash of base string and key", Keying::KeyLast),
        ],
        Some(Method::Jwt) => return unsigned(from, context),
        _ => &[],
    };
    all.iter()
        .map(|(detail, keying)| Variation {
            detail: (*detail).into(),
            hypothesis: Hypothesis {
                keying: *keying,
                ..from.clone()
            },
        })
        .collect()
}

/// A token that says of itself that nobody signed it.
fn unsigned(from: &Hypothesis, context: &Context<'_>) -> Vec<Variation> {
    let named = other_algorithm(context).filter(|name| name.eq_ignore_ascii_case("none"));
    let all = named.map(|name| Variation {
        detail: format!("the token says `{}` and has no signature", name.escape_debug()).into(),
        hypothesis: Hypothesis {
            algorithm: Some(name.into()),
            ..from.clone()
        },
    });
    all.into_iter().collect()
}
