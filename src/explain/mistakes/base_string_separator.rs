//! Other text between the signed values.

use crate::explain::frameworks;
use crate::explain::hypothesis::{Context, Hypothesis, Variation};
use crate::explain::mistakes::templates::{rewritten, separated};
use crate::explain::registry::{Axis, Effort, Mistake, Trace};

pub(super) const MISTAKE: Mistake = Mistake {
    name: "base-string/separator",
    axis: Axis::BaseString,
    title: "the text between the signed values is another one",
    what: "Between or before the values that are signed stands another text than the scheme says, or none.",
    how: "Each scheme has its own: a dot, a colon, a comma, a line feed, a version in front. Code was written after another scheme.",
    see: "Write the base string to a file on both sides and compare.",
    mend: "Copy the separators and the fixed text in front from the documentation.",
    frameworks: frameworks::NONE,
    rank: 20,
    trace: Trace::Supposed(vary),
};

fn vary(from: &Hypothesis, context: &Context<'_>, _: Effort) -> Vec<Variation> {
    rewritten(from, context, MISTAKE.name, separated)
}
