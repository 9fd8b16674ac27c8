//! A second verifier, slow and plain, that shares no code with `signing`: strict by default, and bent by
//! [`Quirks`] into every built-in receiver.

mod base;
mod circumstance;
mod clock;
mod compare;
mod decode;
mod document;
mod find;
mod key;
mod known;
mod memory;
mod split;
mod token;

use crate::delivery::Delivery;
use crate::encoding::{base64_text, hex_text};
use crate::faulty::choices::{Answers, Disclosure, Order};
use crate::faulty::failure::{Failure, Reaction};
use crate::faulty::quirks::Quirks;
use crate::outcome::Verdict;
use crate::scheme::{Method, Scheme, Source};

pub use known::knows;
pub use memory::Pliant;

use clock::Reading;
use compare::Match;
use find::Sight;

/// What a built-in receiver answers.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// What it did.
    pub verdict: Verdict,
    /// The HTTP status of the answer.
    pub status: u16,
    /// The answer's text.
    pub text: String,
}

/// Judges a delivery at `now`, Unix seconds, as a receiver with these quirks does.
///
/// # Panics
/// Where the quirks say so: a receiver that dies is one of the mistakes.
#[must_use]
pub fn judge<S: AsRef<[u8]>>(
    scheme: &Scheme,
    secrets: &[S],
    delivery: &Delivery,
    now: i64,
    quirks: &Quirks,
) -> Answer {
    let run = Run {
        scheme,
        delivery,
        now,
        quirks,
    };
    let stop = match run.verify(secrets) {
        Ok(()) => return Answer::accept(),
        Err(stop) => stop,
    };
    match stop.reaction {
        Reaction::Accept => Answer::accept(),
        Reaction::Panic => panic!("{}", stop.failure.text()),
        Reaction::Raise => Answer {
            verdict: Verdict::Error,
            status: 500,
            text: format!("internal error: {}", stop.failure.text()),
        },
        Reaction::Overlook | Reaction::Refuse => run.refusal(stop.failure, secrets),
    }
}

/// Judges a delivery strictly, and by other means than `signing`: an opinion to hold the reference against.
///
/// # Errors
/// The failure's name where the delivery or the secrets are refused.
pub fn slow_verify<S: AsRef<[u8]>>(
    scheme: &Scheme,
    secrets: &[S],
    delivery: &Delivery,
    now: i64,
) -> Result<(), String> {
    let run = Run {
        scheme,
        delivery,
        now,
        quirks: &Quirks::STRICT,
    };
    run.verify(secrets).map_err(|stop| stop.failure.text().to_owned())
}

/// The delivery's message id, as a receiver with a memory reads it.
fn message_id(scheme: &Scheme, delivery: &Delivery) -> Option<Vec<u8>> {
    let run = Run {
        scheme,
        delivery,
        now: 0,
        quirks: &Quirks::STRICT,
    };
    run.id_text(&run.signature_text().ok()?).ok()?
}

impl Answer {
    fn accept() -> Self {
        Self {
            verdict: Verdict::Accept,
            status: 200,
            text: "ok".to_owned(),
        }
    }
}

/// One delivery under judgment.
struct Run<'a> {
    scheme: &'a Scheme,
    delivery: &'a Delivery,
    now: i64,
    quirks: &'a Quirks,
}

/// Why the judgment ended early, and how.
#[derive(Clone, Copy, Debug)]
struct Stop {
    failure: Failure,
    reaction: Reaction,
}

/// The texts of a delivery that a signature needs.
struct Texts {
    signature: Vec<u8>,
    timestamp: Option<Vec<u8>>,
    id: Option<Vec<u8>>,
}

