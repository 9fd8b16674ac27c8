//! Which cases catch which faulty receiver, and that none blames a tolerant one.

use std::borrow::Borrow;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::cases::{Case, Expected, Level, Setting, SuiteError, controls, suite};
use crate::encoding::{base64_text, hex_text};
use crate::faulty::faults::{FAULTS, Fault};
use crate::faulty::manner::{Manner, Told};
use crate::faulty::pliant::Pliant;
use crate::faulty::quirks::Quirks;
use crate::faulty::tolerant::{TOLERANT, Tolerant};
use crate::outcome::{Outcome, Verdict, judge};
use crate::scheme::Scheme;

/// Every built-in receiver under the suites of some schemes.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Coverage {
    /// The faulty receivers, each with every scheme with which its mistake can be made.
    pub faulty: Vec<Row>,
    /// The tolerant receivers, each with every scheme with which it makes a difference.
    pub tolerant: Vec<TolerantRow>,
}

/// A faulty receiver under the suite of a scheme.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Row {
    /// The fault.
    pub fault: &'static Fault,
    /// The scheme's id.
    pub scheme: String,
    /// Whether it passes the genuine controls, so that its rejections mean something.
    pub passes_controls: bool,
    /// Whether a case of the scheme carries one of its flags at its level, and so claims to catch it.
    pub is_claimed: bool,
    /// The ids of the `must` cases with one of its flags that it fails.
    pub caught_by: Vec<String>,
    /// The ids of the `should` cases with one of its flags that it fails, for a fault of that level.
    pub warned_by: Vec<String>,
}

impl Row {
    /// Whether a case of the fault's level that carries its flag fails, or the genuine control does.
    #[must_use]
    pub const fn is_caught(&self) -> bool {
        !self.passes_controls || !self.caught_by.is_empty() || !self.warned_by.is_empty()
    }
}

/// A tolerant receiver under the suite of a scheme.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TolerantRow {
    /// The receiver.
    pub tolerant: &'static Tolerant,
    /// The scheme's id.
    pub scheme: String,
    /// The ids of the `must` cases that it fails: false alarms.
    pub blamed_by: Vec<String>,
    /// How many cases it judges otherwise than the reference without blame.
    pub differences: usize,
}

/// How many of how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "some of all")]
pub struct Share {
    /// Those of which something holds.
    pub some: usize,
    /// All.
    pub all: usize,
}

impl Share {
    /// Per cent with one decimal, rounded down, so that less than all never reads as all.
    #[must_use]
    pub fn percent(self) -> String {
        let tenths = self
            .some
            .saturating_mul(1000)
            .checked_div(self.all)
            .unwrap_or(1000);
        format!("{}.{}", tenths / 10, tenths % 10)
    }
}

impl Coverage {
    /// Faults that are caught with every scheme of which a case claims to catch them, and with one at least.
    #[must_use]
    pub fn faults_caught(&self) -> Share {
        let all: BTreeSet<&str> = self.faulty.iter().map(|row| row.fault.id).collect();
        let caught: BTreeSet<&str> = self
            .faulty
            .iter()
            .filter(|row| row.is_caught())
            .map(|row| row.fault.id)
            .collect();
        let missed: BTreeSet<&str> = self.missed().map(|row| row.fault.id).collect();
        Share {
            some: caught.difference(&missed).count(),
            all: all.len(),
        }
    }

    /// The kill rate: pairs of fault and scheme that are caught, of those that a case claims to catch.
    #[must_use]
    pub fn pairs_caught(&self) -> Share {
        let claimed = || self.faulty.iter().filter(|row| row.is_claimed || row.is_caught());
        Share {
            some: claimed().filter(|row| row.is_caught()).count(),
            all: claimed().count(),
        }
    }

    /// Tolerant receivers that no case blames.
    #[must_use]
    pub fn unblamed(&self) -> Share {
        let all: BTreeSet<&str> = self.tolerant.iter().map(|row| row.tolerant.id).collect();
        let blamed: BTreeSet<&str> = self
            .tolerant
            .iter()
            .filter(|row| !row.blamed_by.is_empty())
            .map(|row| row.tolerant.id)
            .collect();
        Share {
            some: all.difference(&blamed).count(),
            all: all.len(),
        }
    }

