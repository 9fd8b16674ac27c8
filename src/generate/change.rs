//! The changes that make a forgery of a genuine delivery. Each is one change, and the model knows for which
//! schemes a correct receiver must notice it.

use crate::delivery::Delivery;
use crate::encoding::Encoding;
use crate::generate::choices::Choices;
use crate::generate::generator::{Generator, Made};
use crate::scheme::{Location, Method, Source};

/// One way to make a forgery.
#[derive(Debug)]
#[non_exhaustive]
pub struct Change {
    /// Its name, kebab-case.
    pub id: &'static str,
    /// The flag of the mistake that takes it.
    pub flag: &'static str,
    /// What was changed, for people, and the forgery; `None` where the scheme knows no such change.
    pub apply: Apply,
}

/// How a change is made.
pub type Apply = fn(&Generator, &Made, &mut Choices<'_>) -> Option<(String, Delivery)>;

const fn change(id: &'static str, flag: &'static str, apply: Apply) -> Change {
    Change { id, flag, apply }
}

/// Every change, the simplest first.
pub const CHANGES: &[Change] = &[
    change("signature-missing", "MissingSignature", signature_missing),
    change("signature-empty", "EmptySignature", signature_empty),
    change("signature-altered", "ModifiedSignature", signature_altered),
    change("signature-shortened", "TruncatedSignature", signature_shortened),
    change("signature-extended", "ExtendedSignature", signature_extended),
    change("secret-of-another", "WrongSecret", secret_of_another),
    change("body-changed", "ModifiedBody", body_changed),
    change("header-changed", "ModifiedHeader", header_changed),
    change("id-changed", "ModifiedId", id_changed),
    change("timestamp-changed", "ModifiedTimestamp", timestamp_changed),
    change("timestamp-too-old", "StaleTimestamp", timestamp_too_old),
    change("timestamp-too-new", "FutureTimestamp", timestamp_too_new),
    change("method-changed", "UrlVariant", method_changed),
    change("query-extended", "UrlVariant", query_extended),
];

fn signature_missing(_: &Generator, made: &Made, _: &mut Choices<'_>) -> Option<(String, Delivery)> {
    Some((
        "the delivery without its signature".to_owned(),
        made.draft.delivery.clone(),
    ))
}

fn signature_empty(by: &Generator, made: &Made, _: &mut Choices<'_>) -> Option<(String, Delivery)> {
    let delivery = by.signer().finish_with_text(made.draft.clone(), b"").ok()?;
    Some(("an empty signature".to_owned(), delivery))
}

fn signature_altered(by: &Generator, made: &Made, choices: &mut Choices<'_>) -> Option<(String, Delivery)> {
    with_signature(by, made, |encoding, text| {
        match decoded(encoding, text) {
            Some(mut bytes) => {
                let at = choices.below(bytes.len());
                let bit = choices.below(8);
                *bytes.get_mut(at)? ^= 1 << bit;
                Some((
                    format!("bit {bit} of byte {at} of the signature inverted"),
                    encoding.encode(&bytes),
                ))
            }
            None => {
                let mut text = text.to_vec();
                // Not the last letters: in base64 the low bits of the last may carry nothing.
                let at = choices.below(text.len().saturating_sub(2).max(1));
                let byte = text.get_mut(at)?;
                *byte = if *byte == b'A' { b'B' } else { b'A' };
                Some((format!("letter {at} of the signature replaced"), text))
            }
        }
    })
}

fn signature_shortened(by: &Generator, made: &Made, choices: &mut Choices<'_>) -> Option<(String, Delivery)> {
    with_signature(by, made, |encoding, text| {
        let bytes = decoded(encoding, text);
        let length = bytes.as_deref().unwrap_or(text).len();
        let kept = 1 + choices.below(length.checked_sub(1)?);
        let text = match bytes {
            Some(bytes) => encoding.encode(bytes.get(..kept)?),
            None => text.get(..kept)?.to_vec(),
        };
        Some((
            format!("only the first {kept} of {length} bytes of the signature"),
            text,
        ))
    })
}

fn signature_extended(by: &Generator, made: &Made, choices: &mut Choices<'_>) -> Option<(String, Delivery)> {
    with_signature(by, made, |encoding, text| {
        let n = 1 + choices.below(40);
        let text = match decoded(encoding, text) {
            Some(bytes) => encoding.encode(&[bytes, vec![0; n]].concat()),
            None => [text, &vec![b'0'; n]].concat(),
        };
        Some((format!("{n} more bytes after the signature's own"), text))
    })
}

/// The delivery under the text that `change` makes of its first signature, without lead; the others are dropped,
/// for a second right one would hide the change.
fn with_signature(
    by: &Generator,
    made: &Made,
    change: impl FnOnce(Encoding, &[u8]) -> Option<(String, Vec<u8>)>,
) -> Option<(String, Delivery)> {
    let (title, text) = change(by.scheme().signature().encoding, made.signatures.first()?)?;
    let delivery = by.signer().finish(made.draft.clone(), &[text]).ok()?;
    Some((title, delivery))
}

/// The signature's bytes, where its text is an encoding of bytes.
fn decoded(encoding: Encoding, text: &[u8]) -> Option<Vec<u8>> {
    let bytes = encoding.decode(text).ok()?;
    (encoding != Encoding::Text && !bytes.is_empty()).then_some(bytes)
}

fn secret_of_another(by: &Generator, made: &Made, _: &mut Choices<'_>) -> Option<(String, Delivery)> {
    let timestamp = made.draft.timestamp.clone();
    let signed = by
        .other_signer()
        .sign_with_timestamp(&made.event, timestamp, made.now);
    Some(("signed with another secret".to_owned(), signed.ok()?))
}

fn body_changed(by: &Generator, made: &Made, choices: &mut Choices<'_>) -> Option<(String, Delivery)> {
    // Where the signature travels in the body, the change could hit the signature instead.
    if !by.binding().body || !is_outside_body(&by.scheme().signature().places.first().source) {
        return None;
    }
    let mut delivery = made.delivery.clone();
    let body = &mut delivery.body;
    let at = choices.below(body.len() + 1);
    let title = match choices.below(3) {
        0 => {
            let byte = *choices.pick(b"x \n0\0\xff{&")?;
            body.insert(at, byte);
            format!("{} added at byte {at} of the body", shown(byte))
        }
        1 => {
            let at = at.min(body.len().checked_sub(1)?);
            let byte = body.remove(at);
            format!("{} taken out at byte {at} of the body", shown(byte))
        }
        _ => {
            let at = at.min(body.len().checked_sub(1)?);
            let byte = body.get_mut(at)?;
            let old = *byte;
            *byte ^= 1 << choices.below(8);
            format!(
                "{} instead of {} at byte {at} of the body",
                shown(*byte),
                shown(old)
            )
        }
    };
    Some((title, delivery))
}

fn shown(byte: u8) -> String {
    format!("`{}`", byte.escape_ascii())
}

const fn is_outside_body(source: &Source) -> bool {
    matches!(source, Source::Header(_) | Source::Numbered(_) | Source::Query(_))
}

fn header_changed(by: &Generator, made: &Made, choices: &mut Choices<'_>) -> Option<(String, Delivery)> {
    let scheme = by.scheme();
    let own = [
        Some(scheme.signature().places.first()),
        scheme.timestamp().map(|spec| &spec.location),
        scheme.message_id().map(|spec| &spec.location),
    ];
    let is_own = |name: &str| {
        own.iter()
            .flatten()
            .any(|location| matches!(&location.source, Source::Header(own) if own.eq_ignore_ascii_case(name)))
    };
    // How long a message is, HTTP itself says, and lists of names have more than one spelling.
    let is_free = |name: &&String| {
        !is_own(name)
            && !name.eq_ignore_ascii_case("content-length")
            && !name.eq_ignore_ascii_case("signature-input")
            && made
                .delivery
                .headers
                .first(name)
                .is_some_and(|value| !value.is_empty())
    };
    let names: Vec<&String> = by.binding().headers.iter().filter(is_free).collect();
    let name = choices.pick(&names)?;
    let value = made.delivery.headers.first(name)?;
    let delivery = with_header(made, name, &other_letter(value, choices)?);
    Some((format!("another value of the signed header {name}"), delivery))
}

fn id_changed(by: &Generator, made: &Made, choices: &mut Choices<'_>) -> Option<(String, Delivery)> {
    let name = header_of(by.scheme().message_id().map(|spec| &spec.location)?)?;
    if !by.binding().id {
        return None;
    }
    let changed = other_letter(made.draft.id.as_deref()?, choices)?;
    Some((
        "another message id than the signed one".to_owned(),
        with_header(made, name, &changed),
    ))
}

fn timestamp_changed(by: &Generator, made: &Made, choices: &mut Choices<'_>) -> Option<(String, Delivery)> {
    let name = header_of(by.scheme().timestamp().map(|spec| &spec.location)?)?;
    if !by.binding().timestamp || by.scheme().method() == Method::Jwt {
        return None;
    }
    // Near the present time, so that nothing but the signature tells.
    let seconds = i64::try_from(choices.below(4)).unwrap_or_default();
    let changed = (0..2)
        .filter_map(|more| by.timestamp(-seconds - more, made.now))
        .find(|text| Some(text) != made.draft.timestamp.as_ref())?;
    let text = String::from_utf8_lossy(&changed).into_owned();
    let delivery = with_header(made, name, &changed);
    Some((format!("timestamp {text} instead of the signed one"), delivery))
}

fn timestamp_too_old(by: &Generator, made: &Made, choices: &mut Choices<'_>) -> Option<(String, Delivery)> {
    let past = by.scheme().timestamp()?.past?;
    let seconds = beyond(by, past, choices);
    let delivery = signed_at(by, made, -seconds)?;
    Some((
        format!("signed {seconds} seconds ago, where {past} are allowed"),
        delivery,
    ))
}

fn timestamp_too_new(by: &Generator, made: &Made, choices: &mut Choices<'_>) -> Option<(String, Delivery)> {
    let future = by.scheme().timestamp()?.future?;
    let seconds = beyond(by, future, choices);
    let delivery = signed_at(by, made, seconds)?;
    Some((
        format!("signed {seconds} seconds ahead, where {future} are allowed"),
        delivery,
    ))
}

/// Seconds that lie outside a window of `limit` seconds.
fn beyond(by: &Generator, limit: u64, choices: &mut Choices<'_>) -> i64 {
    const STEPS: [u64; 5] = [0, 1, 59, 86_399, 31_535_999];
    let step = choices.pick(&STEPS).copied().unwrap_or_default();
    let margin = by.setting().margin;
    i64::try_from(limit.saturating_add(1 + margin + step)).unwrap_or(i64::MAX)
}

fn signed_at(by: &Generator, made: &Made, offset: i64) -> Option<Delivery> {
    // A token's claims follow the present time of its sender.
    if by.scheme().method() == Method::Jwt || by.scheme().signature().canonicalization.is_some() {
        return None;
    }
    let text = by.timestamp(offset, made.now)?;
    by.signer()
        .sign_with_timestamp(&made.event, Some(text), made.now)
        .ok()
}

fn method_changed(by: &Generator, made: &Made, _: &mut Choices<'_>) -> Option<(String, Delivery)> {
    let other = if made.delivery.method == "PUT" {
        "POST"
    } else {
        "PUT"
    };
    let delivery = Delivery {
        method: other.to_owned(),
        ..made.delivery.clone()
    };
    by.binding()
        .method
        .then(|| (format!("sent as {other}"), delivery))
}

fn query_extended(by: &Generator, made: &Made, _: &mut Choices<'_>) -> Option<(String, Delivery)> {
    let binding = by.binding();
    if !(binding.url || binding.query) || made.delivery.url.contains('#') {
        return None;
    }
    let mut delivery = made.delivery.clone();
    delivery.url.push_str(if delivery.url.contains('?') {
        "&x=1"
    } else {
        "?x=1"
    });
    Some(("a parameter more in the signed URL".to_owned(), delivery))
}

/// The header's name, where the value is all of a header.
fn header_of(location: &Location) -> Option<&str> {
    match (&location.source, location.steps.as_slice()) {
        (Source::Header(name), []) => Some(name),
        _ => None,
    }
}

fn with_header(made: &Made, name: &str, value: &[u8]) -> Delivery {
    let mut delivery = made.delivery.clone();
    delivery.headers.set(name, value);
    delivery
}

/// The value with one letter or digit replaced by another.
fn other_letter(value: &[u8], choices: &mut Choices<'_>) -> Option<Vec<u8>> {
    let mut value = value.to_vec();
    let letters: Vec<usize> = (0..value.len())
        .filter(|at| value.get(*at).is_some_and(u8::is_ascii_alphanumeric))
        .collect();
    let byte = value.get_mut(*choices.pick(&letters)?)?;
    *byte = match *byte {
        b'1' => b'2',
        b'0'..=b'9' => b'1',
        // Another letter, for the same one in the other case may count as equal.
        b'x' | b'X' => b'y',
        _ => b'x',
    };
    Some(value)
}
