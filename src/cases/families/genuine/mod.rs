//! Genuine deliveries in every shape that a body may have: all must be accepted.

mod envelope;
mod form;
mod json;

use serde::de::IgnoredAny;

use crate::cases::builder::Builder;
use crate::cases::case::Level;
use crate::cases::families::Family;
use crate::encoding::Encoding;

pub(super) use json::every_trait;

pub(in crate::cases) const FAMILY: Family = Family {
    id: "genuine",
    title: "genuine deliveries of every shape",
    description: "Deliveries that the scheme's sender makes, correctly signed. A receiver that refuses \
                  one loses events, usually because it verifies something other than the raw body.",
    generate,
};

fn generate(b: &mut Builder<'_>) {
    control(b);
    samples(b);
    if b.is_json() {
        json::generate(b);
    }
    if b.is_form() {
        form::generate(b);
    }
    envelope::generate(b);
    leading_zero(b);
}

/// Digests that a number would lose the first digit of.
fn leading_zero(b: &mut Builder<'_>) {
    if !matches!(
        b.scheme().signature().encoding,
        Encoding::Hex | Encoding::HexUpper | Encoding::HexAny
    ) {
        return;
    }
    let delivery = b.delivery_whose_signature(|value| value.first() == Some(&b'0'));
    b.case(
        "digest-begins-with-a-zero",
        "a genuine delivery whose digest begins with a zero",
        delivery,
    )
    .flags(&["Genuine", "DigestLeadingZero"])
    .must_accept();
}

/// The smallest body that most faulty receivers still accept, so that their rejections mean something.
pub(in crate::cases) fn control(b: &mut Builder<'_>) {
    let smallest = b.setting().body.is_none() && b.is_json();
    let smallest = smallest.then(|| b.signed(&b.event("{}"))).flatten();
    // A scheme that signs fields of the body cannot sign one without them.
    let delivery = smallest.or_else(|| b.base());
    b.case("control", "the smallest ordinary body", delivery)
        .flags(&["Genuine"])
        .must_accept();
}

fn samples(b: &mut Builder<'_>) {
    if b.setting().body.is_some() {
        let delivery = b.base();
        b.case("given-body", "the body that was given", delivery)
            .flags(&["Genuine"])
            .must_accept();
    }
    for sample in b.scheme().samples() {
        let mut event = b.event(sample.body.as_bytes());
        if let Some(content_type) = &sample.content_type {
            event.headers.set("Content-Type", content_type.as_bytes());
        }
        let delivery = b.signed(&event);
        // An application may take events of its own form alone, and parse what a test value never was.
        let is_parsed = b.is_json() && serde_json::from_slice::<IgnoredAny>(&event.body).is_err();
        let level = if b.setting().body.is_some() || is_parsed {
            Level::Unspecified
        } else {
            Level::Must
        };
        b.case(&sample.name, sample.title.as_str(), delivery)
            .flags(&["Genuine", "RawBody"])
            .accept_at(level);
    }
    if b.scheme().samples().is_empty() && b.setting().body.is_none() {
        let delivery = b.base();
        b.case("plain-object", "a JSON object", delivery)
            .flags(&["Genuine"])
            .must_accept();
    }
}
