//! Targets that go away, that refuse content after the signature, and a machine that is too slow.

use std::cell::Cell;
use std::time::Duration;

use hookproof::cases::{Identities, OwnSecrets, Setting};
use hookproof::delivery::Delivery;
use hookproof::outcome::{Outcome, Report, TargetInfo, TargetKind, Verdict};
use hookproof::runner::{RunOptions, test_receiver};
use hookproof::scheme::{Scheme, catalog_scheme};
use hookproof::signing::Verifier;
use hookproof::target::{Clock, Exchange, Observation, Receiver, TargetError};

const NOW: i64 = 1_800_000_000;

/// A receiver with a clock of its own that answers as `answer` does.
struct Scripted<'a>(&'a dyn Fn(usize, &Delivery) -> Observation, usize);

impl Receiver for Scripted<'_> {
    fn info(&self) -> TargetInfo {
        TargetInfo {
            kind: TargetKind::Http,
            name: "scripted".to_owned(),
            version: String::new(),
        }
    }

    fn clock(&self) -> Clock {
        Clock::System
    }

    fn run(
        &mut self,
        next: &mut dyn FnMut() -> Option<Exchange>,
        observe: &mut dyn FnMut(usize, Observation),
    ) -> Result<(), TargetError> {
        while let Some(exchange) = next() {
            self.1 += 1;
            for delivery in exchange.before.iter().chain([&exchange.delivery]) {
                let observation = (self.0)(self.1, delivery);
                if std::ptr::eq(delivery, &exchange.delivery) {
                    observe(exchange.index, observation);
                }
            }
        }
        Ok(())
    }
}

fn answered(status: u16) -> Observation {
    let verdict = match status {
        200..=299 => Verdict::Accept,
        400..=499 => Verdict::Reject,
        _ => Verdict::Error,
    };
    Observation {
        verdict,
        reason: format!("HTTP {status}"),
        elapsed: Duration::ZERO,
        answer: format!("HTTP/1.1 {status} X\r\n\r\n").into_bytes(),
    }
}

fn run(scheme: &Scheme, answer: &dyn Fn(usize, &Delivery) -> Observation, clock: &dyn Fn() -> i64) -> Report {
    let mut setting = Setting::vectors(scheme);
    setting.identities = Identities::Fresh(0);
    setting.own_secrets = OwnSecrets::Fixed;
    let mut receiver = Scripted(answer, 0);
    let run = test_receiver(
        scheme,
        setting,
        &RunOptions::default(),
        &mut receiver,
        clock,
        &mut |_| {},
    );
    run.unwrap().0
}

fn failed(report: &Report) -> Vec<&str> {
    let failed = report.cases.iter().filter(|case| case.outcome == Outcome::Failed);
    failed.map(|case| case.id.as_str()).collect()
}

fn verifier(scheme: &Scheme) -> Verifier {
    Verifier::new(scheme, &Setting::vectors(scheme).secrets).unwrap()
}

/// An application that takes no long content answers otherwise than for a wrong signature.
#[test]
fn content_that_is_refused_after_the_signature_is_no_fault_of_the_verification() {
    let scheme = catalog_scheme("standard-webhooks").unwrap();
    let verifier = verifier(&scheme);
    let app = |verify_first: bool, other: u16| {
        let verifier = &verifier;
        move |_: usize, delivery: &Delivery| {
            let is_unwanted = delivery.body.len() == 4096;
            if is_unwanted && !verify_first {
                return answered(other);
            }
            match verifier.verify(delivery, NOW) {
                Ok(()) if is_unwanted => answered(other),
                Ok(()) => answered(200),
                Err(_) => answered(401),
            }
        }
    };
    let report = run(&scheme, &app(true, 422), &|| NOW);
    assert_eq!(failed(&report), [""; 0]);
    let skipped: Vec<_> = report
        .cases
        .iter()
        .filter(|case| case.outcome == Outcome::Skipped)
        .collect();
    assert_eq!(skipped.len(), 1);
    assert!(
        skipped
            .iter()
            .all(|case| case.reason.contains("HTTP 422") && case.reason.contains("HTTP 401"))
    );
    // Refused with the same status, or before the signature was looked at: nothing shows that it was right.
    for app in [app(true, 401), app(false, 401), app(false, 422)] {
        assert_eq!(
            failed(&run(&scheme, &app, &|| NOW)),
            ["standard-webhooks/genuine/length-4096"]
        );
    }
}

/// A process that dies at one delivery is blamed for that one; nothing is known of those that follow.
#[test]
fn what_was_never_sent_is_void() {
    let scheme = catalog_scheme("github").unwrap();
    let verifier = verifier(&scheme);
    let report = run(
        &scheme,
        &|number, delivery| match (number, verifier.verify(delivery, NOW)) {
            (..30, Ok(())) => answered(200),
            (..30, Err(_)) => answered(401),
            (30, _) => Observation {
                verdict: Verdict::Crash,
                reason: "the connection was closed".to_owned(),
                ..answered(500)
            },
            _ => Observation {
                verdict: Verdict::Crash,
                reason: "cannot connect: connection refused".to_owned(),
                answer: Vec::new(),
                ..answered(500)
            },
        },
        &|| NOW,
    );
    assert_eq!(failed(&report).len(), 1, "{:?}", failed(&report));
    let void = report.cases.iter().filter(|case| case.outcome == Outcome::Void);
    assert!(void.count() > 100);
    assert!(!report.conforms);
}

/// Between signing and answer the machine stood still for longer than the margin, once.
#[test]
fn a_delivery_that_came_late_is_asked_again() {
    let scheme = catalog_scheme("standard-webhooks").unwrap();
    let verifier = verifier(&scheme);
    let (time, stalls) = (Cell::new(NOW), Cell::new(1));
    let answer = |_: usize, delivery: &Delivery| {
        // A delivery that is just inside of the window meets the stall.
        let is_old = verifier.verify(delivery, time.get()).is_ok()
            && verifier.verify(delivery, time.get() + 4).is_err();
        if is_old && stalls.get() > 0 {
            stalls.set(stalls.get() - 1);
            time.set(time.get() + 4);
        }
        match verifier.verify(delivery, time.get()) {
            Ok(()) => answered(200),
            Err(_) => answered(401),
        }
    };
    let report = run(&scheme, &answer, &|| time.get());
    assert_eq!(stalls.get(), 0, "no delivery met the stall");
    assert_eq!(failed(&report), [""; 0]);
}
