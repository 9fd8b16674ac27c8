//! Another text before the digest, or none.

use crate::explain::frameworks;
use crate::explain::registry::{Axis, Mistake, Trace};

pub(super) const MISTAKE: Mistake = Mistake {
    name: "digest/prefix",
    axis: Axis::Digest,
    title: "the text before the digest is missing or another one",
    what: "The digest is right, and the label before it, such as `sha256=` or `v1,`, is missing or another one.",
    how: "The label was taken for decoration, or belongs to another version.",
    see: "Compare the header with the example of the documentation.",
    mend: "Write the label exactly; as a receiver cut it once, and only where it stands.",
    frameworks: frameworks::NONE,
    rank: 30,
    trace: Trace::Read,
};
