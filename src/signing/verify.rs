//! Judging a delivery.

use std::borrow::Cow;

use crate::delivery::{Delivery, Found};
use crate::scheme::{Format, Location, Method, RequireSpec, Scheme, Several, Source};
use crate::signing::base_string::{Parts, expanded};
use crate::signing::locate::{locate, numbered, signatures};
use crate::signing::plan::{Plan, holds};
use crate::signing::straight::Straight;
use crate::signing::timestamp::{Timestamp, Window};
use crate::signing::trial::Trial;
use crate::signing::verifying_key::VerifyingKey;
use crate::signing::{Reason, SecretError};

/// A scheme and its live secrets, compiled once: the reference verifier.
///
/// It is strict: decimal timestamps as the scheme writes them, the exact prefix cut once, strict hex and
/// base64, the MAC over the header's raw bytes, constant-time comparison.
#[derive(Clone)]
pub struct Verifier {
    scheme: Scheme,
    plans: Vec<Plan>,
    keys: Vec<VerifyingKey>,
    window: Window,
    straight: Option<Straight>,
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
        let plans = Plan::all(scheme);
        let keys = secrets
            .iter()
            .map(|secret| VerifyingKey::new(scheme, &plans, secret.as_ref()))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            scheme: scheme.clone(),
            straight: Straight::of(scheme, &plans),
            plans,
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
        match (&self.straight, self.plans.first()) {
            (Some(straight), Some(plan)) => self.verify_straight(straight, plan, delivery, now),
            _ => self.verify_any_shape(delivery, now),
        }
    }

    /// As [`Verifier::verify_any_shape`], for the shape that most schemes have.
    #[inline(always)]
    fn verify_straight(
        &self,
        straight: &Straight,
        plan: &Plan,
        delivery: &Delivery,
        now: i64,
    ) -> Result<(), Reason> {
        let brought = straight.read(delivery)?;
        if let Some((text, unit)) = brought.timestamp {
            Timestamp::parse(text, unit)
                .ok_or(Reason::MalformedTimestamp)?
                .check(now, self.window)?;
        }
        let mut parts = Parts {
            scheme: &self.scheme,
            delivery,
            timestamp: brought.timestamp.map(|(text, _)| text),
            id: brought.id,
            signature: Some(brought.signature),
            key: b"",
            now,
        };
        self.verify_digest(brought.signature, 0, plan, &mut parts)
    }

    /// Judges a delivery of any scheme.
    pub(super) fn verify_any_shape(&self, delivery: &Delivery, now: i64) -> Result<(), Reason> {
        if self.scheme.signature().several == Several::Any {
            return self.verify_any(delivery, now);
        }
        let signature = self.signature_text(delivery)?;
        self.verify_signature(&signature, delivery, now)
    }

    /// Each place counts: the delivery is right if any of its signatures is.
    #[cold]
    fn verify_any(&self, delivery: &Delivery, now: i64) -> Result<(), Reason> {
        let mut failure = Reason::MissingSignature;
        for place in self.scheme.signature().places.all() {
            let texts: Vec<Cow<'_, [u8]>> = match &place.source {
                Source::Numbered(name) => numbered(delivery, name).map(Cow::Borrowed).collect(),
                _ => match locate(delivery, place, self.scheme.format(), None) {
                    Found::Absent => Vec::new(),
                    Found::Ambiguous => return Err(Reason::DuplicateSignature),
                    Found::One(text) => vec![text],
                    Found::Unreadable => {
                        failure = Reason::MalformedSignature;
                        Vec::new()
                    }
                },
            };
            for text in texts {
                failure = match text.is_empty() {
                    true => Reason::EmptySignature,
                    false => match self.verify_signature(&text, delivery, now) {
                        Ok(()) => return Ok(()),
                        Err(reason) => reason,
                    },
                };
            }
        }
        Err(failure)
    }

    fn verify_signature(&self, signature: &[u8], delivery: &Delivery, now: i64) -> Result<(), Reason> {
        let index = Plan::index_for(&self.plans, &self.scheme, delivery).ok_or(Reason::NoVariant)?;
        let plan = self.plans.get(index).ok_or(Reason::NoVariant)?;
        let timestamp = self.timestamp_text(delivery, signature)?;
        let id = self.id_text(delivery, signature)?;
        if let (Some(text), Some(spec)) = (timestamp.as_deref(), self.scheme.timestamp()) {
            Timestamp::parse(text, spec.unit)
                .ok_or(Reason::MalformedTimestamp)?
                .check(now, self.window)?;
        }
        let mut parts = Parts {
            scheme: &self.scheme,
            delivery,
            timestamp: timestamp.as_deref(),
            id: id.as_deref(),
            signature: Some(signature),
            key: b"",
            now,
        };
        for require in self.scheme.requires() {
            self.check_required(require, &parts)?;
        }
        match plan.method {
            Method::Digest(_) | Method::Hmac(_) => self.verify_digest(signature, index, plan, &mut parts),
            Method::Basic
            | Method::Ecdsa { .. }
            | Method::Ed25519
            | Method::Jwt
            | Method::RsaPkcs1(_)
            | Method::RsaPss(_)
            | Method::Static => self.verify_whole(signature, plan, &parts),
        }
    }

    fn check_required(&self, require: &RequireSpec, parts: &Parts<'_>) -> Result<(), Reason> {
        let applies = |when| holds(when, &self.scheme, parts.delivery);
        if !require.when.as_ref().is_none_or(applies) {
            return Ok(());
        }
        let format = self.scheme.format();
        let found = match locate(parts.delivery, &require.location, format, parts.signature) {
            Found::One(found) => found,
            Found::Ambiguous => return Err(Reason::DuplicateValue),
            Found::Absent | Found::Unreadable => return Err(Reason::RequiredValue),
        };
        match expanded(&require.equals, parts)? == found.as_ref() {
            true => Ok(()),
            false => Err(Reason::RequiredValue),
        }
    }

    /// HMAC and plain digests: decoded into a buffer, the base string streamed into the prepared state.
    #[inline(always)]
    fn verify_digest<'a>(
        &'a self,
        signature: &[u8],
        index: usize,
        plan: &Plan,
        parts: &mut Parts<'a>,
    ) -> Result<(), Reason> {
        let mut failure = Reason::MalformedSignature;
        for key in &self.keys {
            parts.key = key.bytes();
            let trial = Trial::new(key, index, plan, parts);
            let verdict = trial.verdict_on(signature, self.scheme.format());
            match verdict.ok_or_else(|| self.none_seen())? {
                Err(Reason::SignatureMismatch) => failure = Reason::SignatureMismatch,
                Err(Reason::MalformedSignature) => {}
                // It is right, or there is nothing that could be signed.
                verdict => return verdict,
            }
        }
        Err(failure)
    }

    /// Methods that judge a signature as a whole: tokens, static texts and public keys.
    fn verify_whole(&self, signature: &[u8], plan: &Plan, parts: &Parts<'_>) -> Result<(), Reason> {
        let mut failure = Reason::MalformedSignature;
        let mut seen = Seen::None;
        for candidate in signatures(signature, self.scheme.format()) {
            seen = Seen::Some;
            for key in &self.keys {
                match key.judge(candidate, plan, parts, self.window) {
                    Ok(()) => return Ok(()),
                    Err(reason) => failure = reason,
                }
            }
        }
        match seen {
            Seen::None => Err(self.none_seen()),
            Seen::Some => Err(failure),
        }
    }

    const fn none_seen(&self) -> Reason {
        match self.scheme.format() {
            Format::Bare { .. } => Reason::WrongPrefix,
            Format::Dictionary { .. }
            | Format::Fields { .. }
            | Format::List { .. }
            | Format::Parameters { .. }
            | Format::Positional { .. }
            | Format::Tagged { .. } => Reason::NoKnownVersion,
        }
    }

    /// The base string of a delivery and its digest under the first secret, as a correct verifier computes
    /// them; `None` where nothing is signed or a value is missing.
    #[must_use]
    pub fn trace(&self, delivery: &Delivery) -> Option<(Vec<u8>, Vec<u8>)> {
        let key = self.keys.first()?;
        let index = Plan::index_for(&self.plans, &self.scheme, delivery)?;
        let plan = self.plans.get(index)?;
        if plan.templates.is_empty() && plan.canonicalization.is_none() {
            return None;
        }
        let signature = self.signature_text(delivery).unwrap_or_default();
        let timestamp = self.timestamp_text(delivery, &signature).ok()?;
        let id = self.id_text(delivery, &signature).ok()?;
        let parts = Parts {
            scheme: &self.scheme,
            delivery,
            timestamp: timestamp.as_deref(),
            id: id.as_deref(),
            signature: Some(&signature),
            key: key.bytes(),
            now: 0,
        };
        let base_string = plan.base_string(&parts).ok()?;
        let digest = match plan.method {
            Method::Digest(_) | Method::Hmac(_) => key
                .digest(index, plan, plan.templates.first(), &parts)
                .ok()?
                .as_bytes()
                .to_vec(),
            method => method
                .hash()
                .map(|hash| hash.digest(&base_string).as_bytes().to_vec())
                .unwrap_or_default(),
        };
        Some((base_string, digest))
    }

    /// The id by which a receiver knows an event that comes again; `None` where the delivery or the scheme has none
    /// outside a token. It is as authentic as the delivery, so verify first.
    #[must_use]
    pub fn message_id(&self, delivery: &Delivery) -> Option<Vec<u8>> {
        let signature = self.signature_text(delivery).ok()?;
        let id = self.id_text(delivery, &signature).ok()??;
        Some(id.into_owned())
    }

    /// The text in which the signature is.
    pub(crate) fn signature_text<'a>(&'a self, delivery: &'a Delivery) -> Result<Cow<'a, [u8]>, Reason> {
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

    /// The timestamp as it is written; `None` where the scheme has none outside a token.
    pub(crate) fn timestamp_text<'a>(&'a self, delivery: &'a Delivery, signature: &'a [u8]) -> Text<'a> {
        let Some(spec) = self.scheme.timestamp() else {
            return Ok(None);
        };
        let reasons = (Reason::MissingTimestamp, Reason::DuplicateTimestamp);
        self.text(delivery, &spec.location, &spec.aliases, signature, reasons)
    }

    /// The message id as it is written; `None` where the scheme has none outside a token.
    pub(crate) fn id_text<'a>(&'a self, delivery: &'a Delivery, signature: &'a [u8]) -> Text<'a> {
        let Some(spec) = self.scheme.message_id() else {
            return Ok(None);
        };
        let reasons = (Reason::MissingId, Reason::DuplicateValue);
        self.text(delivery, &spec.location, &spec.aliases, signature, reasons)
    }

    fn text<'a>(
        &'a self,
        delivery: &'a Delivery,
        location: &'a Location,
        aliases: &'a [Location],
        signature: &'a [u8],
        (missing, duplicate): (Reason, Reason),
    ) -> Text<'a> {
        if matches!(location.source, Source::Claim(_) | Source::Jose(_)) {
            // It is read once the token has been verified.
            return Ok(None);
        }
        let mut place = location;
        let mut others = aliases.iter();
        loop {
            match locate(delivery, place, self.scheme.format(), Some(signature)) {
                Found::Absent => place = others.next().ok_or(missing)?,
                Found::One(text) if text.is_empty() => return Err(missing),
                Found::One(text) => return Ok(Some(text)),
                Found::Ambiguous => return Err(duplicate),
                Found::Unreadable => return Err(missing),
            }
        }
    }
}

/// Whether a text has a signature with the scheme's prefix or version.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Seen {
    None,
    Some,
}

pub(crate) type Text<'a> = Result<Option<Cow<'a, [u8]>>, Reason>;

impl std::fmt::Debug for Verifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Verifier")
            .field("scheme", &self.scheme.id())
            .finish_non_exhaustive()
    }
}
