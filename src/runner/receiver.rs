//! Testing a receiver: controls first and last, the cases between them.

use crate::cases::{Expected, Setting};
use crate::delivery::Headers;
use crate::outcome::{CaseResult, Outcome, Report, Summary, TargetInfo, Verdict, status_of, this_tool};
use crate::runner::asking::Run;
use crate::runner::expected::ExpectedFailures;
use crate::runner::plan::{Plan, PlanError, Selection, Stage};
use crate::runner::result::Judging;
use crate::scheme::Scheme;
use crate::target::{Clock, Observation, Receiver, TargetError};

/// How many seconds cases keep away from the edges of a window where the target reads its own clock.
pub(super) const MARGIN: u64 = 2;

/// What a receiver answers that limits how often it is asked.
const TOO_MANY_REQUESTS: u16 = 429;

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
    /// Headers that every delivery carries besides its own; they replace others of their name.
    pub headers: Headers,
    /// The failures that are known.
    pub expected: ExpectedFailures,
}

/// What a failed `should` case does to the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "it counts or it does not")]
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
    /// A control delivery came out; it runs first and last and is also a case.
    Control(&'a CaseResult),
    /// An entry of the expected-failures file holds no more, and fails the run.
    Stale(&'a str),
}

/// How far a run came, for its exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a run was a test or it was not")]
pub enum Progress {
    /// The target was tested.
    Tested,
    /// It refused the first control deliveries, supports nothing, or took no more than a number of deliveries: the
    /// report says nothing about it.
    NotTested,
}

/// A run that yields no report.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// There is nothing to run.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// The target cannot be reached.
    #[error(transparent)]
    Target(#[from] TargetError),
}

/// Runs a scheme's cases against a receiver. `clock` gives the present time in Unix seconds, for targets that
/// read a clock of their own and for expected failures that expire.
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
    let mut plan = Plan::new(
        scheme,
        setting_for(setting, receiver.clock(), clock),
        &options.selection,
    )?;
    let info = receiver.info();
    let controls = plan.controls(Stage::First);
    let total = plan.selected().len() + controls.len() + plan.controls(Stage::Last).len();
    events(&Event::Started { target: &info, total });

    let mut run = Run::new(options, receiver, clock);
    let mut selected = plan.selected().to_vec();
    let first = run.cases(&mut plan, &controls, &mut |result| {
        events(&Event::Control(result));
    })?;
    let answered = first.iter().any(|control| control.verdict != Verdict::Hang);
    if !first.is_empty() && !answered {
        // What answers no genuine delivery would cost the whole timeout for every case, and tell nothing.
        selected.clear();
    }
    let mut cases = run.cases(&mut plan, &selected, &mut |result| {
        events(&Event::Finished(result));
    })?;
    let controls = if selected.is_empty() {
        Vec::new()
    } else {
        plan.controls(Stage::Last)
    };
    let last = run.cases(&mut plan, &controls, &mut |result| {
        events(&Event::Control(result));
    })?;

    if first.iter().all(|control| control.verdict == Verdict::Accept) {
        run.look_again(&mut plan, &selected, &mut cases)?;
    }

    let refused = |results: &[CaseResult]| results.iter().any(|result| result.verdict != Verdict::Accept);
    let first_refused = refused(&first);
    let unsupported = cases.iter().all(|case| case.verdict == Verdict::Unsupported);
    if first_refused || refused(&last) {
        // It may have rejected them for whatever made it refuse the control.
        let rejections = cases.iter_mut().filter(|case| case.expected == Expected::Reject);
        for case in rejections.filter(|case| case.outcome == Outcome::Passed) {
            case.outcome = Outcome::Void;
        }
    }
    for (stage, results) in [("first", first), ("last", last)] {
        results
            .into_iter()
            .for_each(|control| show_control(&mut cases, stage, control));
    }
    let stale = options.expected.apply(&mut cases, plan.ids(), clock());
    stale.iter().for_each(|entry| events(&Event::Stale(entry)));

    let progress = if first_refused || unsupported || cases.iter().any(is_rate_limited) {
        Progress::NotTested
    } else {
        Progress::Tested
    };
    let conforms = progress == Progress::Tested && stale.is_empty() && conforms(&cases, options.strict);
    Ok((report(scheme, info, seed, conforms, cases), progress))
}

/// The report on a target that did not start, or spoke no protocol: its control deliveries failed, and
/// nothing else is known of it.
///
/// # Errors
/// When there is nothing that could have been run.
pub fn not_started(
    scheme: &Scheme,
    setting: Setting,
    options: &RunOptions,
    target: TargetInfo,
    error: &TargetError,
) -> Result<Report, RunError> {
    let seed = setting.seed;
    let plan = Plan::new(scheme, setting, &options.selection)?;
    let judging = Judging::new(options.url.as_deref(), &options.headers, &options.redact);
    let observation = Observation {
        verdict: error.verdict,
        reason: error.what.clone(),
        elapsed: std::time::Duration::ZERO,
        answer: Vec::new(),
    };
    let controls = plan.controls(Stage::First);
    let controls = controls.iter().filter_map(|index| plan.case(*index));
    let cases = controls.map(|case| judging.result(case, &observation)).collect();
    let target = TargetInfo {
        name: judging.text(&target.name),
        ..target
    };
    Ok(report(scheme, target, seed, false, cases))
}

fn setting_for(setting: Setting, target: Clock, clock: &dyn Fn() -> i64) -> Setting {
    match target {
        Clock::Injected => setting,
        Clock::System => Setting {
            now: clock(),
            margin: setting.margin.max(MARGIN),
            ..setting
        },
    }
}

/// A control that failed, and is no selected case that failed by itself, must show.
fn show_control(cases: &mut Vec<CaseResult>, stage: &str, control: CaseResult) {
    if control.outcome == Outcome::Passed {
        return;
    }
    let reason = format!("as the {stage} control delivery: {}", control.reason);
    let control = CaseResult { reason, ..control };
    match cases.iter_mut().find(|case| case.id == control.id) {
        Some(case) if case.outcome == Outcome::Passed => *case = control,
        Some(_) => {}
        None => cases.insert(0, control),
    }
}

fn report(scheme: &Scheme, target: TargetInfo, seed: u64, conforms: bool, cases: Vec<CaseResult>) -> Report {
    Report {
        format: 1,
        tool: this_tool(),
        scheme: scheme.id().to_owned(),
        role: "receiver".to_owned(),
        target,
        conforms,
        seed,
        summary: Summary::of(cases.iter().map(|case| case.outcome)),
        cases,
    }
}

/// Whether a genuine delivery was put off: what came after it was not looked at.
fn is_rate_limited(case: &CaseResult) -> bool {
    case.expected == Expected::Accept
        && case.outcome != Outcome::Passed
        && status_of(&case.reason) == Some(TOO_MANY_REQUESTS)
}

/// Whether nothing in the results fails a run.
fn conforms(cases: &[CaseResult], strict: Strictness) -> bool {
    cases.iter().all(|case| match case.outcome {
        Outcome::Failed | Outcome::UnexpectedPass | Outcome::Void => false,
        Outcome::Warned => strict == Strictness::Lenient,
        Outcome::Passed | Outcome::Informational | Outcome::Skipped | Outcome::KnownFailure => true,
    })
}
