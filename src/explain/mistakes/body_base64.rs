//! A body in base64.

use crate::encoding::Encoding;
use crate::explain::frameworks;
use crate::explain::hypothesis::{Context, Hypothesis, Variation};
use crate::explain::mistakes::variants::bodies;
use crate::explain::registry::{Axis, Effort, Mistake, Trace};

pub(super) const MISTAKE: Mistake = Mistake {
    name: "body/base64",
    axis: Axis::Body,
    title: "the body was in base64 on one side",
    what: "What was signed is the base64 text of the body that travelled, or the reverse.",
    how: "Gateways hand a body to a function in base64 and set a flag that nobody looks at.",
    see: "The body has no blanks or braces, and ends with `=` or `==`.",
    mend: "Decode the body where the flag says so, and verify the decoded bytes.",
    frameworks: frameworks::GATEWAY,
    rank: 11,
    trace: Trace::Supposed(vary),
};

fn vary(from: &Hypothesis, _: &Context<'_>, _: Effort) -> Vec<Variation> {
    let body = from.delivery.body.as_slice();
    let mut all = Vec::new();
    if let Ok(decoded) = Encoding::Base64Any.decode(body.trim_ascii()) {
        all.push(("the decoded body was signed".to_owned(), decoded));
    }
    for (encoding, title) in [
        (Encoding::Base64, "the base64 text of the body was signed"),
        (
            Encoding::Base64url,
            "the URL-safe base64 text of the body was signed",
        ),
        (
            Encoding::Base64urlUnpadded,
            "the URL-safe base64 text without padding was signed",
        ),
        (Encoding::Hex, "the hex text of the body was signed"),
    ] {
        all.push((title.to_owned(), encoding.encode(body)));
    }
    bodies(from, all)
}
