//! From secrets to keys, as the receiver makes them.

use super::{Run, Stop, decode};
use crate::encoding::Encoding;
use crate::faulty::choices::{Decoding, KeyForm};
use crate::faulty::failure::Failure;
use crate::scheme::SecretEncoding;

impl Run<'_> {
    /// The keys under which the receiver verifies, in order.
    pub(super) fn keys<S: AsRef<[u8]>>(&self, secrets: &[S]) -> Result<Vec<Vec<u8>>, Stop> {
        if secrets.is_empty() {
            return Err(self.stop(Failure::NoSecret));
        }
        let mut keys = Vec::new();
        for secret in secrets {
            keys.push(self.key(secret.as_ref())?);
        }
        keys.extend(
            self.quirks
                .spare_secrets
                .iter()
                .map(|secret| secret.as_bytes().to_vec()),
        );
        Ok(keys)
    }

    fn key(&self, secret: &[u8]) -> Result<Vec<u8>, Stop> {
        let spec = self.scheme.secret();
        let secret = match self.quirks.key {
            KeyForm::Trimmed => secret.trim_ascii(),
            KeyForm::AsScheme | KeyForm::BadCharactersDropped | KeyForm::CutAtBlock | KeyForm::Truncated => {
                secret
            }
        };
        let text = secret.strip_prefix(spec.prefix.as_bytes()).unwrap_or(secret);
        let decoded = match spec.encoding {
            SecretEncoding::Base64 => self.decoded_key(Encoding::Base64, text),
            SecretEncoding::Base64url => self.decoded_key(Encoding::Base64url, text),
            SecretEncoding::Hex => self.decoded_key(Encoding::HexAny, text),
            SecretEncoding::Text => Some(text.to_vec()),
        };
        let Some(mut key) = decoded else {
            self.trip(Failure::MalformedSecret)?;
            return Ok(text.to_vec());
        };
        if let (KeyForm::CutAtBlock, Some(hash)) = (self.quirks.key, self.scheme.method().hash()) {
            key.truncate(hash.block_len());
        }
        if key.is_empty() {
            self.trip(Failure::EmptyKey)?;
        }
        Ok(key)
    }

    fn decoded_key(&self, encoding: Encoding, text: &[u8]) -> Option<Vec<u8>> {
        match self.quirks.key {
            KeyForm::BadCharactersDropped => decode::decode(encoding, Decoding::Lenient, text),
            KeyForm::Truncated => decode::decode(encoding, Decoding::Truncating, text),
            KeyForm::AsScheme | KeyForm::CutAtBlock | KeyForm::Trimmed => {
                decode::decode(encoding, Decoding::Strict, text)
                    .or_else(|| decode::decode(unpadded(encoding), Decoding::Strict, text))
            }
        }
    }
}

/// Secrets are written with or without their padding.
const fn unpadded(encoding: Encoding) -> Encoding {
    match encoding {
        Encoding::Base64 => Encoding::Base64Unpadded,
        Encoding::Base64url => Encoding::Base64urlUnpadded,
        Encoding::Base64Any
        | Encoding::Base64Unpadded
        | Encoding::Base64urlUnpadded
        | Encoding::Hex
        | Encoding::HexAny
        | Encoding::HexUpper
        | Encoding::Text => encoding,
    }
}
