//! Senders with one fault each.

use hookproof::delivery::Delivery;
use hookproof::encoding::Encoding;
use hookproof::mac::Hash;
use hookproof::outcome::Outcome;
use hookproof::reserialize::rewriter;
use hookproof::signing::Signer;

use crate::senders::sender::{Attempt, Manner, PATIENT, Writes, blamed, case, message, report_of, setup};

pub(crate) const DETERMINED: (&str, &[&str]) = ("determined", &["testsigningkey"]);
pub(crate) const GITHUB: (&str, &[&str]) = ("github", &["It's a Secret"]);
pub(crate) const STANDARD: (&str, &[&str]) =
    ("standard-webhooks", &["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]);
pub(crate) const SIGNATURE: &str = "X-Determined-AI-Signature";

/// The fault is found in this case, and this is said of it.
#[track_caller]
pub(crate) fn check((scheme, secrets): (&str, &[&str]), writes: Writes, what: &str, said: &str) {
    check_manner((scheme, secrets), writes, PATIENT, what, said);
}

#[track_caller]
pub(crate) fn check_manner(
    (scheme, secrets): (&str, &[&str]),
    writes: Writes,
    manner: Manner,
    what: &str,
    said: &str,
) {
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
    check(DETERMINED, writes, "signature/right", "digest/algorithm: sha1");
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
                format!("{}417", attempt.now).as_bytes(),
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
        "base-string/timestamp-reprinted",
    );
}
