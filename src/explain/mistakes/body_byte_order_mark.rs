//! A byte order mark.

use crate::explain::frameworks;
use crate::explain::hypothesis::{Context, Hypothesis, Variation};
use crate::explain::mistakes::variants::bodies;
use crate::explain::registry::{Axis, Effort, Mistake, Trace};

pub(super) const MISTAKE: Mistake = Mistake {
    name: "body/byte-order-mark",
    axis: Axis::Body,
    title: "a byte order mark was added or dropped",
    what: "Three bytes, EF BB BF, stand at the start of the body on one side only.",
    how: "Text decoders drop the mark, and some editors and .NET writers add it.",
    see: "Look at the first bytes of the body: `head -c3 body | xxd`.",
    mend: "Hash the bytes before any decoder sees them.",
    frameworks: frameworks::BYTES_NOT_TEXT,
    rank: 16,
    trace: Trace::Supposed(vary),
};

fn vary(from: &Hypothesis, _: &Context<'_>, _: Effort) -> Vec<Variation> {
    let body = from.delivery.body.as_slice();
    let (title, body) = match body.strip_prefix(MARK) {
        Some(bare) => ("the mark at the start was not signed", bare.to_vec()),
        None => ("a mark at the start was signed", [MARK, body].concat()),
    };
    bodies(from, [(title.to_owned(), body)])
}

const MARK: &[u8] = b"\xef\xbb\xbf";
