//! The mistakes that are named after a run: the right one for each built-in receiver, and none for a target that
//! fails the same cases by other deeds.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

use hookproof::cases::{Case, Level, OwnSecrets, Setting, suite};
use hookproof::faulty::{FAULTS, Fault, Pliant, Quirks, fault, suspects};
use hookproof::outcome::{Outcome, Report, Verdict};
use hookproof::runner::{RunOptions, test_receiver};
use hookproof::scheme::{Scheme, catalog_scheme};
use hookproof::target::{Closure, Exchange};

fn setting(scheme: &Scheme) -> Setting {
    Setting {
        own_secrets: OwnSecrets::Fixed,
        ..Setting::vectors(scheme)
    }
}

/// What a receiver answers over HTTP: its status, and its verdict as the default statuses give it.
fn answered(status: u16, text: &str) -> (Verdict, String) {
    let verdict = match status {
        200..=299 => Verdict::Accept,
        400..=499 => Verdict::Reject,
        _ => Verdict::Error,
    };
    (verdict, format!("HTTP {status}: {text}"))
}

fn cases(scheme: &Scheme) -> Vec<Case> {
    suite(scheme, &setting(scheme)).unwrap().cases
}

fn run(scheme: &Scheme, globs: &[&str], judge: impl FnMut(&Exchange) -> (Verdict, String)) -> Report {
    let mut options = RunOptions::default();
    options.selection.cases = globs.iter().map(|glob| (*glob).to_owned()).collect();
    let mut receiver = Closure::new("test", judge);
    let (report, _) = test_receiver(
        scheme,
        setting(scheme),
        &options,
        &mut receiver,
        &|| 0,
        &mut |_| {},
    )
    .unwrap();
    report
}

fn named(
    scheme: &Scheme,
    globs: &[&str],
    judge: impl FnMut(&Exchange) -> (Verdict, String),
) -> Vec<&'static str> {
    let report = run(scheme, globs, judge);
    let found = suspects(scheme, &cases(scheme), &report);
    found.iter().map(|suspect| suspect.fault.id).collect()
}

/// A receiver that died of a delivery which goes before a case does not come to the case.
fn built_in(scheme: &Scheme, fault: &Fault) -> impl FnMut(&Exchange) -> (Verdict, String) {
    let (scheme, mut receiver) = (scheme.clone(), Pliant::new(fault.quirks));
    let mut died = None;
    move |exchange| {
        let judge = || receiver.judge(&scheme, &exchange.secrets, &exchange.delivery, exchange.now);
        match catch_unwind(AssertUnwindSafe(judge)) {
            Ok(answer) if died != Some(exchange.index) => {
                (answer.verdict, format!("HTTP {}: {}", answer.status, answer.text))
            }
            Ok(_) | Err(_) => {
                died = Some(exchange.index);
                (Verdict::Crash, "it died".to_owned())
            }
        }
    }
}

fn strictly(scheme: &Scheme, exchange: &Exchange) -> (Verdict, String) {
    let strict =
        Pliant::new(Quirks::STRICT).judge(scheme, &exchange.secrets, &exchange.delivery, exchange.now);
    answered(strict.status, &strict.text)
}

/// Receivers that die on purpose are nobody's news.
fn quietly() {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !panic
                .location()
                .is_some_and(|place| place.file().contains("pliant"))
            {
                usual(panic);
            }
        }));
    });
}

/// Acts otherwise from case to case, so that no case by itself shows it.
const HAS_A_MEMORY: &str = "locked-after-failures";

/// Each mistake that fails a `must` case is named.
fn check_each_names_itself(id: &str) {
    quietly();
    let scheme = catalog_scheme(id).unwrap();
    let (cases, mut unnamed) = (cases(&scheme), Vec::new());
    for fault in FAULTS.iter().filter(|fault| (fault.applies)(&scheme)) {
        let report = run(&scheme, &[], built_in(&scheme, fault));
        let failed = report
            .cases
            .iter()
            .filter(|case| case.level == Level::Must && case.outcome == Outcome::Failed)
            .count();
        let found = suspects(&scheme, &cases, &report);
        let found: Vec<&str> = found.iter().map(|suspect| suspect.fault.id).collect();
        if failed > 0 && fault.id != HAS_A_MEMORY && !found.contains(&fault.id) {
            unnamed.push(format!("{} ({failed} failed): {found:?}", fault.id));
        }
    }
    assert!(unnamed.is_empty(), "{id}:\n{}", unnamed.join("\n"));
}

#[test]
fn each_mistake_names_itself_with_a_prefix_and_a_timestamp() {
    check_each_names_itself("determined");
}

#[test]
fn each_mistake_names_itself_with_a_list() {
    check_each_names_itself("stripe");
}

#[test]
fn who_leaks_the_secret_does_not_leak_the_signature_nor_skip_the_check() {
    let scheme = catalog_scheme("github").unwrap();
    let found = named(&scheme, &[], built_in(&scheme, fault("secret-told").unwrap()));
    assert_eq!(found, ["secret-told"]);
}

#[test]
fn a_limit_that_is_told_is_no_rewritten_body() {
    let scheme = catalog_scheme("github").unwrap();
    let limited = |status: u16| {
        let scheme = scheme.clone();
        move |exchange: &Exchange| match exchange.delivery.body.len() {
            ..=9 => strictly(&scheme, exchange),
            _ => answered(status, "no"),
        }
    };
    let found = named(&scheme, &[], limited(401));
    assert_eq!(found, ["body-rewritten-json-stringify-indent"]);
    assert_eq!(named(&scheme, &[], limited(413)), [""; 0]);
}

#[test]
fn an_error_is_no_refusal() {
    let scheme = catalog_scheme("determined").unwrap();
    let rewritten = fault("python-repr").unwrap();
    let mut refuses = built_in(&scheme, rewritten);
    let found = named(&scheme, &[], |exchange| refuses(exchange));
    assert_eq!(found, ["python-repr"]);
    let mut refuses = built_in(&scheme, rewritten);
    let raises = |exchange: &Exchange| match (refuses(exchange), strictly(&scheme, exchange)) {
        ((Verdict::Reject, _), (Verdict::Accept, _)) => answered(500, "no"),
        (judged, _) => judged,
    };
    assert_eq!(named(&scheme, &[], raises), [""; 0]);
}

#[test]
fn a_single_failure_that_many_mistakes_explain_names_none() {
    let scheme = catalog_scheme("determined").unwrap();
    let one = ["determined/genuine/shipped-test-event"];
    let rewritten = fault("python-repr").unwrap();
    assert_eq!(named(&scheme, &one, built_in(&scheme, rewritten)), [""; 0]);
}

#[test]
fn nothing_is_nearly_right_where_the_control_is_refused_later() {
    let scheme = catalog_scheme("determined").unwrap();
    let mut taken = 0;
    let only_once = |exchange: &Exchange| match strictly(&scheme, exchange) {
        (Verdict::Accept, _) if taken > 0 => answered(401, "no"),
        judged => {
            taken += usize::from(judged.0 == Verdict::Accept);
            judged
        }
    };
    assert_eq!(named(&scheme, &[], only_once), [""; 0]);
}
