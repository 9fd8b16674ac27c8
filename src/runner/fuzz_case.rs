//! A finding of `fuzz receiver` as a file, to be run again.

use serde::{Deserialize, Serialize};

use crate::cases::Expected;
use crate::delivery::{RequestError, RequestJson};
use crate::encoding::hex_text;
use crate::generate::{Choices, Generated, Generator};
use crate::outcome::{Verdict, this_tool};

/// The format that is written and read.
const FORMAT: u64 = 1;

/// One generated delivery and what a target made of it. The choices make it again, for any time and secret; the
/// request is there for people, and left out where it would hold the secret or much of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct FuzzCase {
    /// 1.
    pub format: u64,
    /// The version of Hookproof that wrote it.
    pub suite: String,
    /// The scheme's id.
    pub scheme: String,
    /// `genuine`, or the id of the change.
    pub kind: String,
    /// One line that says what is sent.
    pub title: String,
    /// What a correct receiver does.
    pub expected: Expected,
    /// What the target did.
    pub verdict: String,
    /// The time of the request, Unix seconds.
    pub now: i64,
    /// The choices, as hexadecimal digits.
    pub choices: String,
    /// The request as it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<RequestJson>,
}

/// A case file that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FuzzCaseError {
    /// It is no such JSON.
    #[error("it is no case that `fuzz receiver` wrote: {0}")]
    Json(#[from] serde_json::Error),
    /// It has another format.
    #[error("it has format {0}, and this version reads format {FORMAT}")]
    Format(u64),
    /// Its choices are no hexadecimal digits.
    #[error("its `choices` are no pairs of hexadecimal digits")]
    Choices,
    /// Its request holds something that is no bytes.
    #[error("its `request` is faulty: {0}")]
    Request(#[from] RequestError),
    /// It is of another scheme.
    #[error("it is a case of scheme `{0}`")]
    Scheme(String),
    /// The choices stand for something else by now.
    #[error(
        "it was made by version {0}, whose choices this version reads otherwise; run `fuzz receiver` anew"
    )]
    Stale(String),
}

impl FuzzCase {
    /// The file for a delivery and the target's verdict.
    #[must_use]
    pub fn of(generated: &Generated, verdict: Verdict) -> Self {
        let tells_of_secret = generated.case().delivery_tells_of_secret();
        Self {
            format: FORMAT,
            suite: this_tool().version,
            scheme: generated.scheme.clone(),
            kind: generated.kind.to_owned(),
            title: generated.title.clone(),
            expected: generated.expected,
            verdict: verdict.name().to_owned(),
            now: generated.now,
            choices: hex_text(&generated.choices),
            request: (!tells_of_secret).then(|| RequestJson::of(&generated.delivery)),
        }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// When the text is no such JSON.
    pub fn parse(text: &str) -> Result<Self, FuzzCaseError> {
        let case: Self = serde_json::from_str(text)?;
        if case.format != FORMAT {
            return Err(FuzzCaseError::Format(case.format));
        }
        case.row()?;
        if let Some(request) = &case.request {
            request.delivery()?;
        }
        Ok(case)
    }

    /// The file's text.
    #[must_use]
    pub fn write(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// Makes the delivery again, signed at `now` with the generator's secrets.
    ///
    /// # Errors
    /// When the file is of another scheme, or its choices stand for another delivery by now.
    pub fn generated(&self, generator: &Generator, now: i64) -> Result<Generated, FuzzCaseError> {
        if self.scheme != generator.scheme().id() {
            return Err(FuzzCaseError::Scheme(self.scheme.clone()));
        }
        let made = generator.any(&mut Choices::of(&self.row()?), now);
        made.filter(|made| made.kind == self.kind && made.expected == self.expected)
            .ok_or_else(|| FuzzCaseError::Stale(self.suite.clone()))
    }

    fn row(&self) -> Result<Vec<u8>, FuzzCaseError> {
        const_hex::decode(&self.choices).map_err(|_| FuzzCaseError::Choices)
    }
}
