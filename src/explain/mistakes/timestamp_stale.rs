//! A timestamp that is too old.

use crate::explain::frameworks;
use crate::explain::registry::{Axis, Mistake, Trace};

pub(super) const MISTAKE: Mistake = Mistake {
    name: "timestamp/stale",
    axis: Axis::Timestamp,
    title: "the timestamp is too old",
    what: "The signature is right, and the timestamp lies further in the past than the scheme allows.",
    how: "An old delivery was replayed, a queue held it, the sender retried with the old signature, or a clock is wrong.",
    see: "Compare the timestamp with the time at which the delivery came.",
    mend: "Set the clocks by NTP; sign each attempt anew; when you replay a capture, give its time with `--now`.",
    frameworks: frameworks::NONE,
    rank: 35,
    trace: Trace::Judged,
};
