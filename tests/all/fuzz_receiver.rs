//! Fuzzing of receivers: every kind of mistake is found and shrunk, a correct receiver is not blamed, and a finding
//! can be run again.

use std::process::Command;

use hookproof::cases::Expected;
use hookproof::faulty::{Pliant, TOLERANT, fault};
use hookproof::generate::Generator;
use hookproof::outcome::Verdict;
use hookproof::runner::{Finding, FuzzCase, FuzzError, FuzzOptions, Fuzzed, fuzz_receiver};
use hookproof::scheme::catalog_scheme;
use hookproof::signing::Verifier;
use hookproof::target::{Closure, Exchange, Receiver};

use crate::programs::has_python;

fn options(cases: u64) -> FuzzOptions {
    let mut options = FuzzOptions::default();
    options.cases = cases;
    options
}

fn fuzz(id: &str, cases: u64, receiver: &mut dyn Receiver) -> Result<Fuzzed, FuzzError> {
    let generator = Generator::with_test_secret(&catalog_scheme(id).unwrap()).unwrap();
    fuzz_receiver(&generator, &options(cases), receiver, None, &|| 0, &|_| true)
}

fn faulty(mistake: &str) -> impl Receiver {
    let mut receiver = Pliant::new(fault(mistake).unwrap().quirks);
    Closure::new(mistake, move |exchange: &Exchange| {
        let scheme = catalog_scheme(&exchange.scheme).unwrap();
        let answer = receiver.judge(&scheme, &exchange.secrets, &exchange.delivery, exchange.now);
        (answer.verdict, answer.text)
    })
}

fn reference() -> impl Receiver {
    Closure::new("reference", |exchange: &Exchange| {
        let scheme = catalog_scheme(&exchange.scheme).unwrap();
        let verifier = Verifier::new(&scheme, &exchange.secrets).unwrap();
        match verifier.verify(&exchange.delivery, exchange.now) {
            Ok(()) => (Verdict::Accept, String::new()),
            Err(reason) => (Verdict::Reject, reason.to_string()),
        }
    })
}

fn finding(id: &str, mistake: &str) -> Finding {
    let found = fuzz(id, 2_000, &mut faulty(mistake)).unwrap().finding;
    found.unwrap_or_else(|| panic!("{mistake} is not found with {id}"))
}

#[test]
fn a_correct_receiver_is_not_blamed() {
    for id in [
        "determined",
        "github",
        "standard-webhooks",
        "stripe",
        "valohai-static-form",
        "valohai-jwt",
    ] {
        let fuzzed = fuzz(id, 600, &mut reference()).unwrap();
        assert!(fuzzed.finding.is_none(), "{id}: {:?}", fuzzed.finding);
        assert_eq!(fuzzed.n_cases, 600);
        assert!((60..400).contains(&fuzzed.n_genuine), "{}", fuzzed.n_genuine);
    }
}

#[test]
fn tolerant_receivers_are_not_blamed() {
    let scheme = catalog_scheme("standard-webhooks").unwrap();
    for tolerant in TOLERANT.iter().filter(|tolerant| (tolerant.applies)(&scheme)) {
        let mut receiver = Pliant::new(tolerant.quirks);
        let mut target = Closure::new(tolerant.id, |exchange: &Exchange| {
            let answer = receiver.judge(&scheme, &exchange.secrets, &exchange.delivery, exchange.now);
            (answer.verdict, answer.text)
        });
        let found = fuzz("standard-webhooks", 300, &mut target).unwrap().finding;
        assert!(found.is_none(), "{}: {found:?}", tolerant.id);
    }
}

