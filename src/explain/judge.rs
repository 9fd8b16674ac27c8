//! Whether a supposition makes the observed signature come out.

use std::borrow::Cow;

use crate::delivery::Found;
use crate::encoding::hex_text;
use crate::explain::hypothesis::{Context, Hypothesis, Keying};
use crate::explain::observed::Reading;
use crate::explain::tokens;
use crate::mac::{Digest, Hash, Hasher};
use crate::scheme::{Method, Template};
use crate::signing::{Parts, Plan, VerifyingKey, Window, expand, expanded, holds, locate};

/// A supposition that came out.
pub(crate) struct Match {
    /// The mistakes in how the signature was written, with their details.
    pub(crate) written: Vec<(&'static str, String)>,
    /// The bytes that were signed.
    pub(crate) base_string: Vec<u8>,
}

/// What a supposed signer makes, before it is encoded.
enum Made {
    Digest(Digest),
    Text(Vec<u8>),
}

impl Made {
    fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Digest(digest) => digest.as_bytes(),
            Self::Text(text) => text,
        }
    }
}

/// The cost of one check of a public-key signature, as if so many bytes had been hashed.
const PUBLIC_KEY_COST: u64 = 60_000;

impl Context<'_> {
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
            Method::Ecdsa { .. } | Method::Ed25519 | Method::RsaPkcs1(_) | Method::RsaPss(_) => {
                self.judge_public(hypothesis, plan, spend)
            }
            Method::Basic | Method::Jwt | Method::Static => self.judge_whole(hypothesis, plan, spend),
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
        let made = self.made(plan.method, hypothesis.keying, hash, &key, &base);
        let reading = match hypothesis.keying {
            // It begins with what anybody knows, so its beginning would prove nothing.
            Keying::Appended => self.observed.whole_reading_of(made.as_bytes()),
            Keying::AsStated
            | Keying::Hashed(_)
            | Keying::HashedHex(_)
            | Keying::KeyFirst
            | Keying::KeyLast
            | Keying::OtherPadding
            | Keying::Swapped
            | Keying::Unkeyed => self.observed.reading_of(made.as_bytes()),
        }?;
        self.required(&parts).then_some(Match {
            written: reading,
            base_string: base,
        })
    }

    pub(crate) fn base_string(
        &self,
        plan: &Plan,
        template: Option<&Template>,
        parts: &Parts<'_>,
    ) -> Option<Vec<u8>> {
        match template {
            None => plan.base_string(parts).ok(),
            Some(template) => {
                let mut base = Vec::with_capacity(parts.delivery.body.len() + 64);
                expand(template, parts, &mut base).ok()?;
                Some(base)
            }
        }
    }

    fn verifying_key(&self, hypothesis: &Hypothesis) -> Option<VerifyingKey> {
        match &hypothesis.key {
            Some(key) if self.scheme.is_symmetric() => Some(VerifyingKey::of_bytes(self.scheme, key)),
            _ => VerifyingKey::new(self.scheme, &self.plans, &hypothesis.secret).ok(),
        }
    }

    fn judge_public(&self, hypothesis: &Hypothesis, plan: &Plan, spend: &mut u64) -> Option<Match> {
        let key = self.verifying_key(hypothesis)?;
        let parts = self.parts(hypothesis, hypothesis.key.as_deref().unwrap_or_default());
        let method = supposed_method(plan.method, hypothesis);
        let templates: Vec<Option<&Template>> = match &hypothesis.template {
            _ if plan.canonicalization.is_some() => vec![None],
            Some(template) => vec![Some(template.as_ref())],
            None => plan.templates.iter().map(Some).collect(),
        };
        for template in templates {
            let Some(base) = self.base_string(plan, template, &parts) else {
                continue;
            };
            let message = message(hypothesis.keying, &base);
            let found = self.observed.readings.iter().find(|reading| {
                *spend += PUBLIC_KEY_COST;
                key.is_of(method, &message, &reading.bytes)
            });
            if let Some(found) = found.filter(|_| self.required(&parts)) {
                return Some(Match {
                    written: found.mistakes.clone(),
                    base_string: base,
                });
            }
        }
        None
    }

    fn judge_whole(&self, hypothesis: &Hypothesis, plan: &Plan, spend: &mut u64) -> Option<Match> {
        if let Some(algorithm) = &hypothesis.algorithm {
            return tokens::judge(self, hypothesis, algorithm, spend);
        }
        let key = hypothesis.key.as_deref();
        let supposed = self.verifying_key(hypothesis)?;
        let parts = self.parts(hypothesis, key.unwrap_or_default());
        let mut plan = plan.clone();
        if let Some(template) = &hypothesis.template {
            plan.templates = vec![template.as_ref().clone()];
        }
        *spend += match self.scheme.is_symmetric() {
            true => 2_000,
            false => PUBLIC_KEY_COST,
        };
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
    pub(crate) fn required(&self, parts: &Parts<'_>) -> bool {
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

    fn made(&self, method: Method, keying: Keying, hash: Hash, key: &[u8], base: &[u8]) -> Made {
        let hmac = |key: &[u8], message: &[u8]| Made::Digest(self.memory.hmac(hash, key, message));
        let unkeyed = |pieces: &[&[u8]]| {
            let mut hasher = Hasher::unkeyed(hash);
            pieces.iter().for_each(|piece| hasher.update(piece));
            Made::Digest(hasher.finish())
        };
        match keying {
            Keying::AsStated if matches!(method, Method::Digest(_)) => unkeyed(&[base]),
            Keying::AsStated | Keying::Hashed(_) | Keying::HashedHex(_) | Keying::OtherPadding => {
                hmac(key, &message(keying, base))
            }
            Keying::Swapped => Made::Digest(hash.hmac(base, key)),
            Keying::Unkeyed => unkeyed(&[base]),
            Keying::KeyFirst => unkeyed(&[key, base]),
            Keying::KeyLast => unkeyed(&[base, key]),
            Keying::Appended => Made::Text([base, hmac(key, b"").as_bytes()].concat()),
        }
    }

    pub(crate) fn parts<'h>(&'h self, hypothesis: &'h Hypothesis, key: &'h [u8]) -> Parts<'h> {
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

/// The method of a supposition with a public key.
fn supposed_method(stated: Method, hypothesis: &Hypothesis) -> Method {
    let with = |hash| hypothesis.hash.unwrap_or(hash);
    match (stated, hypothesis.keying) {
        (Method::Ecdsa { curve, hash, form }, _) => Method::Ecdsa {
            curve,
            hash: with(hash),
            form,
        },
        (Method::RsaPkcs1(hash), Keying::OtherPadding) => Method::RsaPss(with(hash)),
        (Method::RsaPss(hash), Keying::OtherPadding) => Method::RsaPkcs1(with(hash)),
        (Method::RsaPkcs1(hash), _) => Method::RsaPkcs1(with(hash)),
        (Method::RsaPss(hash), _) => Method::RsaPss(with(hash)),
        (other, _) => other,
    }
}

/// What is signed in place of the base string.
fn message(keying: Keying, base: &[u8]) -> Cow<'_, [u8]> {
    match keying {
        Keying::Hashed(hash) => Cow::Owned(hash.digest(base).as_bytes().to_vec()),
        Keying::HashedHex(hash) => Cow::Owned(hex_text(hash.digest(base).as_bytes()).into_bytes()),
        Keying::Appended
        | Keying::AsStated
        | Keying::KeyFirst
        | Keying::KeyLast
        | Keying::OtherPadding
        | Keying::Swapped
        | Keying::Unkeyed => Cow::Borrowed(base),
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
        let made = self.made(plan.method, hypothesis.keying, hash, key, &base);
        Some((base, made.as_bytes().to_vec()))
    }
}
