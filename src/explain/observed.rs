//! The signature as it was observed, in every way in which it may be read.

use std::borrow::Cow;

use crate::delivery::{Delivery, Found};
use crate::encoding::Encoding;
use crate::explain::forms::{fits, in_stated_form, token_in_stated_form};
use crate::scheme::{Format, Method, Scheme, Source};
use crate::signing::{locate, numbered, signatures};

/// The shortest beginning of a digest that counts as one: by chance it occurs once in 2^64.
const SHORTEST: usize = 8;

/// How many readings are kept: a text of a thousand commas does not make the search slow.
const MOST_READINGS: usize = 64;

/// One way to read the observed text.
#[derive(Clone)]
pub(crate) struct Reading {
    /// The signature's bytes.
    pub(crate) bytes: Vec<u8>,
    /// What is wrong with how they are written, with details; empty for the scheme's own way.
    pub(crate) mistakes: Vec<(&'static str, String)>,
}

/// What was observed.
#[derive(Clone)]
pub(crate) struct Observed {
    /// The whole text of the place of the signature; empty if there is none.
    pub(crate) text: Vec<u8>,
    /// Fewest mistakes first.
    pub(crate) readings: Vec<Reading>,
    /// How many texts are at the signature's places.
    pub(crate) n_texts: usize,
}

impl Observed {
    pub(crate) fn of(scheme: &Scheme, encoding: Encoding, method: Method, delivery: &Delivery) -> Self {
        let texts = texts(scheme, delivery);
        let mut readings = Vec::new();
        for text in &texts {
            read(scheme.format(), encoding, method, text, &mut readings);
        }
        if texts.iter().all(|text| text.is_empty()) {
            misplaced(scheme, encoding, method, delivery, &mut readings);
        }
        readings.retain(|reading| fits(method, &reading.bytes));
        readings.sort_by_key(|reading| reading.mistakes.len());
        readings.truncate(MOST_READINGS);
        Self {
            text: texts.first().cloned().unwrap_or_default(),
            readings,
            n_texts: texts.len(),
        }
    }

    /// How the text must be read to hold exactly these bytes.
    pub(crate) fn whole_reading_of(&self, made: &[u8]) -> Option<Vec<(&'static str, String)>> {
        let reading = self.readings.iter().find(|reading| reading.bytes == made)?;
        Some(reading.mistakes.clone())
    }

