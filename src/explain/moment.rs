//! Whether the sender's time is there, can be read, and lies near enough to the present.

use crate::explain::hypothesis::{Context, Hypothesis};
use crate::scheme::{Source, TimestampSpec, TimestampUnit};
use crate::signing::{Timestamp, Window};

/// Times from September 2001 to 2100 can be meant; in milliseconds read as seconds they lie far beyond.
const MEANT: std::ops::Range<i64> = 1_000_000_000..4_102_444_800;

/// How far around the present a timestamp is looked for that got lost, where the scheme has no limit.
const LOST_WITHIN: u64 = 300;

/// A mistake in the sender's time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TimeFault {
    pub(crate) name: &'static str,
    pub(crate) detail: String,
}

/// What is wrong with the timestamp, looked at by itself.
pub(crate) fn fault(context: &Context<'_>) -> Option<TimeFault> {
    let spec = context.scheme.timestamp()?;
    let is_within = matches!(spec.location.source, Source::Field(_)) && context.observed.text.is_empty();
    // What stands in the signature's own text is missing with it.
    if is_within || matches!(spec.location.source, Source::Claim(_) | Source::Jose(_)) {
        return None;
    }
    let Some(text) = context.timestamp() else {
        let detail = format!("there is none at `{}`", spec.location);
        return Some(TimeFault {
            name: "timestamp/missing",
            detail,
        });
    };
    let shown = String::from_utf8_lossy(&text).into_owned();
    let stated = Timestamp::parse(&text, spec.unit);
    let is_meant = |time: &Timestamp| MEANT.contains(&seconds(*time));
    if !stated.is_some_and(|time| is_meant(&time))
        && let Some((unit, _)) = other_unit(&text, spec.unit).filter(|(_, time)| is_meant(time))
    {
        let detail = format!(
            "`{shown}` is written in {}, not in {}",
            title(unit),
            title(spec.unit)
        );
        return Some(TimeFault {
            name: "timestamp/unit",
            detail,
        });
    }
    let Some(time) = stated else {
        let detail = format!("`{shown}` is not written in {}", title(spec.unit));
        return Some(TimeFault {
            name: "timestamp/malformed",
            detail,
        });
    };
    time.check(context.now, Window::of(Some(spec))).err()?;
    let age = context.now.saturating_sub(seconds(time));
    Some(match age > 0 {
        true => TimeFault {
            name: "timestamp/stale",
            detail: format!("it is {} old; the scheme allows {}", span(age), limit(spec.past)),
        },
        false => TimeFault {
            name: "timestamp/future",
            detail: format!(
                "it lies {} ahead; the scheme allows {}",
                span(age.saturating_neg()),
                limit(spec.future)
            ),
        },
    })
}

fn limit(limit: Option<u64>) -> String {
    limit.map_or_else(
        || "any".to_owned(),
        |limit| span(i64::try_from(limit).unwrap_or(i64::MAX)),
    )
}

/// A span for people: `5 minutes`.
fn span(seconds: i64) -> String {
    let (n, unit) = match seconds {
        ..120 => (seconds, "second"),
        120..7_200 => (seconds / 60, "minute"),
        7_200..172_800 => (seconds / 3600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    format!("{n} {unit}{}", if n == 1 { "" } else { "s" })
}

/// The units in which times are written, with their names.
pub(crate) const UNITS: [(TimestampUnit, &str); 7] = [
    (TimestampUnit::Seconds, "Unix seconds"),
    (TimestampUnit::Milliseconds, "Unix milliseconds"),
    (TimestampUnit::Rfc3339, "RFC 3339"),
    (TimestampUnit::FloatSeconds, "Unix seconds with a fraction"),
    (TimestampUnit::HttpDate, "the form of HTTP dates"),
    (TimestampUnit::Iso8601, "ISO 8601 without a zone"),
    (TimestampUnit::Iso8601Basic, "the basic form of ISO 8601"),
];

pub(crate) fn title(unit: TimestampUnit) -> &'static str {
    UNITS
        .iter()
        .find(|(other, _)| *other == unit)
        .map_or("another unit", |(_, title)| title)
}

/// Unix seconds, cut.
pub(crate) fn seconds(time: Timestamp) -> i64 {
    str::from_utf8(&time.write(TimestampUnit::Seconds))
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or_default()
}

/// The first other unit in which a text can be read as a time that can be meant.
pub(crate) fn other_unit(text: &[u8], stated: TimestampUnit) -> Option<(TimestampUnit, Timestamp)> {
    UNITS
        .iter()
        .filter(|(unit, _)| *unit != stated)
        .find_map(|(unit, _)| {
            let time = Timestamp::parse(text, *unit)?;
            MEANT.contains(&seconds(time)).then_some((*unit, time))
        })
}

/// The timestamps that a lost one may have been: near the present, and as headers of other names say.
pub(crate) fn lost<'h>(
    context: &'h Context<'_>,
    stated: &'h Hypothesis,
    spec: &'h TimestampSpec,
) -> impl Iterator<Item = (String, Hypothesis)> + 'h {
    let stray = context.delivery.headers.iter().filter_map(|header| {
        let is_time = UNITS
            .iter()
            .any(|(unit, _)| Timestamp::parse(&header.value, *unit).is_some());
        is_time.then(|| {
            (
                format!("its value stands in the header `{}`", header.name),
                header.value.clone(),
            )
        })
    });
    let far = spec
        .past
        .unwrap_or(LOST_WITHIN)
        .max(spec.future.unwrap_or_default())
        .min(3600);
    let far = i64::try_from(far).unwrap_or_default();
    let near = (-far..=far).map(|offset| {
        let text = Timestamp::from_seconds(context.now.saturating_add(offset)).write(spec.unit);
        (format!("it was `{}`", String::from_utf8_lossy(&text)), text)
    });
    let all = stray.chain(near);
    all.map(|(detail, text)| (detail, stated.with_timestamp(context, text.into())))
}
