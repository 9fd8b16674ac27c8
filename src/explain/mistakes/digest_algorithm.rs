//! Another hash.

use crate::explain::frameworks;
use crate::explain::hypothesis::{Context, Hypothesis, Variation};
use crate::explain::registry::{Axis, Effort, Mistake, Trace};
use crate::mac::Hash;

pub(super) const MISTAKE: Mistake = Mistake {
    name: "digest/algorithm",
    axis: Axis::Digest,
    title: "another hash was used",
    what: "The signature was made with another hash than the scheme says, SHA-1 or SHA-512 for SHA-256 for example.",
    how: "The default of a library was used, or the header of an older version was read.",
    see: "Count the digits: 32 for MD5, 40 for SHA-1, 64 for SHA-256, 96 for SHA-384, 128 for SHA-512.",
    mend: "Name the hash in code, as the scheme says.",
    frameworks: frameworks::NONE,
    rank: 28,
    trace: Trace::Supposed(vary),
};

fn vary(from: &Hypothesis, context: &Context<'_>, _: Effort) -> Vec<Variation> {
    let stated = context.plan(&from.delivery).and_then(|plan| plan.method.hash());
    let others = Hash::ALL.into_iter().rev().filter(|hash| Some(*hash) != stated);
    others
        .map(|hash| Variation {
            detail: format!(
                "{} was used, not {}",
                hash.name(),
                stated.map_or("the stated one", Hash::name)
            ),
            hypothesis: Hypothesis {
                hash: Some(hash),
                ..from.clone()
            },
        })
        .collect()
}
