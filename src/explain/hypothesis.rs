//! A supposed signer: what it took for key, body, URL, base string and hash. It is right if the observed signature
//! comes out.

use std::borrow::Cow;
use std::rc::Rc;

use crate::delivery::{Delivery, Found};
use crate::encoding::Encoding;
use crate::explain::observed::{Observed, Reading};
use crate::explain::registry::Axis;
use crate::mac::{Hash, Hasher};
use crate::scheme::{Location, Method, Scheme, Source, Template, Value};
use crate::signing::{Parts, Plan, VerifyingKey, Window, expand, expanded, holds, key_of, locate};

/// How key and base string go into the hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keying {
    /// As the scheme says.
    AsStated,
    /// HMAC with base string and key swapped.
    Swapped,
    /// The hash of the base string, without a key.
    Unkeyed,
    /// The hash of the key followed by the base string.
    KeyFirst,
    /// The hash of the base string followed by the key.
    KeyLast,
    /// The base string itself, then the MAC of nothing.
    Appended,
}

/// One supposition. Cloning it is cheap.
#[derive(Clone)]
pub(crate) struct Hypothesis {
    /// The secret as configured.
    pub(crate) secret: Rc<[u8]>,
    /// The key that is made of it; none where it cannot be read.
    pub(crate) key: Option<Rc<[u8]>>,
    /// What the signer saw.
    pub(crate) delivery: Rc<Delivery>,
    /// What is signed, if not what the scheme says.
    pub(crate) template: Option<Rc<Template>>,
    pub(crate) timestamp: Option<Rc<[u8]>>,
    pub(crate) id: Option<Rc<[u8]>>,
    /// The hash, if not the scheme's.
    pub(crate) hash: Option<Hash>,
    pub(crate) keying: Keying,
}

/// A supposition that differs from another by one mistake.
pub(crate) struct Variation {
    /// What exactly the mistake was, for people.
    pub(crate) detail: String,
    pub(crate) hypothesis: Hypothesis,
}

/// What stays the same in a search.
pub(crate) struct Context<'a> {
    pub(crate) scheme: &'a Scheme,
    pub(crate) secrets: Vec<Rc<[u8]>>,
    pub(crate) plans: Vec<Plan>,
    pub(crate) delivery: Rc<Delivery>,
    pub(crate) observed: Observed,
    pub(crate) now: i64,
}

/// A supposition that came out.
pub(crate) struct Match {
    /// The mistakes in how the signature was written, with their details.
    pub(crate) written: Vec<(&'static str, String)>,
    /// The bytes that were signed.
    pub(crate) base_string: Vec<u8>,
}

/// The cost of one check of a public-key signature, as if so many bytes had been hashed.
const PUBLIC_KEY_COST: u64 = 60_000;

impl Context<'_> {
    /// The supposition that nothing is wrong.
    pub(crate) fn stated(&self) -> Hypothesis {
        let secret = self.secrets.first().cloned().unwrap_or_default();
        Hypothesis {
            key: key_of(self.scheme, &secret).ok().map(Rc::from),
            secret,
            timestamp: self.timestamp().map(Rc::from),
            id: self.id().map(Rc::from),
            delivery: Rc::clone(&self.delivery),
            template: None,
            hash: None,
            keying: Keying::AsStated,
        }
    }

    /// The timestamp's text as found.
    pub(crate) fn timestamp(&self) -> Option<Vec<u8>> {
        let spec = self.scheme.timestamp()?;
        self.text_at(&spec.location, &spec.aliases)
    }

    fn id(&self) -> Option<Vec<u8>> {
        let spec = self.scheme.message_id()?;
        self.text_at(&spec.location, &spec.aliases)
    }

    fn text_at(&self, location: &Location, aliases: &[Location]) -> Option<Vec<u8>> {
        let signature = Some(self.observed.text.as_slice());
        let mut places = std::iter::once(location).chain(aliases);
        places.find_map(
            |place| match locate(&self.delivery, place, self.scheme.format(), signature) {
                Found::One(text) if !text.is_empty() => Some(text.into_owned()),
                _ => None,
            },
        )
    }

