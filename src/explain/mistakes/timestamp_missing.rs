//! A timestamp that is not there.

use crate::explain::frameworks;
use crate::explain::registry::{Axis, Mistake, Trace};

pub(super) const MISTAKE: Mistake = Mistake {
    name: "timestamp/missing",
    axis: Axis::Timestamp,
    title: "the timestamp is missing",
    what: "The scheme signs or demands a timestamp, and the delivery has none.",
    how: "A proxy dropped a header that it did not know, or the capture left it out.",
    see: "Look for the header that the scheme names.",
    mend: "Send it; let proxies pass it on.",
    frameworks: frameworks::NONE,
    rank: 39,
    trace: Trace::Judged,
};
