//! Why a signature does not match: the neighbourhood of the model is searched until the observed signature comes
//! out, and the mistake is named. A match is proof, so nothing is ever guessed.

mod answer;
mod catalog_search;
mod clock_reads;
mod difference;
mod forms;
mod frameworks;
mod hypothesis;
mod judge;
mod memory;
mod mistakes;
mod moment;
mod observed;
mod pages;
mod registry;
mod search;
mod tokens;

pub use answer::{Reveal, answer, summary};
pub use catalog_search::{Fit, explain_any};
pub use difference::{Difference, difference};
pub use pages::{index_page, page};
pub use registry::{Axis, MISTAKES, Mistake, mistake};
pub use search::{Pairs, Tried};

use crate::delivery::Delivery;
use crate::explain::hypothesis::{Context, Hypothesis};
use crate::explain::memory::Memory;
use crate::explain::moment::TimeFault;
use crate::explain::observed::Observed;
use crate::explain::search::{BOUND, Depth, Proof, Search};
use crate::scheme::{Method, Scheme, Source};
use crate::signing::{Plan, Reason, Verifier};

/// Why a delivery does not verify.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// Whether it verifies.
    pub verifies: bool,
    /// The first rule that it breaks; none where it verifies or no secret can be read.
    pub reason: Option<Reason>,
    /// What is wrong with the first secret by itself.
    pub secret_fault: Option<String>,
    /// What was found, likeliest first; empty where it verifies.
    pub findings: Vec<Finding>,
    /// What was tried.
    pub tried: Tried,
    /// What the scheme signs of this delivery; none where a value is missing.
    pub expected: Option<Vec<u8>>,
    /// How the body says that it is compressed. Compression is not undone here, and senders differ in whether they
    /// sign before it or after.
    pub compression: Option<String>,
}

/// A mistake that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The mistake's name: `body/reserialized`.
    pub mistake: &'static str,
    /// What exactly it was.
    pub detail: String,
    /// Whether the signature comes out exactly as observed, or, for timestamps and signatures, all else verifies.
    pub proof: bool,
    /// The other mistakes that it took.
    pub also: Vec<&'static str>,
    /// What was signed, where that is known.
    pub signed: Option<Vec<u8>>,
}

impl Finding {
    fn of(proof: Proof) -> Option<Self> {
        let mut mistakes = proof.mistakes.into_iter();
        let (mistake, first) = mistakes.next()?;
        let mut finding = Self {
            mistake,
            detail: first,
            proof: true,
            also: Vec::new(),
            signed: Some(proof.signed),
        };
        for (name, detail) in mistakes {
            finding.add(name, &detail);
        }
        Some(finding)
    }

    fn fact(name: &'static str, detail: impl Into<String>) -> Self {
        Self {
            mistake: name,
            detail: detail.into(),
            proof: false,
            also: Vec::new(),
            signed: None,
        }
    }

    fn add(&mut self, name: &'static str, detail: &str) {
        if name == self.mistake || self.also.contains(&name) {
            return;
        }
        self.also.push(name);
        self.detail = format!("{}; {detail}", self.detail);
    }
}

impl Explanation {
    /// Whether a finding is proven.
    #[must_use]
    pub fn is_proven(&self) -> bool {
        self.proven().is_some()
    }

    /// The likeliest finding that is proven.
    #[must_use]
    pub fn proven(&self) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.proof)
    }
}

/// Says why a delivery does not verify under the first of `secrets` at `now`, Unix seconds. The other secrets are
/// such as might have been meant: a signature that one of them makes is the mistake `secret/other`.
#[must_use]
pub fn explain<S: AsRef<[u8]>>(scheme: &Scheme, secrets: &[S], delivery: &Delivery, now: i64) -> Explanation {
    explained(scheme, secrets, delivery, now, Depth::Pairs)
}

/// As [`explain`], but for logs: one mistake at a time, which takes a hundredth of the time.
#[must_use]
pub fn explain_briefly<S: AsRef<[u8]>>(
    scheme: &Scheme,
    secrets: &[S],
    delivery: &Delivery,
    now: i64,
) -> Explanation {
    explained(scheme, secrets, delivery, now, Depth::Singles)
}