#[test]
fn mistakes_are_found_and_shrunk() {
    let mut receiver = Closure::new("body ignored from byte 40 on", |exchange: &Exchange| {
        let scheme = catalog_scheme("github").unwrap();
        let verifier = Verifier::new(&scheme, &exchange.secrets).unwrap();
        let right = verifier.verify(&exchange.delivery, exchange.now).is_ok();
        let signed = exchange
            .delivery
            .headers
            .first("x-hub-signature-256")
            .is_some_and(|text| text.len() == 71);
        let verdict = if right || signed && exchange.delivery.body.len() > 40 {
            Verdict::Accept
        } else {
            Verdict::Reject
        };
        (verdict, String::new())
    });
    let fuzzed = fuzz("github", 5_000, &mut receiver).unwrap();
    let found = fuzzed.finding.unwrap();
    assert_eq!(found.generated.expected, Expected::Reject);
    assert_eq!(found.observation.verdict, Verdict::Accept);
    assert!(found.n_steps > 0);
    assert!(
        found.generated.choices.len() <= 12,
        "{:?} {:?}",
        found.generated.choices,
        found.generated
    );

    let rewritten = finding("standard-webhooks", "body-rewritten-python-dumps-compact");
    assert_eq!(rewritten.generated.kind, "genuine");
    assert!(
        rewritten.generated.delivery.body.len() < 30,
        "{:?}",
        rewritten.generated
    );
}

#[test]
fn the_same_seed_finds_the_same() {
    let one = finding("stripe", "past-unchecked");
    let two = finding("stripe", "past-unchecked");
    assert_eq!(one.generated, two.generated);
    assert_eq!(one.number, two.number);
    assert_eq!(one.generated.kind, "timestamp-too-old");
}

#[test]
fn a_receiver_that_refuses_the_control_is_not_tested() {
    let mut refusing = Closure::new("no", |_: &Exchange| (Verdict::Reject, "no".to_owned()));
    let error = fuzz("github", 10, &mut refusing).unwrap_err();
    assert!(matches!(error, FuzzError::Control(_)), "{error}");
}

#[test]
fn two_targets_are_compared() {
    let generator = Generator::with_test_secret(&catalog_scheme("stripe").unwrap()).unwrap();
    let run = |other: &mut dyn Receiver| {
        fuzz_receiver(
            &generator,
            &options(2_000),
            &mut reference(),
            Some(other),
            &|| 0,
            &|_| true,
        )
        .unwrap()
        .finding
    };
    assert!(run(&mut reference()).is_none());
    let found = run(&mut faulty("past-unchecked")).unwrap();
    assert_eq!(found.observation.verdict, Verdict::Reject);
    assert_eq!(found.other.unwrap().verdict, Verdict::Accept);
}

#[test]
fn the_command_finds_saves_and_runs_again() {
    if !has_python() {
        return;
    }
    let hookproof = env!("CARGO_BIN_EXE_hookproof");
    let file = std::env::temp_dir().join(format!("hookproof-fuzz-{}.json", std::process::id()));
    let right = format!("{}/examples/determined_shim.py", env!("CARGO_MANIFEST_DIR"));
    // The same shim, over a library that drops blanks around the body.
    let wrong = file.with_extension("py");
    let text = std::fs::read_to_string(&right).unwrap();
    assert!(text.contains("+ body,"));
    std::fs::write(&wrong, text.replace("+ body,", "+ body.strip(),")).unwrap();
    let wrong = wrong.to_str().unwrap();
    let run = |arguments: &[&str], shim: &str| {
        let output = Command::new(hookproof)
            .args(arguments)
            .args(["--", "python3", shim])
            .output()
            .unwrap();
        let text =
            String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        (output.status.code(), text)
    };
    let path = file.to_str().unwrap();
    let fuzz = [
        "fuzz",
        "receiver",
        "--scheme",
        "determined",
        "--cases",
        "300",
        "--save",
        path,
    ];
    let (status, text) = run(&fuzz, &right);
    assert_eq!(status, Some(0), "{text}");
    let (status, text) = run(&fuzz, wrong);
    assert_eq!(status, Some(1), "{text}");
    assert!(
        text.contains("the target's verdict") && text.contains("curl -sS") && text.contains("--replay"),
        "{text}"
    );
    FuzzCase::parse(&std::fs::read_to_string(&file).unwrap()).unwrap();
    let replay = ["test", "receiver", "--scheme", "determined", "--replay", path];
    let (status, text) = run(&replay, &right);
    assert_eq!(status, Some(0), "{text}");
    let (status, text) = run(&replay, wrong);
    assert_eq!(status, Some(1), "{text}");
    assert!(text.contains("determined/fuzz/"), "{text}");
    std::fs::remove_file(wrong).unwrap();
    std::fs::remove_file(file).unwrap();
}
