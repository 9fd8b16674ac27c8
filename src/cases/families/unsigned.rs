//! Deliveries without a signature, a timestamp or an id, or with something empty in its place.

use crate::cases::builder::Builder;
use crate::cases::case::Level;
use crate::cases::families::Family;
use crate::delivery::Delivery;
use crate::scheme::{Format, Location, Source};
use crate::signing::Draft;

pub(super) const FAMILY: Family = Family {
    id: "unsigned",
    title: "no signature, or nothing in its place",
    description: "The signature, the timestamp or the id is left out, empty or a word that stands for \
                  nothing. A receiver that verifies only what is there lets anyone post events; one that \
                  converts what is not there fails. What the scheme does not sign, it may do without.",
    generate,
};

fn generate(b: &mut Builder<'_>) {
    no_signature(b);
    words(b);
    misplaced(b);
    timestamp(b);
    id(b);
}

fn no_signature(b: &mut Builder<'_>) {
    let delivery = b.draft(&b.base_event()).map(|draft| draft.delivery);
    b.case("no-signature", "the delivery without its signature", delivery)
        .flags(&["MissingSignature"])
        .must_reject();
    let delivery = with_text(b, b"");
    b.case(
        "empty-signature",
        "an empty text in the signature's place",
        delivery,
    )
    .flags(&["EmptySignature"])
    .must_reject();
    let title = match b.scheme().format() {
        Format::Bare { prefix } | Format::List { prefix, .. } if prefix.is_empty() => return,
        Format::Bare { .. } | Format::List { .. } => "the prefix, and no signature after it",
        Format::Dictionary { .. } | Format::Fields { .. } | Format::Parameters { .. } => {
            "the signature's key, and no signature after it"
        }
        Format::Positional { .. } => "an empty item in the signature's place",
        Format::Tagged { .. } => "the version, and no signature after it",
    };
    let delivery = b.with_signature_value(|_| Vec::new());
    b.case("only-what-leads-the-signature", title, delivery)
        .flags(&["EmptySignature"])
        .must_reject();
    if matches!(b.scheme().format(), Format::Fields { .. }) && b.scheme().timestamp().is_some() {
        let draft = b.draft(&b.base_event());
        let delivery = draft.and_then(|draft| b.signer().finish(draft, &[]).ok());
        b.case("no-signature-item", "the list without any signature", delivery)
            .flags(&["MissingSignature"])
            .must_reject();
    }
}

/// What languages print for nothing, for truth and for an object.
fn words(b: &mut Builder<'_>) {
    for (what, word) in [
        ("word-null", "null"),
        ("word-none", "None"),
        ("word-undefined", "undefined"),
        ("word-true", "true"),
        ("word-false", "false"),
        ("word-nan", "NaN"),
        ("word-zero", "0"),
        ("word-object", "[object Object]"),
    ] {
        let delivery = b.with_signature_value(|_| word.as_bytes().to_vec());
        b.case(what, format!("`{word}` for a signature"), delivery)
            .flags(&["PlaceholderSignature"])
            .must_reject();
    }
}

/// The right signature where the scheme does not put it. Nothing is forged by it.
fn misplaced(b: &mut Builder<'_>) {
    let Some(draft) = b.draft(&b.base_event()) else {
        return;
    };
    let Ok(signatures) = b.signer().signatures(&draft, b.now()) else {
        return;
    };
    let text = b.signer().signature_text(&draft, &signatures);
    let name = match &b.scheme().signature().places.first().source {
        Source::Header(name) | Source::Query(name) | Source::Form(name) => name.clone(),
        _ => "signature".to_owned(),
    };
    let is_header = matches!(b.scheme().signature().places.first().source, Source::Header(_));
    let places = b.scheme().signature().places.all();
    if !places
        .iter()
        .any(|place| matches!(place.source, Source::Query(_)))
    {
        let mut delivery = draft.delivery.clone();
        let mark = if delivery.url.contains('?') { '&' } else { '?' };
        let value: String = form_urlencoded::byte_serialize(&text).collect();
        delivery.url = format!("{}{mark}{name}={value}", delivery.url);
        b.case(
            "signature-in-the-query",
            "the right signature in the query of the URL",
            Some(delivery),
        )
        .flags(&["MisplacedSignature"])
        .should_reject();
    }
    let other = if is_header { format!("{name}-Copy") } else { name };
    let is_place =
        |place: &Location| matches!(&place.source, Source::Header(n) if n.eq_ignore_ascii_case(&other));
    if places.iter().any(is_place) {
        return;
    }
    let is_carried = text.iter().all(|byte| !byte.is_ascii_control()) && text.trim_ascii() == text;
    let mut delivery = draft.delivery;
    delivery.headers.push(other, text);
    b.case(
        "signature-in-another-header",
        "the right signature in a header that is not the scheme's",
        is_carried.then_some(delivery),
    )
    .flags(&["MisplacedSignature"])
    .should_reject();
}

fn with_text(b: &Builder<'_>, text: &[u8]) -> Option<Delivery> {
    let draft = b.draft(&b.base_event())?;
    b.signer().finish_with_text(draft, text).ok()
}

/// `Must` where an outsider gains by leaving the value out: it is signed, or the age hangs on it.
const fn level(counts: bool) -> Level {
    if counts { Level::Must } else { Level::Unspecified }
}

fn timestamp(b: &mut Builder<'_>) {
    let Some(spec) = b.scheme().timestamp() else {
        return;
    };
    // A token's claims are the business of the tokens' own family.
    if matches!(spec.location.source, Source::Claim(_)) {
        return;
    }
    let level = level(b.scheme().binds().timestamp || spec.past.is_some());
    if Builder::is_removable(&spec.location) {
        let delivery = without(b, &spec.location.source, |draft| draft.timestamp = None);
        b.case("no-timestamp", "the delivery without its timestamp", delivery)
            .flags(&["MissingTimestamp"])
            .reject_at(level);
    }
    let empty = b.signer().draft(&b.base_event(), Some(Vec::new())).ok();
    let right = b.draft(&b.base_event());
    let delivery = empty
        .zip(right)
        .and_then(|(empty, right)| b.under_signature_of(empty, &right));
    b.case("empty-timestamp", "an empty timestamp", delivery)
        .flags(&["EmptyTimestamp"])
        .reject_at(level);
}

fn id(b: &mut Builder<'_>) {
    let Some(spec) = b.scheme().message_id() else {
        return;
    };
    let level = level(b.scheme().binds().id);
    if Builder::is_removable(&spec.location) {
        let delivery = without(b, &spec.location.source, |draft| draft.id = None);
        b.case("no-id", "the delivery without its message id", delivery)
            .flags(&["MissingId"])
            .reject_at(level);
    }
    let mut event = b.base_event();
    event.id.clear();
    let delivery = b.signed_as(&event, &b.base_event());
    b.case("empty-id", "an empty message id", delivery)
        .flags(&["EmptyId"])
        .reject_at(level);
}

/// The base delivery without the value at `source`, under its old signature.
fn without(b: &Builder<'_>, source: &Source, clear: impl FnOnce(&mut Draft)) -> Option<Delivery> {
    let right = b.draft(&b.base_event())?;
    let mut draft = right.clone();
    clear(&mut draft);
    if let Source::Header(name) = source {
        draft.delivery.headers.remove(name);
    }
    b.under_signature_of(draft, &right)
}
