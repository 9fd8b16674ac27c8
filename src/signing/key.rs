//! From a secret as it is configured to the key that signs.

use base64::Engine as _;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::scheme::{Method, Scheme, SecretEncoding};
use crate::signing::filters::apply;

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

/// The bytes of the key that a secret stands for, where both sides hold the same.
pub(crate) fn key_of(scheme: &Scheme, secret: &[u8]) -> Result<Vec<u8>, SecretError> {
    let spec = scheme.secret();
    let stripped = secret.strip_prefix(spec.prefix.as_bytes());
    let encoding = match (stripped, spec.unprefixed) {
        (None, Some(other)) => other,
        _ => spec.encoding,
    };
    let text = stripped.unwrap_or(secret);
    let malformed = |expected: &str| SecretError::Malformed {
        scheme: scheme.id().to_owned(),
        expected: match spec.prefix.as_str() {
            "" => expected.to_owned(),
            prefix => format!("{expected} after `{prefix}`"),
        },
    };
    let key = match encoding {
        SecretEncoding::Base64 => LENIENT_PADDING
            .decode(text)
            .map_err(|_| malformed("standard base64"))?,
        SecretEncoding::Base64url => LENIENT_URL_SAFE
            .decode(text)
            .map_err(|_| malformed("URL-safe base64"))?,
        SecretEncoding::Hex => const_hex::decode(text).map_err(|_| malformed("hexadecimal"))?,
        SecretEncoding::Text => text.to_vec(),
    };
    if key.is_empty() {
        return Err(SecretError::Empty(scheme.id().to_owned()));
    }
    spec.derive.all().iter().try_fold(key, |key, filter| {
        apply(&key, filter, b"").map_err(|_| malformed("a text from which the key can be derived"))
    })
}

/// The text of a public or private key, without what the scheme writes before it.
#[cfg(feature = "public-key")]
pub(crate) fn key_text<'a>(scheme: &Scheme, secret: &'a [u8]) -> &'a [u8] {
    let spec = scheme.secret();
    let prefixes = [&spec.private_prefix, &spec.prefix];
    let cut = prefixes
        .into_iter()
        .filter(|prefix| !prefix.is_empty())
        .find_map(|prefix| secret.strip_prefix(prefix.as_bytes()));
    cut.unwrap_or(secret)
}

/// Whether this build has what the scheme's method needs.
pub(crate) fn check_features(scheme: &Scheme) -> Result<(), SecretError> {
    let missing = match scheme.method() {
        Method::Jwt if !cfg!(feature = "jwt") => "jwt",
        method if method.is_public_key() && !cfg!(feature = "public-key") => "public-key",
        _ => return Ok(()),
    };
    Err(SecretError::Feature {
        scheme: scheme.id().to_owned(),
        feature: missing,
    })
}

/// A shared secret from which no key of 32 bytes comes.
#[cfg(feature = "public-key")]
pub(crate) fn no_seed(scheme: &Scheme) -> SecretError {
    SecretError::Malformed {
        scheme: scheme.id().to_owned(),
        expected: "a text from which a seed of 32 bytes can be derived".to_owned(),
    }
}

/// Secrets are copied from dashboards with or without their padding.
const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const LENIENT_PADDING: GeneralPurpose = GeneralPurpose::new(&STANDARD, LENIENT);
const LENIENT_URL_SAFE: GeneralPurpose = GeneralPurpose::new(&URL_SAFE, LENIENT);

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
