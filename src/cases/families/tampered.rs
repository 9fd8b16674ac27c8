//! Deliveries that were changed after they were signed.

use crate::cases::altered::bit_flipped;
use crate::cases::builder::Builder;
use crate::cases::case::Level;
use crate::cases::families::Family;
use crate::delivery::{form_pairs, set_json_member};
use crate::scheme::{Method, Source};
use crate::signing::Event;

pub(super) const FAMILY: Family = Family {
    id: "tampered",
    title: "changed after signing",
    description: "One bit, one byte or one value of a genuine delivery differs from what was signed. A \
                  receiver that verifies, and acts on what it finds, refuses every change of a part that the \
                  scheme signs. A change of any other part is no forgery, and the cases say so.",
    generate,
};

fn generate(b: &mut Builder<'_>) {
    if b.scheme().binds().body {
        body(b);
        beyond_limits(b);
    }
    swapped_body(b);
    fields(b);
    signature(b);
    id(b);
    headers(b);
}

/// A reader that stops at a limit leaves unread what was put behind it, and an application may read on.
fn beyond_limits(b: &mut Builder<'_>) {
    let is_inside = !matches!(b.signature_source(), Source::Header(_) | Source::Query(_));
    if is_inside || b.setting().body.is_some() || !b.is_json() {
        return;
    }
    for (what, title, length) in [
        (
            "appended-after-64-kib",
            "a body of 64 KiB, and more after it",
            64 << 10,
        ),
        (
            "appended-after-1-mib",
            "a body of 1 MiB, and more after it",
            1 << 20,
        ),
    ] {
        let frame = "{\"sample\":\"\"}".len();
        let event = b.event(format!("{{\"sample\":\"{}\"}}", "x".repeat(length - frame)));
        let genuine = b.signed(&event);
        let delivery = genuine.clone().map(|mut delivery| {
            delivery.body.extend_from_slice(b",{\"sample\":1}");
            delivery
        });
        // Where even genuine bodies of this size may be refused, so may these, and with any answer.
        let level = b.unless_open("size", Level::Must);
        b.case(what, title, delivery)
            .flags(&["ModifiedBody"])
            .undone(genuine)
            .reject_at(level);
    }
}

fn body(b: &mut Builder<'_>) {
    type Change = fn(Vec<u8>) -> Vec<u8>;
    let cases: [(&str, &str, Change); 9] = [
        (
            "first-bit-of-body",
            "the body with a bit of its first byte inverted",
            |body| bit_flipped(body, 0),
        ),
        (
            "middle-bit-of-body",
            "the body with a bit of a letter in its middle inverted",
            |body| {
                let middle = body.len() / 2;
                let letter = body.iter().skip(middle).position(u8::is_ascii_alphanumeric);
                bit_flipped(body, middle + letter.unwrap_or_default())
            },
        ),
        (
            "last-bit-of-body",
            "the body with a bit of its last byte inverted",
            |body| {
                let last = body.len().saturating_sub(1);
                bit_flipped(body, last)
            },
        ),
        ("byte-added", "a byte after the body", |body| {
            [body.as_slice(), b"x"].concat()
        }),
        ("byte-removed", "the body without its last byte", |mut body| {
            body.pop();
            body
        }),
        ("digit-changed", "another number in the body", |mut body| {
            if let Some(digit) = body.iter_mut().rev().find(|byte| byte.is_ascii_digit()) {
                *digit = b'0' + (*digit - b'0' + 1) % 10;
            }
            body
        }),
        ("letter-case", "the body's letters in the other case", |body| {
            let other = |byte: &u8| match byte {
                b'a'..=b'z' => byte.to_ascii_uppercase(),
                _ => byte.to_ascii_lowercase(),
            };
            body.iter().map(other).collect()
        }),
        ("line-ends", "the body with CRLF for each line feed", |body| {
            body.iter()
                .flat_map(|byte| {
                    if *byte == b'\n' {
                        vec![b'\r', b'\n']
                    } else {
                        vec![*byte]
                    }
                })
                .collect()
        }),
        ("empty-body", "no body", |_| Vec::new()),
    ];
    for (what, title, change) in cases {
        let delivery = b.with_body(change);
        b.case(what, title, delivery)
            .flags(&["ModifiedBody"])
            .must_reject();
    }
    let delivery = b.with_body(|body| {
        let at = body
            .iter()
            .position(|byte| b",&{".contains(byte))
            .map_or(0, |at| at + 1);
        let (before, after) = body.split_at(at.min(body.len()));
        [before, b" ", after].concat()
    });
    // The documentation itself may sign what was parsed and written again.
    let level = b.unless_open("body", Level::Must);
    b.case("blank-inside", "one blank more in the body", delivery)
        .flags(&["ModifiedBody", "BodyReserialized"])
        .reject_at(level);
}

