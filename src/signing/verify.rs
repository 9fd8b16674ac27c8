//! Judging a delivery.

use std::borrow::Cow;

use subtle::ConstantTimeEq as _;

use crate::delivery::{Delivery, Found};
use crate::mac::Hasher;
use crate::scheme::{Format, Location, Method, Scheme, Source};
use crate::signing::base_string::{Parts, Sink, expand};
use crate::signing::key::key_of;
use crate::signing::locate::{Seen, each_signature, locate};
use crate::signing::timestamp::{Timestamp, Window};
use crate::signing::{Reason, SecretError};

/// The longest text of a symmetric signature that is decoded, and the buffer for it.
const BUFFER: usize = 96;

/// A scheme and its live secrets, compiled once: the reference verifier.
///
/// It is strict: decimal timestamps as the scheme writes them, the exact prefix cut once, strict hex and
/// base64, the MAC over the header's raw bytes, constant-time comparison.
#[derive(Clone)]
pub struct Verifier {
    scheme: Scheme,
    keys: Vec<Key>,
    window: Window,
}

#[derive(Clone)]
struct Key {
    bytes: Vec<u8>,
    /// The state with the key in it, for HMAC; the empty state for a digest.
    hasher: Option<Hasher>,
    #[cfg(feature = "jwt")]
    jwt: Option<crate::signing::jwt::JwtKey>,
}

