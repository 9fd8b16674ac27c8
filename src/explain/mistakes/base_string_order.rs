//! The signed values in another order.

use crate::explain::frameworks;
use crate::explain::hypothesis::{Context, Hypothesis, Variation};
use crate::explain::mistakes::templates::{reordered, rewritten};
use crate::explain::registry::{Axis, Effort, Mistake, Trace};

pub(super) const MISTAKE: Mistake = Mistake {
    name: "base-string/order",
    axis: Axis::BaseString,
    title: "the signed values stand in another order",
    what: "The values that are signed are the right ones, in another order.",
    how: "The order was taken from another scheme, or from that of the headers.",
    see: "Write the base string to a file on both sides and compare.",
    mend: "Copy the order from the documentation.",
    frameworks: frameworks::NONE,
    rank: 21,
    trace: Trace::Supposed(vary),
};

fn vary(from: &Hypothesis, context: &Context<'_>, _: Effort) -> Vec<Variation> {
    rewritten(from, context, MISTAKE.name, reordered)
}