impl Run<'_> {
    /// The end of the judgment at a failure after which there is no going on.
    fn stop(&self, failure: Failure) -> Stop {
        Stop {
            failure,
            reaction: self.quirks.reaction(failure),
        }
    }

    /// Ends the judgment at a failure, unless the receiver overlooks it.
    fn trip(&self, failure: Failure) -> Result<(), Stop> {
        match self.quirks.reaction(failure) {
            Reaction::Overlook => Ok(()),
            Reaction::Accept | Reaction::Panic | Reaction::Raise | Reaction::Refuse => {
                Err(self.stop(failure))
            }
        }
    }

    /// Trips where `found` holds; it is asked only if the receiver minds.
    fn detect(&self, failure: Failure, found: impl FnOnce() -> bool) -> Result<(), Stop> {
        match self.quirks.reaction(failure) {
            Reaction::Overlook => Ok(()),
            Reaction::Accept | Reaction::Panic | Reaction::Raise | Reaction::Refuse => {
                if found() {
                    Err(self.stop(failure))
                } else {
                    Ok(())
                }
            }
        }
    }

    fn verify<S: AsRef<[u8]>>(&self, secrets: &[S]) -> Result<(), Stop> {
        if !knows(self.scheme) {
            return Err(Stop {
                failure: Failure::UnsupportedMethod,
                reaction: Reaction::Refuse,
            });
        }
        self.believe()?;
        let keys = self.keys(secrets)?;
        let body = &self.delivery.body;
        self.detect(Failure::EmptyBody, || body.is_empty())?;
        self.detect(Failure::HugeBody, || body.len() > 2 << 20)?;
        self.detect(Failure::ByteOrderMark, || body.starts_with(b"\xef\xbb\xbf"))?;
        self.detect(Failure::InvalidUtf8Body, || str::from_utf8(body).is_err())?;
        self.detect(Failure::NotJson, || {
            serde_json::from_slice::<serde_json::Value>(body).is_err()
        })?;
        let signature = self.signature_text()?;
        let timestamp = self.timestamp_text(&signature)?;
        let id = self.id_text(&signature)?;
        let mut texts = Texts {
            signature,
            timestamp,
            id,
        };
        match self.quirks.order {
            Order::TimestampFirst => {
                let read = self.check_time(&texts)?;
                self.reprint(&mut texts, read);
                self.check_signature(&texts, &keys)
            }
            Order::SignatureFirst => {
                self.check_signature(&texts, &keys)?;
                self.check_time(&texts).map(|_| ())
            }
        }
    }

    /// What a careless receiver makes an exception for.
    fn believe(&self) -> Result<(), Stop> {
        let (scheme, delivery) = (self.scheme, self.delivery);
        self.detect(Failure::ClaimsToBeLocal, || {
            circumstance::claims_to_be_local(delivery)
        })?;
        self.detect(Failure::ClaimsToBeTool, || {
            circumstance::claims_to_be_tool(delivery)
        })?;
        self.detect(Failure::AsksForTestMode, || {
            circumstance::asks_for_test_mode(delivery)
        })?;
        self.detect(Failure::OtherContentType, || {
            circumstance::has_other_content_type(scheme, delivery)
        })?;
        self.detect(Failure::OtherMethod, || {
            circumstance::has_other_method(scheme, delivery)
        })
    }

    fn check_signature(&self, texts: &Texts, keys: &[Vec<u8>]) -> Result<(), Stop> {
        if self.scheme.method() == Method::Jwt {
            return self.check_token(texts, keys);
        }
        let candidates = self.candidates(&texts.signature)?;
        let mut wrong = Failure::MalformedSignature;
        for key in keys {
            for candidate in &candidates {
                for expected in self.expected(texts, key, candidate.hash)? {
                    match self.compare(&candidate.value, &expected)? {
                        Match::Malformed if candidates.len() > 1 => self.trip(Failure::MalformedItem)?,
                        Match::Malformed => {}
                        Match::No => wrong = Failure::SignatureMismatch,
                        Match::Yes => return Ok(()),
                    }
                }
            }
        }
        self.trip(wrong)
    }

    fn signature_text(&self) -> Result<Vec<u8>, Stop> {
        for place in self.scheme.signature().places.all() {
            let text = match self.sight_of_signature(place) {
                Sight::Absent => continue,
                Sight::Several => return Err(self.stop(Failure::DuplicateSignature)),
                Sight::Truthy => {
                    return Err(Stop {
                        failure: Failure::UnreadableSignature,
                        reaction: Reaction::Accept,
                    });
                }
                Sight::Unreadable => return Err(self.stop(Failure::UnreadableSignature)),
                Sight::One(text) => text,
            };
            if text.is_empty() {
                self.trip(Failure::EmptySignature)?;
            }
            self.detect(Failure::PlaceholderSignature, || split::is_placeholder(&text))?;
            self.detect(Failure::NonAsciiSignature, || !text.is_ascii())?;
            self.detect(Failure::OversizedSignature, || text.len() > 1024)?;
            self.detect(Failure::ShortSignature, || {
                text.len() < self.scheme.format().lead().len().max(4)
            })?;
            return Ok(text);
        }
        Err(self.stop(Failure::MissingSignature))
    }

    fn timestamp_text(&self, signature: &[u8]) -> Result<Option<Vec<u8>>, Stop> {
        let Some(spec) = self.scheme.timestamp() else {
            return Ok(None);
        };
        if matches!(spec.location.source, Source::Claim(_)) {
            return Ok(None);
        }
        match self.sight(&spec.location, Some(signature)) {
            Sight::One(text) if !text.is_empty() => Ok(Some(text)),
            Sight::Several => Err(self.stop(Failure::DuplicateTimestamp)),
            Sight::Absent | Sight::One(_) | Sight::Truthy | Sight::Unreadable => {
                self.trip(Failure::MissingTimestamp)?;
                Ok(None)
            }
        }
    }

    fn id_text(&self, signature: &[u8]) -> Result<Option<Vec<u8>>, Stop> {
        let Some(spec) = self.scheme.message_id() else {
            return Ok(None);
        };
        if matches!(spec.location.source, Source::Claim(_)) {
            return Ok(None);
        }
        match self.sight(&spec.location, Some(signature)) {
            Sight::One(text) if !text.is_empty() => Ok(Some(text)),
            Sight::Several => Err(self.stop(Failure::DuplicateValue)),
            Sight::Absent | Sight::One(_) | Sight::Truthy | Sight::Unreadable => {
                self.trip(Failure::MissingId)?;
                Ok(None)
            }
        }
    }

    fn check_time(&self, texts: &Texts) -> Result<Reading, Stop> {
        match (&texts.timestamp, self.scheme.timestamp()) {
            (Some(text), Some(spec)) => {
                let aged = self.aged_timestamp(&spec.location, &texts.signature);
                let reading = self.read_time(aged.as_ref().unwrap_or(text), spec.unit)?;
                self.check_age(reading, spec)?;
                Ok(reading)
            }
            (Some(_), None) | (None, _) => Ok(Reading::NoNumber),
        }
    }

    fn refusal<S: AsRef<[u8]>>(&self, failure: Failure, secrets: &[S]) -> Answer {
        let mut text = failure.text().to_owned();
        match self.quirks.disclosure {
            Disclosure::Nothing => {}
            Disclosure::ExpectedSignature => {
                let expected = self.expected_now(secrets).unwrap_or_default();
                text = format!(
                    "{text}: expected {} ({})",
                    hex_text(&expected),
                    base64_text(&expected)
                );
            }
            Disclosure::Secret => {
                for secret in secrets {
                    text = format!("{text}; secret {}", String::from_utf8_lossy(secret.as_ref()));
                }
            }
        }
        let status = self.quirks.refusal;
        let verdict = match (failure, status) {
            (Failure::EmptyKey | Failure::MalformedSecret | Failure::NoSecret, _) => Verdict::ConfigError,
            (Failure::UnsupportedMethod, _) => Verdict::Unsupported,
            (_, 200..=299) => Verdict::Accept,
            (_, 400..=499) => Verdict::Reject,
            _ => Verdict::Error,
        };
        if self.quirks.answers == Answers::Json {
            text = serde_json::json!({ "ok": false, "error": text }).to_string();
        }
        Answer {
            verdict,
            status,
            text,
        }
    }

    /// The digest that would have been right, as far as the delivery lets it be computed.
    fn expected_now<S: AsRef<[u8]>>(&self, secrets: &[S]) -> Option<Vec<u8>> {
        let signature = self.signature_text().unwrap_or_default();
        let texts = Texts {
            timestamp: self.timestamp_text(&signature).ok()?,
            id: self.id_text(&signature).ok()?,
            signature,
        };
        let key = self.keys(secrets).ok()?.into_iter().next()?;
        self.expected(&texts, &key, None).ok()?.into_iter().next()
    }
}
