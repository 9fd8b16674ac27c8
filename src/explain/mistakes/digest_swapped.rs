//! Key and message swapped.

use crate::explain::frameworks;
use crate::explain::hypothesis::{Context, Hypothesis, Keying, Variation};
use crate::explain::registry::{Axis, Effort, Mistake, Trace};
use crate::scheme::Method;

pub(super) const MISTAKE: Mistake = Mistake {
    name: "digest/swapped",
    axis: Axis::Digest,
    title: "key and message were swapped",
    what: "The HMAC was computed with the message as its key and the key as its message.",
    how: "Libraries differ in which argument comes first: PHP and Go take other orders than Python and Node.",
    see: "Swap the two arguments and compare.",
    mend: "Pass key and message by name where the language can.",
    frameworks: frameworks::NONE,
    rank: 33,
    trace: Trace::Supposed(vary),
};

fn vary(from: &Hypothesis, context: &Context<'_>, _: Effort) -> Vec<Variation> {
    let method = context.plan(&from.delivery).map(|plan| plan.method);
    if !matches!(method, Some(Method::Hmac(_))) {
        return Vec::new();
    }
    vec![Variation {
        detail: "HMAC with the base string as key".into(),
        hypothesis: Hypothesis {
            keying: Keying::Swapped,
            ..from.clone()
        },
    }]
}
