//! An empty body.

use crate::explain::frameworks;
use crate::explain::hypothesis::Keying;
use crate::explain::hypothesis::{Context, Hypothesis, Variation};
use crate::explain::mistakes::variants::bodies;
use crate::explain::registry::{Axis, Effort, Mistake, Trace};
use crate::scheme::{Method, Template};

pub(super) const MISTAKE: Mistake = Mistake {
    name: "body/empty",
    axis: Axis::Body,
    title: "an empty body was signed",
    what: "What was signed is the base string of an empty body, or nothing at all.",
    how: "Something read the body before the verifier did, a form has no raw body in the framework, or the message was handed to the function that ends a hash rather than to the one that feeds it.",
    see: "Two deliveries with different bodies have the same signature.",
    mend: "Keep the bytes of the body before anything reads them; feed the message with `update` or `Write`, then finish.",
    frameworks: frameworks::BODY_CONSUMED,
    rank: 6,
    trace: Trace::Supposed(vary),
};

fn vary(from: &Hypothesis, context: &Context<'_>, _: Effort) -> Vec<Variation> {
    let mut all = bodies(from, [("the body was empty".to_owned(), Vec::new())]);
    if context.scheme.signature().canonicalization.is_some() {
        return all;
    }
    for word in ["{}", "null", "undefined", "[object Object]", "None", "b''"] {
        all.extend(bodies(
            from,
            [(
                format!("the text `{word}` stood in for the body"),
                word.as_bytes().to_vec(),
            )],
        ));
    }
    let method = context.plan(&from.delivery).map(|plan| plan.method);
    if !matches!(method, Some(Method::Hmac(_) | Method::Digest(_))) {
        return all;
    }
    let nothing = Hypothesis {
        keying: Keying::AsStated,
        ..from.with_template(Template::of(Vec::new()))
    };
    all.push(Variation {
        detail: "nothing at all was signed, so that every delivery has this signature".into(),
        hypothesis: nothing,
    });
    if from.keying == Keying::AsStated {
        let appended = Hypothesis {
            keying: Keying::Appended,
            ..from.clone()
        };
        let detail =
            "the message stands before the MAC of nothing: it was handed to the function that ends the hash";
        all.push(Variation {
            detail: detail.into(),
            hypothesis: appended,
        });
    }
    all
}
