//! A signature that is there twice.

use crate::explain::frameworks;
use crate::explain::registry::{Axis, Mistake, Trace};

pub(super) const MISTAKE: Mistake = Mistake {
    name: "signature/duplicated",
    axis: Axis::Signature,
    title: "the signature is there more than once",
    what: "The header with the signature is there more than once, so that two readers may read two values.",
    how: "A proxy copied the header, or sender and proxy both sign.",
    see: "Count the headers of that name.",
    mend: "Send one; as a receiver refuse several, or accept where one of them is right if the scheme says so.",
    frameworks: frameworks::NONE,
    rank: 42,
    trace: Trace::Judged,
};
