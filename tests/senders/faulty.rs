//! Senders with one fault each.

use hookproof::delivery::Delivery;
use hookproof::encoding::Encoding;
use hookproof::mac::Hash;
use hookproof::outcome::Outcome;
use hookproof::reserialize::rewriter;
use hookproof::signing::Signer;

use crate::sender::{
    Attempt, Follows, Manner, PATIENT, Writes, blamed, case, exchange, message, report_of, setup,
};

const DETERMINED: (&str, &[&str]) = ("determined", &["testsigningkey"]);
const GITHUB: (&str, &[&str]) = ("github", &["It's a Secret"]);
const STANDARD: (&str, &[&str]) = ("standard-webhooks", &["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]);
const SIGNATURE: &str = "X-Determined-AI-Signature";

/// The fault is found in this case, and this is said of it.
#[track_caller]
fn check((scheme, secrets): (&str, &[&str]), writes: Writes, what: &str, said: &str) {
    check_manner((scheme, secrets), writes, PATIENT, what, said);
}

#[track_caller]
fn check_manner((scheme, secrets): (&str, &[&str]), writes: Writes, manner: Manner, what: &str, said: &str) {
    let report = report_of(&setup(scheme, secrets), writes, manner);
    let case = case(&report, what);
    assert!(
        matches!(case.outcome, Outcome::Failed | Outcome::Warned),
        "{what} is {:?}: {}\nblamed: {:#?}",
        case.outcome,
        case.reason,
        blamed(&report)
    );
    assert!(case.reason.contains(said), "{what}: {}", case.reason);
    for secret in secrets {
        assert!(
            !format!("{report:?}").contains(secret),
            "the report holds the secret"
        );
    }
}

/// The signature's text becomes another one.
fn with_signature(attempt: &Attempt<'_>, name: &str, text: impl Into<Vec<u8>>) -> Vec<u8> {
    let mut delivery = attempt.right();
    delivery.headers.set(name, text.into());
    message(&delivery)
}

fn base(attempt: &Attempt<'_>) -> Vec<u8> {
    [attempt.now.to_string().as_bytes(), b",", &attempt.event.body].concat()
}

fn signed_body(attempt: &Attempt<'_>, body: Vec<u8>) -> Delivery {
    let mut event = attempt.event.clone();
    let sent = std::mem::replace(&mut event.body, body);
    let mut delivery = attempt.signer.sign(&event, attempt.now).unwrap();
    delivery.body = sent;
    delivery
}

fn rewritten(attempt: &Attempt<'_>, writer: &str) -> Vec<u8> {
    let body = (rewriter(writer).unwrap().rewrite)(&attempt.event.body).unwrap();
    message(&signed_body(attempt, body))
}

#[test]
fn signs_the_spaced_body() {
    let writes: Writes = |attempt| rewritten(attempt, "python-dumps");
    check(DETERMINED, writes, "signature/right", "body/reserialized");
    check(GITHUB, writes, "signature/right", "body/reserialized");
}

#[test]
fn signs_the_escaped_body() {
    check(
        STANDARD,
        |attempt| rewritten(attempt, "php-json-encode"),
        "signature/right",
        "body/reserialized",
    );
}

#[test]
fn signs_the_printed_object() {
    check(
        DETERMINED,
        |attempt| rewritten(attempt, "python-repr"),
        "signature/right",
        "body/reserialized",
    );
}

#[test]
fn signs_an_empty_body() {
    let writes: Writes = |attempt| message(&signed_body(attempt, Vec::new()));
    check(GITHUB, writes, "signature/right", "body/empty");
    check(GITHUB, writes, "leak/empty-message", "MAC of an empty message");
}

#[test]
fn signs_a_newline_that_is_not_sent() {
    let writes: Writes = |attempt| {
        let body = [attempt.event.body.as_slice(), b"\n"].concat();
        message(&signed_body(attempt, body))
    };
    check(DETERMINED, writes, "signature/right", "body/");
}

#[test]
fn appends_the_mac_of_nothing() {
    let writes: Writes = |attempt| {
        let nothing = Hash::Sha256.hmac(attempt.signer.key(), b"");
        let bytes = [base(attempt).as_slice(), nothing.as_bytes()].concat();
        with_signature(attempt, SIGNATURE, Encoding::Hex.encode(&bytes))
    };
    check(DETERMINED, writes, "leak/constant-part", "forges others");
    check(DETERMINED, writes, "signature/right", "MAC of nothing");
}

#[test]
fn writes_base64_for_hex() {
    let writes: Writes = |attempt| {
        let mac = Hash::Sha256.hmac(attempt.signer.key(), &base(attempt));
        with_signature(attempt, SIGNATURE, Encoding::Base64.encode(mac.as_bytes()))
    };
    check(DETERMINED, writes, "signature/right", "digest/encoding");
}

#[test]
fn writes_hex_for_base64() {
    let writes: Writes = |attempt| {
        let text = attempt
            .right()
            .headers
            .text("webhook-signature")
            .unwrap()
            .to_owned();
        let mac = Encoding::Base64
            .decode(text.trim_start_matches("v1,").as_bytes())
            .unwrap();
        let text = [b"v1,", Encoding::Hex.encode(&mac).as_slice()].concat();
        with_signature(attempt, "webhook-signature", text)
    };
    check(STANDARD, writes, "signature/right", "digest/encoding");
}

#[test]
fn writes_upper_case() {
    let writes: Writes = |attempt| {
        let text = attempt
            .right()
            .headers
            .text(SIGNATURE)
            .unwrap()
            .to_ascii_uppercase();
        with_signature(attempt, SIGNATURE, text)
    };
    check(DETERMINED, writes, "signature/right", "digest/case");
}

#[test]
fn leaves_the_prefix_out() {
    let writes: Writes = |attempt| {
        let text = attempt
            .right()
            .headers
            .text("X-Hub-Signature-256")
            .unwrap()
            .to_owned();
        with_signature(attempt, "X-Hub-Signature-256", text.trim_start_matches("sha256="))
    };
    check(GITHUB, writes, "signature/right", "digest/prefix");
}

#[test]
fn uses_another_hash() {
    let writes: Writes = |attempt| {
        let mac = Hash::Sha1.hmac(attempt.signer.key(), &base(attempt));
        with_signature(attempt, SIGNATURE, Encoding::Hex.encode(mac.as_bytes()))
    };
    check(
        DETERMINED,
        writes,
        "signature/right",
        "digest/algorithm: sha1",
    );
}

#[test]
fn hashes_secret_and_body() {
    let writes: Writes = |attempt| {
        let digest = Hash::Sha256.digest(&[attempt.signer.key(), &base(attempt)].concat());
        with_signature(attempt, SIGNATURE, Encoding::Hex.encode(digest.as_bytes()))
    };
    check(DETERMINED, writes, "signature/right", "digest/unkeyed");
}

#[test]
fn exchanges_key_and_message() {
    let writes: Writes = |attempt| {
        let mac = Hash::Sha256.hmac(&base(attempt), attempt.signer.key());
        with_signature(attempt, SIGNATURE, Encoding::Hex.encode(mac.as_bytes()))
    };
    check(DETERMINED, writes, "signature/right", "digest/swapped");
}

fn with_key(attempt: &Attempt<'_>, key: &[u8]) -> Vec<u8> {
    let signer = Signer::with_key(&attempt.setup.scheme, key.to_vec());
    message(&signer.sign(&attempt.event, attempt.now).unwrap())
}

#[test]
fn does_not_decode_the_secret() {
    let text: Writes = |attempt| with_key(attempt, attempt.setup.secrets[0].as_bytes());
    check(STANDARD, text, "signature/right", "secret/prefix-kept");
    let bare: Writes = |attempt| {
        with_key(
            attempt,
            attempt.setup.secrets[0].trim_start_matches("whsec_").as_bytes(),
        )
    };
    check(STANDARD, bare, "signature/right", "secret/not-decoded");
}

#[test]
fn keeps_the_newline_of_the_secret() {
    check(
        GITHUB,
        |attempt| with_key(attempt, b"It's a Secret\n"),
        "signature/right",
        "secret/untrimmed",
    );
}

#[test]
fn signs_without_a_secret() {
    check(
        GITHUB,
        |attempt| with_key(attempt, b""),
        "signature/right",
        "secret/empty",
    );
}

fn with_base(attempt: &Attempt<'_>, base: &[u8]) -> Vec<u8> {
    let mac = Hash::Sha256.hmac(attempt.signer.key(), base);
    with_signature(attempt, SIGNATURE, Encoding::Hex.encode(mac.as_bytes()))
}

#[test]
fn leaves_the_timestamp_out_of_what_is_signed() {
    let writes: Writes = |attempt| with_base(attempt, &attempt.event.body);
    check(
        DETERMINED,
        writes,
        "signature/right",
        "base-string/timestamp-missing",
    );
}

#[test]
fn puts_another_separator() {
    let writes: Writes = |attempt| {
        with_base(
            attempt,
            &[attempt.now.to_string().as_bytes(), b".", &attempt.event.body].concat(),
        )
    };
    check(DETERMINED, writes, "signature/right", "base-string/separator");
}

#[test]
fn turns_the_parts_round() {
    let writes: Writes = |attempt| {
        with_base(
            attempt,
            &[
                &attempt.event.body,
                b",".as_slice(),
                attempt.now.to_string().as_bytes(),
            ]
            .concat(),
        )
    };
    check(DETERMINED, writes, "signature/right", "base-string/order");
}

#[test]
fn signs_milliseconds_and_states_seconds() {
    let writes: Writes = |attempt| {
        with_base(
            attempt,
            &[
                format!("{}000", attempt.now).as_bytes(),
                b",",
                &attempt.event.body,
            ]
            .concat(),
        )
    };
    check(
        DETERMINED,
        writes,
        "signature/right",
        "base-string/timestamp-unit",
    );
}

#[test]
fn signs_another_moment_than_is_stated() {
    let writes: Writes = |attempt| {
        with_base(
            attempt,
            &[
                (attempt.now - 1).to_string().as_bytes(),
                b",",
                &attempt.event.body,
            ]
            .concat(),
        )
    };
    check(
        DETERMINED,
        writes,
        "signature/right",
        "does not match",
    );
}

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
    let writes: Writes = |attempt| stamped(attempt, crate::sender::BEGIN.to_string());
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
        follows: Follows::Never,
    };
    let writes: Writes = |attempt| message(&attempt.right());
    for what in ["server-error", "hang", "reset"] {
        check_manner(
            GITHUB,
            writes,
            once,
            &format!("retry/{what}-sent-again"),
            "not sent again",
        );
    }
}

#[test]
fn follows_redirects_with_the_signature() {
    let follows = Manner {
        attempts: 3,
        follows: Follows::Always,
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