    /// How the text must be read to hold `digest`, or the beginning of it.
    pub(crate) fn reading_of(&self, digest: &[u8]) -> Option<Vec<(&'static str, String)>> {
        if let Some(mistakes) = self.whole_reading_of(digest) {
            return Some(mistakes);
        }
        let cut = |reading: &&Reading| {
            (SHORTEST..digest.len()).contains(&reading.bytes.len()) && digest.starts_with(&reading.bytes)
        };
        let reading = self.readings.iter().find(cut)?;
        let mut mistakes = reading.mistakes.clone();
        let detail = format!("the first {} of {} bytes", reading.bytes.len(), digest.len());
        mistakes.insert(0, ("digest/truncated", detail));
        Some(mistakes)
    }
}

/// The texts at the places of the signature.
fn texts(scheme: &Scheme, delivery: &Delivery) -> Vec<Vec<u8>> {
    let mut texts = Vec::new();
    for place in scheme.signature().places.all() {
        match &place.source {
            Source::Numbered(name) => texts.extend(numbered(delivery, name).map(<[u8]>::to_vec)),
            Source::Header(name) if place.steps.is_empty() => {
                texts.extend(delivery.headers.values(name).map(<[u8]>::to_vec));
            }
            _ => {
                if let Found::One(text) = locate(delivery, place, scheme.format(), None) {
                    texts.push(text.into_owned());
                }
            }
        }
    }
    texts
}

fn read(format: &Format, encoding: Encoding, method: Method, text: &[u8], readings: &mut Vec<Reading>) {
    let stated: Vec<&[u8]> = signatures(text, format).take(MOST_READINGS / 4).collect();
    for signature in &stated {
        decode_all(encoding, method, signature, &[], readings);
    }
    for (piece, mistake) in pieces(format, text) {
        if !stated.contains(&piece.as_slice()) {
            decode_all(encoding, method, &piece, &[mistake], readings);
        }
    }
}

type Written = (&'static str, String);

/// The pieces of a text that may be a signature although the scheme's format does not say so.
fn pieces(format: &Format, text: &[u8]) -> Vec<(Vec<u8>, Written)> {
    let lead = format.lead();
    let mut found: Vec<(Vec<u8>, Written)> = Vec::new();
    let mut add = |piece: &[u8], mistake: Written| {
        if !piece.is_empty() && !found.iter().any(|(other, _)| other == piece) && found.len() < MOST_READINGS
        {
            found.push((piece.to_vec(), mistake));
        }
    };
    // Blanks or quotes around a text that is right.
    let junk = |byte: &u8| byte.is_ascii_whitespace() || b"\"'`<>[](),;".contains(byte);
    let bare = trimmed(text, junk);
    if bare.len() < text.len() {
        let detail = "blanks, quotes or separators stand around it";
        signatures(bare, format)
            .for_each(|signature| add(signature, ("signature/malformed", detail.to_owned())));
    }
    let without = match lead.as_str() {
        "" => "another label stands before the digest".to_owned(),
        lead => format!("`{lead}` does not stand before the digest"),
    };
    let mut rests = vec![bare];
    let separators = |byte: &u8| byte.is_ascii_whitespace() || b",;\"':".contains(byte);
    rests.extend(bare.split(separators));
    for rest in rests {
        let rest = trimmed(rest, junk);
        add(rest, ("digest/prefix", without.clone()));
        for mark in [b'=', b'.', b'_', b'-'] {
            // A digest in base64 may end with the mark.
            let end = rest.iter().rposition(|byte| *byte != b'=').unwrap_or_default();
            if let Some(at) = rest.iter().take(end).position(|byte| *byte == mark) {
                add(
                    rest.get(at + 1..).unwrap_or_default(),
                    ("digest/prefix", without.clone()),
                );
            }
        }
    }
    found
}

fn trimmed(mut text: &[u8], is_junk: impl Fn(&u8) -> bool) -> &[u8] {
    while let [first, rest @ ..] = text {
        if !is_junk(first) {
            break;
        }
        text = rest;
    }
    while let [rest @ .., last] = text {
        if !is_junk(last) {
            break;
        }
        text = rest;
    }
    text
}

fn decode_all(
    stated: Encoding,
    method: Method,
    piece: &[u8],
    mistakes: &[Written],
    readings: &mut Vec<Reading>,
) {
    let mut add = |bytes: Vec<u8>, more: Option<Written>| {
        if !bytes.is_empty() && !readings.iter().any(|reading| reading.bytes == bytes) {
            let mistakes: Vec<Written> = mistakes.iter().cloned().chain(more).collect();
            if let Some((other, detail)) = in_stated_form(method, &bytes) {
                let more = ("digest/encoding", detail.to_owned());
                let mistakes = mistakes.iter().cloned().chain([more]).collect();
                readings.push(Reading {
                    bytes: other,
                    mistakes,
                });
            }
            readings.push(Reading { bytes, mistakes });
        }
    };
    if stated == Encoding::Text || method == Method::Jwt {
        add(piece.to_vec(), None);
        if let Some((token, detail)) = token_in_stated_form(piece).filter(|_| method == Method::Jwt) {
            add(token, Some(("digest/encoding", detail.to_owned())));
        }
        return;
    }
    if let Ok(bytes) = stated.decode(piece) {
        add(bytes, None);
    }
    for (encoding, name) in OTHERS {
        let Ok(bytes) = encoding.decode(piece) else {
            continue;
        };
        let mistake = match (stated, encoding) {
            (Encoding::Hex | Encoding::HexUpper, Encoding::HexAny) => {
                ("digest/case", format!("written in {} case", letter_case(piece)))
            }
            _ => (
                "digest/encoding",
                format!("written in {name}, not in {}", stated.name()),
            ),
        };
        // A digest in text form that was encoded once more.
        for (inner, inner_name) in OTHERS {
            if let Ok(inner) = inner.decode(&bytes)
                && inner.len() >= 16
            {
                let detail = format!("the {inner_name} text of the digest was written in {name} once more");
                add(inner, Some(("digest/encoding", detail)));
            }
        }
        add(bytes, Some(mistake));
    }
    let decoded = percent_decoded(piece);
    if decoded.as_ref() != piece
        && let Ok(bytes) = stated.decode(&decoded)
    {
        add(
            bytes,
            Some(("digest/encoding", "percent-encoded once more".to_owned())),
        );
    }
    add(
        piece.to_vec(),
        Some(("digest/encoding", "the raw bytes, not encoded".to_owned())),
    );
}

const OTHERS: [(Encoding, &str); 3] = [
    (Encoding::HexAny, "hex"),
    (Encoding::Base64, "base64"),
    (Encoding::Base64Any, "base64 of another alphabet or padding"),
];

fn letter_case(piece: &[u8]) -> &'static str {
    match (
        piece.iter().any(u8::is_ascii_uppercase),
        piece.iter().any(u8::is_ascii_lowercase),
    ) {
        (true, true) => "mixed",
        (true, false) => "upper",
        (false, _) => "lower",
    }
}

fn percent_decoded(piece: &[u8]) -> Cow<'_, [u8]> {
    percent_encoding::percent_decode(piece).into()
}

