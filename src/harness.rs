//! One test of `cargo test` for each case, over your own function as the receiver.
//!
//! In `Cargo.toml`:
//!
//! ```toml
//! [[test]]
//! name = "webhooks"
//! harness = false
//! ```
//!
//! In `tests/webhooks.rs`:
//!
//! ```
//! use hookproof::outcome::Verdict;
//! use hookproof::target::Exchange;
//!
//! # mod app {
//! #     use hookproof::{scheme::catalog_scheme, signing::Verifier};
//! #     pub fn verify(d: &hookproof::delivery::Delivery, secrets: &[String], now: i64) -> Result<(), String> {
//! #         let verifier = Verifier::new(&catalog_scheme("github").unwrap(), secrets).map_err(|e| e.to_string())?;
//! #         verifier.verify(d, now).map_err(|reason| reason.to_string())
//! #     }
//! # }
//! fn main() -> std::process::ExitCode {
//!     hookproof::harness::run(&["github"], |e: &Exchange| match app::verify(&e.delivery, &e.secrets, e.now) {
//!         Ok(()) => (Verdict::Accept, String::new()),
//!         Err(reason) => (Verdict::Reject, reason),
//!     })
//! }
//! ```

use std::process::ExitCode;
use std::sync::Arc;

use libtest_mimic::{Arguments, Completion, Failed, Trial};

use crate::cases::{Case, Identities, Level, Setting, SuiteError, suite};
use crate::outcome::{Outcome, Verdict, judge};
use crate::scheme::{Scheme, catalog_scheme};
use crate::target::{Closure, Exchange, Observation, Receiver as _};

/// Runs the cases of these schemes of the catalogue with the arguments of the process, as `cargo test` gives
/// them. A failed `must` case fails; a failed `should` case is ignored with a warning.
#[must_use]
pub fn run<F>(schemes: &[&str], verify: F) -> ExitCode
where
    F: Fn(&Exchange) -> (Verdict, String) + Send + Sync + 'static,
{
    let verify = Arc::new(verify);
    let mut trials = Vec::new();
    for id in schemes {
        let verify = Arc::clone(&verify);
        let made = match catalog_scheme(id) {
            Some(scheme) => {
                tests(&scheme, move |exchange: &Exchange| verify(exchange)).map_err(|e| e.to_string())
            }
            None => Err(format!("there is no scheme `{id}` in the catalogue")),
        };
        trials.extend(made.unwrap_or_else(|what| vec![Trial::test(*id, || Err(what.into()))]));
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

/// One test for each case of a scheme, named by its id: for schemes of your own, and to add to other tests.
///
/// # Errors
/// When the scheme's cases cannot be made.
pub fn tests<F>(scheme: &Scheme, verify: F) -> Result<Vec<Trial>, SuiteError>
where
    F: Fn(&Exchange) -> (Verdict, String) + Send + Sync + 'static,
{
    let verify = Arc::new(verify);
    let mut setting = Setting::vectors(scheme);
    // What is under test may remember what it has seen.
    setting.identities = Identities::Fresh(0);
    let cases = suite(scheme, &setting)?.cases;
    let trials = cases.into_iter().map(|case| {
        let (verify, scheme) = (Arc::clone(&verify), scheme.id().to_owned());
        let name = case.id.to_string();
        let kind = case.level.name();
        Trial::ignorable_test(name, move || completion(&case, &scheme, &*verify)).with_kind(kind)
    });
    Ok(trials.collect())
}

fn completion(
    case: &Case,
    scheme: &str,
    verify: &dyn Fn(&Exchange) -> (Verdict, String),
) -> Result<Completion, Failed> {
    let observation = observe(case, scheme, verify)?;
    let text = || {
        let (expected, verdict) = (case.expected.name(), observation.verdict.name());
        let because = if observation.reason.is_empty() { "" } else { ": " };
        format!(
            "{}: expected {expected}, was {verdict}{because}{}",
            case.title, observation.reason
        )
    };
    match judge(case.level, case.expected, observation.verdict) {
        Outcome::Passed | Outcome::Informational => Ok(Completion::Completed),
        Outcome::Warned => Ok(Completion::ignored_with(format!("warning: {}", text()))),
        Outcome::Skipped => Ok(Completion::ignored_with("unsupported")),
        Outcome::Failed | Outcome::KnownFailure | Outcome::UnexpectedPass | Outcome::Void => Err(format!(
            "{} ({})\nhookproof cases show {}",
            text(),
            level(case.level),
            case.id
        )
        .into()),
    }
}

const fn level(level: Level) -> &'static str {
    match level {
        Level::Must => "a failure lets a forgery in or breaks a genuine delivery",
        Level::Should => "hygiene",
        Level::Unspecified => "the documentation is silent",
    }
}

fn observe(
    case: &Case,
    scheme: &str,
    verify: &dyn Fn(&Exchange) -> (Verdict, String),
) -> Result<Observation, Failed> {
    let mut exchange = Some(Exchange {
        index: 0,
        scheme: scheme.to_owned(),
        secrets: case.secrets.clone(),
        tolerance: case.tolerance,
        now: case.now,
        before: case.before.clone(),
        delivery: case.delivery.clone(),
    });
    let mut observed = None;
    Closure::new("closure", verify)
        .run(&mut || exchange.take(), &mut |_, observation| {
            observed = Some(observation);
        })
        .map_err(|error| error.what)?;
    observed.ok_or_else(|| "there was no verdict".into())
}
