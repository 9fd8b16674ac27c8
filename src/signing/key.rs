//! From a secret as it is configured to the key that signs.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::scheme::{Scheme, SecretEncoding};

/// A secret that cannot be used. The message never holds the secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SecretError {
    /// No secret was given.
    #[error("no secret is given for scheme `{0}`")]
    None(String),
    /// The key is empty, so that anybody could sign.
    #[error("the secret for scheme `{0}` has an empty key")]
    Empty(String),
    /// The key is not written as the scheme writes it.
    #[error("the secret for scheme `{scheme}` is not {expected}")]
    Malformed {
        /// The scheme's id.
        scheme: String,
        /// What it should be.
        expected: String,
    },
    /// This build lacks the feature for the scheme's method.
    #[error("scheme `{scheme}` needs the crate feature `{feature}`")]
    Feature {
        /// The scheme's id.
        scheme: String,
        /// The feature's name.
        feature: &'static str,
    },
}

/// The bytes of the key that a secret stands for.
pub(crate) fn key_of(scheme: &Scheme, secret: &[u8]) -> Result<Vec<u8>, SecretError> {
    let spec = scheme.secret();
    let text = secret.strip_prefix(spec.prefix.as_bytes()).unwrap_or(secret);
    let malformed = |expected: &str| SecretError::Malformed {
        scheme: scheme.id().to_owned(),
        expected: match spec.prefix.as_str() {
            "" => expected.to_owned(),
            prefix => format!("{expected} after `{prefix}`"),
        },
    };
    let key = match spec.encoding {
        SecretEncoding::Base64 => LENIENT_PADDING
            .decode(text)
            .map_err(|_| malformed("standard base64"))?,
        SecretEncoding::Hex => const_hex::decode(text).map_err(|_| malformed("hexadecimal"))?,
        SecretEncoding::Text => text.to_vec(),
    };
    if key.is_empty() {
        return Err(SecretError::Empty(scheme.id().to_owned()));
    }
    Ok(key)
}

/// Secrets are copied from dashboards with or without their padding.
const LENIENT_PADDING: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

#[cfg(test)]
mod tests {
    use super::key_of;
    use crate::scheme::catalog_scheme;

    #[test]
    fn secrets_become_keys() {
        let scheme = catalog_scheme("standard-webhooks").unwrap();
        assert_eq!(
            key_of(&scheme, b"whsec_AAEC").as_deref(),
            Ok([0, 1, 2].as_slice())
        );
        assert_eq!(key_of(&scheme, b"AAEC").as_deref(), Ok([0, 1, 2].as_slice()));
        assert_eq!(
            key_of(&scheme, b"whsec_").unwrap_err().to_string(),
            "the secret for scheme `standard-webhooks` has an empty key"
        );
        assert_eq!(
            key_of(&scheme, b"whsec_!").unwrap_err().to_string(),
            "the secret for scheme `standard-webhooks` is not standard base64 after `whsec_`"
        );
        let scheme = catalog_scheme("stripe").unwrap();
        assert_eq!(key_of(&scheme, b"whsec_x").as_deref(), Ok(b"whsec_x".as_slice()));
    }
}
