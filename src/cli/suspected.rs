//! Which known mistakes act as the target did: a hint where to look, beside the report.

use crate::cases::{Case, Expected, Level, Setting, suite};
use crate::cli::asking::Asked;
use crate::cli::refused::answers;
use crate::cli::{note, quietly};
use crate::delivery::Headers;
use crate::faulty::{Likeness, suspects};
use crate::outcome::{CaseResult, Outcome, Report, Verdict, status_of};
use crate::runner::Plan;
use crate::target::{Clock, Exchange};

/// From so many failures for one reason it is told once for all of them.
const SEVERAL: usize = 2;

/// Says what the failures have in common.
pub(crate) fn tell(plan: &Plan, report: &Report, setting: &Setting, headers: &Headers, asked: &Asked) {
    let has_failed = |case: &CaseResult| case.outcome == Outcome::Failed;
    if !report.cases.iter().any(has_failed) {
        return;
    }
    if let Some(told) = limit(report) {
        note(told);
    }
    let found = quietly(|| suspects(plan.scheme(), plan.cases(), report));
    if found.is_empty() {
        return;
    }
    if let Some(told) = trust(plan, report, setting, headers, asked) {
        note(told);
        return;
    }
    for suspect in found {
        let how = match suspect.likeness {
            Likeness::Exact => "it fails just the cases that",
            Likeness::Near => "it fails nearly the cases that",
        };
        let fault = suspect.fault;
        note(format!(
            "{how} `{}` does, a receiver with this mistake: {}",
            fault.id, fault.title
        ));
    }
}

/// Genuine deliveries that are refused for their size by name.
fn limit(report: &Report) -> Option<String> {
    let too_large = report.cases.iter().filter(|case| {
        case.outcome == Outcome::Failed
            && case.expected == Expected::Accept
            && status_of(&case.reason) == Some(413)
    });
    let number = too_large.count();
    (number >= SEVERAL).then(|| {
        format!(
            "{number} genuine deliveries were answered 413: the target, or what stands before it, limits the size of \
             bodies"
        )
    })
}

/// Whether a forgery that was taken in the run is refused where it comes first: then it is not that the target does
/// not look, but that it trusts whom it has seen before.
fn trust(
    plan: &Plan,
    report: &Report,
    setting: &Setting,
    headers: &Headers,
    asked: &Asked,
) -> Option<String> {
    let was_taken = |case: &&CaseResult| {
        case.outcome == Outcome::Failed
            && case.level == Level::Must
            && case.expected == Expected::Reject
            && case.verdict == Verdict::Accept
    };
    let taken: Vec<&str> = report
        .cases
        .iter()
        .filter(was_taken)
        .map(|case| case.id.as_str())
        .collect();
    let mut receiver = asked.start().ok()?;
    let (clock, mut id) = (receiver.clock(), None);
    let observed = answers(receiver.as_mut(), setting.now, |now| {
        // What goes before a case is just what must not go before this one.
        let is_forged = |case: &&Case| case.before.is_empty() && taken.contains(&case.id.as_str());
        let cases = match clock {
            Clock::Injected => None,
            Clock::System => {
                let setting = Setting {
                    now,
                    ..setting.clone()
                };
                suite(plan.scheme(), &setting).ok().map(|made| made.cases)
            }
        };
        let case = match &cases {
            Some(cases) => cases.iter().find(is_forged).cloned(),
            None => plan.cases().iter().map(AsRef::as_ref).find(is_forged).cloned(),
        };
        id = case.as_ref().map(|case| case.id.to_string());
        case.map(|case| {
            let exchange = Exchange {
                index: 0,
                scheme: plan.scheme().id().to_owned(),
                secrets: case.secrets,
                tolerance: case.tolerance,
                now: case.now,
                before: Vec::new(),
                delivery: case.delivery,
            };
            exchange.with_headers(headers)
        })
        .into_iter()
        .collect()
    });
    let (_, first) = observed.first()?;
    (first.verdict == Verdict::Reject).then(|| {
        format!(
            "`{}` was accepted in the run and is refused where it comes first, on a connection or in a process of its \
             own: the target verifies once and then trusts what follows",
            id.unwrap_or_default()
        )
    })
}
