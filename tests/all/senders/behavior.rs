//! Senders that sign rightly and do something else wrong: time, retries, redirects, what travels beside the signature.

use hookproof::encoding::Encoding;
use hookproof::outcome::Outcome;
use hookproof::signing::Signer;

use crate::senders::faulty::{DETERMINED, GITHUB, SIGNATURE, STANDARD, check, check_manner};
use crate::senders::sender::{
    Attempt, Follows, Manner, PATIENT, Writes, case, exchange, message, report_of, setup,
};

fn stamped(attempt: &Attempt<'_>, timestamp: String) -> Vec<u8> {
    let signed =
        attempt
            .signer
            .sign_with_timestamp(&attempt.event, Some(timestamp.into_bytes()), attempt.now);
    message(&signed.unwrap())
}

#[test]
fn stamps_milliseconds() {
    let writes: Writes = |attempt| stamped(attempt, (attempt.now * 1000).to_string());
    check(DETERMINED, writes, "timestamp/fresh", "milliseconds");
    check(STANDARD, writes, "timestamp/fresh", "milliseconds");
}

#[test]
fn stamps_a_date() {
    let writes: Writes = |attempt| stamped(attempt, "2023-11-14T22:13:20Z".to_owned());
    check(DETERMINED, writes, "timestamp/form", "2023-11-14T22:13:20Z");
}

#[test]
fn stamps_always_the_same() {
    let writes: Writes = |attempt| stamped(attempt, crate::senders::sender::BEGIN.to_string());
    check(STANDARD, writes, "timestamp/moves", "always");
}

#[test]
fn stamps_the_past() {
    let writes: Writes = |attempt| stamped(attempt, (attempt.now - 7200).to_string());
    check(STANDARD, writes, "timestamp/fresh", "s in the past");
}

#[test]
fn sends_the_old_signature_again() {
    let writes: Writes = |attempt| message(&attempt.signer.sign(&attempt.event, attempt.first).unwrap());
    check(STANDARD, writes, "retry/server-error-fresh", "first attempt");
    check(STANDARD, writes, "retry/reset-fresh", "first attempt");
}

#[test]
fn takes_a_new_id_for_each_attempt() {
    let writes: Writes = |attempt| {
        let mut event = attempt.event.clone();
        event.id = format!("{}_{}", event.id, attempt.n_attempt);
        message(&attempt.signer.sign(&event, attempt.now).unwrap())
    };
    check(STANDARD, writes, "identity/kept", "sent again as");
}

#[test]
fn gives_all_events_one_id() {
    let writes: Writes = |attempt| {
        let mut event = attempt.event.clone();
        event.id = "msg".to_owned();
        message(&attempt.signer.sign(&event, attempt.now).unwrap())
    };
    check(STANDARD, writes, "identity/differ", "two events");
}

#[test]
fn changes_the_body_of_an_attempt() {
    let writes: Writes = |attempt| {
        let mut event = attempt.event.clone();
        event
            .body
            .extend_from_slice(format!(" {}", attempt.n_attempt).as_bytes());
        message(&attempt.signer.sign(&event, attempt.now).unwrap())
    };
    check(STANDARD, writes, "retry/server-error-same-body", "another one");
}

#[test]
fn sends_the_secret_along() {
    let writes: Writes = |attempt| {
        let mut delivery = attempt.right();
        let secret = Encoding::Base64.encode(attempt.setup.secrets[0].as_bytes());
        delivery.headers.push("X-Webhook-Secret", secret);
        message(&delivery)
    };
    check(DETERMINED, writes, "leak/secret", "in a header");
}

#[test]
fn signs_twice() {
    let writes: Writes = |attempt| {
        let mut delivery = attempt.right();
        let text = delivery.headers.first(SIGNATURE).unwrap().to_vec();
        delivery.headers.push(SIGNATURE, text);
        message(&delivery)
    };
    check(DETERMINED, writes, "signature/once", "more than one");
}

#[test]
fn does_not_sign() {
    let writes: Writes = |attempt| {
        let mut delivery = attempt.right();
        delivery.headers.remove(SIGNATURE);
        message(&delivery)
    };
    check(DETERMINED, writes, "signature/present", "no signature");
}

#[test]
fn forgets_the_type_of_the_body() {
    let writes: Writes = |attempt| {
        let mut delivery = attempt.right();
        delivery.headers.remove("content-type");
        message(&delivery)
    };
    check(GITHUB, writes, "framing/content-type", "no Content-Type");
}

#[test]
fn tears_the_body() {
    let writes: Writes = |attempt| {
        let mut whole = message(&attempt.right());
        whole.truncate(whole.len() - 3);
        whole
    };
    check(GITHUB, writes, "framing/whole", "torn");
}

#[test]
fn tells_two_lengths() {
    let writes: Writes = |attempt| {
        let mut delivery = attempt.right();
        delivery.headers.push("Content-Length", "3");
        delivery.headers.push("Content-Length", "5");
        message(&delivery)
    };
    check(GITHUB, writes, "framing/whole", "told twice");
}

#[test]
fn signs_with_one_of_two_secrets() {
    let both: (&str, &[&str]) = (
        "standard-webhooks",
        &[
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
        ],
    );
    let writes: Writes = |attempt| {
        let signer = Signer::new(&attempt.setup.scheme, &attempt.setup.secrets[..1]).unwrap();
        message(&signer.sign(&attempt.event, attempt.now).unwrap())
    };
    check(both, writes, "rotation/secret-2", "only this secret");
}

#[test]
fn never_tries_again() {
    let once = Manner {
        attempts: 1,
        ..PATIENT
    };
    let writes: Writes = |attempt| message(&attempt.right());
    for what in ["server-error", "hang", "reset"] {
        let what = format!("retry/{what}-sent-again");
        check_manner(
            STANDARD,
            writes,
            once,
            &what,
            "not sent again within 0.5 s (`--wait`)",
        );
        // One documents that it does not, the other that it does later than the test waits.
        for ((scheme, secrets), why) in [(GITHUB, "nothing is sent again"), (DETERMINED, "after 1 s")] {
            let report = report_of(&setup(scheme, secrets), writes, once);
            let case = case(&report, &what);
            assert_eq!(case.outcome, Outcome::Skipped, "{scheme}: {}", case.reason);
            assert!(case.reason.contains(why), "{scheme}: {}", case.reason);
        }
    }
}

#[test]
fn follows_redirects_with_the_signature() {
    let follows = Manner {
        follows: Follows::Always,
        ..PATIENT
    };
    let writes: Writes = |attempt| message(&attempt.right());
    for status in ["301", "302", "307", "308"] {
        let what = format!("redirect/{status}-signature-stays");
        check_manner(DETERMINED, writes, follows, &what, "other origin has it too");
    }
    for status in ["301", "302"] {
        check_manner(
            DETERMINED,
            writes,
            follows,
            &format!("redirect/{status}-event-kept"),
            "it is lost",
        );
    }
}

#[test]
fn a_test_client_gets_answers() {
    assert_eq!(exchange("http://127.0.0.1:1/", b""), None);
}
