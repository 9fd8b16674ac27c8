//! Senders that are right, each in a style of its own.

use std::time::Duration;

use hookproof::outcome::{Outcome, Verdict};

use crate::senders::sender::{Attempt, Manner, PATIENT, Writes, blamed, case, message, report_of, setup};

const WHSEC: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

#[track_caller]
fn check(scheme: &str, secrets: &[&str], writes: Writes) {
    let report = report_of(&setup(scheme, secrets), writes, PATIENT);
    assert!(report.conforms);
    assert_eq!(blamed(&report), Vec::<String>::new());
    assert!(report.summary.passed > 10, "{report:?}");
}

fn plain(attempt: &Attempt<'_>) -> Vec<u8> {
    message(&attempt.right())
}

#[test]
fn names_as_the_scheme_writes_them() {
    check("determined", &["testsigningkey"], plain);
}

#[test]
fn names_in_lower_case_and_other_headers_between() {
    check("github", &["It's a Secret"], |attempt| {
        let mut delivery = attempt.right();
        for header in delivery.headers.iter_mut() {
            header.name = header.name.to_ascii_lowercase();
        }
        delivery.headers.push_front("user-agent", "another/1.0");
        delivery.headers.push(
            "traceparent",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        );
        message(&delivery)
    });
}

#[test]
fn a_body_in_chunks() {
    check("stripe", &["whsec_test"], |attempt| {
        let delivery = attempt.right();
        let (start, end) = delivery.body.split_at(delivery.body.len() / 2);
        let whole = message(&delivery);
        let head = whole.len() - delivery.body.len();
        let head = String::from_utf8(whole[..head].to_vec()).unwrap();
        let length = format!("Content-Length: {}", delivery.body.len());
        let head = head.replace(&length, "Transfer-Encoding: chunked");
        let chunk = |part: &[u8]| [format!("{:x}\r\n", part.len()).as_bytes(), part, b"\r\n"].concat();
        [head.as_bytes(), &chunk(start), &chunk(end), b"0\r\n\r\n"].concat()
    });
}

#[test]
fn a_body_that_is_pretty_printed_and_signed_as_it_is() {
    check("slack", &["8f742231b10e8888abcd99yyyzzz85a5"], |attempt| {
        let mut event = attempt.event.clone();
        event.body = [event.body.as_slice(), b"\r\n \n"].concat();
        message(&attempt.signer.sign(&event, attempt.now).unwrap())
    });
}

#[test]
fn two_live_secrets() {
    check(
        "standard-webhooks",
        &[WHSEC, "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"],
        plain,
    );
}

#[test]
fn one_that_does_not_try_again_is_told_so_and_conforms() {
    let once = Manner {
        attempts: 1,
        ..PATIENT
    };
    let report = report_of(&setup("y42", &["0123456789abcdef"]), plain, once);
    assert!(report.conforms);
    assert_eq!(
        case(&report, "retry/server-error-sent-again").outcome,
        Outcome::Warned
    );
    assert_eq!(case(&report, "retry/gone-left-alone").verdict, Verdict::Accept);
    assert_eq!(case(&report, "redirect/302-event-kept").outcome, Outcome::Passed);
}

#[test]
fn the_tables_name_each_entry_once() {
    use hookproof::sender::{CHECKS, SCENES};
    let unique = |ids: Vec<&str>| {
        let mut sorted = ids.clone();
        sorted.sort_unstable();
        sorted.dedup();
        sorted.len() == ids.len()
    };
    assert!(unique(SCENES.iter().map(|scene| scene.id).collect()));
    assert!(unique(CHECKS.iter().map(|check| check.id).collect()));
    assert!(CHECKS.iter().all(|check| !check.asks.is_empty()));
}

/// Attempts a moment apart lie in two seconds, though both were stamped in the first.
#[test]
fn an_attempt_at_once_that_is_stamped_with_the_same_second() {
    let hasty = Manner {
        pause: Duration::from_millis(100),
        ..PATIENT
    };
    let report = report_of(&setup("standard-webhooks", &[WHSEC]), plain, hasty);
    assert_eq!(blamed(&report), Vec::<String>::new());
    let fresh = case(&report, "retry/server-error-fresh");
    assert_eq!(fresh.outcome, Outcome::Skipped, "{}", fresh.reason);
}
