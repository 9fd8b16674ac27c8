//! A signature that is not written as one.

use crate::explain::frameworks;
use crate::explain::registry::{Axis, Mistake, Trace};

pub(super) const MISTAKE: Mistake = Mistake {
    name: "signature/malformed",
    axis: Axis::Signature,
    title: "the signature is not written as the scheme writes it",
    what: "The text at the signature's place is not of the form that the scheme has; with proof, the right signature is inside it.",
    how: "Quotes, blanks or separators got around it, or it was cut.",
    see: "Compare the header with the example of the documentation.",
    mend: "Write the header exactly as the documentation shows it.",
    frameworks: frameworks::NONE,
    rank: 41,
    trace: Trace::Judged,
};
