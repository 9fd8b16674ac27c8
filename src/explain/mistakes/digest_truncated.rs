//! Only the beginning of the digest.

use crate::explain::frameworks;
use crate::explain::registry::{Axis, Mistake, Trace};

pub(super) const MISTAKE: Mistake = Mistake {
    name: "digest/truncated",
    axis: Axis::Digest,
    title: "only the beginning of the digest is there",
    what: "The signature is the beginning of the right digest.",
    how: "A column of a database or a log was too short, or code cuts the digest on purpose.",
    see: "Count the digits, and compare with the length that the hash has.",
    mend: "Send the whole digest; as a receiver refuse another length.",
    frameworks: frameworks::NONE,
    rank: 34,
    trace: Trace::Read,
};
