//! Values that senders really produced, or that providers published, through the reference verifier.

use hookproof::cases::Setting;
use hookproof::delivery::Delivery;
use hookproof::scheme::catalog_scheme;
use hookproof::signing::{Event, Reason, Signer, Verifier};

fn verified(
    scheme: &str,
    secret: &str,
    headers: &[(&str, &str)],
    body: &str,
    now: i64,
) -> Result<(), Reason> {
    let verifier = Verifier::new(&catalog_scheme(scheme).unwrap(), &[secret]).unwrap();
    let mut delivery = Delivery::post("https://receiver.example/hook", body);
    for (name, value) in headers {
        delivery.headers.push(*name, *value);
    }
    verifier.verify(&delivery, now)
}

#[track_caller]
fn check(scheme: &str, secret: &str, headers: &[(&str, &str)], body: &str, now: i64) {
    assert_eq!(verified(scheme, secret, headers, body, now), Ok(()));
    assert!(verified(scheme, secret, headers, &format!("{body} "), now).is_err());
    assert!(verified(scheme, &format!("{secret}x"), headers, body, now).is_err());
}

/// `TestShipper` of determined-ai/determined, and deliveries made by its Go code.
#[test]
fn determined() {
    for (timestamp, body, signature) in [
        (
            "1666890081",
            r#"{"id":1,"state":"COMPLETED","name":"test-name","duration":1,"resource_pool":"default","slots_per_trial":1,"workspace":"workspace","project":"project"}"#,
            "899cc042278415da7d91605ffefe81376d64a4d842aa5663cd614f497f88910f",
        ),
        (
            "1665689991",
            r#"{"event_id":"4cd26e62-60c6-4a8b-8d03-7629091a4ef5","event_type":"EXPERIMENT_STATE_CHANGE","timestamp":1665689991,"condition":{"state":"COMPLETED"},"event_data":{"data":"test"}}"#,
            "da5e0da7d3bdbd9d1d1cc492c4ded9476c46875093f0189691974b78848ed910",
        ),
    ] {
        let headers = [
            ("X-Determined-Ai-Signature-Timestamp", timestamp),
            ("X-Determined-Ai-Signature", signature),
        ];
        check("determined", "testsigningkey", &headers, body, 1_666_890_081);
    }
}

/// The value in the screenshot of the Zapier recipe signs Python's `repr`; every JSON text must be refused.
#[test]
fn the_zapier_screenshot_is_refused() {
    let headers = [
        ("X-Determined-AI-Signature-Timestamp", "1666136214"),
        (
            "X-Determined-AI-Signature",
            "5b121db881dc8d312f2020d9c91adb9118f57ad80a832b98ae791b23c72973a9",
        ),
    ];
    assert_eq!(
        verified(
            "determined",
            "my_secret_key",
            &headers,
            r#"{"project":"test project"}"#,
            1_666_136_214
        ),
        Err(Reason::SignatureMismatch)
    );
}

#[test]
fn y42() {
    let signature = "sha256=bbe09d44dc85b6f64750b04d5965fd808a17724bc9ecb5c20a8ae2523353b157";
    let secret = "0123456789abcdef0123456789abcdef01234567";
    check("y42", secret, &[("x-y42-signature", signature)], "{}", 0);
}

#[test]
fn valohai() {
    let body = "hello=valohai&prompt=draw+me+a+shark";
    let signature = "5287f33e477f25721310abe851bbc9a84037f9ae7327fea612fa0e3cf16ab4d1";
    check("valohai-hmac", "s3cr3t", &[("Authorization", signature)], body, 0);
    let headers = [
        (
            "Authorization",
            "54484c7398bbaad57d6c7a8848b476e8bca7353231e24a943a3ab16b9b940d81",
        ),
        ("Request-Timestamp", "1700000000"),
    ];
    check("valohai-hmac-timestamp", "s3cr3t", &headers, body, 1_700_000_060);
    assert_eq!(
        verified("valohai-hmac-timestamp", "s3cr3t", &headers, body, 1_700_000_061),
        Err(Reason::TimestampTooOld)
    );
    let headers = [
        (
            "X-Hmac-Signature",
            "v0=96a33baa26a420c79881e61e8d6f7f978133ac52fc372bce87860ebf0f0f0a86",
        ),
        ("X-Hmac-Timestamp", "1700000000"),
    ];
    check("valohai-hmac-basestring", "s3cr3t", &headers, body, 0);
}

#[test]
fn published_values() {
    let signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    check(
        "github",
        "It's a Secret to Everybody",
        &[("x-hub-signature-256", signature)],
        "Hello, World!",
        0,
    );
    let signature = "hMTq0K2x7oyOjoBwGYeTj5oxfnaVYXzbanUG9aajpKI=";
    check(
        "shopify",
        "hush",
        &[("X-Shopify-Hmac-Sha256", signature)],
        "\"my secret message\"",
        0,
    );
    let headers = [
        ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
        ("webhook-timestamp", "1614265330"),
        (
            "webhook-signature",
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        ),
    ];
    let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    let body = "{\"test\": 2432232314}";
    assert_eq!(
        verified("standard-webhooks", secret, &headers, body, 1_614_265_630),
        Ok(())
    );
    assert_eq!(
        verified("standard-webhooks", secret, &headers, body, 1_614_265_631),
        Err(Reason::TimestampTooOld)
    );
}

/// What each scheme of the catalogue signs, it verifies; another body is refused where the body is bound.
#[test]
fn round_trips() {
    for entry in hookproof::scheme::CATALOG {
        let scheme = catalog_scheme(entry.id).unwrap();
        let setting = Setting::vectors(&scheme);
        let signer = Signer::new(&scheme, &setting.signing_secrets).unwrap();
        let verifier = Verifier::new(&scheme, &setting.secrets).unwrap();
        for sample in scheme.samples() {
            let event = Event::new(&scheme, "msg_1", sample.body.as_bytes());
            let delivery = signer.sign(&event, setting.now).unwrap();
            assert_eq!(
                verifier.verify(&delivery, setting.now),
                Ok(()),
                "{} {}",
                entry.id,
                sample.name
            );
            if scheme.binds().body {
                let mut other = delivery;
                other.body.push(b' ');
                assert!(
                    verifier.verify(&other, setting.now).is_err(),
                    "{} {}",
                    entry.id,
                    sample.name
                );
            }
        }
    }
}