    /// The way to sign that applies to a delivery, else the main one.
    pub(crate) fn plan(&self, delivery: &Delivery) -> Option<&Plan> {
        let index = Plan::index_for(&self.plans, self.scheme, delivery);
        index.map_or_else(|| self.plans.last(), |index| self.plans.get(index))
    }

    /// What a supposition signs, as a template.
    pub(crate) fn template<'h>(&'h self, hypothesis: &'h Hypothesis) -> Option<&'h Template> {
        match &hypothesis.template {
            Some(template) => Some(template),
            None => self.plan(&hypothesis.delivery)?.templates.first(),
        }
    }

    /// Whether what is signed names a value for which `is_meant` holds, inside groups and lists too.
    pub(crate) fn signs(&self, is_meant: impl Fn(&Value) -> bool) -> bool {
        let plan = self.plan(&self.delivery);
        let templates = plan.into_iter().flat_map(|plan| &plan.templates);
        let required = self.scheme.requires().iter().map(|require| &require.equals);
        let claims = self.scheme.jwt().into_iter().flat_map(|jwt| jwt.claims.values());
        let mut all = templates.chain(required).chain(claims);
        all.any(|template| template.values().any(&is_meant))
            || plan.is_some_and(|plan| plan.canonicalization.is_some())
    }

    /// Whether mistakes on this axis can change what this scheme signs.
    pub(crate) fn has(&self, axis: Axis) -> bool {
        let method = self.plan(&self.delivery).map(|plan| plan.method);
        let is_keyed = matches!(method, Some(Method::Hmac(_) | Method::Digest(_)));
        match axis {
            Axis::Body => self.signs(|value| {
                matches!(
                    value,
                    Value::Body
                        | Value::Form(_)
                        | Value::FormPairs
                        | Value::Json(_)
                        | Value::JsonMembers(_)
                        | Value::JsonText(_)
                )
            }),
            Axis::BaseString => method.is_some_and(Method::signs_base_string),
            Axis::Url => self.signs(|value| {
                matches!(
                    value,
                    Value::Host
                        | Value::Origin
                        | Value::Path
                        | Value::Query
                        | Value::QueryPairs
                        | Value::QueryParameter(_)
                        | Value::Target
                        | Value::Url
                        | Value::UrlWithoutQuery
                )
            }),
            Axis::Digest => is_keyed,
            Axis::Secret => self.scheme.is_symmetric() || self.secrets.len() > 1,
            Axis::Signature | Axis::Timestamp => false,
        }
    }

    /// Whether the supposition makes the observed signature come out; `spend` is told how many bytes that took.
    pub(crate) fn judge(&self, hypothesis: &Hypothesis, spend: &mut u64) -> Option<Match> {
        let plan = self.plan(&hypothesis.delivery)?;
        match plan.method {
            Method::Hmac(hash) | Method::Digest(hash) => {
                let hash = hypothesis.hash.unwrap_or(hash);
                let templates = match &hypothesis.template {
                    Some(template) => std::slice::from_ref(template.as_ref()),
                    None => plan.templates.as_slice(),
                };
                if plan.canonicalization.is_some() {
                    return self.judge_digest(hypothesis, plan, None, hash, spend);
                }
                templates
                    .iter()
                    .find_map(|template| self.judge_digest(hypothesis, plan, Some(template), hash, spend))
            }
            Method::Basic
            | Method::Ecdsa { .. }
            | Method::Ed25519
            | Method::Jwt
            | Method::RsaPkcs1(_)
            | Method::RsaPss(_)
            | Method::Static => self.judge_whole(hypothesis, plan, spend),
        }
    }

