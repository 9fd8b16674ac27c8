//! Testing a receiver: controls first and last, the cases between them.

use crate::cases::{Case, Expected, Setting};
use crate::outcome::{CaseResult, Outcome, Redactor, Report, Summary, TargetInfo, Verdict, judge, this_tool};
use crate::runner::plan::{Plan, PlanError, Selection};
use crate::runner::reproduce::reproduce;
use crate::scheme::Scheme;
use crate::target::{Clock, Exchange, Observation, Receiver, TargetError};

/// How a run goes.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct RunOptions {
    /// Which cases run.
    pub selection: Selection,
    /// Whether a `should` failure fails the run.
    pub strict: Strictness,
    /// The URL that reproduction lines post to; none for a target without one.
    pub url: Option<String>,
    /// Texts that must not reach a report, besides the secrets: private keys.
    pub redact: Vec<String>,
}

/// What a failed `should` case does to the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strictness {
    /// It is a warning.
    #[default]
    Lenient,
    /// It fails the run.
    Strict,
}

/// What happens during a run.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Event<'a> {
    /// The target is there and this many deliveries will go out.
    Started {
        /// The target.
        target: &'a TargetInfo,
        /// How many.
        total: usize,
    },
    /// A case came out.
    Finished(&'a CaseResult),
}

/// How far a run came, for its exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a run was a test or it was not")]
pub enum Progress {
    /// The target was tested.
    Tested,
    /// It refused the first control deliveries, or supports nothing: the report says nothing about it.
    NotTested,
}

/// A run that yields no report.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// There is nothing to run.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// The target cannot be reached.
    #[error(transparent)]
    Target(#[from] TargetError),
}

