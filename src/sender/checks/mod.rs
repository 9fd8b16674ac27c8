//! What is asked of a sender: one flat table of checks, each over what was caught.

mod framing;
mod identity;
mod leak;
mod redirect;
mod retry;
mod rotation;
mod signature;
mod timestamp;

use std::borrow::Cow;
use std::time::Duration;

use crate::cases::Level;
use crate::outcome::Verdict;
use crate::scheme::Scheme;
use crate::sender::{Caught, Purpose, Seen};
use crate::signing::{SecretError, Verifier};

/// A check of senders.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Check {
    /// Its name for `--checks`, and the family of its cases.
    pub id: &'static str,
    /// What it asks.
    pub asks: &'static str,
    judge: fn(&Evidence<'_>) -> Vec<Finding>,
}

impl Check {
    /// What the check finds.
    #[must_use]
    pub fn judge(&self, evidence: &Evidence<'_>) -> Vec<Finding> {
        (self.judge)(evidence)
    }
}

/// Every check, in the order of reports.
pub const CHECKS: &[Check] = &[
    Check {
        id: "signature",
        asks: "is the signature there once, well written, and right over the bytes that arrived",
        judge: signature::judge,
    },
    Check {
        id: "timestamp",
        asks: "is the timestamp fresh, in the scheme's unit, and new each time",
        judge: timestamp::judge,
    },
    Check {
        id: "retry",
        asks: "is a delivery that failed sent again, signed afresh",
        judge: retry::judge,
    },
    Check {
        id: "redirect",
        asks: "does the signature stay where it belongs, and the event not get lost",
        judge: redirect::judge,
    },
    Check {
        id: "identity",
        asks: "do ids differ between events, and stay the same when one is sent again",
        judge: identity::judge,
    },
    Check {
        id: "leak",
        asks: "is neither the secret there nor a signature that serves for other bodies",
        judge: leak::judge,
    },
    Check {
        id: "rotation",
        asks: "does each of several live secrets verify",
        judge: rotation::judge,
    },
    Check {
        id: "framing",
        asks: "are method, content type, length and coding as they should be",
        judge: framing::judge,
    },
];

/// One answer of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The last part of the case id.
    pub what: String,
    /// A title for people.
    pub title: String,
    /// How much hangs on it.
    pub level: Level,
    /// `accept` where the check holds, `reject` where not, `unsupported` where it could not be asked.
    pub verdict: Verdict,
    /// What was wrong, or why it could not be asked; not yet redacted.
    pub reason: String,
}

impl Finding {
    fn new(what: impl Into<String>, title: impl Into<String>, level: Level) -> Self {
        Self {
            what: what.into(),
            title: title.into(),
            level,
            verdict: Verdict::Accept,
            reason: String::new(),
        }
    }

    /// It does not hold.
    fn fails(mut self, reason: impl Into<String>) -> Self {
        self.verdict = Verdict::Reject;
        self.reason = reason.into();
        self
    }

    /// It holds, with a remark.
    fn holds(mut self, remark: impl Into<String>) -> Self {
        self.reason = remark.into();
        self
    }

    /// It could not be asked.
    fn unasked(mut self, reason: impl Into<String>) -> Self {
        self.verdict = Verdict::Unsupported;
        self.reason = reason.into();
        self
    }

    /// It holds unless there is a fault.
    fn unless(self, fault: Option<String>) -> Self {
        match fault {
            Some(reason) => self.fails(reason),
            None => self,
        }
    }
}

/// All that the checks look at.
pub struct Evidence<'a> {
    pub(crate) scheme: &'a Scheme,
    pub(crate) secrets: &'a [String],
    pub(crate) verifier: Verifier,
    pub(crate) seen: &'a [Seen],
    /// How long each scene waited for a delivery to come again; none where nobody says.
    pub(crate) wait: Option<Duration>,
}

impl<'a> Evidence<'a> {
    /// What was seen of a sender with these secrets, for a public-key scheme the public ones.
    ///
    /// # Errors
    /// When a secret is not written as the scheme writes it.
    pub fn new(scheme: &'a Scheme, secrets: &'a [String], seen: &'a [Seen]) -> Result<Self, SecretError> {
        Ok(Self {
            scheme,
            secrets,
            verifier: Verifier::new(scheme, secrets)?,
            seen,
            wait: None,
        })
    }

    /// The same, where each scene waited so long for a delivery to come again.
    #[must_use]
    pub const fn within(mut self, wait: Duration) -> Self {
        self.wait = Some(wait);
        self
    }

    /// The deliveries that were answered 200 at once.
    pub(crate) fn calm(&self) -> impl Iterator<Item = &Caught> {
        self.of(Purpose::Calm).flat_map(Seen::own)
    }

    /// The scenes of a purpose.
    pub(crate) fn of(&self, purpose: Purpose) -> impl Iterator<Item = &Seen> {
        self.seen.iter().filter(move |seen| seen.scene.purpose == purpose)
    }

    /// Everything that came to the sender's own URL.
    pub(crate) fn own(&self) -> impl Iterator<Item = &Caught> {
        self.seen.iter().flat_map(Seen::own)
    }

    pub(crate) fn id<'d>(&'d self, caught: &'d Caught) -> Option<Cow<'d, [u8]>> {
        let signature = self.verifier.signature_text(&caught.delivery).unwrap_or_default();
        // The text of a list goes out of scope with this function, what was found in it does not.
        let id = self.verifier.id_text(&caught.delivery, &signature).ok()??;
        Some(Cow::Owned(id.into_owned()))
    }

    pub(crate) fn timestamp(&self, caught: &Caught) -> Option<Vec<u8>> {
        let signature = self.verifier.signature_text(&caught.delivery).unwrap_or_default();
        let text = self
            .verifier
            .timestamp_text(&caught.delivery, &signature)
            .ok()??;
        Some(text.into_owned())
    }

    /// The first delivery of a scene, and those that send the same event again.
    pub(crate) fn attempts<'s>(&self, seen: &'s Seen) -> Option<(&'s Caught, Vec<&'s Caught>)> {
        let mut own = seen.own();
        let first = own.next()?;
        let rest: Vec<&Caught> = own.collect();
        let id = self.id(first);
        let same = |other: &&Caught| {
            other.delivery.body == first.delivery.body || id.is_some() && self.id(other) == id
        };
        let mut again: Vec<&Caught> = rest.iter().copied().filter(same).collect();
        if again.is_empty() && self.one_each() {
            // Neither id nor body tells, and the sender was asked for one event only.
            again = rest;
        }
        Some((first, again))
    }

    /// Whether each trigger of the calm scene brought one delivery.
    fn one_each(&self) -> bool {
        self.of(Purpose::Calm)
            .all(|seen| seen.n_triggers > 0 && seen.n_caught == seen.n_triggers)
    }
}

/// The most telling of the places at which something does not hold.
fn first_fault<T>(items: impl Iterator<Item = T>, fault: impl Fn(&T) -> Option<String>) -> Option<String> {
    let mut first = None;
    let (mut n_faults, mut n_all) = (0, 0);
    for item in items {
        n_all += 1;
        if let Some(what) = fault(&item) {
            n_faults += 1;
            first.get_or_insert(what);
        }
    }
    first.map(|what| match n_all {
        1 => what,
        _ => format!("{what} ({n_faults} of {n_all} deliveries)"),
    })
}

/// Bytes for people, shortened.
fn shown(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
