//! Bytes moved across the borders between the fields of the base string, with the signature kept.

mod border;

use border::{Border, Slot, Whole, borders, header_name, value, with_values};

use crate::cases::builder::Builder;
use crate::cases::case::{CaseId, Level};
use crate::cases::families::Family;
use crate::scheme::{Location, Source};
use crate::signing::Timestamp;

pub(super) const FAMILY: Family = Family {
    id: "boundary",
    title: "bytes moved from one signed field to the next",
    description: "Fields that are joined to one base string can be cut apart at another place, and the \
                  signature stays right. Only a strict grammar of the fields tells: a receiver that takes \
                  `1662562300,{\"a\":1` for a timestamp lets an outsider cut the body of a captured \
                  delivery.",
    generate,
};

fn generate(b: &mut Builder<'_>) {
    let borders = borders(b);
    for border in &borders {
        let Some(whole) = whole(b, border) else { continue };
        if border.separator.is_empty() {
            adjacent(b, border, &whole);
        } else {
            later_separator(b, border, &whole);
        }
    }
    id_with_separator(b, &borders);
}

/// A genuine delivery whose fields at this border hold the separator.
fn whole(b: &mut Builder<'_>, border: &Border) -> Option<Whole> {
    let mut event = b.base_event();
    let touches_body = border.left == Slot::Body || border.right == Slot::Body;
    let separator = border.separator.as_str();
    let mut id = None;
    if touches_body && b.setting().body.is_none() && !separator.is_empty() {
        let now = String::from_utf8(b.timestamp_text(b.now()).unwrap_or_else(|| b"1".to_vec())).ok()?;
        let body = if b.scheme().delivery().content_type.contains("json") {
            format!("{{\"note\":\"x{separator}y{separator}{now}\"}}")
        } else {
            format!("amount=100{separator}5&note=y{separator}{now}")
        };
        event = b.event(body);
        let what = format!(
            "separator-in-body-of-{}-and-{}",
            border.left.name(),
            border.right.name()
        );
        let delivery = b.signed(&event);
        b.case(
            &what,
            format!("a genuine body that holds `{separator}`, the base string's separator"),
            delivery,
        )
        .flags(&["Genuine", "BoundaryShift"])
        .must_accept();
        id = Some(CaseId::new(b.scheme().id(), FAMILY.id, &what));
    }
    let timestamp = b.timestamp_text(b.now());
    let draft = b.signer().draft(&event, timestamp.clone()).ok()?;
    let signatures = b.signer().signatures(&draft, b.now()).ok()?;
    Some(Whole {
        delivery: b.signer().finish(draft, &signatures).ok()?,
        event,
        timestamp,
        signatures,
        id,
    })
}

/// The border moves to another occurrence of the separator.
fn later_separator(b: &mut Builder<'_>, border: &Border, whole: &Whole) {
    let separator = border.separator.as_bytes();
    let (Some(left), Some(right)) = (value(whole, &border.left), value(whole, &border.right)) else {
        return;
    };
    let joined = [&left, separator, &right].concat();
    let places: Vec<usize> = joined
        .windows(separator.len())
        .enumerate()
        .filter(|(at, window)| *at != left.len() && *window == separator)
        .map(|(at, _)| at)
        .collect();
    let after = places.iter().copied().find(|at| *at > left.len());
    let last = places
        .last()
        .copied()
        .filter(|at| *at > left.len() && Some(*at) != after);
    let before = places.first().copied().filter(|at| *at < left.len());
    let nearest = places
        .iter()
        .copied()
        .rfind(|at| *at < left.len() && Some(*at) != before);
    let (a, z) = (border.left.name(), border.right.name());
    for (what, at) in [
        ("next-separator", after),
        ("last-separator", last),
        ("first-separator", before),
        ("previous-separator", nearest),
    ] {
        let Some((new_left, rest)) = at.and_then(|at| joined.split_at_checked(at)) else {
            continue;
        };
        let new_right = rest.get(separator.len()..).unwrap_or_default();
        cut(
            b,
            border,
            whole,
            &format!("{a}-and-{z}-cut-at-the-{what}"),
            (new_left, new_right),
            level(b),
        );
    }
    if let Some((new_left, rest)) = after.and_then(|at| joined.split_at_checked(at)) {
        let new_right = rest.get(separator.len()..).unwrap_or_default();
        two_lines(b, border, whole, new_left, new_right);
    }
}

/// Without a separator the border moves by one byte.
fn adjacent(b: &mut Builder<'_>, border: &Border, whole: &Whole) {
    let (Some(left), Some(right)) = (value(whole, &border.left), value(whole, &border.right)) else {
        return;
    };
    let joined = [left.as_slice(), &right].concat();
    let (a, z) = (border.left.name(), border.right.name());
    let level = level(b);
    for (what, at) in [
        (
            format!("last-byte-of-{a}-moved-to-{z}"),
            left.len().checked_sub(1),
        ),
        (format!("first-byte-of-{z}-moved-to-{a}"), Some(left.len() + 1)),
    ] {
        if let Some((new_left, new_right)) = at.and_then(|at| joined.split_at_checked(at)) {
            cut(b, border, whole, &what, (new_left, new_right), level);
        }
    }
}