    /// The rows of faults that a case claims to catch and that none does.
    pub fn missed(&self) -> impl Iterator<Item = &Row> {
        self.faulty
            .iter()
            .filter(|row| row.is_claimed && !row.is_caught())
    }

    /// Whether every fault is caught and nobody is blamed.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let (faults, unblamed) = (self.faults_caught(), self.unblamed());
        faults.some == faults.all && unblamed.some == unblamed.all
    }
}

/// Runs every built-in receiver against the suite of every scheme with which it makes a difference.
///
/// A faulty receiver may die on purpose; whoever prints panics will want to leave those of `faulty::pliant` out.
///
/// # Errors
/// When no cases can be made of a scheme.
pub fn coverage(schemes: &[Scheme]) -> Result<Coverage, SuiteError> {
    let mut coverage = Coverage::default();
    for scheme in schemes {
        let cases = suite(scheme, &Setting::vectors(scheme))?.cases;
        let faults = FAULTS.iter().filter(|fault| (fault.applies)(scheme));
        coverage
            .faulty
            .extend(faults.map(|fault| row(fault, scheme, &cases)));
        let tolerant = TOLERANT.iter().filter(|tolerant| (tolerant.applies)(scheme));
        coverage
            .tolerant
            .extend(tolerant.map(|tolerant| tolerant_row(tolerant, scheme, &cases)));
    }
    Ok(coverage)
}

fn row(fault: &'static Fault, scheme: &Scheme, cases: &[Case]) -> Row {
    let outcomes = outcomes(scheme, cases, &fault.quirks);
    let passes = |index: &usize| outcomes.get(*index) == Some(&Outcome::Passed);
    let flagged = |case: &Case| case.flags.iter().any(|flag| fault.flags.contains(flag));
    let fails = |outcome: Outcome| matches!(outcome, Outcome::Failed | Outcome::Warned);
    let ids = |of_level: fn(Level) -> bool| {
        let judged = cases.iter().zip(&outcomes);
        judged
            .filter(|(case, outcome)| of_level(case.level) && fails(**outcome) && flagged(case))
            .map(|(case, _)| case.id.to_string())
            .collect()
    };
    Row {
        fault,
        scheme: scheme.id().to_owned(),
        passes_controls: controls(cases).iter().all(passes),
        is_claimed: cases
            .iter()
            .any(|case| case.level <= fault.level && flagged(case)),
        caught_by: ids(|level| level == Level::Must),
        warned_by: match fault.level {
            Level::Must => Vec::new(),
            Level::Should | Level::Unspecified => ids(|level| level == Level::Should),
        },
    }
}

fn tolerant_row(tolerant: &'static Tolerant, scheme: &Scheme, cases: &[Case]) -> TolerantRow {
    let outcomes = outcomes(scheme, cases, &tolerant.quirks);
    let of = |wanted: Outcome| {
        let judged = cases.iter().zip(&outcomes);
        judged.filter(move |(_, outcome)| **outcome == wanted)
    };
    TolerantRow {
        tolerant,
        scheme: scheme.id().to_owned(),
        blamed_by: of(Outcome::Failed).map(|(case, _)| case.id.to_string()).collect(),
        differences: of(Outcome::Informational).count() + of(Outcome::Warned).count(),
    }
}

/// What the cases come to for a receiver with these quirks, in their order.
#[must_use]
pub fn outcomes<C: Borrow<Case>>(scheme: &Scheme, cases: &[C], quirks: &Quirks) -> Vec<Outcome> {
    cases
        .iter()
        .map(|case| outcome(scheme, case.borrow(), quirks))
        .collect()
}

/// What one case comes to for a receiver with these quirks.
pub(super) fn outcome(scheme: &Scheme, case: &Case, quirks: &Quirks) -> Outcome {
    deed(scheme, case, quirks).outcome
}

/// What a built-in receiver did with a case.
#[derive(Clone, Copy, Debug)]
pub(super) struct Deed {
    pub(super) outcome: Outcome,
    pub(super) manner: Manner,
}