/// Another body that the scheme's sender might deliver.
fn other_event(b: &Builder<'_>) -> Event {
    let mut event = b.base_event();
    event.body = if b.is_form() {
        b"event=refund&amount=1000000".to_vec()
    } else {
        b"{\"event\":\"refund\",\"amount\":1000000}".to_vec()
    };
    event
}

fn swapped_body(b: &mut Builder<'_>) {
    let other = other_event(b);
    let delivery = b.signed_as(&other, &b.base_event());
    if b.scheme().binds().body {
        b.case(
            "swapped-body",
            "another delivery's body under this one's signature",
            delivery,
        )
        .flags(&["SwappedBody"])
        .must_reject();
        let delivery = b.signed_as(&b.base_event(), &other);
        b.case(
            "signature-of-another-delivery",
            "another delivery's signature over this one's body",
            delivery,
        )
        .flags(&["SwappedBody"])
        .must_reject();
    } else if b.scheme().binds().part_of_body {
        b.case(
            "swapped-body",
            "another delivery's body under this one's signature",
            delivery,
        )
        .flags(&["SwappedBody"])
        .must_reject();
    } else if b.scheme().binds().fields.is_empty() {
        b.case(
            "any-body",
            "another body under the same signature, since the scheme binds no body",
            delivery,
        )
        .flags(&["UnboundBody"])
        .may_accept();
    }
}

/// Fields of the body that are signed one by one.
fn fields(b: &mut Builder<'_>) {
    if b.scheme().binds().body {
        return;
    }
    let base = b.base_event();
    for location in b.scheme().binds().fields {
        if !location.steps.is_empty() {
            continue;
        }
        let (name, body) = match &location.source {
            Source::Json(pointer) => (pointer, set_json_member(&base.body, pointer, "hookproof")),
            Source::Form(name) => (name, form_field_changed(&base.body, name)),
            _ => continue,
        };
        let Some(body) = body else { continue };
        let mut event = base.clone();
        event.body = body;
        let delivery = b.signed_as(&event, &base);
        let what = format!("field{}", kebab(name));
        b.case(
            &what,
            format!("another value in the signed field `{name}`"),
            delivery,
        )
        .flags(&["ModifiedBody"])
        .must_reject();
    }
}

/// A name in lower-case letters, digits and hyphens, after a hyphen.
fn kebab(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars() {
        match letter {
            'a'..='z' | '0'..='9' => {
                if text.is_empty() {
                    text.push('-');
                }
                text.push(letter);
            }
            'A'..='Z' => {
                if !text.ends_with('-') {
                    text.push('-');
                }
                text.push(letter.to_ascii_lowercase());
            }
            _ if text.ends_with('-') => {}
            _ => text.push('-'),
        }
    }
    text.trim_end_matches('-').to_owned()
}

fn form_field_changed(body: &[u8], name: &str) -> Option<Vec<u8>> {
    let mut is_changed = false;
    let mut writer = form_urlencoded::Serializer::new(String::new());
    for (key, value) in form_pairs(body) {
        let (key, value) = (str::from_utf8(&key).ok()?, str::from_utf8(&value).ok()?);
        let is_it = key == name;
        is_changed |= is_it;
        writer.append_pair(key, if is_it { "hookproof" } else { value });
    }
    is_changed.then(|| writer.finish().into_bytes())
}

