//! Which cases catch which faulty receiver.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::cases::{Case, Expected, Level, Setting, SuiteError, controls, suite};
use crate::encoding::{base64_text, hex_text};
use crate::faulty::faults::{FAULTS, Fault};
use crate::faulty::pliant::Pliant;
use crate::faulty::quirks::Quirks;
use crate::outcome::{Outcome, Verdict, judge};
use crate::scheme::Scheme;

/// A faulty receiver under the suite of a scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Row {
    /// The fault's name.
    pub fault: &'static str,
    /// The scheme's id.
    pub scheme: String,
    /// Whether it passes the genuine controls, so that its rejections mean something.
    pub passes_controls: bool,
    /// Whether a case of the scheme carries one of its flags at its level, and so claims to catch it.
    pub is_claimed: bool,
    /// The ids of the cases with one of its flags, at its level or above, that it fails.
    pub caught_by: Vec<String>,
}

/// Runs every faulty receiver against the suite of every scheme with which its mistake can be made.
///
/// # Errors
/// When no cases can be made of a scheme.
pub fn coverage(schemes: &[Scheme]) -> Result<Vec<Row>, SuiteError> {
    let mut rows = Vec::new();
    for scheme in schemes {
        let cases = suite(scheme, &Setting::vectors(scheme))?.cases;
        for fault in FAULTS.iter().filter(|fault| (fault.applies)(scheme)) {
            rows.push(row(fault, scheme, &cases));
        }
    }
    Ok(rows)
}

fn row(fault: &Fault, scheme: &Scheme, cases: &[Case]) -> Row {
    let outcomes = outcomes(scheme, cases, &fault.quirks);
    let passes = |index: &usize| outcomes.get(*index) == Some(&Outcome::Passed);
    let flagged = |case: &Case| case.flags.iter().any(|flag| fault.flags.contains(flag));
    let caught = cases.iter().zip(&outcomes).filter(|(case, outcome)| {
        let fails = match outcome {
            Outcome::Failed => true,
            Outcome::Warned => fault.level == Level::Should,
            Outcome::Informational
            | Outcome::KnownFailure
            | Outcome::Passed
            | Outcome::Skipped
            | Outcome::UnexpectedPass
            | Outcome::Void => false,
        };
        fails && flagged(case)
    });
    Row {
        fault: fault.id,
        scheme: scheme.id().to_owned(),
        passes_controls: controls(cases).iter().all(passes),
        is_claimed: cases
            .iter()
            .any(|case| case.level <= fault.level && flagged(case)),
        caught_by: caught.map(|(case, _)| case.id.to_string()).collect(),
    }
}

/// What the cases come to for a receiver with these quirks, in their order.
#[must_use]
pub fn outcomes(scheme: &Scheme, cases: &[Case], quirks: &Quirks) -> Vec<Outcome> {
    cases.iter().map(|case| outcome(scheme, case, quirks)).collect()
}

/// What one case comes to for a receiver with these quirks.
pub(super) fn outcome(scheme: &Scheme, case: &Case, quirks: &Quirks) -> Outcome {
    let mut receiver = Pliant::new(*quirks);
    for delivery in &case.before {
        let before = || receiver.judge(scheme, &case.secrets, delivery, case.now);
        if catch_unwind(AssertUnwindSafe(before)).is_err() {
            return Outcome::Failed;
        }
    }
    let last = || receiver.judge(scheme, &case.secrets, &case.delivery, case.now);
    let Ok(answer) = catch_unwind(AssertUnwindSafe(last)) else {
        return judge(case.level, case.expected, Verdict::Crash);
    };
    if case.expected == Expected::Reject && leaks(case, &answer.text) {
        return Outcome::Failed;
    }
    judge(case.level, case.expected, answer.verdict)
}

/// Whether an answer holds a secret, or the digest that would have been right.
fn leaks(case: &Case, answer: &str) -> bool {
    let secret = case
        .secrets
        .iter()
        .any(|secret| secret.len() >= 8 && answer.contains(secret.as_str()));
    let digest = case.trace.as_ref().is_some_and(|trace| {
        answer.contains(&hex_text(&trace.mac)) || answer.contains(&base64_text(&trace.mac))
    });
    secret || digest
}
