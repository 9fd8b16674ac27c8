//! One value twice: two readers may take two.

use crate::cases::builder::Builder;
use crate::cases::families::Family;
use crate::cases::forge::is_carried;
use crate::delivery::Delivery;
use crate::scheme::{Location, Source};
use crate::signing::Timestamp;

pub(super) const FAMILY: Family = Family {
    id: "duplicate",
    title: "one value twice",
    description: "A header, parameter or field is there twice. Servers take the first, take the last or join \
                  them, and few documents say what a receiver should do, so most of this only informs. It \
                  must refuse where no value is right, and where an old delivery becomes fresh because its \
                  signature is checked with one timestamp and its age with the other.",
    generate,
};

fn generate(b: &mut Builder<'_>) {
    signature(b);
    timestamp(b);
    id(b);
    fields(b);
}

/// Where the second value goes.
#[derive(Clone, Copy)]
enum Side {
    Before,
    After,
}

/// The delivery with one more value at a location.
fn with_another(delivery: &Delivery, location: &Location, value: &[u8], side: Side) -> Option<Delivery> {
    let mut delivery = delivery.clone();
    if !location.steps.is_empty() {
        return None;
    }
    let encoded = |bytes: &[u8]| form_urlencoded::byte_serialize(bytes).collect::<String>();
    let joined = |name: &str, pairs: &str| {
        let pair = format!("{}={}", encoded(name.as_bytes()), encoded(value));
        match side {
            Side::Before => format!("{pair}&{pairs}"),
            Side::After => format!("{pairs}&{pair}"),
        }
    };
    match &location.source {
        Source::Body | Source::Claim(_) | Source::Field(_) | Source::Jose(_) | Source::Numbered(_) => {
            return None;
        }
        Source::Form(name) => {
            let pairs = str::from_utf8(&delivery.body).ok()?;
            delivery.body = joined(name, pairs).into_bytes();
        }
        Source::Header(name) => match side {
            Side::Before => delivery.headers.push_front(name.clone(), value),
            Side::After => delivery.headers.push(name.clone(), value),
        },
        Source::Json(pointer) => {
            let name = pointer
                .strip_prefix('/')
                .filter(|name| !name.contains(['/', '~']))?;
            let member = format!(
                "{}:{}",
                serde_json::Value::from(name),
                serde_json::Value::from(str::from_utf8(value).ok()?)
            );
            let text = str::from_utf8(&delivery.body).ok()?;
            let (start, end) = (text.find('{')?, text.rfind('}')?);
            let (head, inner, tail) = (text.get(..=start)?, text.get(start + 1..end)?, text.get(end..)?);
            delivery.body = match side {
                Side::Before => format!("{head}{member},{inner}{tail}"),
                Side::After => format!("{head}{inner},{member}{tail}"),
            }
            .into_bytes();
        }
        Source::Query(name) => {
            let (before, query) = delivery.url.split_once('?')?;
            delivery.url = format!("{before}?{}", joined(name, query));
        }
    }
    is_carried(&delivery).then_some(delivery)
}

fn signature(b: &mut Builder<'_>) {
    let Some((draft, items)) = b.items() else { return };
    let text = |item: Vec<u8>| items.whole(&item);
    let (good, bad, worse) = (text(items.good()), text(items.bad(0)), text(items.bad(1)));
    let place = b.scheme().signature().places.first().clone();
    let under = |first: &[u8], second: &[u8]| {
        let delivery = b.with_whole_text(draft.clone(), first)?;
        with_another(&delivery, &place, second, Side::After)
    };
    let good_first = under(&good, &bad);
    let good_last = under(&bad, &good);
    let same = under(&good, &good);
    let none = under(&bad, &worse);
    for (what, title, delivery) in [
        (
            "signature-right-first",
            "two signatures, the first right",
            good_first,
        ),
        (
            "signature-right-last",
            "two signatures, the last right",
            good_last,
        ),
        ("signature-repeated", "the right signature twice", same),
    ] {
        b.case(what, title, delivery).flags(&flags(&place)).unspecified();
    }
    b.case("signature-none-right", "two signatures, neither right", none)
        .flags(&flags(&place))
        .must_reject();
    if !b.scheme().format().is_list() {
        for (what, title, first, second) in [
            (
                "joined-right-first",
                "two signatures joined by a comma, the first right",
                &good,
                &bad,
            ),
            (
                "joined-right-last",
                "two signatures joined by a comma, the last right",
                &bad,
                &good,
            ),
        ] {
            let joined = [first.as_slice(), b", ", second].concat();
            let delivery = b.with_whole_text(draft.clone(), &joined);
            b.case(what, title, delivery).flags(&flags(&place)).unspecified();
        }
    }
}

