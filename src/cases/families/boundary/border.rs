//! Fields that stand side by side in a base string, and deliveries with other values in them.

use crate::cases::builder::Builder;
use crate::cases::case::CaseId;
use crate::delivery::Delivery;
use crate::scheme::{Location, Part, Source, Value};
use crate::signing::Event;

/// A field of the base string whose value a delivery can be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    Body,
    Header(String),
    Id,
    Timestamp,
}

impl Slot {
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Body => "body",
            Self::Header(_) => "header",
            Self::Id => "id",
            Self::Timestamp => "timestamp",
        }
    }
}

/// Two neighbors in the base string and what is written between them.
pub(super) struct Border {
    pub(super) left: Slot,
    pub(super) separator: String,
    pub(super) right: Slot,
}

/// A genuine delivery before it is cut anew.
pub(super) struct Whole {
    pub(super) event: Event,
    pub(super) delivery: Delivery,
    pub(super) timestamp: Option<Vec<u8>>,
    pub(super) signatures: Vec<Vec<u8>>,
    /// The genuine case, where it is not the base case.
    pub(super) id: Option<CaseId>,
}

pub(super) fn borders(b: &Builder<'_>) -> Vec<Border> {
    let Some(template) = b.scheme().base_string() else {
        return Vec::new();
    };
    let slots: Vec<_> = template
        .parts()
        .iter()
        .map(|part| match part {
            Part::Literal(_) => None,
            Part::Placeholder(value, filters) => filters.is_empty().then(|| slot(b, value)).flatten(),
        })
        .collect();
    // A value that stands twice cannot be cut in one place only.
    let once = |slot: &Slot| slots.iter().flatten().filter(|other| *other == slot).count() == 1;
    let mut borders = Vec::new();
    for at in 0..slots.len() {
        let Some(left) = slots.get(at).cloned().flatten() else {
            continue;
        };
        let (separator, next) = match template.parts().get(at + 1) {
            Some(Part::Literal(text)) => (text.clone(), at + 2),
            _ => (String::new(), at + 1),
        };
        let Some(right) = slots.get(next).cloned().flatten() else {
            continue;
        };
        if once(&left) && once(&right) {
            borders.push(Border {
                left,
                separator,
                right,
            });
        }
    }
    borders
}

fn slot(b: &Builder<'_>, value: &Value) -> Option<Slot> {
    let timestamp = b.scheme().timestamp().map(|spec| &spec.location);
    let id = b.scheme().message_id().map(|spec| &spec.location);
    // A value inside the body moves with the body.
    let apart = |location: Option<&Location>| {
        location.is_some_and(|location| {
            location.steps.is_empty()
                && matches!(
                    location.source,
                    Source::Header(_) | Source::Field(_) | Source::Query(_)
                )
        })
    };
    let is_header = |location: Option<&Location>, name: &str| {
        location.is_some_and(
            |location| matches!(&location.source, Source::Header(other) if other.eq_ignore_ascii_case(name)),
        )
    };
    match value {
        Value::Body => Some(Slot::Body),
        Value::Timestamp => apart(timestamp).then_some(Slot::Timestamp),
        Value::Id => apart(id).then_some(Slot::Id),
        Value::Header(name) if is_header(timestamp, name) => Some(Slot::Timestamp),
        Value::Header(name) if is_header(id, name) => Some(Slot::Id),
        Value::Header(name) => Some(Slot::Header(name.clone())),
        _ => None,
    }
}

pub(super) fn value(whole: &Whole, slot: &Slot) -> Option<Vec<u8>> {
    match slot {
        Slot::Body => Some(whole.event.body.clone()),
        Slot::Header(name) => whole.event.headers.first(name).map(<[u8]>::to_vec),
        Slot::Id => Some(whole.event.id.clone().into_bytes()),
        Slot::Timestamp => whole.timestamp.clone(),
    }
}

pub(super) fn header_name(b: &Builder<'_>, slot: &Slot) -> Option<String> {
    let location = match slot {
        Slot::Body => None,
        Slot::Header(name) => return Some(name.clone()),
        Slot::Id => b.scheme().message_id().map(|spec| &spec.location),
        Slot::Timestamp => b.scheme().timestamp().map(|spec| &spec.location),
    };
    match &location?.source {
        Source::Header(name) => Some(name.clone()),
        _ => None,
    }
}

/// The delivery with other values at both sides of the border, under the same signatures; `None` where a
/// value cannot travel.
pub(super) fn with_values(
    b: &Builder<'_>,
    border: &Border,
    whole: &Whole,
    left: &[u8],
    right: &[u8],
) -> Option<Delivery> {
    let mut event = whole.event.clone();
    let mut timestamp = whole.timestamp.clone();
    for (slot, value) in [(&border.left, left), (&border.right, right)] {
        let location = match slot {
            Slot::Body => None,
            Slot::Header(name) => Some(Location {
                source: Source::Header(name.clone()),
                steps: Vec::new(),
            }),
            Slot::Id => b.scheme().message_id().map(|spec| spec.location.clone()),
            Slot::Timestamp => b.scheme().timestamp().map(|spec| spec.location.clone()),
        };
        if location.is_some_and(|location| value.is_empty() || !b.can_travel(&location, value)) {
            return None;
        }
        match slot {
            Slot::Body => event.body = value.to_vec(),
            Slot::Header(name) => event.headers.set(name, value),
            Slot::Id => event.id = String::from_utf8(value.to_vec()).ok()?,
            Slot::Timestamp => timestamp = Some(value.to_vec()),
        }
    }
    let draft = b.signer().draft(&event, timestamp).ok()?;
    b.signer().finish(draft, &whole.signatures).ok()
}
