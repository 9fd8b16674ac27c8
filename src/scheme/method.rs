//! With what a delivery is signed.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::mac::Hash;

/// The cryptographic method of a scheme, written `hmac-sha256`, `digest-sha1`, `static`, `basic`, `jwt`,
/// `ed25519`, `ecdsa-p256-sha256` (DER; `…-raw` for r‖s) or `rsa-pkcs1-sha256`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[non_exhaustive]
pub enum Method {
    /// HTTP Basic: user and password are the secret.
    Basic,
    /// A plain digest of a base string that has the secret in it.
    Digest(Hash),
    /// ECDSA.
    Ecdsa {
        /// The curve.
        curve: Curve,
        /// The hash of the base string.
        hash: Hash,
        /// How r and s are written.
        form: EcdsaForm,
    },
    /// Ed25519.
    Ed25519,
    /// HMAC of the base string.
    Hmac(Hash),
    /// A JSON Web Token; the table `[jwt]` says more.
    Jwt,
    /// RSA PKCS#1 v1.5.
    RsaPkcs1(Hash),
    /// RSA-PSS.
    RsaPss(Hash),
    /// The secret itself travels.
    Static,
}

/// An elliptic curve of ECDSA.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the NIST curves of their names")]
#[non_exhaustive]
pub enum Curve {
    P256,
    P384,
    P521,
}

/// How an ECDSA signature is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "there are two")]
pub enum EcdsaForm {
    /// ASN.1 DER.
    Der,
    /// r and s as fixed-length numbers, one after the other.
    Raw,
}

/// The text is no method.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MethodError {
    /// It is known and cannot be modelled.
    #[error("method `{0}` is refused: {1}")]
    Refused(String, &'static str),
    /// It is not known.
    #[error(
        "unknown method `{0}`; write `hmac-HASH`, `digest-HASH`, `static`, `basic`, `jwt`, `ed25519`, \
         `ecdsa-p256-HASH`, `ecdsa-p384-HASH`, `ecdsa-p521-HASH` (each with `-raw` where r and s are not DER), \
         `rsa-pkcs1-HASH` or `rsa-pss-HASH`, with HASH one of md5, sha1, sha224, sha256, sha384 and sha512"
    )]
    Unknown(String),
}

/// What no scheme can say, and why.
const REFUSED: [(&str, &str); 6] = [
    (
        "mutual-tls",
        "the certificate is checked by TLS, below HTTP, so no delivery shows it",
    ),
    (
        "oauth2",
        "the token is fetched from a server, and nothing is fetched; model a fixed token as `static`",
    ),
    ("none", "a delivery that is not signed cannot be verified"),
    (
        "encrypted",
        "an encrypted body has no signature that can be made without decrypting it",
    ),
    ("digest-keccak256", "the hash is not part of this crate"),
    ("hmac-keccak256", "the hash is not part of this crate"),
];

impl Method {
    /// Whether sender and receiver hold the same secret.
    #[must_use]
    pub const fn is_symmetric(self) -> bool {
        match self {
            Self::Basic | Self::Digest(_) | Self::Hmac(_) | Self::Jwt | Self::Static => true,
            Self::Ecdsa { .. } | Self::Ed25519 | Self::RsaPkcs1(_) | Self::RsaPss(_) => false,
        }
    }

    /// Whether a signature is made with a private key and verified with the public one.
    #[must_use]
    pub const fn is_public_key(self) -> bool {
        matches!(
            self,
            Self::Ecdsa { .. } | Self::Ed25519 | Self::RsaPkcs1(_) | Self::RsaPss(_)
        )
    }

    /// Whether a base string is signed.
    #[must_use]
    pub const fn signs_base_string(self) -> bool {
        !matches!(self, Self::Basic | Self::Jwt | Self::Static)
    }

    /// The hash of the base string, where there is one.
    #[must_use]
    pub const fn hash(self) -> Option<Hash> {
        match self {
            Self::Basic | Self::Ed25519 | Self::Jwt | Self::Static => None,
            Self::Ecdsa { hash, .. }
            | Self::Digest(hash)
            | Self::Hmac(hash)
            | Self::RsaPkcs1(hash)
            | Self::RsaPss(hash) => Some(hash),
        }
    }
}

