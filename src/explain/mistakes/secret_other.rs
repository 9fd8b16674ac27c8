//! The secret of another endpoint.

use crate::explain::frameworks;
use crate::explain::hypothesis::{Context, Hypothesis, Variation};
use crate::explain::registry::{Axis, Effort, Mistake, Trace};
use crate::signing::key_of;

pub(super) const MISTAKE: Mistake = Mistake {
    name: "secret/other",
    axis: Axis::Secret,
    title: "another of the given secrets made the signature",
    what: "The signature was made with another secret than the first one given.",
    how: "Each endpoint, each mode (test or live) and each command-line tool has its own secret, and an old one stays in use after a rotation.",
    see: "Compare the last characters of the secret with those that the dashboard shows for this endpoint.",
    mend: "Configure the secret of this endpoint and mode; during a rotation accept both.",
    frameworks: frameworks::NONE,
    rank: 3,
    trace: Trace::Supposed(vary),
};

fn vary(from: &Hypothesis, context: &Context<'_>, _: Effort) -> Vec<Variation> {
    let others = context
        .secrets
        .iter()
        .enumerate()
        .skip(1)
        .filter(|(_, other)| **other != from.secret);
    let all = others.map(|(index, other)| {
        let key = key_of(context.scheme, other).ok().map(Into::into);
        Variation {
            detail: format!("secret {} of {} made it", index + 1, context.secrets.len()).into(),
            hypothesis: Hypothesis {
                secret: std::rc::Rc::clone(other),
                key,
                ..from.clone()
            },
        }
    });
    all.collect()
}
