//! Signatures of public keys and of tokens in other forms than the scheme's: DER for r and s, another encoding of a
//! token's last part.

use crate::encoding::Encoding;
use crate::scheme::{Curve, EcdsaForm, Method};

/// Whether these bytes can be a signature of a method with public keys at all: a check costs more than a look.
pub(crate) fn fits(method: Method, bytes: &[u8]) -> bool {
    match method {
        Method::Ed25519 => bytes.len() == 64,
        Method::Ecdsa {
            curve,
            form: EcdsaForm::Raw,
            ..
        } => bytes.len() == 2 * size(curve),
        Method::Ecdsa {
            curve,
            form: EcdsaForm::Der,
            ..
        } => raw_of_der(bytes, size(curve)).is_some(),
        Method::RsaPkcs1(_) | Method::RsaPss(_) => bytes.len() >= 64 && bytes.len().is_multiple_of(8),
        Method::Basic | Method::Digest(_) | Method::Hmac(_) | Method::Jwt | Method::Static => true,
    }
}

/// The signature in the form that the method has, if it is in the other, with what is wrong.
pub(crate) fn in_stated_form(method: Method, bytes: &[u8]) -> Option<(Vec<u8>, &'static str)> {
    let Method::Ecdsa { curve, form, .. } = method else {
        return None;
    };
    match form {
        EcdsaForm::Der => (bytes.len() == 2 * size(curve)).then(|| {
            (
                der_of_raw(bytes),
                "r and s stand one after the other, not in ASN.1 DER",
            )
        }),
        EcdsaForm::Raw => raw_of_der(bytes, size(curve)).map(|raw| {
            (
                raw,
                "r and s stand in ASN.1 DER, not one after the other with fixed length",
            )
        }),
    }
}

/// A token whose last part is written otherwise, as it should be.
pub(crate) fn token_in_stated_form(token: &[u8]) -> Option<(Vec<u8>, &'static str)> {
    let at = token.iter().rposition(|byte| *byte == b'.')? + 1;
    let (signed, written) = token.split_at_checked(at)?;
    let rebuilt = |bytes: &[u8]| [signed, &Encoding::Base64urlUnpadded.encode(bytes)].concat();
    if let Ok(bytes) = Encoding::Base64urlUnpadded.decode(written) {
        let in_der = [Curve::P256, Curve::P384, Curve::P521]
            .into_iter()
            .find_map(|curve| raw_of_der(&bytes, size(curve)));
        if let Some(raw) = in_der {
            return Some((
                rebuilt(&raw),
                "r and s stand in ASN.1 DER, not one after the other with fixed length",
            ));
        }
        let text = Encoding::HexAny.decode(written).ok()?;
        return Some((rebuilt(&text), "the token's signature is written in hex"));
    }
    let bytes = Encoding::Base64Any.decode(written).ok()?;
    Some((
        rebuilt(&bytes),
        "the token's signature is written in base64 of another alphabet or padding",
    ))
}

const fn size(curve: Curve) -> usize {
    match curve {
        Curve::P256 => 32,
        Curve::P384 => 48,
        Curve::P521 => 66,
    }
}

/// r and s, each with `size` bytes, of an ASN.1 sequence of two integers.
fn raw_of_der(der: &[u8], size: usize) -> Option<Vec<u8>> {
    let (inner, []) = element(0x30, der)? else {
        return None;
    };
    let (r, rest) = element(0x02, inner)?;
    let (s, []) = element(0x02, rest)? else {
        return None;
    };
    let mut raw = Vec::with_capacity(2 * size);
    for number in [r, s] {
        let digits = number.strip_prefix(&[0]).unwrap_or(number);
        let missing = size.checked_sub(digits.len())?;
        raw.extend(std::iter::repeat_n(0, missing));
        raw.extend_from_slice(digits);
    }
    Some(raw)
}

/// What stands in the first element of ASN.1 if it has that tag, and what follows it.
fn element(tag: u8, der: &[u8]) -> Option<(&[u8], &[u8])> {
    match der {
        [first, 0x81, length, rest @ ..] if *first == tag => rest.split_at_checked(usize::from(*length)),
        [first, length, rest @ ..] if *first == tag && *length < 0x80 => {
            rest.split_at_checked(usize::from(*length))
        }
        _ => None,
    }
}

fn der_of_raw(raw: &[u8]) -> Vec<u8> {
    let (r, s) = raw.split_at(raw.len() / 2);
    let integers = [r, s].map(|number| {
        let first = number.iter().position(|byte| *byte != 0).unwrap_or(number.len());
        let mut digits = number.get(first..).unwrap_or_default().to_vec();
        // A number whose highest bit is set would be negative.
        if digits.first().is_none_or(|byte| *byte >= 0x80) {
            digits.insert(0, 0);
        }
        written(0x02, &digits)
    });
    written(0x30, &integers.concat())
}

fn written(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u8::try_from(content.len()).unwrap_or(u8::MAX);
    let mut out = vec![tag];
    if length >= 0x80 {
        out.push(0x81);
    }
    out.push(length);
    out.extend_from_slice(content);
    out
}

#[cfg(test)]
mod tests {
    use super::{der_of_raw, raw_of_der, token_in_stated_form};

    fn check(raw: &[u8]) {
        assert_eq!(raw_of_der(&der_of_raw(raw), raw.len() / 2).as_deref(), Some(raw));
    }

    #[test]
    fn both_forms_of_ecdsa_hold_the_same() {
        check(&[0xFF; 64]);
        check(&[0x01; 96]);
        check(&[0xFE; 132]);
        check(&[&[0; 31][..], &[7], &[0; 30], &[0x80, 1]].concat());
        let der = der_of_raw(&[0x80; 64]);
        assert_eq!(der.get(..5), Some(&[0x30, 70, 0x02, 33, 0][..]));
        for end in 0..der.len() {
            assert_eq!(raw_of_der(&der[..end], 32), None);
        }
        assert_eq!(raw_of_der(&[der, vec![0]].concat(), 32), None);
    }

    #[test]
    fn the_last_part_of_a_token_is_read_in_other_ways() {
        let found = |text: &str| token_in_stated_form(text.as_bytes()).map(|(token, _)| token);
        assert_eq!(found("a.b.+/8="), Some(b"a.b.-_8".to_vec()));
        assert_eq!(found("a.b.00ff"), Some(b"a.b.AP8".to_vec()));
        assert_eq!(found("a.b.-_8"), None);
        assert_eq!(found("none"), None);
    }
}
