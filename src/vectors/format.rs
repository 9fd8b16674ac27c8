//! The shape of a vector file. Readers refuse fields that they do not know, so that a slip is seen.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::cases::{Expected, Level, Role};
use crate::delivery::RequestJson;

/// `vectors/<scheme>.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct VectorFile {
    /// `1`.
    pub format: u32,
    /// The suite's version.
    pub suite: String,
    /// The whole model, as in its catalogue file.
    pub scheme: serde_json::Value,
    /// What the secrets are.
    pub notice: String,
    /// What the flags of this file's cases mean.
    pub flags: BTreeMap<String, FlagJson>,
    /// The cases.
    pub cases: Vec<VectorCase>,
}

/// What a flag means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct FlagJson {
    /// The class of the bug.
    pub class: String,
    /// What is sent, and how the bug arises.
    pub description: String,
    /// What an outsider gains or what is lost.
    pub effect: String,
    /// Weaknesses: `CWE-347`.
    pub cwe: Vec<String>,
    /// Advisories, issue threads, specifications.
    pub references: Vec<String>,
}

/// One case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct VectorCase {
    /// Stable for ever.
    pub id: String,
    /// What is sent.
    pub title: String,
    /// What the target does with it.
    pub role: Role,
    /// What the case probes.
    pub flags: Vec<String>,
    /// How much hangs on it.
    pub level: Level,
    /// What a conforming target does.
    pub expected: Expected,
    /// Reasons that a receiver may give; advisory.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
    /// The genuine case of which this is one change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
    /// The secrets as a user would configure them; public keys for public-key schemes.
    pub secrets: Vec<String>,
    /// Seconds, or null for the library's own default.
    pub tolerance: Option<u64>,
    /// The present time, Unix seconds.
    pub now: i64,
    /// The delivery. `body_text` is absent where the body is no UTF-8, and where it is that of `base`.
    pub request: RequestJson,
    /// What a correct verifier computes; absent where nothing is signed, where it is that of `base`, and in
    /// rejected cases with the body of `base`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<TraceJson>,
}

/// Intermediate values of a correct verification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct TraceJson {
    /// Base64 of the base string.
    pub base_string: String,
    /// Hex of its digest or MAC under the first secret.
    pub mac: String,
}