    fn judge_digest(
        &self,
        hypothesis: &Hypothesis,
        plan: &Plan,
        template: Option<&Template>,
        hash: Hash,
        spend: &mut u64,
    ) -> Option<Match> {
        let key = hypothesis.key.as_deref()?;
        let parts = self.parts(hypothesis, key);
        let base = self.base_string(plan, template, &parts)?;
        *spend += 200 + u64::try_from(base.len()).unwrap_or(u64::MAX);
        let derived = plan.construction().and_then(|construction| construction.key);
        let key: Cow<'_, [u8]> = match derived {
            Some(derive) => Cow::Owned(derive(&parts, key).ok()?),
            None => Cow::Borrowed(key),
        };
        let made = made(plan.method, hypothesis.keying, hash, &key, &base);
        let reading = match hypothesis.keying {
            // It begins with what anybody knows, so its beginning would prove nothing.
            Keying::Appended => self.observed.whole_reading_of(&made),
            Keying::AsStated | Keying::KeyFirst | Keying::KeyLast | Keying::Swapped | Keying::Unkeyed => {
                self.observed.reading_of(&made)
            }
        }?;
        self.required(&parts).then_some(Match {
            written: reading,
            base_string: base,
        })
    }

    fn base_string(&self, plan: &Plan, template: Option<&Template>, parts: &Parts<'_>) -> Option<Vec<u8>> {
        match template {
            None => plan.base_string(parts).ok(),
            Some(template) => {
                let mut base = Vec::with_capacity(parts.delivery.body.len() + 64);
                expand(template, parts, &mut base).ok()?;
                Some(base)
            }
        }
    }

    fn judge_whole(&self, hypothesis: &Hypothesis, plan: &Plan, spend: &mut u64) -> Option<Match> {
        let key = hypothesis.key.as_deref();
        let supposed = match key {
            Some(key) if self.scheme.is_symmetric() => Some(VerifyingKey::of_bytes(self.scheme, key)),
            _ => VerifyingKey::new(self.scheme, &self.plans, &hypothesis.secret).ok(),
        };
        let supposed = supposed?;
        let parts = self.parts(hypothesis, key.unwrap_or_default());
        let mut plan = plan.clone();
        if let Some(template) = &hypothesis.template {
            plan.templates = vec![template.as_ref().clone()];
        }
        let cost = if plan.method.is_public_key() {
            PUBLIC_KEY_COST
        } else {
            2_000
        };
        *spend += cost;
        let found = self.observed.readings.iter().find(|reading| {
            let candidate = self.written(reading, &plan);
            supposed
                .judge(&candidate, &plan, &parts, Window::default())
                .is_ok()
        })?;
        let base_string = plan.base_string(&parts).unwrap_or_default();
        self.required(&parts).then(|| Match {
            written: found.mistakes.clone(),
            base_string,
        })
    }

    /// A reading's bytes as the scheme writes them.
    fn written<'r>(&self, reading: &'r Reading, plan: &Plan) -> Cow<'r, [u8]> {
        match plan.method {
            Method::Jwt => Cow::Borrowed(&reading.bytes),
            _ => Cow::Owned(plan.encoding.encode(&reading.bytes)),
        }
    }

    /// Whether every value that the scheme requires is there and equal.
    fn required(&self, parts: &Parts<'_>) -> bool {
        self.scheme.requires().iter().all(|require| {
            let applies = |when| holds(when, self.scheme, parts.delivery);
            if !require.when.as_ref().is_none_or(applies) {
                return true;
            }
            let found = locate(
                parts.delivery,
                &require.location,
                self.scheme.format(),
                parts.signature,
            );
            let wanted = expanded(&require.equals, parts);
            matches!((found, wanted), (Found::One(found), Ok(wanted)) if found.as_ref() == wanted)
        })
    }

    fn parts<'h>(&'h self, hypothesis: &'h Hypothesis, key: &'h [u8]) -> Parts<'h> {
        Parts {
            scheme: self.scheme,
            delivery: &hypothesis.delivery,
            timestamp: hypothesis.timestamp.as_deref(),
            id: hypothesis.id.as_deref(),
            signature: Some(&self.observed.text),
            key,
            now: self.now,
        }
    }
}

impl Hypothesis {
    /// The same with another body.
    pub(crate) fn with_body(&self, body: Vec<u8>) -> Self {
        let mut delivery = self.delivery.as_ref().clone();
        delivery.body = body;
        Self {
            delivery: Rc::new(delivery),
            ..self.clone()
        }
    }

    /// The same with another URL.
    pub(crate) fn with_url(&self, url: String) -> Self {
        let mut delivery = self.delivery.as_ref().clone();
        delivery.url = url;
        Self {
            delivery: Rc::new(delivery),
            ..self.clone()
        }
    }