/// Without a window nobody needs to read the timestamp, and maintained libraries hand it on as it is.
fn level(b: &Builder<'_>) -> Level {
    let window = b
        .scheme()
        .timestamp()
        .is_some_and(|spec| spec.past.or(spec.future).is_some());
    if window { Level::Must } else { Level::Should }
}

/// `level` is that of a cut which a strict grammar of the fields tells.
fn cut(
    b: &mut Builder<'_>,
    border: &Border,
    whole: &Whole,
    what: &str,
    (left, right): (&[u8], &[u8]),
    level: Level,
) {
    let Some(delivery) = with_values(b, border, whole, left, right) else {
        return;
    };
    let moved = [(&border.left, left), (&border.right, right)];
    let timestamp = moved.into_iter().find(|(slot, _)| **slot == Slot::Timestamp);
    let forged = timestamp.is_some_and(|(_, text)| is_no_fresh_timestamp(b, text));
    let case = b
        .case(
            what,
            format!(
                "{} and {} cut at another place, under the same signature",
                border.left.name(),
                border.right.name()
            ),
            Some(delivery),
        )
        .flags(&["BoundaryShift"]);
    let case = match &whole.id {
        Some(id) => case.change_of(id.clone(), whole.delivery.clone()),
        None => case,
    };
    if forged {
        case.reject_at(level);
    } else {
        // Both readings are well formed: the scheme itself is ambiguous, and no receiver can tell.
        case.unspecified();
    }
}

/// Whether the text is no decimal number, or one outside a window that the scheme states.
fn is_no_fresh_timestamp(b: &Builder<'_>, text: &[u8]) -> bool {
    let Some(spec) = b.scheme().timestamp() else {
        return false;
    };
    let Some(time) = Timestamp::parse(text, spec.unit) else {
        return true;
    };
    let edge = |limit: u64, sign: i64| {
        let distance = i64::try_from(limit + b.setting().margin).unwrap_or(i64::MAX);
        Timestamp::from_seconds(b.now().saturating_add(distance.saturating_mul(sign)))
    };
    spec.past.is_some_and(|limit| time < edge(limit, -1))
        || spec.future.is_some_and(|limit| time > edge(limit, 1))
}

/// The left field is a header, and its new value is sent as two lines that a server joins by a comma.
fn two_lines(b: &mut Builder<'_>, border: &Border, whole: &Whole, left: &[u8], right: &[u8]) {
    let Some(name) = header_name(b, &border.left) else {
        return;
    };
    let Some(comma) = left.iter().position(|&byte| byte == b',') else {
        return;
    };
    let (first, rest) = left.split_at(comma);
    let second = rest.get(1..).unwrap_or_default();
    let location = Location {
        source: Source::Header(name.clone()),
        steps: Vec::new(),
    };
    if second.is_empty() || !b.can_travel(&location, first) || !b.can_travel(&location, second) {
        return;
    }
    let Some(mut delivery) = with_values(b, border, whole, first, right) else {
        return;
    };
    delivery.headers.push(name, second);
    let (forged, level) = (border.left == Slot::Timestamp, level(b));
    let case = b
        .case(
            &format!("{}-in-two-lines", border.left.name()),
            "a cut at another place, its header in two lines that a server may join by a comma",
            Some(delivery),
        )
        .flags(&["BoundaryShift", "DuplicateHeader"]);
    let case = match &whole.id {
        Some(id) => case.change_of(id.clone(), whole.delivery.clone()),
        None => case,
    };
    if forged {
        case.reject_at(level);
    } else {
        case.unspecified();
    }
}

/// Ids that hold the separator are the protocol's own ambiguity.
fn id_with_separator(b: &mut Builder<'_>, borders: &[Border]) {
    let [first, second] = borders else { return };
    let is_chain = first.left == Slot::Id
        && first.right == Slot::Timestamp
        && second.left == Slot::Timestamp
        && second.right == Slot::Body
        && first.separator == second.separator
        && !first.separator.is_empty();
    if !is_chain || b.setting().body.is_some() {
        return;
    }
    let separator = &first.separator;
    let Some(now) = b
        .timestamp_text(b.moment())
        .and_then(|text| String::from_utf8(text).ok())
    else {
        return;
    };
    let mut event = b.base_event();
    event.id = format!("msg{separator}{now}");
    let delivery = b.signed(&event);
    b.case(
        "separator-in-id",
        format!("an id that holds `{separator}`, the base string's separator"),
        delivery,
    )
    .flags(&["BoundaryShift"])
    .may_accept();
    // The case before this was about another event, of another second.
    let now = b.timestamp_text(b.moment()).unwrap_or_default();
    let text = String::from_utf8_lossy(&now);
    event.id = format!("msg{separator}{text}");
    let cut = b.draft(&event).and_then(|draft| {
        let signatures = b.signer().signatures(&draft, b.now()).ok()?;
        let mut other = event.clone();
        other.id = "msg".to_owned();
        other.body = [now.as_slice(), separator.as_bytes(), &event.body].concat();
        b.signer().finish(b.draft(&other)?, &signatures).ok()
    });
    b.case(
        "id-cut-at-its-separator",
        "the id's last part as the timestamp and the timestamp as the body's beginning",
        cut,
    )
    .flags(&["BoundaryShift"])
    .may_accept();
}
