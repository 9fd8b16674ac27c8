//! A signature that is not there.

use crate::explain::frameworks;
use crate::explain::registry::{Axis, Mistake, Trace};

pub(super) const MISTAKE: Mistake = Mistake {
    name: "signature/missing",
    axis: Axis::Signature,
    title: "the signature is missing or empty",
    what: "The delivery has no signature where the scheme has it, or an empty one.",
    how: "No secret is configured at the sender, a proxy dropped the header, or the signature stands in another header.",
    see: "Look for the header that the scheme names.",
    mend: "Configure a secret at the sender; let proxies pass the header on; as a receiver refuse what has no signature.",
    frameworks: frameworks::NONE,
    rank: 40,
    trace: Trace::Judged,
};
