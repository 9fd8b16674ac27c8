//! Genuine deliveries of every age: the stated window is kept on each side that is stated.

use crate::cases::builder::Builder;
use crate::cases::case::Level;
use crate::cases::families::Family;
use crate::scheme::Source;

pub(super) const FAMILY: Family = Family {
    id: "freshness",
    title: "deliveries that are too old or ahead of their time",
    description: "Deliveries that are properly signed with a timestamp inside, at and outside the window. \
                  A receiver that does not check the age can be sent any old delivery again; one that is \
                  too strict loses retries and the events of senders whose clock differs. Where the scheme \
                  states no window, or only one side, any behavior conforms.",
    generate,
};

const HOUR: u64 = 3600;
const DAY: u64 = 24 * HOUR;
const YEAR: u64 = 365 * DAY;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Past,
    Future,
}

impl Side {
    const fn flag(self) -> &'static str {
        match self {
            Self::Past => "StaleTimestamp",
            Self::Future => "FutureTimestamp",
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Past => "old",
            Self::Future => "ahead",
        }
    }
}

fn generate(b: &mut Builder<'_>) {
    let Some(spec) = b.scheme().timestamp() else {
        return;
    };
    if matches!(spec.location.source, Source::Claim(_)) {
        return;
    }
    for (side, limit) in [(Side::Past, spec.past), (Side::Future, spec.future)] {
        match limit {
            Some(limit) => stated(b, side, limit),
            None => open(b, side),
        }
    }
    epoch(b, spec.past);
}

/// The side has a limit: keep it.
fn stated(b: &mut Builder<'_>, side: Side, limit: u64) {
    let margin = b.setting().margin;
    let word = side.word();
    let inside = [
        (format!("half-the-window-{word}"), limit / 2),
        (
            format!("just-inside-the-window-{word}"),
            limit.saturating_sub(margin + 1),
        ),
    ];
    for (what, distance) in inside {
        if distance > 0 && distance + margin < limit {
            signed(b, side, &what, distance, &["Genuine", "WindowEdge"], None);
        }
    }
    // The clock of a target of its own has no exact edge.
    if margin == 0 {
        let delivery = at(b, side, limit);
        b.case(
            &format!("edge-of-the-window-{word}"),
            format!("signed exactly {limit} seconds {}", ago(side)),
            delivery,
        )
        .flags(&["WindowEdge"])
        .may_accept();
    }
    let outside = match side {
        Side::Past => "one-second-too-old",
        Side::Future => "one-second-too-far-ahead",
    };
    let beyond = limit.saturating_add(1 + margin);
    signed(
        b,
        side,
        outside,
        beyond,
        &[side.flag(), "WindowEdge"],
        Some(level(b, limit, beyond)),
    );
    for (name, distance) in far(side) {
        if distance > beyond {
            let what = format!("{name}-{word}");
            signed(
                b,
                side,
                &what,
                distance,
                &[side.flag()],
                Some(level(b, limit, distance)),
            );
        }
    }
}

/// A target is told one tolerance for both sides, so that between two different limits it cannot know.
fn level(b: &Builder<'_>, limit: u64, distance: u64) -> Level {
    let told = b
        .scheme()
        .timestamp()
        .and_then(|spec| spec.past.or(spec.future))
        .unwrap_or(limit);
    if distance > told.max(limit).saturating_add(b.setting().margin) {
        Level::Must
    } else {
        Level::Should
    }
}

/// The side has no stated limit: whatever a receiver does is right.
fn open(b: &mut Builder<'_>, side: Side) {
    let near = ("ten-seconds", 10);
    for (name, distance) in [near].into_iter().chain(far(side)) {
        let delivery = at(b, side, distance);
        b.case(
            &format!("{name}-{}", side.word()),
            format!("signed {distance} seconds {}", ago(side)),
            delivery,
        )
        .flags(&[side.flag()])
        .may_accept();
    }
}

const fn far(side: Side) -> [(&'static str, u64); 3] {
    match side {
        Side::Past => [("an-hour", HOUR), ("a-day", DAY), ("a-year", YEAR)],
        Side::Future => [("an-hour", HOUR), ("a-day", DAY), ("ten-years", 10 * YEAR)],
    }
}

/// The smallest timestamp: a receiver that takes zero for absent may skip its check.
fn epoch(b: &mut Builder<'_>, past: Option<u64>) {
    let text = b.timestamp_text(0).unwrap_or_default();
    let delivery = b.signed_with_timestamp(&b.base_event(), &text);
    let case = b
        .case("at-the-epoch", "properly signed at the time zero", delivery)
        .flags(&["StaleTimestamp", "ExtremeTimestamp"]);
    match past {
        Some(_) => case.must_reject(),
        None => case.may_accept(),
    }
}

fn signed(
    b: &mut Builder<'_>,
    side: Side,
    what: &str,
    distance: u64,
    flags: &[&'static str],
    reject: Option<Level>,
) {
    let delivery = at(b, side, distance);
    let case = b
        .case(what, format!("signed {distance} seconds {}", ago(side)), delivery)
        .flags(flags);
    match reject {
        Some(level) => case.reject_at(level),
        None => case.must_accept(),
    }
}

const fn ago(side: Side) -> &'static str {
    match side {
        Side::Past => "ago",
        Side::Future => "in the future",
    }
}

fn at(b: &Builder<'_>, side: Side, distance: u64) -> Option<crate::delivery::Delivery> {
    let time = match side {
        Side::Past => b.now().saturating_sub_unsigned(distance),
        Side::Future => b.now().saturating_add_unsigned(distance),
    };
    b.signed_with_timestamp(&b.base_event(), &b.timestamp_text(time)?)
}
