//! A clock that was read twice: another moment was signed than is stated. Too many variants to go with a second mistake.

use crate::explain::hypothesis::{Context, Hypothesis, Variation};
use crate::explain::moment::seconds;
use crate::scheme::TimestampUnit;
use crate::signing::Timestamp;

/// How many seconds lie between the two readings at most.
const FARTHEST: i64 = 5;

/// The mistake of each variation, by its name, and the variation.
pub(crate) fn clock_reads(from: &Hypothesis, context: &Context<'_>) -> Vec<(&'static str, Variation)> {
    let (Some(spec), Some(text)) = (context.scheme.timestamp(), &from.timestamp) else {
        return Vec::new();
    };
    let Some(stated) = Timestamp::parse(text, spec.unit).map(seconds) else {
        return Vec::new();
    };
    let moments = (1..=FARTHEST).flat_map(|away| [away, -away]).filter_map(|away| {
        let text = Timestamp::from_seconds(stated.checked_add(away)?).write(spec.unit);
        let detail = format!(
            "the clock was read twice: the moment that was signed is {away:+} s from the one that is stated"
        );
        Some(("base-string/timestamp-reprinted", detail, text))
    });
    let is_whole = spec.unit == TimestampUnit::Seconds;
    let fractions = (0..1000_i64).filter(|_| is_whole).filter_map(|part| {
        let number = stated.checked_mul(1000)?.checked_add(part)?;
        let detail =
            "it was signed as Unix milliseconds, whose last three digits are not in the delivery".to_owned();
        Some((
            "base-string/timestamp-unit",
            detail,
            number.to_string().into_bytes(),
        ))
    });
    moments
        .chain(fractions)
        .map(|(name, detail, text)| {
            let hypothesis = from.with_timestamp(context, text.into());
            let detail = detail.into();
            (name, Variation { detail, hypothesis })
        })
        .collect()
}