/// The proven mistake of a delivery that was refused, if there is one.
#[must_use]
pub fn name_mistake<S: AsRef<[u8]>>(
    scheme: &Scheme,
    secrets: &[S],
    delivery: &Delivery,
    now: i64,
) -> Option<Finding> {
    explain(scheme, secrets, delivery, now).proven().cloned()
}

fn explained<S: AsRef<[u8]>>(
    scheme: &Scheme,
    secrets: &[S],
    delivery: &Delivery,
    now: i64,
    depth: Depth,
) -> Explanation {
    let first = secrets.get(..secrets.len().min(1)).unwrap_or_default();
    let verifier = Verifier::new(scheme, first);
    let verdict = verifier
        .as_ref()
        .ok()
        .map(|verifier| verifier.verify(delivery, now));
    let mut explanation = Explanation {
        verifies: verdict == Some(Ok(())),
        reason: verdict.and_then(Result::err),
        secret_fault: verifier.as_ref().err().map(ToString::to_string),
        findings: Vec::new(),
        tried: Tried::default(),
        expected: verifier
            .ok()
            .and_then(|verifier| verifier.trace(delivery))
            .map(|(base_string, _)| base_string),
        compression: compression(delivery),
    };
    if explanation.verifies {
        return explanation;
    }
    let context = context(scheme, secrets, delivery, now);
    let stated = context.stated();
    if explanation.expected.is_none() {
        explanation.expected = context.judgeable(&stated);
    }
    let time = moment::fault(&context);
    let shape = shape(&context, explanation.reason).map(|mut fact| {
        // Nothing is left to be wrong if all that is signed is there and in time.
        let is_within = scheme
            .timestamp()
            .is_some_and(|spec| matches!(spec.location.source, Source::Field(_)));
        let is_whole = explanation.expected.is_some() || is_within || !context.has(Axis::BaseString);
        fact.proof = fact.mistake == "signature/missing" && time.is_none() && is_whole;
        fact
    });
    let mut search = Search::new(&context);
    let unchanged = without_change(&context, &stated, shape.as_ref(), time.as_ref());
    let is_right = unchanged.is_some();
    let mut findings = unchanged.unwrap_or_default();
    if is_right && findings.is_empty() {
        findings.extend(explanation.reason.and_then(left_over));
    }
    if !is_right && !context.observed.readings.is_empty() {
        findings = search
            .run(&stated, depth)
            .into_iter()
            .filter_map(Finding::of)
            .collect();
        for finding in &mut findings {
            if let Some(fault) = &time {
                finding.add(fault.name, &fault.detail);
            }
        }
    }
    if findings.is_empty() {
        findings.extend(shape);
        findings.extend(time.map(|fault| Finding::fact(fault.name, fault.detail)));
    }
    explanation.tried = search.tried;
    explanation.findings = findings;
    explanation
}

fn compression(delivery: &Delivery) -> Option<String> {
    let named = delivery
        .headers
        .text("Content-Encoding")?
        .trim()
        .to_ascii_lowercase();
    let is_plain = named.is_empty() || named == "identity" || named.len() > 32;
    let is_word = named
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b", -".contains(&byte));
    (!is_plain && is_word).then_some(named)
}

fn context<'a, S: AsRef<[u8]>>(
    scheme: &'a Scheme,
    secrets: &[S],
    delivery: &Delivery,
    now: i64,
) -> Context<'a> {
    let plans = Plan::all(scheme);
    let index = Plan::index_for(&plans, scheme, delivery);
    let plan = index.map_or_else(|| plans.last(), |index| plans.get(index));
    let main = scheme.signature();
    let (encoding, method) = plan.map_or((main.encoding, main.method), |plan| (plan.encoding, plan.method));
    Context {
        scheme,
        secrets: secrets.iter().map(|secret| secret.as_ref().into()).collect(),
        observed: Observed::of(scheme, encoding, method, delivery),
        plans,
        delivery: std::rc::Rc::new(delivery.clone()),
        now,
        memory: Memory::default(),
    }
}

