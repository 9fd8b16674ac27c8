//! Signatures of which only a part is right.

use crate::cases::builder::Builder;
use crate::cases::families::Family;
use crate::encoding::Encoding;
use crate::scheme::Method;

pub(super) const FAMILY: Family = Family {
    id: "truncated",
    title: "only a part of the right signature",
    description: "The signature is a piece of the right one, the right one with something after it, or one of \
                  full length that is right at one end. A comparison that stops at the shorter text, or looks \
                  at a few bytes only, makes the signature as short as what it compares. The whole signature \
                  has to be compared, and its length too.",
    generate,
};

fn generate(b: &mut Builder<'_>) {
    if b.scheme().method() != Method::Jwt {
        first_characters(b);
    }
    first_bytes(b);
    longer(b);
    if b.scheme().method() != Method::Jwt {
        text_in_text(b);
    }
    partly_right(b);
}

/// Pieces of the text, cut without regard to the encoding.
fn first_characters(b: &mut Builder<'_>) {
    type Length = fn(usize) -> usize;
    let cases: [(&str, &str, Length); 5] = [
        ("first-character", "the signature's first character", |_| 1),
        ("first-4-characters", "the signature's first 4 characters", |_| 4),
        ("first-8-characters", "the signature's first 8 characters", |_| 8),
        (
            "first-half-of-characters",
            "the first half of the signature's characters",
            |length| length / 2,
        ),
        (
            "all-but-the-last-character",
            "the signature without its last character",
            |length| length - 1,
        ),
    ];
    for (what, title, length) in cases {
        let delivery = b.with_signature_value(|text| {
            // Without the padding, which carries nothing.
            let end = text
                .iter()
                .rposition(|&byte| byte != b'=')
                .map_or(0, |last| last + 1);
            text.iter().take(length(end.max(1))).copied().collect()
        });
        b.case(what, title, delivery)
            .flags(&["TruncatedSignature"])
            .must_reject();
    }
}

/// The first bytes, written properly.
fn first_bytes(b: &mut Builder<'_>) {
    if b.scheme().signature().encoding == Encoding::Text && b.scheme().method() != Method::Jwt {
        return;
    }
    for length in [1, 4, 8, 16] {
        let delivery = b.with_signature_bytes(|bytes| bytes.into_iter().take(length).collect());
        let (what, title) = match length {
            1 => ("first-byte".to_owned(), "the signature's first byte".to_owned()),
            _ => (
                format!("first-{length}-bytes"),
                format!("the signature's first {length} bytes"),
            ),
        };
        b.case(&what, title, delivery)
            .flags(&["TruncatedSignature"])
            .must_reject();
    }
    let delivery = b.with_signature_bytes(|mut bytes| {
        bytes.pop();
        bytes
    });
    b.case(
        "all-but-the-last-byte",
        "the signature without its last byte",
        delivery,
    )
    .flags(&["TruncatedSignature"])
    .must_reject();
    let delivery = b.with_signature_bytes(|bytes| bytes.into_iter().skip(1).collect());
    b.case(
        "all-but-the-first-byte",
        "the signature without its first byte",
        delivery,
    )
    .flags(&["TruncatedSignature"])
    .must_reject();
}

/// The right signature and more. Readers of DER may pass over what follows it.
fn longer(b: &mut Builder<'_>) {
    let is_text = matches!(b.scheme().method(), Method::Static | Method::Basic);
    let extra: u8 = if is_text { b'x' } else { 0 };
    let is_symmetric = b.scheme().method().is_symmetric();
    let cases = [
        ("byte-more", "the right signature and one byte more", false),
        (
            "signature-twice",
            "the right signature's bytes twice in one value",
            true,
        ),
    ];
    for (what, title, is_twice) in cases {
        let delivery = b.with_signature_bytes(|mut bytes| {
            if is_twice {
                bytes.extend_from_within(..);
            } else {
                bytes.push(extra);
            }
            bytes
        });
        let case = b.case(what, title, delivery).flags(&["ExtendedSignature"]);
        if is_symmetric {
            case.must_reject();
        } else {
            case.may_reject();
        }
    }
}

/// More before the right text: a whole group of each encoding, so that no lenient decoder skips it.
fn text_in_text(b: &mut Builder<'_>) {
    let delivery = b.with_signature_value(|text| [b"AAAAAAAA".as_slice(), text].concat());
    b.case(
        "more-before-the-signature",
        "the right signature's text after other characters",
        delivery,
    )
    .flags(&["ExtendedSignature"])
    .must_reject();
}

/// Full length, and right at one end only.
fn partly_right(b: &mut Builder<'_>) {
    let is_text = matches!(b.scheme().method(), Method::Static | Method::Basic);
    let spoiled = move |byte: u8| match byte {
        b'0' if is_text => b'1',
        _ if is_text => b'0',
        _ => !byte,
    };
    for length in [1, 4, 8, 16] {
        for is_first in [true, false] {
            let delivery = b.with_signature_bytes(|bytes| {
                let total = bytes.len();
                let is_right = |at: usize| {
                    if is_first {
                        at < length
                    } else {
                        at + length >= total
                    }
                };
                let bytes = bytes.into_iter().enumerate();
                bytes
                    .map(|(at, byte)| if is_right(at) { byte } else { spoiled(byte) })
                    .collect()
            });
            let (end, unit) = (
                if is_first { "first" } else { "last" },
                if length == 1 { "byte" } else { "bytes" },
            );
            let title = format!("a wrong signature of full length whose {end} {length} {unit} are right");
            b.case(&format!("{end}-{length}-{unit}-right"), title, delivery)
                .flags(&["PartialMatch"])
                .must_reject();
        }
    }
}
