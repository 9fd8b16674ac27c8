//! The ways in which public and private keys are written: PEM, certificates, DER, JWK, raw bytes.

use serde_json::Value;

use crate::encoding::Encoding;

/// A key's text, decoded as far as can be without knowing which kind of key it is.
pub(crate) enum KeyText {
    /// DER, from PEM or from base64.
    Der(Vec<u8>),
    /// A JSON Web Key.
    Jwk(Value),
    /// 32 bytes, or 64 of seed and public key.
    Raw(Vec<u8>),
}

impl KeyText {
    pub(crate) fn of(text: &[u8]) -> Option<Self> {
        let text = text.trim_ascii();
        if text.starts_with(b"{") {
            return serde_json::from_slice(text).ok().map(Self::Jwk);
        }
        if text.starts_with(b"-----BEGIN ") {
            return pem(str::from_utf8(text).ok()?).map(Self::Der);
        }
        if matches!(text.len(), 64 | 128)
            && let Ok(bytes) = Encoding::HexAny.decode(text)
        {
            return Some(Self::Raw(bytes));
        }
        let text: Vec<u8> = text
            .iter()
            .copied()
            .filter(|b| !b.is_ascii_whitespace())
            .collect();
        let bytes = Encoding::Base64Any.decode(&text).ok()?;
        Some(match bytes.len() {
            32 | 64 => Self::Raw(bytes),
            _ => Self::Der(bytes),
        })
    }
}

/// The first block of a PEM text.
fn pem(text: &str) -> Option<Vec<u8>> {
    let (_, rest) = text.split_once("-----BEGIN ")?;
    let (_, rest) = rest.split_once("-----")?;
    let (body, _) = rest.split_once("-----END ")?;
    let body: Vec<u8> = body.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
    Encoding::Base64Any.decode(&body).ok()
}

/// A member of a JWK, decoded.
pub(crate) fn member(jwk: &Value, name: &str) -> Option<Vec<u8>> {
    let text = jwk.get(name)?.as_str()?;
    Encoding::Base64Any.decode(text.as_bytes()).ok()
}

/// The `SubjectPublicKeyInfo` inside an X.509 certificate. Nothing else of the certificate is looked at.
pub(crate) fn spki_of_certificate(der: &[u8]) -> Option<&[u8]> {
    const SEQUENCE: u8 = 0x30;
    const VERSION: u8 = 0xa0;
    let (tag, certificate, _) = element(der)?;
    let (inner_tag, mut fields, _) = element(certificate.content)?;
    if (tag, inner_tag) != (SEQUENCE, SEQUENCE) {
        return None;
    }
    let mut rest = fields.content;
    if element(rest)?.0 == VERSION {
        rest = element(rest)?.2;
    }
    // Serial number, signature algorithm, issuer, validity, subject.
    for _ in 0..5 {
        rest = element(rest)?.2;
    }
    let (tag, found, _) = element(rest)?;
    fields = found;
    (tag == SEQUENCE).then_some(fields.whole)
}

struct Element<'a> {
    content: &'a [u8],
    whole: &'a [u8],
}

/// The first DER element: its tag, itself, and what follows.
fn element(der: &[u8]) -> Option<(u8, Element<'_>, &[u8])> {
    let (&tag, rest) = der.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        let count = usize::from(first & 0x7f);
        if !(1..=4).contains(&count) {
            return None;
        }
        let (bytes, rest) = rest.split_at_checked(count)?;
        (
            bytes.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)),
            rest,
        )
    };
    let (content, after) = rest.split_at_checked(length)?;
    let whole = der.get(..der.len() - after.len())?;
    Some((tag, Element { content, whole }, after))
}