/// What is wrong with the place and the shape of the signature, looked at by itself.
fn shape(context: &Context<'_>, reason: Option<Reason>) -> Option<Finding> {
    let place = context.scheme.signature().places.first();
    let fact = |name, detail: String| Some(Finding::fact(name, detail));
    if context.observed.n_texts == 0 {
        return fact("signature/missing", format!("there is none at `{place}`"));
    }
    if context.observed.text.is_empty() {
        return fact("signature/missing", format!("it is empty at `{place}`"));
    }
    match reason {
        Some(Reason::DuplicateSignature) => fact(
            "signature/duplicated",
            format!("it is there {} times", context.observed.n_texts),
        ),
        Some(
            Reason::MalformedSignature
            | Reason::MalformedToken
            | Reason::NoKnownVersion
            | Reason::WrongPrefix,
        ) => fact(
            "signature/malformed",
            "it is not written as the scheme writes it".to_owned(),
        ),
        _ => None,
    }
}

/// What is wrong where the signature comes out with nothing changed: how it is written, how often it is there, or the
/// time; none where it does not come out.
fn without_change(
    context: &Context<'_>,
    stated: &Hypothesis,
    shape: Option<&Finding>,
    time: Option<&TimeFault>,
) -> Option<Vec<Finding>> {
    let mut spent = 0;
    let mut mistakes: Vec<(&'static str, String)> = Vec::new();
    let mut found = context.judge(stated, &mut spent);
    if found.is_none()
        && let (Some(spec), Some(fault)) = (context.scheme.timestamp(), time)
        && fault.name == "timestamp/missing"
    {
        for (detail, supposed) in moment::lost(context, stated, spec) {
            found = context.judge(&supposed, &mut spent);
            if found.is_some() {
                mistakes.push(("timestamp/missing", format!("{}; {detail}", fault.detail)));
                break;
            }
            if spent > BOUND {
                break;
            }
        }
    }
    let Some(found) = found else {
        let at_another_time = token_times(context, stated);
        return (!at_another_time.is_empty()).then_some(at_another_time);
    };
    mistakes.extend(found.written);
    if let Some(fact) = shape.filter(|fact| fact.mistake == "signature/duplicated") {
        mistakes.push((fact.mistake, fact.detail.clone()));
    }
    mistakes.extend(time.map(|fault| (fault.name, fault.detail.clone())));
    let proof = Proof {
        mistakes,
        signed: found.base_string,
    };
    Some(Finding::of(proof).into_iter().collect())
}

/// The mistake of which only the verdict tells, such as the age of a claim; the signature itself is right.
fn left_over(reason: Reason) -> Option<Finding> {
    let name = match reason {
        Reason::TimestampTooOld | Reason::TokenExpired => "timestamp/stale",
        Reason::TimestampInFuture | Reason::TokenNotYetValid => "timestamp/future",
        Reason::MissingTimestamp => "timestamp/missing",
        Reason::MalformedTimestamp => "timestamp/malformed",
        _ => return None,
    };
    Some(Finding {
        proof: true,
        ..Finding::fact(name, reason.to_string())
    })
}

/// A token that was right at another time.
fn token_times(context: &Context<'_>, stated: &Hypothesis) -> Vec<Finding> {
    if context.scheme.method() != Method::Jwt {
        return Vec::new();
    }
    let times = tokens::times(context);
    let is_right = |now: i64| {
        let mut spent = 0;
        context.at(now).judge(stated, &mut spent).is_some()
    };
    let Some(then) = times.into_iter().find(|then| is_right(*then)) else {
        return Vec::new();
    };
    let (name, detail) = match then < context.now {
        true => (
            "timestamp/stale",
            "the token was right at the time that it states, and has expired",
        ),
        false => (
            "timestamp/future",
            "the token is right only from the time that it states",
        ),
    };
    vec![Finding {
        proof: true,
        ..Finding::fact(name, detail)
    }]
}

#[cfg(test)]
mod tests;
