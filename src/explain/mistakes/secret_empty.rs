//! An empty key.

use crate::explain::frameworks;
use crate::explain::hypothesis::{Context, Hypothesis, Variation};
use crate::explain::mistakes::variants::keys;
use crate::explain::registry::{Axis, Effort, Mistake, Trace};

pub(super) const MISTAKE: Mistake = Mistake {
    name: "secret/empty",
    axis: Axis::Secret,
    title: "the key is empty, so that anybody could sign",
    what: "The signature was made with an empty key.",
    how: "The variable that should hold the secret is not set, its name is misspelled, or a lenient decoder stopped at the first character.",
    see: "Sign with an empty key and compare: anybody can.",
    mend: "Refuse to start without a secret; never fall back to an empty text.",
    frameworks: frameworks::SETTINGS,
    rank: 8,
    trace: Trace::Supposed(vary),
};

fn vary(from: &Hypothesis, _: &Context<'_>, _: Effort) -> Vec<Variation> {
    keys(
        from,
        [("the key has no bytes".to_owned(), Vec::new(), Vec::new())],
    )
}