impl Verifier {
    /// Compiles a scheme with its live secrets, each as a user would configure it. A delivery that is
    /// right under any of them is accepted.
    ///
    /// # Errors
    /// When there is no secret, or one is not written as the scheme writes it, or its key is empty.
    pub fn new<S: AsRef<[u8]>>(scheme: &Scheme, secrets: &[S]) -> Result<Self, SecretError> {
        if secrets.is_empty() {
            return Err(SecretError::None(scheme.id().to_owned()));
        }
        let keys = secrets
            .iter()
            .map(|secret| Key::new(scheme, secret.as_ref()))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            scheme: scheme.clone(),
            keys,
            window: Window::of(scheme.timestamp()),
        })
    }

    /// The scheme.
    #[must_use]
    pub const fn scheme(&self) -> &Scheme {
        &self.scheme
    }

    /// Replaces the age that the scheme states by `seconds`; on the side of the future only where the
    /// scheme limits it.
    #[must_use]
    pub fn with_tolerance(mut self, seconds: u64) -> Self {
        if self.scheme.timestamp().is_some() {
            self.window.past = Some(seconds);
            self.window.future = self.window.future.map(|_| seconds);
        }
        self
    }

    /// Judges a delivery at `now`, Unix seconds.
    ///
    /// # Errors
    /// The first rule that the delivery breaks.
    pub fn verify(&self, delivery: &Delivery, now: i64) -> Result<(), Reason> {
        let signature = self.signature_text(delivery)?;
        let timestamp = self.timestamp_text(delivery, &signature)?;
        let id = self.id_text(delivery, &signature)?;
        if let (Some(text), Some(spec)) = (timestamp.as_deref(), self.scheme.timestamp()) {
            Timestamp::parse(text, spec.unit)
                .ok_or(Reason::MalformedTimestamp)?
                .check(now, self.window)?;
        }
        let parts = Parts {
            scheme: &self.scheme,
            delivery,
            timestamp: timestamp.as_deref(),
            id: id.as_deref(),
            signature: Some(&signature),
            key: b"",
        };
        match self.scheme.method() {
            Method::Digest(_) | Method::Hmac(_) | Method::Static | Method::Basic => {
                self.verify_symmetric(&signature, &parts)
            }
            Method::Jwt => self.verify_jwt(&signature, &parts, now),
            Method::Ecdsa { .. } | Method::Ed25519 | Method::RsaPkcs1(_) | Method::RsaPss(_) => {
                Err(Reason::UnsupportedMethod)
            }
        }
    }

    fn verify_symmetric(&self, signature: &[u8], parts: &Parts<'_>) -> Result<(), Reason> {
        let mut failure = Reason::MalformedSignature;
        for key in &self.keys {
            // The expected bytes are computed at the first candidate that can be decoded.
            let mut expected = None;
            let mut error = None;
            let mut found = false;
            let seen = each_signature(signature, self.scheme.format(), |candidate| {
                let mut buffer = [0; BUFFER];
                let decoded = match self.decoded(candidate, &mut buffer) {
                    Some(decoded) if !decoded.is_empty() => decoded,
                    _ => return false,
                };
                if expected.is_none() {
                    match key.expected(&self.scheme, parts) {
                        Ok(digest) => expected = Some(digest),
                        Err(reason) => {
                            error = Some(reason);
                            return true;
                        }
                    }
                }
                failure = Reason::SignatureMismatch;
                found = expected
                    .as_ref()
                    .is_some_and(|digest| digest.equals(decoded, &key.bytes));
                found
            });
            if let Some(reason) = error {
                return Err(reason);
            }
            if found {
                return Ok(());
            }
            if seen == Seen::None {
                return Err(match self.scheme.format() {
                    Format::Bare { .. } => Reason::WrongPrefix,
                    _ => Reason::NoKnownVersion,
                });
            }
        }
        Err(failure)
    }

    fn decoded<'b>(&self, candidate: &'b [u8], buffer: &'b mut [u8; BUFFER]) -> Option<&'b [u8]> {
        match self.scheme.signature().encoding {
            crate::encoding::Encoding::Text => Some(candidate),
            encoding => {
                let length = encoding.decode_into(candidate, buffer).ok()?;
                buffer.get(..length)
            }
        }
    }

    #[cfg(feature = "jwt")]
    fn verify_jwt(&self, signature: &[u8], parts: &Parts<'_>, now: i64) -> Result<(), Reason> {
        let mut failure = Reason::MalformedToken;
        let mut found = false;
        let seen = each_signature(signature, self.scheme.format(), |token| {
            for key in self.keys.iter().filter_map(|key| key.jwt.as_ref()) {
                match crate::signing::jwt::verify(token, key, parts, now) {
                    Ok(()) => found = true,
                    Err(reason) => failure = reason,
                }
                if found {
                    return true;
                }
            }
            false
        });
        match seen {
            _ if found => Ok(()),
            Seen::None => Err(Reason::WrongPrefix),
            Seen::Some => Err(failure),
        }
    }

    #[cfg(not(feature = "jwt"))]
    fn verify_jwt(&self, _: &[u8], _: &Parts<'_>, _: i64) -> Result<(), Reason> {
        Err(Reason::UnsupportedMethod)
    }

    /// The base string of a delivery and its digest under the first secret, as a correct verifier computes
    /// them; `None` where nothing is signed or a value is missing.
    #[must_use]
    pub fn trace(&self, delivery: &Delivery) -> Option<(Vec<u8>, Vec<u8>)> {
        let key = self.keys.first()?;
        let template = self.scheme.base_string()?;
        let signature = self.signature_text(delivery).unwrap_or_default();
        let timestamp = self.timestamp_text(delivery, &signature).ok()?;
        let id = self.id_text(delivery, &signature).ok()?;
        let parts = Parts {
            scheme: &self.scheme,
            delivery,
            timestamp: timestamp.as_deref(),
            id: id.as_deref(),
            signature: Some(&signature),
            key: &key.bytes,
        };
        let mut base_string = Vec::new();
        expand(template, &parts, &mut base_string).ok()?;
        let mut hasher = key.hasher.clone()?;
        hasher.put(&base_string);
        Some((base_string, hasher.finish().as_bytes().to_vec()))
    }

    fn signature_text<'a>(&'a self, delivery: &'a Delivery) -> Result<Cow<'a, [u8]>, Reason> {
        for place in self.scheme.signature().places.all() {
            match locate(delivery, place, self.scheme.format(), None) {
                Found::Absent => {}
                Found::Ambiguous => return Err(Reason::DuplicateSignature),
                Found::One(text) if text.is_empty() => return Err(Reason::EmptySignature),
                Found::One(text) => return Ok(text),
                Found::Unreadable => return Err(Reason::MalformedSignature),
            }
        }
        Err(Reason::MissingSignature)
    }

    fn timestamp_text<'a>(&'a self, delivery: &'a Delivery, signature: &'a [u8]) -> Text<'a> {
        let Some(spec) = self.scheme.timestamp() else {
            return Ok(None);
        };
        self.text(
            delivery,
            &spec.location,
            signature,
            Reason::MissingTimestamp,
            Reason::DuplicateTimestamp,
        )
    }

    fn id_text<'a>(&'a self, delivery: &'a Delivery, signature: &'a [u8]) -> Text<'a> {
        let Some(spec) = self.scheme.message_id() else {
            return Ok(None);
        };
        self.text(
            delivery,
            &spec.location,
            signature,
            Reason::MissingId,
            Reason::DuplicateValue,
        )
    }

    fn text<'a>(
        &'a self,
        delivery: &'a Delivery,
        location: &'a Location,
        signature: &'a [u8],
        missing: Reason,
        duplicate: Reason,
    ) -> Text<'a> {
        if matches!(location.source, Source::Claim(_)) {
            return Ok(None);
        }
        match locate(delivery, location, self.scheme.format(), Some(signature)) {
            Found::Absent => Err(missing),
            Found::One(text) if text.is_empty() => Err(missing),
            Found::One(text) => Ok(Some(text)),
            Found::Ambiguous => Err(duplicate),
            Found::Unreadable => Err(missing),
        }
    }
}

