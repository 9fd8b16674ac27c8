//! Which built-in mistake would fail the same cases as an implementation under test did.

use std::borrow::Borrow;
use std::collections::BTreeSet;

use crate::cases::{Case, Level};
use crate::faulty::coverage::outcomes;
use crate::faulty::faults::{FAULTS, Fault};
use crate::outcome::{Outcome, Report};
use crate::scheme::Scheme;

/// Failed cases in common ÷ failed cases of either, from which a mistake is named.
const LIKENESS: f64 = 0.8;

/// The most mistakes that are named where they fit exactly; of those that fit nearly, the best.
const MOST: usize = 3;

/// A mistake that would act as the target did.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Suspect {
    /// The mistake.
    pub fault: &'static Fault,
    /// Whether it fails exactly the `must` cases that the target failed.
    pub likeness: Likeness,
}

/// How near a mistake comes to what was observed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(clippy::exhaustive_enums, reason = "all is alike or most is")]
pub enum Likeness {
    /// It fails the same `must` cases and no other.
    Exact,
    /// It fails most of the same.
    Near,
}

/// The mistakes that fail the same `must` cases as the report's target, likeliest first. `cases` is the suite
/// of which the report is.
#[must_use]
pub fn suspects<C: Borrow<Case>>(scheme: &Scheme, cases: &[C], report: &Report) -> Vec<Suspect> {
    let ran: BTreeSet<&str> = report.cases.iter().map(|case| case.id.as_str()).collect();
    let observed: BTreeSet<&str> = report
        .cases
        .iter()
        .filter(|case| case.level == Level::Must && case.outcome == Outcome::Failed)
        .map(|case| case.id.as_str())
        .collect();
    if observed.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(f64, Suspect)> = FAULTS
        .iter()
        .filter(|fault| (fault.applies)(scheme))
        .filter_map(|fault| {
            let outcomes = outcomes(scheme, cases, &fault.quirks);
            let predicted: BTreeSet<&str> = cases
                .iter()
                .map(Borrow::borrow)
                .zip(outcomes)
                .filter(|(case, outcome)| case.level == Level::Must && *outcome == Outcome::Failed)
                .map(|(case, _)| case.id.as_str())
                .filter(|id| ran.contains(id))
                .collect();
            #[expect(clippy::cast_precision_loss, reason = "suites have hundreds of cases")]
            let share = observed.intersection(&predicted).count() as f64
                / observed.union(&predicted).count().max(1) as f64;
            let likeness = if observed == predicted {
                Likeness::Exact
            } else {
                Likeness::Near
            };
            (share >= LIKENESS).then_some((share, Suspect { fault, likeness }))
        })
        .collect();
    found.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let best = found.first().map(|(_, suspect)| suspect.likeness);
    found
        .into_iter()
        .map(|(_, suspect)| suspect)
        // Beside a mistake that fits exactly, one that fits nearly says nothing.
        .filter(|suspect| Some(suspect.likeness) == best)
        .take(if best == Some(Likeness::Exact) { MOST } else { 1 })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Likeness, suspects};
    use crate::cases::{Setting, suite};
    use crate::faulty::{coverage::outcomes, fault};
    use crate::outcome::{CaseResult, Report, Summary, TargetInfo, TargetKind, Verdict, this_tool};
    use crate::scheme::catalog_scheme;

    #[test]
    fn a_mistake_is_recognized_by_what_it_fails() {
        let scheme = catalog_scheme("determined").unwrap();
        let cases = suite(&scheme, &Setting::vectors(&scheme)).unwrap().cases;
        let culprit = fault("python-repr").unwrap();
        let outcomes = outcomes(&scheme, &cases, &culprit.quirks);
        let results: Vec<CaseResult> = cases
            .iter()
            .zip(outcomes)
            .map(|(case, outcome)| CaseResult {
                id: case.id.to_string(),
                title: case.title.clone(),
                family: case.family.to_owned(),
                flags: Vec::new(),
                level: case.level,
                expected: case.expected,
                verdict: Verdict::Reject,
                outcome,
                reason: String::new(),
                elapsed_us: 0,
                reproduce: String::new(),
            })
            .collect();
        let report = Report {
            format: 1,
            tool: this_tool(),
            scheme: "determined".to_owned(),
            role: "receiver".to_owned(),
            target: TargetInfo {
                kind: TargetKind::Builtin,
                name: String::new(),
                version: String::new(),
            },
            conforms: false,
            seed: 0,
            summary: Summary::default(),
            cases: results,
        };
        let found = suspects(&scheme, &cases, &report);
        assert!(
            found
                .iter()
                .any(|s| s.fault.id == "python-repr" && s.likeness == Likeness::Exact)
        );
        let nothing = Report {
            cases: Vec::new(),
            ..report
        };
        assert!(suspects(&scheme, &cases, &nothing).is_empty());
    }
}
