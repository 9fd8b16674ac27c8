//! A base string without the timestamp.

use crate::explain::frameworks;
use crate::explain::hypothesis::{Context, Hypothesis, Variation};
use crate::explain::mistakes::templates::without;
use crate::explain::registry::{Axis, Effort, Mistake, Trace};
use crate::scheme::{Source, Value};

pub(super) const MISTAKE: Mistake = Mistake {
    name: "base-string/timestamp-missing",
    axis: Axis::BaseString,
    title: "the timestamp was left out of what is signed",
    what: "The scheme signs the timestamp together with the body; the signer left it out.",
    how: "Code for a scheme that signs the body alone was reused.",
    see: "The signature stays the same when only the timestamp changes.",
    mend: "Sign the whole base string that the documentation gives, timestamp included.",
    frameworks: frameworks::NONE,
    rank: 18,
    trace: Trace::Supposed(vary),
};

fn vary(from: &Hypothesis, context: &Context<'_>, _: Effort) -> Vec<Variation> {
    let Some(template) = context.template(from) else {
        return Vec::new();
    };
    without(template, &|value| is_meant(value, context))
        .into_iter()
        .map(|template| Variation {
            detail: format!("`{template}` was signed"),
            hypothesis: from.with_template(template),
        })
        .collect()
}

fn is_meant(value: &Value, context: &Context<'_>) -> bool {
    match (
        value,
        context.scheme.timestamp().map(|spec| &spec.location.source),
    ) {
        (Value::Timestamp, _) => true,
        (Value::Header(name), Some(Source::Header(other))) => name.eq_ignore_ascii_case(other),
        (Value::Field(name), Some(Source::Field(other))) => name == other,
        _ => false,
    }
}
