//! Which built-in mistake would fail the same cases as an implementation under test did.

use std::borrow::Borrow;
use std::collections::BTreeSet;

use crate::cases::{Case, Expected, Level};
use crate::faulty::coverage::outcome;
use crate::faulty::faults::{FAULTS, Fault};
use crate::faulty::quirks::Quirks;
use crate::outcome::{Outcome, Report, Verdict};
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
    let takes_forgeries = report.cases.iter().any(|case| {
        case.outcome == Outcome::Failed
            && case.expected == Expected::Reject
            && case.verdict == Verdict::Accept
    });
    let judged = cases
        .iter()
        .map(Borrow::borrow)
        .filter(|case: &&Case| case.level == Level::Must && ran.contains(case.id.as_str()));
    // Cases that the target failed come first: a mistake that passes them is soon dropped.
    let (failed, passed): (Vec<&Case>, Vec<&Case>) =
        judged.partition(|case| observed.contains(case.id.as_str()));
    let mut found: Vec<(f64, Suspect)> = FAULTS
        .iter()
        .filter(|fault| (fault.applies)(scheme))
        // Who takes a forgery does something else than to refuse it and say too much.
        .filter(|fault| !takes_forgeries || fault.quirks.disclosure == Quirks::STRICT.disclosure)
        .filter_map(|fault| {
            let share = share(scheme, observed.len(), (&failed, &passed), &fault.quirks)?;
            let likeness = if share >= 1.0 {
                Likeness::Exact
            } else {
                Likeness::Near
            };
            Some((share, Suspect { fault, likeness }))
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

/// The share of the failed cases that target and mistake have in common; none as soon as it is too small.
fn share(
    scheme: &Scheme,
    observed: usize,
    (failed, passed): (&[&Case], &[&Case]),
    quirks: &Quirks,
) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "suites have hundreds of cases")]
    let share = |common: usize, either: usize| {
        let share = common as f64 / either.max(1) as f64;
        (share >= LIKENESS).then_some(share)
    };
    let fails = |case: &Case| outcome(scheme, case, quirks) == Outcome::Failed;
    let mut common = failed.len();
    for case in failed {
        if !fails(case) {
            common -= 1;
            share(common, observed)?;
        }
    }
    let mut either = observed;
    for case in passed {
        if fails(case) {
            either += 1;
            share(common, either)?;
        }
    }
    share(common, either)
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