    /// The same with another template.
    pub(crate) fn with_template(&self, template: Template) -> Self {
        Self {
            template: Some(Rc::new(template)),
            ..self.clone()
        }
    }

    /// The same with another timestamp, in the header too if it has one.
    pub(crate) fn with_timestamp(&self, scheme: &Scheme, timestamp: &[u8]) -> Self {
        let mut supposed = Self {
            timestamp: Some(Rc::from(timestamp)),
            ..self.clone()
        };
        if let Some(Source::Header(name)) = scheme.timestamp().map(|spec| &spec.location.source) {
            let mut delivery = self.delivery.as_ref().clone();
            delivery.headers.set(name, timestamp);
            supposed.delivery = Rc::new(delivery);
        }
        supposed
    }

    /// The same with another key.
    pub(crate) fn with_key(&self, key: impl Into<Rc<[u8]>>) -> Self {
        Self {
            key: Some(key.into()),
            ..self.clone()
        }
    }
}

fn made(method: Method, keying: Keying, hash: Hash, key: &[u8], base: &[u8]) -> Vec<u8> {
    let unkeyed = |pieces: &[&[u8]]| {
        let mut hasher = Hasher::unkeyed(hash);
        pieces.iter().for_each(|piece| hasher.update(piece));
        hasher.finish().as_bytes().to_vec()
    };
    match keying {
        Keying::AsStated if matches!(method, Method::Digest(_)) => unkeyed(&[base]),
        Keying::AsStated => hash.hmac(key, base).as_bytes().to_vec(),
        Keying::Swapped => hash.hmac(base, key).as_bytes().to_vec(),
        Keying::Unkeyed => unkeyed(&[base]),
        Keying::KeyFirst => unkeyed(&[key, base]),
        Keying::KeyLast => unkeyed(&[base, key]),
        Keying::Appended => [base, hash.hmac(key, b"").as_bytes()].concat(),
    }
}

impl Context<'_> {
    /// What a supposition signs, if all values are there.
    pub(crate) fn judgeable(&self, hypothesis: &Hypothesis) -> Option<Vec<u8>> {
        let plan = self.plan(&hypothesis.delivery)?;
        let parts = self.parts(hypothesis, hypothesis.key.as_deref().unwrap_or_default());
        if !plan.method.signs_base_string() {
            return None;
        }
        self.base_string(plan, self.template(hypothesis), &parts)
    }

    /// The same search at another time.
    pub(crate) fn at(&self, now: i64) -> Context<'_> {
        Context {
            scheme: self.scheme,
            secrets: self.secrets.clone(),
            plans: self.plans.clone(),
            delivery: Rc::clone(&self.delivery),
            observed: self.observed.clone(),
            now,
        }
    }

    /// The times that a token states, each a little inside its window.
    pub(crate) fn token_times(&self) -> Vec<i64> {
        if self.scheme.method() != Method::Jwt {
            return Vec::new();
        }
        let claims = self.observed.readings.iter().filter_map(|reading| {
            let part = reading.bytes.split(|byte| *byte == b'.').nth(1)?;
            let json = Encoding::Base64urlUnpadded.decode(part).ok()?;
            serde_json::from_slice::<serde_json::Value>(&json).ok()
        });
        claims
            .flat_map(|claims| {
                let time = |name: &str| claims.get(name).and_then(serde_json::Value::as_i64);
                [time("exp").map(|time| time - 1), time("nbf"), time("iat")]
            })
            .flatten()
            .collect()
    }
}

#[cfg(test)]
impl Context<'_> {
    /// The base string and the signature's bytes that a supposed signer makes.
    pub(crate) fn signed(&self, hypothesis: &Hypothesis) -> Option<(Vec<u8>, Vec<u8>)> {
        let plan = self.plan(&hypothesis.delivery)?;
        let key = hypothesis.key.as_deref()?;
        let parts = self.parts(hypothesis, key);
        let base = self.base_string(plan, self.template(hypothesis), &parts)?;
        let hash = hypothesis.hash.or(plan.method.hash())?;
        let made = made(plan.method, hypothesis.keying, hash, key, &base);
        Some((base, made))
    }
}
