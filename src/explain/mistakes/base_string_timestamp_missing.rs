//! A base string without the timestamp.

use crate::explain::frameworks;
use crate::explain::hypothesis::{Context, Hypothesis, Variation};
use crate::explain::mistakes::templates::left_out;
use crate::explain::registry::{Axis, Effort, Mistake, Trace};
use crate::scheme::Value;

pub(super) const MISTAKE: Mistake = Mistake {
    name: "base-string/timestamp-missing",
    axis: Axis::BaseString,
    title: "the timestamp was left out of what is signed",
    what: "The scheme signs the timestamp together with the body; the signer left it out.",
    how: "Code for a scheme that signs the body alone was reused.",
    see: "The signature stays the same when only the timestamp changes.",
    mend: "Sign the whole base string that the documentation gives, timestamp included.",
    frameworks: frameworks::NONE,
    rank: 18,
    trace: Trace::Supposed(vary),
};

fn vary(from: &Hypothesis, context: &Context<'_>, _: Effort) -> Vec<Variation> {
    let place = context.scheme.timestamp().map(|spec| &spec.location);
    left_out(from, context, MISTAKE.name, &Value::Timestamp, place)
}
