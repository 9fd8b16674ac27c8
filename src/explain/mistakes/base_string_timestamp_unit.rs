//! A timestamp that is signed in another unit than it travels in.

use crate::explain::frameworks;
use crate::explain::hypothesis::{Context, Hypothesis, Variation};
use crate::explain::moment::{UNITS, other_unit, seconds};
use crate::explain::registry::{Axis, Effort, Mistake, Trace};
use crate::signing::Timestamp;

pub(super) const MISTAKE: Mistake = Mistake {
    name: "base-string/timestamp-unit",
    axis: Axis::BaseString,
    title: "the timestamp was signed in another unit than it travels in",
    what: "The timestamp that was signed is the same time as the one in the delivery, written in another unit.",
    how: "A clock that counts milliseconds was used for the one and divided for the other.",
    see: "Compare the number of digits: seconds have ten, milliseconds thirteen.",
    mend: "Make the text of the timestamp once, and use it in both places.",
    frameworks: frameworks::NONE,
    rank: 22,
    trace: Trace::Supposed(vary),
};

fn vary(from: &Hypothesis, context: &Context<'_>, _: Effort) -> Vec<Variation> {
    let (Some(spec), Some(text)) = (context.scheme.timestamp(), &from.timestamp) else {
        return Vec::new();
    };
    let read =
        Timestamp::parse(text, spec.unit).or_else(|| other_unit(text, spec.unit).map(|(_, time)| time));
    let Some(time) = read else {
        return Vec::new();
    };
    let others = UNITS.iter().filter(|(unit, _)| *unit != spec.unit);
    let mut texts: Vec<(String, Vec<u8>)> = others
        .map(|(unit, title)| (format!("it was signed as {title}"), time.write(*unit)))
        .collect();
    let seconds = seconds(time);
    for (title, factor) in [("microseconds", 1_000_000_i64), ("nanoseconds", 1_000_000_000)] {
        if let Some(number) = seconds.checked_mul(factor) {
            texts.push((
                format!("it was signed as Unix {title}"),
                number.to_string().into_bytes(),
            ));
        }
    }
    texts.push((
        "it was signed as minutes".to_owned(),
        seconds.div_euclid(60).to_string().into_bytes(),
    ));
    texts
        .into_iter()
        .filter(|(_, text)| Some(text.as_slice()) != from.timestamp.as_deref())
        .map(|(detail, text)| Variation {
            detail: detail.into(),
            hypothesis: from.with_timestamp(context, text.into()),
        })
        .collect()
}