fn signature(b: &mut Builder<'_>) {
    type Position = fn(usize) -> usize;
    let is_text = matches!(b.scheme().method(), Method::Static | Method::Basic);
    let cases: [(&str, &str, Position, u8); 3] = [
        (
            "first-bit-of-signature",
            "the signature with its first bit inverted",
            |_| 0,
            0x80,
        ),
        (
            "middle-bit-of-signature",
            "the signature with a bit in its middle inverted",
            |last| last / 2,
            0x10,
        ),
        (
            "last-bit-of-signature",
            "the signature with its last bit inverted",
            |last| last,
            0x01,
        ),
    ];
    for (what, title, position, bit) in cases {
        let delivery = b.with_signature_bytes(|mut bytes| {
            let at = position(bytes.len().saturating_sub(1));
            if is_text {
                return bit_flipped(bytes, at);
            }
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= bit;
            }
            bytes
        });
        b.case(what, title, delivery)
            .flags(&["ModifiedSignature"])
            .must_reject();
    }
    if is_text {
        return;
    }
    let delivery = b.with_signature_bytes(|bytes| vec![0; bytes.len()]);
    b.case("zero-signature", "zeros for a signature, in its length", delivery)
        .flags(&["ModifiedSignature"])
        .must_reject();
    let delivery = b.with_signature_bytes(|bytes| bytes.into_iter().rev().collect());
    b.case(
        "reversed-signature",
        "the signature's bytes in reverse order",
        delivery,
    )
    .flags(&["ModifiedSignature"])
    .must_reject();
}

fn id(b: &mut Builder<'_>) {
    if b.scheme().message_id().is_none() || !b.scheme().binds().id {
        return;
    }
    let base = b.base_event();
    let changes: [(&str, &str, String); 3] = [
        (
            "last-letter-of-id",
            "the message id with another last letter",
            String::from_utf8(bit_flipped(
                base.id.clone().into_bytes(),
                base.id.len().saturating_sub(1),
            ))
            .unwrap_or_default(),
        ),
        (
            "id-extended",
            "the message id with a letter more",
            format!("{}x", base.id),
        ),
        (
            "id-of-another-delivery",
            "another delivery's message id",
            "msg_3LXQChMnBgyeqy3BJ65qQKK96g5X".to_owned(),
        ),
    ];
    for (what, title, id) in changes {
        let mut event = base.clone();
        event.id = id;
        let delivery = b.signed_as(&event, &base);
        b.case(what, title, delivery).flags(&["ModifiedId"]).must_reject();
    }
}

/// Headers that are signed beside timestamp and id, and the method.
fn headers(b: &mut Builder<'_>) {
    let is_special = |name: &str| {
        let sources = [
            b.scheme().timestamp().map(|spec| &spec.location.source),
            b.scheme().message_id().map(|spec| &spec.location.source),
        ];
        sources
            .into_iter()
            .flatten()
            .any(|source| matches!(source, Source::Header(other) if other.eq_ignore_ascii_case(name)))
    };
    let binds = b.scheme().binds();
    let names: Vec<_> = binds.headers.iter().filter(|name| !is_special(name)).collect();
    for name in names {
        let delivery = b.base().and_then(|mut delivery| {
            let value = delivery.headers.first(name)?.to_vec();
            let last = value.len().saturating_sub(1);
            delivery.headers.set(name, bit_flipped(value, last));
            Some(delivery)
        });
        let what = format!("header-{}", name.to_ascii_lowercase());
        b.case(
            &what,
            format!("another value in the signed header `{name}`"),
            delivery,
        )
        .flags(&["ModifiedHeader"])
        .must_reject();
    }
    if binds.method {
        let delivery = b.base().map(|mut delivery| {
            let other = if delivery.method == "PUT" { "POST" } else { "PUT" };
            delivery.method = other.to_owned();
            delivery
        });
        b.case(
            "other-method",
            "another method than the one that was signed",
            delivery,
        )
        .flags(&["ModifiedHeader"])
        .must_reject();
    }
}
