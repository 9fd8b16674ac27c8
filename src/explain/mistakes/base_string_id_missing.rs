//! A base string without the message id.

use crate::explain::frameworks;
use crate::explain::hypothesis::{Context, Hypothesis, Variation};
use crate::explain::mistakes::templates::without;
use crate::explain::registry::{Axis, Effort, Mistake, Trace};
use crate::scheme::{Source, Value};

pub(super) const MISTAKE: Mistake = Mistake {
    name: "base-string/id-missing",
    axis: Axis::BaseString,
    title: "the message id was left out of what is signed",
    what: "The scheme signs the message id together with the rest; the signer left it out.",
    how: "Code for a scheme without ids was reused, or the header with the id was overlooked.",
    see: "The signature stays the same when only the id changes.",
    mend: "Sign the whole base string that the documentation gives, id included.",
    frameworks: frameworks::NONE,
    rank: 19,
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
        context.scheme.message_id().map(|spec| &spec.location.source),
    ) {
        (Value::Id, _) => true,
        (Value::Header(name), Some(Source::Header(other))) => name.eq_ignore_ascii_case(other),
        (Value::Field(name), Some(Source::Field(other))) => name == other,
        _ => false,
    }
}
