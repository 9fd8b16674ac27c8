//! A timestamp in another unit.

use crate::explain::frameworks;
use crate::explain::registry::{Axis, Mistake, Trace};

pub(super) const MISTAKE: Mistake = Mistake {
    name: "timestamp/unit",
    axis: Axis::Timestamp,
    title: "the timestamp is written in another unit",
    what: "The signature is right, and the timestamp is written in milliseconds where the scheme has seconds, as a date, or the reverse.",
    how: "Clocks of JavaScript and Java count milliseconds.",
    see: "Count the digits: seconds have ten, milliseconds thirteen.",
    mend: "Write the unit that the scheme has.",
    frameworks: frameworks::NONE,
    rank: 37,
    trace: Trace::Judged,
};
