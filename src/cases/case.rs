//! One case: a delivery and what is expected of it.

use std::fmt;

use memchr::memmem;
use serde::{Deserialize, Serialize};

use crate::delivery::Delivery;
use crate::encoding::Encoding;

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
    /// Whether the judged delivery, or one before it, carries a secret of the case, as a static token does:
    /// an answer that echoes the request then holds the secret without a leak.
    #[must_use]
    pub fn delivery_holds_secret(&self) -> bool {
        self.travels(&self.spelled_secrets())
    }

    /// Whether what is sent gives away a secret or much of it, as a forged static token does that lacks one character.
    #[must_use]
    pub(crate) fn delivery_tells_of_secret(&self) -> bool {
        let spelled = self.spelled_secrets();
        if self.travels(&spelled) {
            return true;
        }
        // Where the genuine delivery has no secret in it, a forgery has none to change.
        let is_token = |genuine: &Delivery| any_holds(std::iter::once(genuine), &spelled);
        self.undone.as_ref().is_some_and(is_token) && self.travels(&pieces(&spelled))
    }

    /// The secrets in every writing in which they may travel.
    fn spelled_secrets(&self) -> Vec<String> {
        let spellings = |secret: &String| {
            let mut spellings = spellings_of(secret.as_bytes());
            spellings.push(form_urlencoded::byte_serialize(secret.as_bytes()).collect());
            spellings.push(
                percent_encoding::utf8_percent_encode(secret, percent_encoding::NON_ALPHANUMERIC).to_string(),
            );
            let quoted = serde_json::Value::from(secret.as_str()).to_string();
            spellings.push(quoted.trim_matches('"').to_owned());
            spellings.push(secret.clone());
            spellings
        };
        let secrets = self.secrets.iter().filter(|secret| !secret.is_empty());
        secrets.flat_map(spellings).collect()
    }

    /// The right signature of a delivery that must be refused, as bytes, where it does not travel along in
    /// any spelling: no answer may hold it.
    #[must_use]
    pub fn unsent_signature(&self) -> Option<Vec<u8>> {
        let mac = match (self.expected, &self.trace) {
            (Expected::Reject, Some(trace)) => &trace.mac,
            (Expected::Accept, _) | (_, None) => return None,
        };
        let is_sent = mac.is_empty() || self.travels(&spellings_of(mac));
        (!is_sent).then(|| mac.clone())
    }

    /// Whether one of the texts is anywhere in what is sent; letter case does not count.
    fn travels(&self, texts: &[String]) -> bool {
        any_holds(self.before.iter().chain([&self.delivery]), texts)
    }
}

/// Whether one of the texts is anywhere in one of the deliveries; letter case does not count.
fn any_holds<'d>(mut deliveries: impl Iterator<Item = &'d Delivery>, texts: &[String]) -> bool {
    let lower: Vec<_> = texts.iter().map(|text| text.to_ascii_lowercase()).collect();
    let sought: Vec<_> = lower
        .iter()
        .filter(|text| !text.is_empty())
        .map(|text| memmem::Finder::new(text.as_bytes()))
        .collect();
    let holds = |bytes: &[u8]| {
        let bytes = bytes.to_ascii_lowercase();
        sought.iter().any(|text| text.find(&bytes).is_some())
    };
    deliveries.any(|delivery| {
        holds(&delivery.body)
            || holds(delivery.url.as_bytes())
            || delivery.headers.iter().any(|header| holds(&header.value))
    })
}

/// So many characters of a secret on end are no chance.
const PIECE: usize = 6;

/// All that is left of the texts when they are cut, changed in a place or turned around.
fn pieces(texts: &[String]) -> Vec<String> {
    let mut pieces = Vec::new();
    for text in texts {
        let characters: Vec<char> = text.chars().collect();
        for piece in characters.windows(PIECE.min(characters.len()).max(1)) {
            pieces.push(piece.iter().collect());
            pieces.push(piece.iter().rev().collect());
        }
    }
    pieces.sort();
    pieces.dedup();
    pieces
}

/// How bytes may be written: hexadecimal, and base64 of both alphabets without its padding, also escaped.
fn spellings_of(bytes: &[u8]) -> Vec<String> {
    let written = |encoding: Encoding| String::from_utf8_lossy(&encoding.encode(bytes)).into_owned();
    let base64 = written(Encoding::Base64Unpadded);
    let escaped = form_urlencoded::byte_serialize(base64.as_bytes()).collect();
    vec![
        written(Encoding::Hex),
        written(Encoding::Base64urlUnpadded),
        base64,
        escaped,
    ]
}
