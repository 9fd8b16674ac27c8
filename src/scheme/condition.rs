//! When a variant of a scheme applies.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::scheme::location::Location;

/// What must hold of a delivery, written `method=GET`, `body`, `query`, `header:X-Alg`, `header:X-Alg=HS256`
/// or any of them after a `!`; several joined by ` & `.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Condition(Vec<Clause>);

/// One clause of a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Clause {
    /// Whether the test must hold or fail.
    pub wanted: Wanted,
    /// What is tested.
    pub test: Test,
}

/// Whether a test must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a test holds or not")]
pub enum Wanted {
    /// It must hold.
    Yes,
    /// It must not.
    No,
}

/// A test of a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Test {
    /// The body is not empty.
    Body,
    /// There is exactly this text at the location.
    Equals(Location, String),
    /// The method.
    Method(String),
    /// There is something at the location.
    Present(Location),
    /// The query is there and not empty.
    Query,
}

/// The text is no condition.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no condition; write `method=GET`, `body`, `query`, `LOCATION` or `LOCATION=TEXT` such as \
     `header:X-Alg=HS256`, with `!` before it for its reverse and ` & ` between several"
)]
pub struct ConditionError(String);

impl Condition {
    /// All clauses; each must come out as wanted.
    #[must_use]
    pub fn clauses(&self) -> &[Clause] {
        &self.0
    }

    /// The places and texts that a sender writes so that the condition holds.
    pub(crate) fn equalities(&self) -> impl Iterator<Item = (&Location, &str)> {
        self.0.iter().filter_map(|clause| match &clause.test {
            Test::Equals(location, text) if clause.wanted == Wanted::Yes => Some((location, text.as_str())),
            _ => None,
        })
    }
}

impl FromStr for Condition {
    type Err = ConditionError;

    fn from_str(text: &str) -> Result<Self, ConditionError> {
        let clause = |text: &str| {
            let (wanted, text) = match text.strip_prefix('!') {
                Some(rest) => (Wanted::No, rest),
                None => (Wanted::Yes, text),
            };
            let error = || ConditionError(text.to_owned());
            let test = match (text, text.split_once('=')) {
                ("body", _) => Test::Body,
                ("query", _) => Test::Query,
                (_, Some(("method", method))) if !method.is_empty() => Test::Method(method.to_owned()),
                (_, Some((location, value))) => {
                    Test::Equals(location.parse().map_err(|_| error())?, value.to_owned())
                }
                (location, None) => Test::Present(location.parse().map_err(|_| error())?),
            };
            Ok(Clause { wanted, test })
        };
        text.split(" & ").map(clause).collect::<Result<_, _>>().map(Self)
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, clause) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(" & ")?;
            }
            if clause.wanted == Wanted::No {
                f.write_str("!")?;
            }
            match &clause.test {
                Test::Body => f.write_str("body")?,
                Test::Equals(location, text) => write!(f, "{location}={text}")?,
                Test::Method(method) => write!(f, "method={method}")?,
                Test::Present(location) => write!(f, "{location}")?,
                Test::Query => f.write_str("query")?,
            }
        }
        Ok(())
    }
}

impl TryFrom<String> for Condition {
    type Error = ConditionError;

    fn try_from(text: String) -> Result<Self, ConditionError> {
        text.parse()
    }
}

impl From<Condition> for String {
    fn from(condition: Condition) -> Self {
        condition.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::Condition;

    #[test]
    fn written_as_read() {
        for text in [
            "method=GET",
            "!body & query",
            "header:X-Alg=HS256 & !query:bodySHA256",
            "json:/Type=Notification",
        ] {
            assert_eq!(text.parse::<Condition>().unwrap().to_string(), text);
        }
        for text in ["", "method=", "bod", "header:", "a & b"] {
            assert!(text.parse::<Condition>().is_err(), "{text}");
        }
    }
}