/// Headers in which the signature may stand where it is not in its place.
fn misplaced(
    scheme: &Scheme,
    encoding: Encoding,
    method: Method,
    delivery: &Delivery,
    readings: &mut Vec<Reading>,
) {
    for header in delivery
        .headers
        .iter()
        .filter(|header| header.value.len() >= 16)
        .take(64)
    {
        let mut found = Vec::new();
        read(scheme.format(), encoding, method, &header.value, &mut found);
        let place = scheme.signature().places.first();
        readings.extend(
            found
                .into_iter()
                .filter(|reading| reading.bytes.len() >= 16)
                .map(|mut reading| {
                    let detail = format!("it stands in the header `{}`, not in `{place}`", header.name);
                    reading.mistakes.insert(0, ("signature/missing", detail));
                    reading
                }),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::Observed;
    use crate::delivery::Delivery;
    use crate::scheme::catalog_scheme;

    fn check(scheme: &str, text: &str, expected: &[&str]) {
        let scheme = catalog_scheme(scheme).unwrap();
        let mut delivery = Delivery::post("https://h.example/", "{}");
        let crate::scheme::Source::Header(name) = &scheme.signature().places.first().source else {
            panic!("the signature is in a header");
        };
        delivery.headers.push(name, text);
        let observed = Observed::of(&scheme, scheme.signature().encoding, scheme.method(), &delivery);
        let digest: Vec<u8> = (0..32).map(|i| i * 7).collect();
        let found = observed.reading_of(&digest);
        let names: Option<Vec<_>> = found.map(|found| found.into_iter().map(|(name, _)| name).collect());
        assert_eq!(names.as_deref(), Some(expected), "{text}");
    }

    #[test]
    fn every_writing_is_read() {
        let digest: Vec<u8> = (0..32).map(|i| i * 7).collect();
        let hex = crate::encoding::hex_text(&digest);
        let base64 = crate::encoding::base64_text(&digest);
        check("github", &format!("sha256={hex}"), &[]);
        check("github", &hex, &["digest/prefix"]);
        check("github", &format!("sha1={hex}"), &["digest/prefix"]);
        check(
            "github",
            &format!("sha256={}", hex.to_uppercase()),
            &["digest/case"],
        );
        check("github", &format!("sha256={base64}"), &["digest/encoding"]);
        check("github", &base64, &["digest/prefix", "digest/encoding"]);
        check("github", &format!("sha256={}", &hex[..40]), &["digest/truncated"]);
        check("github", &format!("\"sha256={hex}\""), &["signature/malformed"]);
        check("determined", &format!("sha256={hex}"), &["digest/prefix"]);
        check("shopify", &hex, &["digest/encoding"]);
        check("shopify", &base64, &[]);
        check("shopify", base64.trim_end_matches('='), &["digest/encoding"]);
        check("stripe", &format!("t=1,v1={hex}"), &[]);
        check("stripe", &format!("t=1,v0={hex}"), &["digest/prefix"]);
        check("stripe", &format!("t=1;v1={hex}"), &["digest/prefix"]);
        check("standard-webhooks", &format!("v1,{base64}"), &[]);
        check("standard-webhooks", &base64, &["digest/prefix"]);
        check("standard-webhooks", &format!("v1={base64}"), &["digest/prefix"]);
        check("standard-webhooks", &format!("v1,{hex}"), &["digest/encoding"]);
        let twice = crate::encoding::base64_text(hex.as_bytes());
        check("shopify", &twice, &["digest/encoding"]);
    }
}