/// What a receiver with these quirks does with one case.
pub(super) fn deed(scheme: &Scheme, case: &Case, quirks: &Quirks) -> Deed {
    let mut receiver = Pliant::new(*quirks);
    let crash = |outcome| Deed {
        outcome,
        manner: Manner::Ended(Verdict::Crash, None),
    };
    for delivery in &case.before {
        let before = || receiver.judge(scheme, &case.secrets, delivery, case.now);
        if catch_unwind(AssertUnwindSafe(before)).is_err() {
            return crash(Outcome::Failed);
        }
    }
    let last = || receiver.judge(scheme, &case.secrets, &case.delivery, case.now);
    let Ok(answer) = catch_unwind(AssertUnwindSafe(last)) else {
        return crash(judge(case.level, case.expected, Verdict::Crash));
    };
    let outcome = judge(case.level, case.expected, answer.verdict);
    match leak(case, &answer.text) {
        Some(told) if case.expected == Expected::Reject => Deed {
            outcome: Outcome::Failed,
            manner: match outcome {
                Outcome::Passed => Manner::Told(told),
                Outcome::Failed
                | Outcome::Warned
                | Outcome::Informational
                | Outcome::Skipped
                | Outcome::KnownFailure
                | Outcome::UnexpectedPass
                | Outcome::Void => Manner::modeled(&answer),
            },
        },
        Some(_) | None => Deed {
            outcome,
            manner: Manner::modeled(&answer),
        },
    }
}

/// What an answer holds that it must not: a secret, or the digest that would have been right.
fn leak(case: &Case, answer: &str) -> Option<Told> {
    let secret = case
        .secrets
        .iter()
        .any(|secret| secret.len() >= 8 && answer.contains(secret.as_str()));
    let digest = case.trace.as_ref().is_some_and(|trace| {
        answer.contains(&hex_text(&trace.mac)) || answer.contains(&base64_text(&trace.mac))
    });
    match (secret, digest) {
        (true, _) => Some(Told::Secret),
        (false, true) => Some(Told::Signature),
        (false, false) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Coverage, Row, Share, TolerantRow};
    use crate::faulty::faults::fault;
    use crate::faulty::tolerant::TOLERANT;

    fn row(id: &str, scheme: &str, caught_by: &[&str]) -> Row {
        Row {
            fault: fault(id).unwrap(),
            scheme: scheme.to_owned(),
            passes_controls: true,
            is_claimed: true,
            caught_by: caught_by.iter().map(|id| (*id).to_owned()).collect(),
            warned_by: Vec::new(),
        }
    }

    fn coverage(faulty: Vec<Row>) -> Coverage {
        Coverage {
            faulty,
            tolerant: Vec::new(),
        }
    }

    #[test]
    fn a_fault_that_one_scheme_misses_is_not_caught() {
        let whole = coverage(vec![
            row("no-freshness", "a", &["a/x/y"]),
            row("no-freshness", "b", &["b/x/y"]),
        ]);
        assert!(whole.is_whole());
        let missed = coverage(vec![
            row("no-freshness", "a", &["a/x/y"]),
            row("no-freshness", "b", &[]),
            row("never-verifies", "b", &["b/x/y"]),
        ]);
        assert!(!missed.is_whole());
        assert_eq!(missed.faults_caught(), Share { some: 1, all: 2 });
        assert_eq!(missed.pairs_caught(), Share { some: 2, all: 3 });
        assert_eq!(missed.missed().count(), 1);
    }

    #[test]
    fn a_scheme_without_such_cases_claims_nothing_but_proves_nothing_either() {
        let mut silent = row("no-freshness", "a", &[]);
        silent.is_claimed = false;
        assert!(
            !coverage(vec![silent.clone()]).is_whole(),
            "caught with no scheme"
        );
        let whole = coverage(vec![silent, row("no-freshness", "b", &["b/x/y"])]);
        assert!(whole.is_whole());
        assert_eq!(whole.pairs_caught(), Share { some: 1, all: 1 });
    }

    #[test]
    fn blame_of_a_correct_receiver_spoils_all() {
        let mut blaming = coverage(vec![row("no-freshness", "a", &["a/x/y"])]);
        blaming.tolerant.push(TolerantRow {
            tolerant: TOLERANT.first().unwrap(),
            scheme: "a".to_owned(),
            blamed_by: vec!["a/x/z".to_owned()],
            differences: 0,
        });
        assert!(!blaming.is_whole());
        assert_eq!(blaming.unblamed(), Share { some: 0, all: 1 });
    }
}
