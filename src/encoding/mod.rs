//! How signature and secret bytes are written as text: strict hex and base64, in every spelling that
//! schemes use.

use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use base64::{Engine as _, alphabet};
use serde::{Deserialize, Serialize};

const ANY_PADDING: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const STANDARD_ANY: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, ANY_PADDING);
const URL_SAFE_ANY: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, ANY_PADDING);

/// The longest signature that is decoded into a fixed buffer: an RSA signature of 4096 bits, and some room.
pub const MAX_DECODED: usize = 1024;

/// The text form of bytes in a signature or a secret. Decoding is strict: one value has one spelling,
/// unless the encoding says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Encoding {
    /// RFC 4648 section 4, with padding.
    Base64,
    /// Either alphabet, with padding or without; written as `base64`.
    Base64Any,
    /// RFC 4648 section 4, without padding.
    Base64Unpadded,
    /// RFC 4648 section 5, with padding.
    Base64url,
    /// RFC 4648 section 5, without padding.
    Base64urlUnpadded,
    /// Lower-case hexadecimal.
    Hex,
    /// Hexadecimal in either case; written in lower case.
    HexAny,
    /// Upper-case hexadecimal.
    HexUpper,
    /// The bytes themselves.
    Text,
}

/// The text is not a strict spelling of any bytes in its encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not valid {0}")]
pub struct DecodeError(&'static str);

impl Encoding {
    /// The encoding's name as scheme files write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Base64 => "base64",
            Self::Base64Any => "base64-any",
            Self::Base64Unpadded => "base64-unpadded",
            Self::Base64url => "base64url",
            Self::Base64urlUnpadded => "base64url-unpadded",
            Self::Hex => "hex",
            Self::HexAny => "hex-any",
            Self::HexUpper => "hex-upper",
            Self::Text => "text",
        }
    }

    /// Writes `bytes` in this encoding.
    #[must_use]
    pub fn encode(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Base64 | Self::Base64Any => STANDARD.encode(bytes).into_bytes(),
            Self::Base64Unpadded => STANDARD_NO_PAD.encode(bytes).into_bytes(),
            Self::Base64url => URL_SAFE.encode(bytes).into_bytes(),
            Self::Base64urlUnpadded => URL_SAFE_NO_PAD.encode(bytes).into_bytes(),
            Self::Hex | Self::HexAny => const_hex::encode(bytes).into_bytes(),
            Self::HexUpper => const_hex::encode_upper(bytes).into_bytes(),
            Self::Text => bytes.to_vec(),
        }
    }

    /// Reads `text` strictly.
    ///
    /// # Errors
    /// When `text` has a byte outside the alphabet, the wrong length, missing or surplus padding, or
    /// bits set behind the last byte.
    pub fn decode(self, text: &[u8]) -> Result<Vec<u8>, DecodeError> {
        let mut buffer = vec![0; text.len() + 3];
        let length = self.decode_into(text, &mut buffer)?;
        buffer.truncate(length);
        Ok(buffer)
    }

    /// Reads `text` strictly into `buffer` without allocating, and returns how many bytes it wrote.
    ///
    /// # Errors
    /// As [`Encoding::decode`], and when `buffer` is too short.
    #[inline]
    pub fn decode_into(self, text: &[u8], buffer: &mut [u8]) -> Result<usize, DecodeError> {
        let length = match (self, <&[u8; 64]>::try_from(text), buffer.first_chunk_mut()) {
            // What nearly every scheme has: the digits of SHA-256, of which there is a known number.
            (Self::Hex, Ok(digits), Some(bytes)) => hex_of_sha256(digits, bytes),
            _ => self.decoded_length(text, buffer),
        };
        length.ok_or(DecodeError(self.name()))
    }

    fn decoded_length(self, text: &[u8], buffer: &mut [u8]) -> Option<usize> {
        let base64 = |engine: &GeneralPurpose, buffer: &mut [u8]| engine.decode_slice(text, buffer).ok();
        match self {
            Self::Base64 => base64(&STANDARD, buffer),
            Self::Base64Any if text.contains(&b'-') || text.contains(&b'_') => base64(&URL_SAFE_ANY, buffer),
            Self::Base64Any => base64(&STANDARD_ANY, buffer),
            Self::Base64Unpadded => base64(&STANDARD_NO_PAD, buffer),
            Self::Base64url => base64(&URL_SAFE, buffer),
            Self::Base64urlUnpadded => base64(&URL_SAFE_NO_PAD, buffer),
            Self::Hex if has(text, |byte| byte.is_ascii_uppercase()) => None,
            Self::HexUpper if has(text, |byte| byte.is_ascii_lowercase()) => None,
            Self::Hex | Self::HexAny | Self::HexUpper => {
                let target = buffer.get_mut(..text.len() / 2)?;
                hex(text, target).then_some(text.len() / 2)
            }
            Self::Text => {
                buffer.get_mut(..text.len())?.copy_from_slice(text);
                Some(text.len())
            }
        }
    }
}

