//! The key that verifies, for every method.

use ctutils::CtEq as _;

use crate::mac::{Digest, Feed, Hasher, Sink};
use crate::scheme::{Method, Scheme, Template};
use crate::signing::base_string::{Parts, expand};
use crate::signing::canonicalization::Construction;
use crate::signing::key::{check_features, key_of};
use crate::signing::plan::Plan;
use crate::signing::timestamp::Window;
use crate::signing::{Reason, SecretError};

/// A secret, compiled for verifying.
#[derive(Clone)]
pub(crate) struct VerifyingKey {
    bytes: Vec<u8>,
    /// For each plan the state with the key in it, for HMAC; the empty state for a digest.
    hashers: Vec<Option<Hasher>>,
    #[cfg(feature = "public-key")]
    public: Option<crate::signing::public_key::PublicKey>,
    #[cfg(feature = "jwt")]
    jwt: Option<crate::signing::jwt::JwtKey>,
}

impl VerifyingKey {
    pub(crate) fn new(scheme: &Scheme, plans: &[Plan], secret: &[u8]) -> Result<Self, SecretError> {
        check_features(scheme)?;
        let bytes = match scheme.is_symmetric() {
            true => key_of(scheme, secret)?,
            false if secret.is_empty() => return Err(SecretError::Empty(scheme.id().to_owned())),
            false => secret.to_vec(),
        };
        let hashers = plans.iter().map(|plan| match plan.method {
            Method::Hmac(hash) => Some(Hasher::keyed(hash, &bytes)),
            Method::Digest(hash) => Some(Hasher::unkeyed(hash)),
            Method::Basic
            | Method::Ecdsa { .. }
            | Method::Ed25519
            | Method::Jwt
            | Method::RsaPkcs1(_)
            | Method::RsaPss(_)
            | Method::Static => None,
        });
        Ok(Self {
            hashers: hashers.collect(),
            #[cfg(feature = "public-key")]
            public: public_key(scheme, &bytes)?,
            #[cfg(feature = "jwt")]
            jwt: match scheme.method() {
                Method::Jwt => Some(crate::signing::jwt::JwtKey::new(scheme, secret)?),
                _ => None,
            },
            bytes,
        })
    }

