//! Hex and base64 by hand, from strict to as lenient as libraries are.

use crate::encoding::Encoding;
use crate::faulty::choices::Decoding;

const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const URL_SAFE: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The bytes that `text` stands for; `None` where the receiver cannot decode it.
pub(super) fn decode(encoding: Encoding, how: Decoding, text: &[u8]) -> Option<Vec<u8>> {
    match how {
        Decoding::Strict => strict(encoding, text),
        Decoding::Lenient => lenient(encoding, text),
        Decoding::Truncating => Some(truncated(encoding, text)),
    }
}

fn strict(encoding: Encoding, text: &[u8]) -> Option<Vec<u8>> {
    match encoding {
        Encoding::Base64 | Encoding::Base64Any => padded(text, STANDARD),
        Encoding::Base64Unpadded => unpadded(text, STANDARD),
        Encoding::Base64url => padded(text, URL_SAFE),
        Encoding::Base64urlUnpadded => unpadded(text, URL_SAFE),
        Encoding::Hex => hex(text).filter(|_| !text.iter().any(u8::is_ascii_uppercase)),
        Encoding::HexAny => hex(text),
        Encoding::HexUpper => hex(text).filter(|_| !text.iter().any(u8::is_ascii_lowercase)),
        Encoding::Text => Some(text.to_vec()),
    }
}

fn lenient(encoding: Encoding, text: &[u8]) -> Option<Vec<u8>> {
    match encoding {
        Encoding::Base64
        | Encoding::Base64Any
        | Encoding::Base64Unpadded
        | Encoding::Base64url
        | Encoding::Base64urlUnpadded => {
            let digits: Vec<u8> = text.iter().filter_map(|&byte| any_digit(byte)).collect();
            (digits.len() % 4 != 1).then(|| bytes_of(&digits))
        }
        Encoding::Hex | Encoding::HexAny | Encoding::HexUpper => {
            let inner: Vec<u8> = text
                .iter()
                .copied()
                .filter(|byte| !byte.is_ascii_whitespace())
                .collect();
            hex(&inner)
        }
        Encoding::Text => Some(text.to_vec()),
    }
}

fn truncated(encoding: Encoding, text: &[u8]) -> Vec<u8> {
    match encoding {
        Encoding::Base64
        | Encoding::Base64Any
        | Encoding::Base64Unpadded
        | Encoding::Base64url
        | Encoding::Base64urlUnpadded => {
            let digits: Vec<u8> = text.iter().map_while(|&byte| any_digit(byte)).collect();
            bytes_of(&digits)
        }
        Encoding::Hex | Encoding::HexAny | Encoding::HexUpper => {
            let good = text.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
            hex(text.get(..good - good % 2).unwrap_or_default()).unwrap_or_default()
        }
        Encoding::Text => text.to_vec(),
    }
}

/// The value of a hexadecimal digit in either case.
pub(super) const fn nibble(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => byte - b'0',
        b'a'..=b'f' => byte - b'a' + 10,
        b'A'..=b'F' => byte - b'A' + 10,
        _ => 0,
    }
}

fn hex(text: &[u8]) -> Option<Vec<u8>> {
    if !text.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    let (pairs, rest) = text.as_chunks::<2>();
    rest.is_empty().then(|| {
        pairs
            .iter()
            .map(|[high, low]| nibble(*high) << 4 | nibble(*low))
            .collect()
    })
}

fn digit(byte: u8, alphabet: &[u8; 64]) -> Option<u8> {
    let at = alphabet.iter().position(|&other| other == byte)?;
    u8::try_from(at).ok()
}

fn any_digit(byte: u8) -> Option<u8> {
    digit(byte, STANDARD).or_else(|| digit(byte, URL_SAFE))
}

fn padded(text: &[u8], alphabet: &[u8; 64]) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(4) {
        return None;
    }
    let inner = match text {
        [inner @ .., b'=', b'='] if inner.len() % 4 == 2 => inner,
        [inner @ .., b'='] if inner.len() % 4 == 3 => inner,
        _ => text,
    };
    unpadded(inner, alphabet)
}