fn hex_of_sha256(digits: &[u8; 64], bytes: &mut [u8; 32]) -> Option<usize> {
    (hex(digits, bytes) && !has(digits, |byte| byte.is_ascii_uppercase())).then_some(32)
}

/// Reads digits of either case, two for each byte of `target`.
#[inline(always)]
fn hex(text: &[u8], target: &mut [u8]) -> bool {
    // `const_hex` skips a leading `0x`, which no strict spelling has.
    text.get(1) != Some(&b'x') && const_hex::decode_to_slice(text, target).is_ok()
}

/// Whether a byte is of a kind. Every byte is looked at, so that many are at once.
#[inline(always)]
fn has(text: &[u8], is_so: impl Fn(u8) -> bool) -> bool {
    text.iter().fold(false, |found, byte| found | is_so(*byte))
}

/// Bytes as the character string of the shim protocol: each character U+0000 to U+00FF is one byte.
#[must_use]
pub fn latin1(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

/// The reverse of [`latin1`]; `None` when a character is above U+00FF.
#[must_use]
pub fn from_latin1(text: &str) -> Option<Vec<u8>> {
    text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect()
}

/// Standard base64 with padding, as in the shim protocol and the vectors.
#[must_use]
pub fn base64_text(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Lower-case hexadecimal.
#[must_use]
pub fn hex_text(bytes: &[u8]) -> String {
    const_hex::encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::Encoding;

    const ALL: [Encoding; 9] = [
        Encoding::Base64,
        Encoding::Base64Any,
        Encoding::Base64Unpadded,
        Encoding::Base64url,
        Encoding::Base64urlUnpadded,
        Encoding::Hex,
        Encoding::HexAny,
        Encoding::HexUpper,
        Encoding::Text,
    ];

    #[test]
    fn what_is_encoded_decodes() {
        for encoding in ALL {
            for length in 0..70_u8 {
                let bytes: Vec<u8> = (0..length).map(|i| i.wrapping_mul(37)).collect();
                assert_eq!(
                    encoding.decode(&encoding.encode(&bytes)).as_ref(),
                    Ok(&bytes),
                    "{encoding:?}"
                );
            }
        }
    }

    #[test]
    fn any_base64_reads_every_spelling() {
        for text in ["-_8=", "-_8", "+/8=", "+/8"] {
            assert_eq!(
                Encoding::Base64Any.decode(text.as_bytes()),
                Ok(vec![0xfb, 0xff]),
                "{text}"
            );
        }
        for text in ["-/8=", "+/9=", "+/8=="] {
            assert!(Encoding::Base64Any.decode(text.as_bytes()).is_err(), "{text}");
        }
    }

    #[test]
    fn decoding_is_strict() {
        let rejected: &[(Encoding, &str)] = &[
            (Encoding::Hex, "AB"),
            (Encoding::Hex, "0xab"),
            (Encoding::Hex, "abc"),
            (Encoding::Hex, "zz"),
            (Encoding::Hex, "ab "),
            (Encoding::HexUpper, "ab"),
            (Encoding::Base64, "YQ"),
            (Encoding::Base64, "YR=="),
            (Encoding::Base64, "YQ==="),
            (Encoding::Base64, "_-8="),
            (Encoding::Base64, "Y Q="),
            (Encoding::Base64urlUnpadded, "YQ=="),
            (Encoding::Base64url, "+/8="),
        ];
        for (encoding, text) in rejected {
            assert!(encoding.decode(text.as_bytes()).is_err(), "{encoding:?} {text}");
        }
    }
}
