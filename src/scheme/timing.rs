//! The tables `[timestamp]`, `[message_id]` and `[jwt]` of a scheme file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::scheme::location::Location;
use crate::scheme::template::Template;

/// `[timestamp]`: where the sender's time is, and how old or new it may be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct TimestampSpec {
    /// Where it is.
    #[serde(rename = "in")]
    pub location: Location,
    /// Where it may be as well; the first place that has one counts.
    #[serde(default, rename = "or_in", skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<Location>,
    /// How it is written.
    pub unit: TimestampUnit,
    /// Seconds that it may lie in the past; absent if the documentation states no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub past: Option<u64>,
    /// Seconds that it may lie in the future; absent if the documentation states no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub future: Option<u64>,
}

/// How a timestamp is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum TimestampUnit {
    /// Unix seconds with a fraction or without, decimal.
    FloatSeconds,
    /// RFC 9110: `Tue, 20 Apr 2021 02:07:55 GMT`.
    HttpDate,
    /// ISO 8601 without a zone, which is UTC: `2024-03-27T15:42:29.551`.
    Iso8601,
    /// ISO 8601 basic: `20150830T123600Z`.
    Iso8601Basic,
    /// Unix milliseconds, decimal.
    Milliseconds,
    /// RFC 3339 with a zone, with a fraction or without: `2019-11-16T10:11:12.123Z`.
    Rfc3339,
    /// Unix seconds, decimal.
    Seconds,
}

impl TimestampUnit {
    /// Whether it is a number, which JSON writes without quotes.
    #[must_use]
    pub const fn is_number(self) -> bool {
        matches!(self, Self::FloatSeconds | Self::Milliseconds | Self::Seconds)
    }
}

/// `[message_id]`: where the message id is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct IdSpec {
    /// Where it is.
    #[serde(rename = "in")]
    pub location: Location,
    /// Where it may be as well; the first place that has one counts.
    #[serde(default, rename = "or_in", skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<Location>,
}

/// `[jwt]`: what the token must hold.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct JwtSpec {
    /// The algorithms that are allowed: `HS256`, `RS256`, …; senders use the first.
    pub algorithms: Vec<String>,
    /// Whether the token carries its content, and if not, how the base string was put into it.
    #[serde(default, skip_serializing_if = "Detached::is_no")]
    pub detached: Detached,
    /// Claims that must be there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub require: Vec<String>,
    /// Seconds of leeway on `exp` and `nbf`.
    #[serde(default)]
    pub leeway: u64,
    /// Claims that must equal an expanded template; where it comes out empty, the claim must be absent.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub claims: BTreeMap<String, Template>,
    /// Claims that senders write and that no receiver must look at.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub sent: BTreeMap<String, Template>,
    /// Numeric claims that the signer writes: seconds from the present time.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub times: BTreeMap<String, i64>,
    /// Members of the token's header that senders write.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub header: BTreeMap<String, Template>,
}

/// How the content of a JWS travels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Detached {
    /// Beside the token, base64url-encoded for the signature: RFC 7515, appendix F.
    Encoded,
    /// In the token.
    #[default]
    No,
    /// Beside the token, signed as it is: RFC 7797, `"b64":false`.
    Unencoded,
}

impl Detached {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
    const fn is_no(&self) -> bool {
        matches!(self, Self::No)
    }
}
