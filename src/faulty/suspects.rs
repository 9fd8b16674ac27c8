//! Which built-in mistake would fail the same cases as an implementation under test did, and in the same manner.

use std::borrow::Borrow;
use std::collections::{HashMap, HashSet};

use crate::cases::{Case, Expected, Level};
use crate::faulty::coverage::{deed, outcome};
use crate::faulty::faults::{FAULTS, Fault};
use crate::faulty::manner::Manner;
use crate::faulty::quirks::Quirks;
use crate::outcome::{CaseResult, Outcome, Report, Verdict, own_words};
use crate::scheme::Scheme;

/// Failed cases in common ÷ failed cases of either, from which a mistake is named.
const LIKENESS: f64 = 0.8;

/// The most mistakes that are named where they fit exactly; of those that fit nearly, the best.
const MOST: usize = 3;

/// Fewer failed cases than this tell little.
const FEW: usize = 3;

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

/// The mistakes that fail the same `must` cases as the report's target, and in the same manner, likeliest first.
/// `cases` is the suite of which the report is.
///
/// Few failures fit many mistakes: nothing is named where fewer than three cases failed and more fit than can be
/// told, and what only comes near is named only where nothing shook the run itself.
#[must_use]
pub fn suspects<C: Borrow<Case>>(scheme: &Scheme, cases: &[C], report: &Report) -> Vec<Suspect> {
    let ran: HashMap<&str, &CaseResult> = report.cases.iter().map(|case| (case.id.as_str(), case)).collect();
    let ran: Vec<(&Case, &CaseResult)> = cases
        .iter()
        .map(Borrow::borrow)
        .filter_map(|case: &Case| Some((case, *ran.get(case.id.as_str())?)))
        .collect();
    // Cases that the target failed come first: a mistake that passes them is soon dropped.
    let (failed, passed): (Vec<_>, Vec<_>) = ran
        .iter()
        .copied()
        .filter(|(case, _)| case.level == Level::Must)
        .partition(|(_, result)| result.outcome == Outcome::Failed);
    if failed.is_empty() {
        return Vec::new();
    }
    let is_indifferent = is_indifferent(report);
    let is_shaken = report.cases.iter().any(|case| case.outcome == Outcome::Void);
    let mut found: Vec<(f64, Suspect)> = FAULTS
        .iter()
        .filter(|fault| (fault.applies)(scheme) && !(refuses_with_success(fault) && is_indifferent))
        .filter_map(|fault| {
            let share = share(scheme, &failed, &passed, &fault.quirks)?;
            let likeness = if share >= 1.0 {
                Likeness::Exact
            } else {
                Likeness::Near
            };
            Some((share, Suspect { fault, likeness }))
        })
        .filter(|(_, suspect)| match suspect.likeness {
            Likeness::Exact => true,
            Likeness::Near => !is_shaken && failed.len() >= FEW,
        })
        .collect();
    found.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let best = found.first().map(|(share, _)| *share).unwrap_or_default();
    // Beside a mistake that fits better, one that fits less says nothing.
    found.retain(|(share, _)| *share >= best);
    let found = most_alike(
        scheme,
        &ran,
        found.into_iter().map(|(_, suspect)| suspect).collect(),
    );
    if failed.len() < FEW && found.len() > MOST {
        return Vec::new();
    }
    let most = match found.first().map(|suspect| suspect.likeness) {
        Some(Likeness::Exact) => MOST,
        Some(Likeness::Near) | None => 1,
    };
    found.into_iter().take(most).collect()
}

/// Whether the mistake is to answer a forgery with a status of success and to say something else.
const fn refuses_with_success(fault: &Fault) -> bool {
    fault.quirks.refusal / 100 == 2
}

/// Whether the target said of a forgery, in the same words, what it says of a genuine delivery.
fn is_indifferent(report: &Report) -> bool {
    let told = |expected: Expected| {
        let taken = report.cases.iter().filter(move |case| {
            case.level == Level::Must && case.expected == expected && case.verdict == Verdict::Accept
        });
        taken.map(|case| own_words(&case.reason))
    };
    let genuine: HashSet<&str> = told(Expected::Accept).collect();
    told(Expected::Reject).any(|words| genuine.contains(words))
}

/// Those of mistakes that fit equally that also judge most of all other cases as the target did, whatever is
/// expected there.
fn most_alike(scheme: &Scheme, ran: &[(&Case, &CaseResult)], found: Vec<Suspect>) -> Vec<Suspect> {
    if found.len() < 2 {
        return found;
    }
    let alike = |suspect: &Suspect| {
        let judged = ran
            .iter()
            .filter(|(case, result)| case.level != Level::Must && result.verdict != Verdict::Unsupported);
        judged
            .filter(|(case, result)| {
                let modeled = deed(scheme, case, &suspect.fault.quirks).manner;
                Manner::observed(result).may_be(modeled)
            })
            .count()
    };
    let counted: Vec<(usize, Suspect)> = found
        .into_iter()
        .map(|suspect| (alike(&suspect), suspect))
        .collect();
    let most = counted.iter().map(|(count, _)| *count).max();
    counted
        .into_iter()
        .filter(|(count, _)| Some(*count) == most)
        .map(|(_, suspect)| suspect)
        .collect()
}

/// The share of the failed cases that target and mistake fail in the same manner; none as soon as it is too small.
fn share(
    scheme: &Scheme,
    failed: &[(&Case, &CaseResult)],
    passed: &[(&Case, &CaseResult)],
    quirks: &Quirks,
) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "suites have hundreds of cases")]
    let share = |common: usize, either: usize| {
        let share = common as f64 / either.max(1) as f64;
        (share >= LIKENESS).then_some(share)
    };
    let mut common = failed.len();
    for (case, result) in failed {
        let deed = deed(scheme, case, quirks);
        if deed.outcome != Outcome::Failed || !Manner::observed(result).may_be(deed.manner) {
            common -= 1;
            share(common, failed.len())?;
        }
    }
    let mut either = failed.len();
    for (case, _) in passed {
        if outcome(scheme, case, quirks) == Outcome::Failed {
            either += 1;
            share(common, either)?;
        }
    }
    share(common, either)
}
