//! `[delivery.sending]`: how the scheme's own sender behaves beside signing.

use serde::{Deserialize, Serialize};

/// `[delivery.sending]`: how often, how spelled and whereto; `hookproof send` plays it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct SendingSpec {
    /// How header names are spelled on the wire.
    pub header_case: HeaderCase,
    /// The JSON writer of the sender, by its id among the models of JSON writers; events are written with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub json_writer: Option<String>,
    /// How often an event is sent at most; none where the documentation does not say, and then it is sent once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attempts: Option<u32>,
    /// Milliseconds before the second attempt, the third and so on; the last counts for all that follow.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub backoff_ms: Vec<u64>,
    /// What is sent again.
    pub retried: Vec<Retried>,
    /// What an event that is sent again keeps beside its body; all else is made afresh.
    pub kept: Vec<Kept>,
    /// What is done with a redirect.
    pub redirects: Redirects,
    /// Events that the sender does not sign.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unsigned: Vec<UnsignedEvent>,
}

impl Default for SendingSpec {
    fn default() -> Self {
        Self {
            header_case: HeaderCase::Written,
            json_writer: None,
            attempts: None,
            backoff_ms: Vec::new(),
            retried: vec![Retried::Network, Retried::ServerError],
            kept: vec![Kept::Id],
            redirects: Redirects::Ignored,
            unsigned: Vec::new(),
        }
    }
}

impl SendingSpec {
    /// Whether nothing but the defaults is stated.
    pub(crate) fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// How often an event is sent at most, as far as is known.
    #[must_use]
    pub fn most_attempts(&self) -> u32 {
        self.attempts.unwrap_or(1).max(1)
    }

    /// Milliseconds to wait after the attempt of this number, from 1.
    #[must_use]
    pub fn backoff_after(&self, attempt: u32) -> u64 {
        let at = usize::try_from(attempt.saturating_sub(1)).unwrap_or(usize::MAX);
        let stated = self.backoff_ms.get(at).or(self.backoff_ms.last());
        stated.copied().unwrap_or(1_000)
    }
}

/// How header names are spelled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum HeaderCase {
    /// As the scheme writes them.
    #[default]
    Written,
    /// The first letter of each word in upper case, all others in lower: `X-Acme-Ai`.
    Canonical,
    /// In lower case, as HTTP/2 does.
    Lower,
}

impl HeaderCase {
    /// The name as it is spelled.
    #[must_use]
    pub fn spell(self, name: &str) -> String {
        match self {
            Self::Written => name.to_owned(),
            Self::Lower => name.to_ascii_lowercase(),
            Self::Canonical => {
                let mut upper = true;
                let spelled = name.chars().map(|c| {
                    let spelled = if upper {
                        c.to_ascii_uppercase()
                    } else {
                        c.to_ascii_lowercase()
                    };
                    upper = c == '-';
                    spelled
                });
                spelled.collect()
            }
        }
    }
}

/// What is sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Retried {
    /// No connection, or no whole answer in time.
    Network,
    /// 500 to 599.
    ServerError,
    /// 429.
    TooManyRequests,
    /// 400 to 499, 429 among them.
    ClientError,
    /// 300 to 399.
    Redirect,
}

impl Retried {
    /// Whether an answer of this status is meant.
    #[must_use]
    pub const fn holds(self, status: u16) -> bool {
        match self {
            Self::Network => false,
            Self::ServerError => status >= 500 && status <= 599,
            Self::TooManyRequests => status == 429,
            Self::ClientError => status >= 400 && status <= 499,
            Self::Redirect => status >= 300 && status <= 399,
        }
    }
}

/// What an event keeps when it is sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Kept {
    /// Its id.
    Id,
    /// Its timestamp, and with it the signature.
    Timestamp,
}

/// What is done with a redirect.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Redirects {
    /// It is an answer like any other.
    #[default]
    Ignored,
    /// It is followed, ten at most, with all headers: 307 and 308 with method and body, others as a GET without.
    Followed,
}

/// An event that the sender does not sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct UnsignedEvent {
    /// A name, kebab-case.
    pub name: String,
    /// What it is.
    pub title: String,
    /// The body's text.
    pub body: String,
    /// Its content type; none is stated if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
}