    /// A key of these bytes, where both sides hold the same: for suppositions about how a secret became a key.
    pub(crate) fn of_bytes(scheme: &Scheme, bytes: &[u8]) -> Self {
        #[cfg(not(feature = "jwt"))]
        let _ = scheme;
        Self {
            bytes: bytes.to_vec(),
            hashers: Vec::new(),
            #[cfg(feature = "public-key")]
            public: match scheme.method() {
                Method::Ed25519 => crate::signing::public_key::PublicKey::of_seed(bytes),
                _ => None,
            },
            #[cfg(feature = "jwt")]
            jwt: (scheme.method() == Method::Jwt).then(|| crate::signing::jwt::JwtKey::of_shared(bytes)),
        }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What the decoded signature must equal, for HMAC and plain digests. The parts bring this key.
    pub(crate) fn digest(
        &self,
        index: usize,
        plan: &Plan,
        template: Option<&Template>,
        parts: &Parts<'_>,
    ) -> Result<Digest, Reason> {
        let mut digest = Digest::EMPTY;
        self.digest_into(index, plan, template, parts, &mut digest)?;
        Ok(digest)
    }

    /// As [`VerifyingKey::digest`], but in place, where every move counts.
    #[inline(always)]
    pub(crate) fn digest_into(
        &self,
        index: usize,
        plan: &Plan,
        template: Option<&Template>,
        parts: &Parts<'_>,
        digest: &mut Digest,
    ) -> Result<(), Reason> {
        let prepared = self.hashers.get(index).and_then(Option::as_ref);
        let prepared = prepared.ok_or(Reason::UnsupportedMethod)?;
        match (plan.canonicalization, template) {
            (None, Some(template)) => prepared.digest_into(&Expansion { template, parts }, digest),
            (Some(canonicalization), _) => {
                *digest = self.constructed(Construction::of(canonicalization), prepared, plan, parts)?;
                Ok(())
            }
            (None, None) => Err(Reason::UnsupportedMethod),
        }
    }

    /// The digest of a base string that a template cannot say.
    #[cold]
    fn constructed(
        &self,
        construction: &Construction,
        prepared: &Hasher,
        plan: &Plan,
        parts: &Parts<'_>,
    ) -> Result<Digest, Reason> {
        let base_string = plan.base_string(parts)?;
        if let (Some(derive), Method::Hmac(hash)) = (construction.key, plan.method) {
            return Ok(hash.hmac(&derive(parts, &self.bytes)?, &base_string));
        }
        let mut hasher = prepared.clone();
        hasher.update(&base_string);
        Ok(hasher.finish())
    }

    /// Judges a signature by a method that takes it whole.
    pub(crate) fn judge(
        &self,
        candidate: &[u8],
        plan: &Plan,
        parts: &Parts<'_>,
        window: Window,
    ) -> Result<(), Reason> {
        let parts = Parts {
            key: &self.bytes,
            ..*parts
        };
        match plan.method {
            Method::Jwt => self.judge_token(candidate, &parts, window),
            Method::Static | Method::Basic => {
                let decoded = plan
                    .encoding
                    .decode(candidate)
                    .map_err(|_| Reason::MalformedSignature)?;
                let is_right = |expected: &[u8]| bool::from(expected.ct_eq(decoded.as_slice()));
                let found = match plan.templates.as_slice() {
                    [] => is_right(&self.bytes),
                    templates => {
                        let mut found = false;
                        for template in templates {
                            let mut expected = Vec::new();
                            expand(template, &parts, &mut expected)?;
                            found |= is_right(&expected);
                        }
                        found
                    }
                };
                match found {
                    true => Ok(()),
                    false if decoded.is_empty() => Err(Reason::MalformedSignature),
                    false => Err(Reason::SignatureMismatch),
                }
            }
            Method::Digest(_)
            | Method::Ecdsa { .. }
            | Method::Ed25519
            | Method::Hmac(_)
            | Method::RsaPkcs1(_)
            | Method::RsaPss(_) => self.judge_public(candidate, plan, &parts),
        }
    }

    /// Whether a signature of a public key, decoded, is one of `message`.
    #[cfg(feature = "public-key")]
    pub(crate) fn is_of(&self, method: Method, message: &[u8], signature: &[u8]) -> bool {
        self.public
            .as_ref()
            .is_some_and(|key| key.verify(method, message, signature))
    }

    /// Nothing is, without the feature.
    #[cfg(not(feature = "public-key"))]
    pub(crate) fn is_of(&self, _: Method, _: &[u8], _: &[u8]) -> bool {
        false
    }

    #[cfg(feature = "public-key")]
    fn judge_public(&self, candidate: &[u8], plan: &Plan, parts: &Parts<'_>) -> Result<(), Reason> {
        let key = self.public.as_ref().ok_or(Reason::UnsupportedMethod)?;
        let decoded = plan.encoding.decode(candidate);
        let signature = decoded.map_err(|_| Reason::MalformedSignature)?;
        if key.verify(plan.method, &plan.base_string(parts)?, &signature) {
            return Ok(());
        }
        for template in plan.templates.iter().skip(1) {
            let mut message = Vec::new();
            if expand(template, parts, &mut message).is_ok() && key.verify(plan.method, &message, &signature)
            {
                return Ok(());
            }
        }
        Err(Reason::SignatureMismatch)
    }

    #[cfg(not(feature = "public-key"))]
    fn judge_public(&self, _: &[u8], _: &Plan, _: &Parts<'_>) -> Result<(), Reason> {
        Err(Reason::UnsupportedMethod)
    }

    #[cfg(feature = "jwt")]
    fn judge_token(&self, candidate: &[u8], parts: &Parts<'_>, window: Window) -> Result<(), Reason> {
        let key = self.jwt.as_ref().ok_or(Reason::UnsupportedMethod)?;
        crate::signing::jwt::verify(candidate, key, parts, window)
    }

    #[cfg(not(feature = "jwt"))]
    fn judge_token(&self, _: &[u8], _: &Parts<'_>, _: Window) -> Result<(), Reason> {
        Err(Reason::UnsupportedMethod)
    }
}

/// A template with the values that it is expanded with.
struct Expansion<'e, 'd> {
    template: &'e Template,
    parts: &'e Parts<'d>,
}

impl Feed for Expansion<'_, '_> {
    type Error = Reason;

    #[inline(always)]
    fn feed<S: Sink>(&self, sink: &mut S) -> Result<(), Reason> {
        expand(self.template, self.parts, sink)
    }
}

/// The public key of a scheme that has one, or the public half of a shared seed.
#[cfg(feature = "public-key")]
fn public_key(
    scheme: &Scheme,
    bytes: &[u8],
) -> Result<Option<crate::signing::public_key::PublicKey>, SecretError> {
    use crate::signing::key::{key_text, no_seed};
    use crate::signing::public_key::{Kind, PublicKey};
    let Some(kind) = Kind::of(scheme.method()) else {
        return Ok(None);
    };
    if scheme.is_symmetric() {
        return PublicKey::of_seed(bytes).map(Some).ok_or_else(|| no_seed(scheme));
    }
    let key = PublicKey::of(kind, key_text(scheme, bytes));
    key.map(Some).ok_or_else(|| SecretError::Malformed {
        scheme: scheme.id().to_owned(),
        expected: format!("a public {} key", kind.name()),
    })
}