type Text<'a> = Result<Option<Cow<'a, [u8]>>, Reason>;

/// What the decoded signature must equal.
enum ExpectedBytes {
    Digest(crate::mac::Digest),
    Key,
}

impl ExpectedBytes {
    fn equals(&self, decoded: &[u8], key: &[u8]) -> bool {
        let expected = match self {
            Self::Digest(digest) => digest.as_bytes(),
            Self::Key => key,
        };
        bool::from(expected.ct_eq(decoded))
    }
}

impl Key {
    fn new(scheme: &Scheme, secret: &[u8]) -> Result<Self, SecretError> {
        let bytes = key_of(scheme, secret)?;
        let hasher = match scheme.method() {
            Method::Hmac(hash) => Some(Hasher::keyed(hash, &bytes)),
            Method::Digest(hash) => Some(Hasher::unkeyed(hash)),
            _ => None,
        };
        #[cfg(not(feature = "jwt"))]
        if scheme.method() == Method::Jwt {
            return Err(SecretError::Feature {
                scheme: scheme.id().to_owned(),
                feature: "jwt",
            });
        }
        Ok(Self {
            #[cfg(feature = "jwt")]
            jwt: match scheme.method() {
                Method::Jwt => Some(crate::signing::jwt::JwtKey::new(scheme, &bytes)?),
                _ => None,
            },
            bytes,
            hasher,
        })
    }

    fn expected(&self, scheme: &Scheme, parts: &Parts<'_>) -> Result<ExpectedBytes, Reason> {
        let (Some(hasher), Some(template)) = (&self.hasher, scheme.base_string()) else {
            return Ok(ExpectedBytes::Key);
        };
        let mut hasher = hasher.clone();
        expand(
            template,
            &Parts {
                key: &self.bytes,
                ..*parts
            },
            &mut hasher,
        )?;
        Ok(ExpectedBytes::Digest(hasher.finish()))
    }
}

impl std::fmt::Debug for Verifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Verifier")
            .field("scheme", &self.scheme.id())
            .finish_non_exhaustive()
    }
}
