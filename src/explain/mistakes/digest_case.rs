//! The digest in the other case.

use crate::explain::frameworks;
use crate::explain::registry::{Axis, Mistake, Trace};

pub(super) const MISTAKE: Mistake = Mistake {
    name: "digest/case",
    axis: Axis::Digest,
    title: "the digest was written in the other case",
    what: "The digest is right, and its hex digits are in the other case.",
    how: "Some libraries write hex in upper case by default.",
    see: "Look at the letters of the signature.",
    mend: "Write the case that the scheme has; as a receiver compare decoded bytes.",
    frameworks: frameworks::NONE,
    rank: 31,
    trace: Trace::Read,
};
