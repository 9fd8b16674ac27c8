//! What a run yields, as data: known to the runner and to the reports alike.

mod glob;
mod judge;
mod redact;
mod told;

pub use glob::glob_matches;
pub use judge::judge;
pub use redact::{REDACTED, Redactor};
#[cfg(feature = "faulty")]
pub(crate) use told::own_words;
pub(crate) use told::status_of;

use serde::{Deserialize, Serialize};

use crate::cases::{Expected, Level};

/// What a target did with a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "the contract names them all")]
pub enum Verdict {
    /// It took it as genuine.
    Accept,
    /// It refused it deliberately.
    Reject,
    /// It refused the secret or its options.
    ConfigError,
    /// Any other exception, or HTTP 5xx.
    Error,
    /// The process or the connection died.
    Crash,
    /// No answer within the time-out.
    Hang,
    /// An answer that is none.
    ProtocolError,
    /// It does not know the scheme or cannot do what is asked.
    Unsupported,
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Self; 8] = [
        Self::Accept,
        Self::Reject,
        Self::ConfigError,
        Self::Error,
        Self::Crash,
        Self::Hang,
        Self::ProtocolError,
        Self::Unsupported,
    ];

    /// The name in reports and in the shim protocol: `config_error`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Reject => "reject",
            Self::ConfigError => "config_error",
            Self::Error => "error",
            Self::Crash => "crash",
            Self::Hang => "hang",
            Self::ProtocolError => "protocol_error",
            Self::Unsupported => "unsupported",
        }
    }

    /// The verdict of that name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.name() == name)
    }
}

/// The comparison of what was expected with what was observed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::exhaustive_enums, reason = "the contract names them all")]
pub enum Outcome {
    /// As expected.
    Passed,
    /// Not as expected, and it counts.
    Failed,
    /// A `should` case that failed.
    Warned,
    /// An `unspecified` case that came out otherwise.
    Informational,
    /// The target does not support it.
    Skipped,
    /// A failure that the expected-failures file foresees.
    KnownFailure,
    /// The expected-failures file foresees a failure that did not happen.
    UnexpectedPass,
    /// A rejection that says nothing, because the target does not take genuine deliveries either.
    Void,
}

impl Outcome {
    /// The name in reports: `known-failure`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Warned => "warned",
            Self::Informational => "informational",
            Self::Skipped => "skipped",
            Self::KnownFailure => "known-failure",
            Self::UnexpectedPass => "unexpected-pass",
            Self::Void => "void",
        }
    }
}

/// The tool that made a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tool {
    /// `hookproof`.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// The implementation under test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TargetInfo {
    /// How it was reached.
    pub kind: TargetKind,
    /// Its own name, or its URL.
    pub name: String,
    /// Its own version, empty if it has none.
    pub version: String,
}

/// How a target is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "the contract names them all")]
pub enum TargetKind {
    /// A child process that keeps the shim protocol.
    Shim,
    /// A URL.
    Http,
    /// A function in this process.
    Builtin,
}

/// How many cases came out how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each counts the outcome of its name")]
pub struct Summary {
    pub total: usize,
    pub passed: usize,
    pub failed: usize,
    pub warned: usize,
    pub informational: usize,
    pub skipped: usize,
    pub known_failure: usize,
    pub unexpected_pass: usize,
    pub void: usize,
}

impl Summary {
    /// Counts `outcomes`.
    pub fn of(outcomes: impl IntoIterator<Item = Outcome>) -> Self {
        let mut summary = Self::default();
        for outcome in outcomes {
            summary.total += 1;
            match outcome {
                Outcome::Passed => summary.passed += 1,
                Outcome::Failed => summary.failed += 1,
                Outcome::Warned => summary.warned += 1,
                Outcome::Informational => summary.informational += 1,
                Outcome::Skipped => summary.skipped += 1,
                Outcome::KnownFailure => summary.known_failure += 1,
                Outcome::UnexpectedPass => summary.unexpected_pass += 1,
                Outcome::Void => summary.void += 1,
            }
        }
        summary
    }
}

/// One case and how it came out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseResult {
    /// The case's id.
    pub id: String,
    /// The case's title.
    pub title: String,
    /// The family's id.
    pub family: String,
    /// What the case probes.
    pub flags: Vec<String>,
    /// How much hangs on it.
    pub level: Level,
    /// What a conforming target does.
    pub expected: Expected,
    /// What the target did.
    pub verdict: Verdict,
    /// How the two compare.
    pub outcome: Outcome,
    /// The target's own words, or what went wrong; redacted.
    pub reason: String,
    /// From sending to the answer, microseconds.
    pub elapsed_us: u64,
    /// A command line that sends the delivery again; empty where there is none.
    pub reproduce: String,
}

/// The whole of a run: JSON report, format 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// `1`.
    pub format: u32,
    /// Who made it.
    pub tool: Tool,
    /// The scheme's id.
    pub scheme: String,
    /// `receiver` or `sender`.
    pub role: String,
    /// What was tested.
    pub target: TargetInfo,
    /// Whether nothing failed.
    pub conforms: bool,
    /// The seed of the run.
    pub seed: u64,
    /// Counts.
    pub summary: Summary,
    /// Every case, in the order of the suite.
    pub cases: Vec<CaseResult>,
}

impl Report {
    /// The family ids in the order in which they first occur.
    #[must_use]
    pub fn families(&self) -> Vec<&str> {
        let mut families: Vec<&str> = Vec::new();
        for case in &self.cases {
            if !families.contains(&case.family.as_str()) {
                families.push(&case.family);
            }
        }
        families
    }
}

/// This crate as the maker of a report.
#[must_use]
pub fn this_tool() -> Tool {
    Tool {
        name: "hookproof".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}
