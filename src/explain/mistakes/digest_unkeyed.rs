//! A hash without HMAC.

use crate::explain::frameworks;
use crate::explain::hypothesis::Keying;
use crate::explain::hypothesis::{Context, Hypothesis, Variation};
use crate::explain::registry::{Axis, Effort, Mistake, Trace};

pub(super) const MISTAKE: Mistake = Mistake {
    name: "digest/unkeyed",
    axis: Axis::Digest,
    title: "a plain hash was used in place of HMAC",
    what: "The signature is a plain hash, of the base string alone or with the key before or behind it, where the scheme has HMAC.",
    how: "HMAC was taken for a hash of key and message. Without a key anybody can sign; with the key in front the hash can be extended.",
    see: "Compute the plain hash of the body and compare.",
    mend: "Use an HMAC function with key and message as two arguments.",
    frameworks: frameworks::NONE,
    rank: 32,
    trace: Trace::Supposed(vary),
};

fn vary(from: &Hypothesis, _: &Context<'_>, _: Effort) -> Vec<Variation> {
    let all = [
        ("the hash of the base string alone", Keying::Unkeyed),
        ("the hash of key and base string", Keying::KeyFirst),
        ("the hash of base string and key", Keying::KeyLast),
    ];
    all.into_iter()
        .map(|(detail, keying)| Variation {
            detail: detail.to_owned(),
            hypothesis: Hypothesis {
                keying,
                ..from.clone()
            },
        })
        .collect()
}