/// Runs a scheme's cases against a receiver. `clock` gives the present time in Unix seconds; it is asked
/// only where the target reads a clock of its own.
///
/// # Errors
/// When nothing can be run or the target cannot be reached.
pub fn test_receiver(
    scheme: &Scheme,
    setting: Setting,
    options: &RunOptions,
    receiver: &mut dyn Receiver,
    clock: &dyn Fn() -> i64,
    events: &mut dyn FnMut(&Event<'_>),
) -> Result<(Report, Progress), RunError> {
    let seed = setting.seed;
    let mut plan = Plan::new(scheme, setting, &options.selection)?;
    let info = receiver.info();
    let total = plan.selected().len() + 2 * plan.controls().len();
    events(&Event::Started { target: &info, total });

    let controls = plan.controls().to_vec();
    let first = run(&mut plan, &controls, options, receiver, clock, &mut |_| {})?;
    let rest: Vec<usize> = plan.selected().to_vec();
    let mut cases = run(&mut plan, &rest, options, receiver, clock, &mut |result| {
        events(&Event::Finished(result));
    })?;
    let last = run(&mut plan, &controls, options, receiver, clock, &mut |_| {})?;

    let refused = |results: &[CaseResult]| results.iter().any(|r| r.outcome != Outcome::Passed);
    let unsupported = |results: &[CaseResult]| results.iter().all(|r| r.verdict == Verdict::Unsupported);
    let first_refused = refused(&first);
    if first_refused || refused(&last) {
        for case in cases.iter_mut().filter(|case| case.expected == Expected::Reject) {
            if case.outcome == Outcome::Passed {
                case.outcome = Outcome::Void;
            }
        }
    }
    // A control that failed only at the end, and is no selected case that failed by itself, must show.
    for (stage, results) in [("first", first), ("last", last)] {
        for control in results {
            let shown = cases
                .iter()
                .any(|c| c.id == control.id && c.outcome != Outcome::Passed);
            if control.outcome != Outcome::Passed && !shown {
                let reason = format!("as the {stage} control delivery: {}", control.reason);
                cases.retain(|case| case.id != control.id);
                cases.insert(0, CaseResult { reason, ..control });
            }
        }
    }
    let progress = if first_refused || unsupported(&cases) {
        Progress::NotTested
    } else {
        Progress::Tested
    };
    let conforms = progress == Progress::Tested && conforms(&cases, options.strict);
    let summary = Summary::of(cases.iter().map(|case| case.outcome));
    let report = Report {
        format: 1,
        tool: this_tool(),
        scheme: scheme.id().to_owned(),
        role: "receiver".to_owned(),
        target: info,
        conforms,
        seed,
        summary,
        cases,
    };
    Ok((report, progress))
}

/// Whether nothing in the results fails a run.
fn conforms(cases: &[CaseResult], strict: Strictness) -> bool {
    cases.iter().all(|case| match case.outcome {
        Outcome::Failed | Outcome::UnexpectedPass | Outcome::Void => false,
        Outcome::Warned => strict == Strictness::Lenient,
        Outcome::Passed | Outcome::Informational | Outcome::Skipped | Outcome::KnownFailure => true,
    })
}

fn run(
    plan: &mut Plan,
    indices: &[usize],
    options: &RunOptions,
    receiver: &mut dyn Receiver,
    clock: &dyn Fn() -> i64,
    finished: &mut dyn FnMut(&CaseResult),
) -> Result<Vec<CaseResult>, TargetError> {
    let mut results: Vec<Option<CaseResult>> = vec![None; indices.len()];
    let system = receiver.clock() == Clock::System;
    let plan = std::cell::RefCell::new(plan);
    let mut next = indices.iter().enumerate();
    receiver.run(
        &mut || {
            let (position, index) = next.next()?;
            let mut plan = plan.borrow_mut();
            if system {
                plan.refresh(clock());
            }
            plan.case(*index)
                .map(|case| exchange_of(position, plan.scheme(), case))
        },
        &mut |position, observation| {
            let plan = plan.borrow();
            let case = indices.get(position).and_then(|index| plan.case(*index));
            if let (Some(case), Some(slot)) = (case, results.get_mut(position)) {
                let result = result_of(case, &observation, options);
                finished(&result);
                *slot = Some(result);
            }
        },
    )?;
    Ok(results.into_iter().flatten().collect())
}

fn exchange_of(index: usize, scheme: &Scheme, case: &Case) -> Exchange {
    Exchange {
        index,
        scheme: scheme.id().to_owned(),
        secrets: case.secrets.clone(),
        tolerance: case.tolerance,
        now: case.now,
        before: case.before.clone(),
        delivery: case.delivery.clone(),
    }
}

fn result_of(case: &Case, observation: &Observation, options: &RunOptions) -> CaseResult {
    let secrets: Vec<&[u8]> = case
        .secrets
        .iter()
        .chain(&options.redact)
        .map(|secret| secret.as_bytes())
        .collect();
    let redactor = Redactor::new(&secrets);
    let mut outcome = judge(case.level, case.expected, observation.verdict);
    let mut reason = redactor.redact(&observation.reason);
    if redactor.contains(&observation.answer) && !case.delivery_holds_secret() {
        outcome = Outcome::Failed;
        reason = format!("the answer holds the secret; {reason}");
    } else if let Some(mac) = case.unsent_signature()
        && Redactor::new(&[&mac]).contains(&observation.answer)
    {
        outcome = Outcome::Failed;
        reason = "the answer to a delivery with a wrong signature holds the right one".to_owned();
    }
    CaseResult {
        id: case.id.to_string(),
        title: case.title.clone(),
        family: case.family.to_owned(),
        flags: case.flags.iter().map(|&flag| flag.to_owned()).collect(),
        level: case.level,
        expected: case.expected,
        verdict: observation.verdict,
        outcome,
        reason,
        elapsed_us: u64::try_from(observation.elapsed.as_micros()).unwrap_or(u64::MAX),
        reproduce: options
            .url
            .as_deref()
            .map_or_else(String::new, |url| reproduce(case, url)),
    }
}
