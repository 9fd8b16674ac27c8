//! A base string without the message id.

use crate::explain::frameworks;
use crate::explain::hypothesis::{Context, Hypothesis, Variation};
use crate::explain::mistakes::templates::left_out;
use crate::explain::registry::{Axis, Effort, Mistake, Trace};
use crate::scheme::Value;

pub(super) const MISTAKE: Mistake = Mistake {
    name: "base-string/id-missing",
    axis: Axis::BaseString,
    title: "the message id was left out of what is signed",
    what: "The scheme signs the message id together with the rest; the signer left it out.",
    how: "Code for a scheme without ids was reused, or the header with the id was overlooked.",
    see: "The signature stays the same when only the id changes.",
    mend: "Sign the whole base string that the documentation gives, id included.",
    frameworks: frameworks::NONE,
    rank: 19,
    trace: Trace::Supposed(vary),
};

fn vary(from: &Hypothesis, context: &Context<'_>, _: Effort) -> Vec<Variation> {
    let place = context.scheme.message_id().map(|spec| &spec.location);
    left_out(from, context, MISTAKE.name, &Value::Id, place)
}
