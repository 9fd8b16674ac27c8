//! The key that signs, for every method.

use crate::mac::Hasher;
use crate::scheme::{Method, Scheme};
use crate::signing::base_string::{Parts, expand};
use crate::signing::key::key_of;
use crate::signing::plan::Plan;
use crate::signing::{SecretError, SignError};

/// A secret, compiled for signing.
#[derive(Clone)]
pub(crate) struct SigningKey {
    bytes: Vec<u8>,
    #[cfg(feature = "public-key")]
    private: Option<crate::signing::remembered::RememberingKey>,
}

impl SigningKey {
    pub(crate) fn new(scheme: &Scheme, secret: &[u8]) -> Result<Self, SecretError> {
        crate::signing::key::check_features(scheme)?;
        #[cfg(feature = "public-key")]
        if !scheme.is_symmetric() {
            let private = private_key(scheme, secret)?;
            return Ok(Self {
                bytes: secret.to_vec(),
                private: Some(private.into()),
            });
        }
        let bytes = key_of(scheme, secret)?;
        #[cfg(feature = "public-key")]
        if scheme.method() == Method::Ed25519
            && crate::signing::public_key::PrivateKey::of_seed(&bytes).is_none()
        {
            return Err(crate::signing::key::no_seed(scheme));
        }
        Ok(Self::of_bytes(scheme, bytes))
    }

    /// A key of these bytes; for a public-key scheme they are a seed or the text of a private key.
    pub(crate) fn of_bytes(scheme: &Scheme, bytes: Vec<u8>) -> Self {
        #[cfg(not(feature = "public-key"))]
        let _ = scheme;
        Self {
            #[cfg(feature = "public-key")]
            private: match (scheme.is_symmetric(), scheme.method()) {
                (true, Method::Ed25519) => {
                    crate::signing::public_key::PrivateKey::of_seed(&bytes).map(Into::into)
                }
                (true, _) => None,
                (false, _) => private_key(scheme, &bytes).ok().map(Into::into),
            },
            bytes,
        }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The text of a signature.
    pub(crate) fn sign(&self, plan: &Plan, parts: &Parts<'_>) -> Result<Vec<u8>, SignError> {
        let mut hasher = match plan.method {
            Method::Static | Method::Basic => {
                return match plan.templates.is_empty() {
                    true => Ok(plan.encoding.encode(&self.bytes)),
                    false => {
                        let text = plan.base_string(parts).map_err(SignError::BaseString)?;
                        Ok(plan.encoding.encode(&text))
                    }
                };
            }
            Method::Jwt => return self.jwt(parts),
            Method::Hmac(hash) => match plan.construction().and_then(|construction| construction.key) {
                Some(derive) => {
                    let key = derive(parts, &self.bytes).map_err(SignError::BaseString)?;
                    Hasher::keyed(hash, &key)
                }
                None => Hasher::keyed(hash, &self.bytes),
            },
            Method::Digest(hash) => Hasher::unkeyed(hash),
            Method::Ecdsa { .. } | Method::Ed25519 | Method::RsaPkcs1(_) | Method::RsaPss(_) => {
                return self.public_key(plan, parts);
            }
        };
        match (plan.canonicalization, plan.templates.first()) {
            (None, Some(template)) => expand(template, parts, &mut hasher).map_err(SignError::BaseString)?,
            _ => hasher.update(&plan.base_string(parts).map_err(SignError::BaseString)?),
        }
        Ok(plan.encoding.encode(hasher.finish().as_bytes()))
    }

    #[cfg(feature = "public-key")]
    fn public_key(&self, plan: &Plan, parts: &Parts<'_>) -> Result<Vec<u8>, SignError> {
        let message = plan.base_string(parts).map_err(SignError::BaseString)?;
        let private = self.private.as_ref();
        let signature = private.and_then(|key| key.sign(plan.method, message));
        let signature = signature.ok_or_else(|| SignError::Key(parts.scheme.id().to_owned()))?;
        Ok(plan.encoding.encode(&signature))
    }

    #[cfg(not(feature = "public-key"))]
    fn public_key(&self, _: &Plan, parts: &Parts<'_>) -> Result<Vec<u8>, SignError> {
        Err(SignError::Key(parts.scheme.id().to_owned()))
    }

    #[cfg(feature = "jwt")]
    fn jwt(&self, parts: &Parts<'_>) -> Result<Vec<u8>, SignError> {
        crate::signing::jwt::sign(&self.bytes, self.private.as_ref(), parts)
    }

    #[cfg(not(feature = "jwt"))]
    fn jwt(&self, parts: &Parts<'_>) -> Result<Vec<u8>, SignError> {
        Err(SignError::Key(parts.scheme.id().to_owned()))
    }
}

/// The private key of a scheme whose sender holds one.
#[cfg(feature = "public-key")]
pub(crate) fn private_key(
    scheme: &Scheme,
    secret: &[u8],
) -> Result<crate::signing::public_key::PrivateKey, SecretError> {
    use crate::signing::public_key::{Kind, PrivateKey};
    #[cfg(feature = "jwt")]
    if scheme.method() == Method::Jwt
        && let Some(key) = crate::signing::jwt::private_key(scheme, secret)
    {
        return key;
    }
    let kind = Kind::of(scheme.method());
    let key = kind.and_then(|kind| PrivateKey::of(kind, crate::signing::key::key_text(scheme, secret)));
    key.ok_or_else(|| SecretError::Malformed {
        scheme: scheme.id().to_owned(),
        expected: format!("a private {} key", kind.map_or("", Kind::name)),
    })
}
