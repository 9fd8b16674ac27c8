//! The right digest in another spelling, and signatures that are no spelling of anything.

use crate::cases::builder::Builder;
use crate::cases::families::Family;
use crate::delivery::Delivery;
use crate::encoding::Encoding;

pub(super) const FAMILY: Family = Family {
    id: "encoding",
    title: "other spellings of the signature, and none",
    description: "The signature's bytes are written in another way than the scheme writes them, or the text \
                  is no signature at all. Reading the right bytes out of a loose spelling is no forgery, so \
                  those cases only inform. Text that holds other bytes, or none, must be refused like any \
                  wrong signature: without a crash, and without comparing what a decoder left of it.",
    generate,
};

/// Letters before which a decoder that stops at junk has read nothing, and which no decoder reads.
const JUNK: u8 = b'~';

/// What becomes of the signature's text.
type Change = fn(&[u8]) -> Vec<u8>;

fn generate(b: &mut Builder<'_>) {
    match b.scheme().signature().encoding {
        encoding @ (Encoding::Hex | Encoding::HexAny | Encoding::HexUpper) => hex(b, encoding),
        encoding @ (Encoding::Base64
        | Encoding::Base64Any
        | Encoding::Base64Unpadded
        | Encoding::Base64url
        | Encoding::Base64urlUnpadded) => base64(b, encoding),
        Encoding::Text => {}
    }
    no_spelling(b);
}

/// A spelling from which a lenient decoder reads the right bytes.
fn loose(b: &mut Builder<'_>, what: &str, title: &str, change: impl FnOnce(&[u8]) -> Vec<u8>) {
    let delivery = spelled(b, change);
    b.case(what, title, delivery)
        .flags(&["LenientEncoding"])
        .unspecified();
}

/// The right bytes in an encoding that the scheme does not use.
fn substituted(b: &mut Builder<'_>, what: &str, title: &str, change: impl FnOnce(&[u8]) -> Vec<u8>) {
    let delivery = spelled(b, change);
    b.case(what, title, delivery)
        .flags(&["EncodingSubstituted"])
        .unspecified();
}