fn unpadded(text: &[u8], alphabet: &[u8; 64]) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text
        .iter()
        .map(|&byte| digit(byte, alphabet))
        .collect::<Option<_>>()?;
    let surplus = match digits.len() % 4 {
        0 => 0,
        2 => digits.last()? & 0b1111,
        3 => digits.last()? & 0b11,
        _ => return None,
    };
    (surplus == 0).then(|| bytes_of(&digits))
}

/// Six bits a digit; what does not fill a byte is dropped.
fn bytes_of(digits: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(digits.len() * 3 / 4);
    let (mut bits, mut held) = (0_u32, 0_u32);
    for &digit in digits {
        bits = bits << 6 | u32::from(digit);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.extend(u8::try_from(bits >> held & 0xff));
            bits &= (1 << held) - 1;
        }
    }
    out
}

/// The text of bytes in an encoding.
pub(super) fn encode(encoding: Encoding, bytes: &[u8]) -> Vec<u8> {
    match encoding {
        Encoding::Base64 | Encoding::Base64Any => base64(bytes, STANDARD, Padding::Written),
        Encoding::Base64Unpadded => base64(bytes, STANDARD, Padding::Dropped),
        Encoding::Base64url => base64(bytes, URL_SAFE, Padding::Written),
        Encoding::Base64urlUnpadded => base64(bytes, URL_SAFE, Padding::Dropped),
        Encoding::Hex | Encoding::HexAny => bytes
            .iter()
            .flat_map(|byte| format!("{byte:02x}").into_bytes())
            .collect(),
        Encoding::HexUpper => bytes
            .iter()
            .flat_map(|byte| format!("{byte:02X}").into_bytes())
            .collect(),
        Encoding::Text => bytes.to_vec(),
    }
}

#[derive(Clone, Copy)]
enum Padding {
    Dropped,
    Written,
}

fn base64(bytes: &[u8], alphabet: &[u8; 64], padding: Padding) -> Vec<u8> {
    let mut out = Vec::new();
    for chunk in bytes.chunks(3) {
        let mut bits = 0_u32;
        for at in 0..3 {
            bits = bits << 8 | u32::from(chunk.get(at).copied().unwrap_or_default());
        }
        for at in 0..4 {
            let digit = usize::try_from(bits >> (18 - 6 * at) & 63).unwrap_or_default();
            match (at <= chunk.len(), padding) {
                (true, _) => out.extend(alphabet.get(digit)),
                (false, Padding::Written) => out.push(b'='),
                (false, Padding::Dropped) => {}
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};
    use crate::encoding::Encoding;
    use crate::faulty::choices::Decoding;

    const ALL: [Encoding; 8] = [
        Encoding::Base64,
        Encoding::Base64Unpadded,
        Encoding::Base64url,
        Encoding::Base64urlUnpadded,
        Encoding::Hex,
        Encoding::HexAny,
        Encoding::HexUpper,
        Encoding::Text,
    ];

    #[test]
    fn agrees_with_the_crate_on_good_and_bad_text() {
        for encoding in ALL {
            for length in 0..50_u8 {
                let bytes: Vec<u8> = (0..length).map(|at| at.wrapping_mul(83) ^ 0xa5).collect();
                let text = encoding.encode(&bytes);
                assert_eq!(encode(encoding, &bytes), text, "{encoding:?}");
                assert_eq!(
                    decode(encoding, Decoding::Strict, &text),
                    Some(bytes),
                    "{encoding:?}"
                );
                for at in 0..text.len() {
                    for byte in [b'A', b'f', b'=', b'-', b'/', b'x', b' ', 0xe9] {
                        let mut odd = text.clone();
                        odd[at] = byte;
                        let opinion = decode(encoding, Decoding::Strict, &odd);
                        assert_eq!(opinion, encoding.decode(&odd).ok(), "{encoding:?} {odd:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn lenient_decoders_take_what_libraries_take() {
        let lenient = |encoding, text: &str| decode(encoding, Decoding::Lenient, text.as_bytes());
        assert_eq!(lenient(Encoding::Base64, "_-8"), Some(vec![0xff, 0xef]));
        assert_eq!(lenient(Encoding::Base64, "Y!Q"), Some(b"a".to_vec()));
        assert_eq!(lenient(Encoding::Hex, "AB cd"), Some(vec![0xab, 0xcd]));
        assert_eq!(
            decode(Encoding::Hex, Decoding::Truncating, b"abczz"),
            Some(vec![0xab])
        );
    }
}
