//! A timestamp that cannot be read.

use crate::explain::frameworks;
use crate::explain::registry::{Axis, Mistake, Trace};

pub(super) const MISTAKE: Mistake = Mistake {
    name: "timestamp/malformed",
    axis: Axis::Timestamp,
    title: "the timestamp cannot be read",
    what: "The signature is right, and the timestamp is no number or date as the scheme writes it.",
    how: "A fraction, a sign, blanks, an exponent or a local date format got in.",
    see: "Look at the text of the timestamp.",
    mend: "Write decimal digits, or the date format that the scheme names.",
    frameworks: frameworks::NONE,
    rank: 38,
    trace: Trace::Judged,
};
