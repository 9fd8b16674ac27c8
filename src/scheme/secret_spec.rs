//! The table `[secret]` of a scheme file.

use serde::{Deserialize, Serialize};

use crate::scheme::template::Filters;

/// `[secret]`: how the secret is written and becomes a key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SecretSpec {
    /// How the key's bytes are written in the secret. The keys of public-key methods say it themselves: PEM, a
    /// certificate, JWK, base64 of DER, or 32 raw bytes in hex or base64.
    #[serde(default)]
    pub encoding: SecretEncoding,
    /// Text before the encoded key, cut once where it is present.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub prefix: String,
    /// The same before a private key.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub private_prefix: String,
    /// How a secret without the prefix is written, if not the same way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unprefixed: Option<SecretEncoding>,
    /// What the decoded secret goes through to become the key, such as `sha1` or `repeat:32`.
    #[serde(default, skip_serializing_if = "Filters::is_empty")]
    pub derive: Filters,
    /// A secret that the documentation prints.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
    /// For a public-key scheme: a public test key whose private half signs test deliveries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub test_key: Option<String>,
    /// Refused: nothing is fetched.
    #[serde(default, skip_serializing)]
    jwks_url: Refused,
    /// Refused: nothing is fetched.
    #[serde(default, skip_serializing)]
    certificate_url: Refused,
}

/// How a key is written in a secret.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SecretEncoding {
    /// Standard base64, with or without padding.
    Base64,
    /// URL-safe base64, with or without padding.
    Base64url,
    /// Hexadecimal in either case.
    Hex,
    /// The text's own bytes.
    #[default]
    Text,
}

/// A field that no file may have, so that the reason can be told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Refused;

impl<'de> Deserialize<'de> for Refused {
    fn deserialize<D: serde::Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Err(serde::de::Error::custom(
            "keys and certificates are never fetched; drop the field, and give the key itself as the secret",
        ))
    }
}