impl FromStr for Method {
    type Err = MethodError;

    fn from_str(text: &str) -> Result<Self, MethodError> {
        let error = || MethodError::Unknown(text.to_owned());
        if let Some((name, reason)) = REFUSED.iter().find(|(name, _)| *name == text) {
            return Err(MethodError::Refused((*name).to_owned(), reason));
        }
        let hash = |name: &str| Hash::ALL.into_iter().find(|h| h.name() == name).ok_or_else(error);
        match text {
            "basic" => return Ok(Self::Basic),
            "ed25519" => return Ok(Self::Ed25519),
            "jwt" => return Ok(Self::Jwt),
            "static" => return Ok(Self::Static),
            _ => {}
        }
        if let Some(name) = text.strip_prefix("hmac-") {
            return Ok(Self::Hmac(hash(name)?));
        }
        if let Some(name) = text.strip_prefix("digest-") {
            return Ok(Self::Digest(hash(name)?));
        }
        if let Some(name) = text.strip_prefix("rsa-pkcs1-") {
            return Ok(Self::RsaPkcs1(hash(name)?));
        }
        if let Some(name) = text.strip_prefix("rsa-pss-") {
            return Ok(Self::RsaPss(hash(name)?));
        }
        let rest = text.strip_prefix("ecdsa-").ok_or_else(error)?;
        let (curve, rest) = rest.split_once('-').ok_or_else(error)?;
        let curve = match curve {
            "p256" => Curve::P256,
            "p384" => Curve::P384,
            "p521" => Curve::P521,
            _ => return Err(error()),
        };
        let (name, form) = match rest.strip_suffix("-raw") {
            Some(name) => (name, EcdsaForm::Raw),
            None => (rest, EcdsaForm::Der),
        };
        Ok(Self::Ecdsa {
            curve,
            hash: hash(name)?,
            form,
        })
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Basic => f.write_str("basic"),
            Self::Digest(hash) => write!(f, "digest-{}", hash.name()),
            Self::Ecdsa { curve, hash, form } => {
                let curve = match curve {
                    Curve::P256 => "p256",
                    Curve::P384 => "p384",
                    Curve::P521 => "p521",
                };
                let suffix = match form {
                    EcdsaForm::Der => "",
                    EcdsaForm::Raw => "-raw",
                };
                write!(f, "ecdsa-{curve}-{}{suffix}", hash.name())
            }
            Self::Ed25519 => f.write_str("ed25519"),
            Self::Hmac(hash) => write!(f, "hmac-{}", hash.name()),
            Self::Jwt => f.write_str("jwt"),
            Self::RsaPkcs1(hash) => write!(f, "rsa-pkcs1-{}", hash.name()),
            Self::RsaPss(hash) => write!(f, "rsa-pss-{}", hash.name()),
            Self::Static => f.write_str("static"),
        }
    }
}

impl TryFrom<String> for Method {
    type Error = MethodError;

    fn try_from(text: String) -> Result<Self, MethodError> {
        text.parse()
    }
}

impl From<Method> for String {
    fn from(method: Method) -> Self {
        method.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::Method;

    #[test]
    fn written_as_read() {
        for text in [
            "hmac-sha256",
            "digest-md5",
            "static",
            "basic",
            "jwt",
            "ed25519",
            "ecdsa-p256-sha1",
            "ecdsa-p521-sha512-raw",
            "rsa-pkcs1-sha256",
            "rsa-pss-sha512",
            "hmac-sha512",
        ] {
            assert_eq!(text.parse::<Method>().unwrap().to_string(), text);
        }
        let refused = "mutual-tls".parse::<Method>().unwrap_err().to_string();
        assert!(refused.contains("below HTTP"), "{refused}");
        for text in ["hmac", "hmac-sha3", "ecdsa-p256", "rsa-sha256", ""] {
            assert!(text.parse::<Method>().is_err(), "{text}");
        }
    }
}