/// A text that no decoder reads as the right bytes.
fn malformed(
    b: &mut Builder<'_>,
    what: &str,
    title: &str,
    flags: &[&'static str],
    change: impl FnOnce(&[u8]) -> Vec<u8>,
) {
    let delivery = spelled(b, change);
    b.case(what, title, delivery).flags(flags).must_reject();
}

fn spelled(b: &Builder<'_>, change: impl FnOnce(&[u8]) -> Vec<u8>) -> Option<Delivery> {
    b.with_signature_item(|lead, value| [lead, &change(value)].concat())
}

fn hex(b: &mut Builder<'_>, encoding: Encoding) {
    let mixed = |text: &[u8]| {
        let letters = text.iter().enumerate();
        letters
            .map(|(at, byte)| {
                if at % 2 == 0 {
                    byte.to_ascii_uppercase()
                } else {
                    byte.to_ascii_lowercase()
                }
            })
            .collect::<Vec<u8>>()
    };
    let cases: [(&str, &str, Change); 3] = [
        (
            "upper-case",
            "the digest in upper-case hexadecimal",
            <[u8]>::to_ascii_uppercase,
        ),
        (
            "lower-case",
            "the digest in lower-case hexadecimal",
            <[u8]>::to_ascii_lowercase,
        ),
        ("mixed-case", "the digest in hexadecimal of both cases", mixed),
    ];
    for (what, title, change) in cases {
        let delivery = spelled(b, change);
        let case = b.case(what, title, delivery).flags(&["LenientEncoding"]);
        match (encoding, what) {
            (Encoding::HexAny, _) => case.must_accept(),
            (Encoding::Hex, "lower-case") | (Encoding::HexUpper, "upper-case") => {}
            _ => case.may_reject(),
        }
    }
    let decoded = move |text: &[u8]| encoding.decode(text).unwrap_or_default();
    substituted(b, "base64", "the digest in base64", |text| {
        Encoding::Base64.encode(&decoded(text))
    });
    substituted(
        b,
        "base64-of-the-text",
        "the hexadecimal text, once more in base64",
        |text| Encoding::Base64.encode(text),
    );
    substituted(
        b,
        "encoded-twice",
        "the hexadecimal text, once more in hexadecimal",
        |text| encoding.encode(text),
    );
    loose(b, "leading-0x", "`0x` before the digest", |text| {
        [b"0x", text].concat()
    });
    loose(b, "blank-inside", "a blank in the middle of the digest", |text| {
        inserted(text, b" ")
    });
    loose(
        b,
        "line-end-inside",
        "a line end in the middle of the digest",
        |text| inserted(text, b"\n"),
    );
    loose(
        b,
        "junk-after",
        "two letters after the digest that are no digits",
        |text| [text, b"zz"].concat(),
    );
    loose(
        b,
        "half-a-byte-after",
        "one digit more than the digest has",
        |text| [text, b"0"].concat(),
    );
    malformed(
        b,
        "half-a-byte-missing",
        "one digit less than the digest has",
        &["MalformedSignature", "TruncatedSignature"],
        |text| text.split_last().map_or(&[][..], |(_, rest)| rest).to_vec(),
    );
    // A decoder that stops at the first bad letter is left with nothing, or with a part, to compare.
    malformed(
        b,
        "junk-for-the-first-byte",
        "the right digest, but its first two digits are `zz`",
        &["MalformedSignature", "PartialMatch"],
        |text| [b"zz", text.get(2..).unwrap_or_default()].concat(),
    );
    malformed(
        b,
        "junk-for-the-last-byte",
        "the right digest, but its last two digits are `zz`",
        &["MalformedSignature", "PartialMatch"],
        |text| {
            [
                text.get(..text.len().saturating_sub(2)).unwrap_or_default(),
                b"zz",
            ]
            .concat()
        },
    );
}

fn base64(b: &mut Builder<'_>, encoding: Encoding) {
    other_alphabet(b);
    let decoded = move |text: &[u8]| encoding.decode(text).unwrap_or_default();
    substituted(b, "hexadecimal", "the digest in hexadecimal", |text| {
        Encoding::Hex.encode(&decoded(text))
    });
    substituted(
        b,
        "base64-of-hexadecimal",
        "the digest in hexadecimal, then in base64",
        |text| encoding.encode(&Encoding::Hex.encode(&decoded(text))),
    );
    substituted(
        b,
        "encoded-twice",
        "the base64 text, once more in base64",
        |text| encoding.encode(text),
    );
    loose(b, "padding-cut", "the digest without its padding", |text| {
        text.iter().copied().filter(|&byte| byte != b'=').collect()
    });
    loose(b, "padding-added", "one `=` more than belongs there", |text| {
        [text, b"="].concat()
    });
    loose(
        b,
        "trailing-bits",
        "a last letter whose unused bits are set",
        trailing_bits,
    );
    loose(b, "blank-inside", "a blank in the middle of the digest", |text| {
        inserted(text, b" ")
    });
    loose(
        b,
        "line-end-inside",
        "a line end in the middle of the digest",
        |text| inserted(text, b"\n"),
    );
    loose(
        b,
        "junk-inside",
        "a letter of no alphabet in the middle of the digest",
        |text| inserted(text, &[JUNK]),
    );
    loose(
        b,
        "junk-after",
        "a letter of no alphabet after the digest",
        |text| [text, &[JUNK]].concat(),
    );
    malformed(
        b,
        "lower-case",
        "the base64 text in lower case, which is another value",
        &["ModifiedSignature"],
        <[u8]>::to_ascii_lowercase,
    );
    malformed(
        b,
        "junk-for-the-first-letter",
        "the right digest, but its first letter is of no alphabet",
        &["MalformedSignature", "PartialMatch"],
        |text| [&[JUNK], text.get(1..).unwrap_or_default()].concat(),
    );
    malformed(
        b,
        "junk-for-the-middle",
        "the right digest, but a letter in its middle is of no alphabet",
        &["MalformedSignature", "PartialMatch"],
        |text| {
            let mut text = text.to_vec();
            let middle = text.len() / 2;
            if let Some(byte) = text.get_mut(middle) {
                *byte = JUNK;
            }
            text
        },
    );
}

/// The alphabets differ in two letters, so a body is searched whose digest has one of them.
fn other_alphabet(b: &mut Builder<'_>) {
    let has = |text: &[u8]| text.iter().any(|byte| b"+/-_".contains(byte));
    let Some(event) = b.event_whose_signature(has) else {
        return;
    };
    let undone = b.signed(&event);
    let delivery = b.draft(&event).and_then(|draft| {
        let value = b.signature_value(&draft)?;
        let swapped = value.iter().map(|byte| match byte {
            b'+' => b'-',
            b'/' => b'_',
            b'-' => b'+',
            b'_' => b'/',
            other => *other,
        });
        let text = b.signer().signature_text(&draft, &[swapped.collect()]);
        b.with_whole_text(draft, &text)
    });
    b.case(
        "other-alphabet",
        "the digest in the other alphabet of base64",
        delivery,
    )
    .flags(&["EncodingSubstituted"])
    .undone(undone)
    .unspecified();
}

/// What every method refuses, whatever its encoding.
fn no_spelling(b: &mut Builder<'_>) {
    malformed(
        b,
        "non-ascii-letter",
        "the right signature, but its first letter is the byte 0xE9",
        &["NonAsciiSignature"],
        |text| [&[0xe9], text.get(1..).unwrap_or_default()].concat(),
    );
    malformed(
        b,
        "all-non-ascii",
        "as many bytes 0xE9 as a signature has letters",
        &["NonAsciiSignature"],
        |text| vec![0xe9; text.len()],
    );
    malformed(
        b,
        "no-alphabet",
        "as many letters as a signature has, of no alphabet",
        &["MalformedSignature"],
        |text| vec![JUNK; text.len()],
    );
    malformed(
        b,
        "ten-kilobytes",
        "a signature of 10,000 letters",
        &["OversizedSignature"],
        |_| vec![b'a'; 10_000],
    );
}

fn inserted(text: &[u8], middle: &[u8]) -> Vec<u8> {
    let (before, after) = text.split_at(text.len() / 2);
    [before, middle, after].concat()
}

/// Sets the lowest bit of the last letter where the letter has bits that carry nothing.
fn trailing_bits(text: &[u8]) -> Vec<u8> {
    const STANDARD: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const URL: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = text.to_vec();
    let letters = text.iter().position(|&byte| byte == b'=').unwrap_or(text.len());
    if letters % 4 == 0 {
        return text;
    }
    if let Some(last) = letters.checked_sub(1).and_then(|at| text.get_mut(at)) {
        let alphabet = if STANDARD.contains(last) { STANDARD } else { URL };
        let value = alphabet.iter().position(|byte| byte == last);
        if let Some(next) = value.and_then(|value| alphabet.get(value | 1)) {
            *last = *next;
        }
    }
    text
}
