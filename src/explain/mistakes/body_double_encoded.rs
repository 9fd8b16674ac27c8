//! A body that was encoded as JSON once more.

use crate::explain::frameworks;
use crate::explain::hypothesis::{Context, Hypothesis, Variation};
use crate::explain::mistakes::variants::bodies;
use crate::explain::registry::{Axis, Effort, Mistake, Trace};

pub(super) const MISTAKE: Mistake = Mistake {
    name: "body/double-encoded",
    axis: Axis::Body,
    title: "the body was encoded as JSON once more",
    what: "What was signed is a JSON string that holds the body, or the text inside a body that is a JSON string.",
    how: "`JSON.stringify` or `json.dumps` was called on a text rather than on an object.",
    see: "The signed text begins with `\"{\\\"`.",
    mend: "Serialize once, and hash the text as it is.",
    frameworks: frameworks::RAW_BODY,
    rank: 17,
    trace: Trace::Supposed(vary),
};

fn vary(from: &Hypothesis, _: &Context<'_>, _: Effort) -> Vec<Variation> {
    let body = from.delivery.body.as_slice();
    let Ok(text) = str::from_utf8(body) else {
        return Vec::new();
    };
    let quoted = serde_json::Value::from(text).to_string();
    let mut all = Vec::new();
    if let Ok(inner) = serde_json::from_slice::<String>(body) {
        all.push((
            "the text inside the JSON string was signed".to_owned(),
            inner.into_bytes(),
        ));
    }
    // Python escapes what is not ASCII.
    let escaped = crate::reserialize::rewriter("python-dumps")
        .and_then(|rewriter| (rewriter.rewrite)(quoted.as_bytes()));
    // PHP escapes the slashes too.
    let slashed = crate::reserialize::rewriter("php-json-encode")
        .and_then(|rewriter| (rewriter.rewrite)(quoted.as_bytes()));
    let twice = serde_json::Value::from(quoted.as_str()).to_string();
    all.push((
        "the body was signed as a JSON string".to_owned(),
        quoted.into_bytes(),
    ));
    all.extend(escaped.map(|body| ("the body was signed as a JSON string, in ASCII".to_owned(), body)));
    all.extend(slashed.map(|body| {
        (
            "the body was signed as a JSON string, slashes escaped".to_owned(),
            body,
        )
    }));
    all.push((
        "the body was signed as a JSON string in a JSON string".to_owned(),
        twice.into_bytes(),
    ));
    bodies(from, all)
}