fn flags(place: &Location) -> [&'static str; 1] {
    match place.source {
        Source::Header(_) | Source::Numbered(_) => ["DuplicateHeader"],
        Source::Body
        | Source::Claim(_)
        | Source::Field(_)
        | Source::Form(_)
        | Source::Jose(_)
        | Source::Json(_)
        | Source::Query(_) => ["DuplicateParameter"],
    }
}

fn timestamp(b: &mut Builder<'_>) {
    let Some(spec) = b.scheme().timestamp() else {
        return;
    };
    if !b.scheme().binds().timestamp {
        return;
    }
    let other = Timestamp::from_seconds(b.now() - 1).write(spec.unit);
    let base = b.base();
    for (what, title, side) in [
        (
            "timestamp-signed-first",
            "the signed timestamp, then another fresh one",
            Side::After,
        ),
        (
            "timestamp-signed-last",
            "another fresh timestamp, then the signed one",
            Side::Before,
        ),
    ] {
        let delivery = base.as_ref().and_then(|base| twice(b, base, &other, side));
        b.case(what, title, delivery)
            .flags(&flags(&spec.location))
            .unspecified();
    }
    let Some(past) = spec.past else { return };
    // Refused by whoever reads one value: the old one is too old, the fresh one was not signed.
    let age = i64::try_from(past).unwrap_or(i64::MAX).saturating_add(86_400);
    let old = Timestamp::from_seconds(b.now().saturating_sub(age)).write(spec.unit);
    let stale = b
        .signer()
        .sign_with_timestamp(&b.base_event(), Some(old), b.now())
        .ok();
    let fresh = Timestamp::from_seconds(b.now()).write(spec.unit);
    for (what, title, side) in [
        (
            "timestamp-old-then-fresh",
            "an old delivery with its timestamp, then a fresh one",
            Side::After,
        ),
        (
            "timestamp-fresh-then-old",
            "an old delivery with a fresh timestamp, then its own",
            Side::Before,
        ),
    ] {
        let delivery = stale.as_ref().and_then(|stale| twice(b, stale, &fresh, side));
        b.case(what, title, delivery)
            .flags(&[flags(&spec.location)[0], "StaleTimestamp"])
            .must_reject();
    }
}

/// The delivery with a second timestamp, in the signature's list if that is where the scheme has it.
fn twice(b: &Builder<'_>, delivery: &Delivery, value: &[u8], side: Side) -> Option<Delivery> {
    let spec = b.scheme().timestamp()?;
    let Source::Field(name) = &spec.location.source else {
        return with_another(delivery, &spec.location, value, side);
    };
    let (Source::Header(header), Some(separator)) = (b.signature_source(), b.scheme().format().separator())
    else {
        return None;
    };
    // A positional list has no second timestamp: its place is taken.
    if name.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let text = delivery.headers.first(header)?;
    let item = [name.as_bytes(), b"=", value].concat();
    let at = match side {
        Side::Before => 0,
        Side::After => {
            let first = text
                .windows(separator.len())
                .position(|window| window == separator.as_bytes())?;
            first + separator.len()
        }
    };
    let (before, after) = text.split_at_checked(at)?;
    let text = [before, &item, separator.as_bytes(), after].concat();
    let mut delivery = delivery.clone();
    delivery.headers.set(header, text);
    Some(delivery)
}

fn id(b: &mut Builder<'_>) {
    let Some(spec) = b.scheme().message_id() else {
        return;
    };
    if !b.scheme().binds().id {
        return;
    }
    let base = b.base();
    for (what, title, side) in [
        (
            "id-signed-first",
            "the signed message id, then another",
            Side::After,
        ),
        (
            "id-signed-last",
            "another message id, then the signed one",
            Side::Before,
        ),
    ] {
        let delivery = base
            .as_ref()
            .and_then(|base| with_another(base, &spec.location, b"msg_other", side));
        b.case(what, title, delivery)
            .flags(&flags(&spec.location))
            .unspecified();
    }
}

/// Single values that are signed in place of the whole body or query.
fn fields(b: &mut Builder<'_>) {
    let base = b.base();
    for (number, location) in b.scheme().binds().fields.iter().enumerate() {
        for (what, title, side) in [
            (
                "signed-first",
                "a signed value, then another of its name",
                Side::After,
            ),
            (
                "signed-last",
                "another value of a signed one's name before it",
                Side::Before,
            ),
        ] {
            let delivery = base
                .as_ref()
                .and_then(|base| with_another(base, location, b"other", side));
            b.case(&format!("field-{number}-{what}"), title, delivery)
                .flags(&flags(location))
                .unspecified();
        }
    }
}
