//! One case: a delivery and what is expected of it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::delivery::Delivery;

/// `<scheme>/<family>/<what-is-wrong>`, kebab-case, stable for ever.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CaseId(String);

impl CaseId {
    /// The id of a case.
    #[must_use]
    pub fn new(scheme: &str, family: &str, what: &str) -> Self {
        Self(format!("{scheme}/{family}/{what}"))
    }

    /// The whole id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// What a conforming receiver does with the delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "the contract: never a third value")]
pub enum Expected {
    /// The delivery is genuine.
    Accept,
    /// The delivery is not genuine.
    Reject,
}

impl Expected {
    /// `accept` or `reject`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Reject => "reject",
        }
    }
}

/// How much hangs on the expectation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "the contract names three levels")]
pub enum Level {
    /// A failure lets a forgery in or breaks a genuine delivery.
    Must,
    /// Hygiene.
    Should,
    /// The scheme's own documentation is silent; information only.
    Unspecified,
}

impl Level {
    /// `must`, `should` or `unspecified`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Must => "must",
            Self::Should => "should",
            Self::Unspecified => "unspecified",
        }
    }
}

/// What the target does with the case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Role {
    /// Judges a delivery.
    Verify,
}

/// Intermediate values of a correct verification, for people who debug their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// The exact bytes that a correct verifier signs for this delivery.
    pub base_string: Vec<u8>,
    /// The digest or MAC of it under the first secret, before encoding.
    pub mac: Vec<u8>,
}

/// One delivery and what is expected of it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Case {
    /// The stable id.
    pub id: CaseId,
    /// One line that says what is sent.
    pub title: String,
    /// The family's id.
    pub family: &'static str,
    /// What the target does with it.
    pub role: Role,
    /// Names of the bugs or traits that it probes, of [`crate::cases::FLAGS`].
    pub flags: Vec<&'static str>,
    /// How much hangs on it.
    pub level: Level,
    /// What a conforming receiver does.
    pub expected: Expected,
    /// Reasons that a receiver may give; advisory.
    pub reasons: Vec<&'static str>,
    /// The genuine case of which this is one change; `None` for a genuine one.
    pub base: Option<CaseId>,
    /// The secrets as a user would configure them; for public keys, the public ones.
    pub secrets: Vec<String>,
    /// Seconds, or `None` where the verdict does not hang on age.
    pub tolerance: Option<u64>,
    /// The present time of the case, Unix seconds.
    pub now: i64,
    /// Deliveries that go to the target before, in order, and whose verdicts are not judged.
    pub before: Vec<Delivery>,
    /// The delivery that is judged.
    pub delivery: Delivery,
    /// What the delivery is once its one change is undone; a correct receiver accepts that.
    pub undone: Option<Delivery>,
    /// What a correct verifier computes, where there is a base string.
    pub trace: Option<Trace>,
}

impl Case {
    /// Whether the delivery carries a secret of the case as it is, as a static token does.
    #[must_use]
    pub fn delivery_holds_secret(&self) -> bool {
        let holds = |bytes: &[u8]| {
            self.secrets.iter().any(|secret| {
                !secret.is_empty()
                    && bytes
                        .windows(secret.len())
                        .any(|window| window == secret.as_bytes())
            })
        };
        holds(&self.delivery.body)
            || holds(self.delivery.url.as_bytes())
            || self.delivery.headers.iter().any(|header| holds(&header.value))
    }

    /// The right signature of a delivery that must be refused, where it does not travel along: no answer may
    /// hold it.
    #[must_use]
    pub fn unsent_signature(&self) -> Option<Vec<u8>> {
        match (self.expected, &self.trace) {
            (Expected::Reject, Some(trace)) => Some(trace.mac.clone()),
            _ => None,
        }
    }
}
