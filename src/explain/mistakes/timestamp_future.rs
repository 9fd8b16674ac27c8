//! A timestamp that lies ahead.

use crate::explain::frameworks;
use crate::explain::registry::{Axis, Mistake, Trace};

pub(super) const MISTAKE: Mistake = Mistake {
    name: "timestamp/future",
    axis: Axis::Timestamp,
    title: "the timestamp lies too far ahead",
    what: "The signature is right, and the timestamp lies further in the future than the scheme allows.",
    how: "A clock is wrong, or local time was taken for UTC.",
    see: "Compare the timestamp with the time at which the delivery came.",
    mend: "Set the clocks by NTP, and use UTC.",
    frameworks: frameworks::NONE,
    rank: 36,
    trace: Trace::Judged,
};
