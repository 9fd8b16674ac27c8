//! Whatever mistake the model makes itself is found again.

use proptest::prelude::{ProptestConfig, proptest};

use super::registry::{Axis, Effort, Trace};
use super::{MISTAKES, context, explain};
use crate::scheme::{Scheme, catalog_scheme};
use crate::signing::{Event, Signer, Timestamp};

const NOW: i64 = 1_700_000_000;

/// Makes every mistake that applies, or each `step`th variant of it from `from` on, and has it explained.
fn check(scheme: &Scheme, secret: &str, body: &[u8], from: usize, step: usize) {
    let signer = Signer::new(scheme, &[secret]).unwrap();
    let mut event = Event::new(scheme, "msg_1", body);
    event.url = "https://h.example/a/b?y=1&x=a%20b".to_owned();
    let timestamp = scheme
        .timestamp()
        .map(|spec| Timestamp::from_seconds(NOW).write(spec.unit));
    let draft = signer.draft(&event, timestamp.clone()).unwrap();
    let genuine = signer.sign_with_timestamp(&event, timestamp, NOW).unwrap();
    assert!(explain(scheme, &[secret], &genuine, NOW).verifies);
    let context = context(scheme, &[secret], &genuine, NOW);
    let stated = context.stated();
    let mut number = from;
    for mistake in MISTAKES
        .iter()
        .filter(|mistake| Axis::SEARCHED.contains(&mistake.axis) && context.has(mistake.axis))
    {
        let Trace::Supposed(vary) = mistake.trace else {
            continue;
        };
        for variation in vary(&stated, &context, Effort::Full) {
            number += 1;
            if !number.is_multiple_of(step) {
                continue;
            }
            let Some((base_string, made)) = context.signed(&variation.hypothesis) else {
                continue;
            };
            let written = scheme.signature().encoding.encode(&made);
            let faulty = signer.finish(draft.clone(), &[written]).unwrap();
            let told = format!("{} {}: {}", scheme.id(), mistake.name, variation.detail);
            let explanation = explain(scheme, &[secret], &faulty, NOW);
            if explanation.verifies {
                // The mistake changed nothing that is signed.
                assert_eq!(faulty, genuine, "{told}");
                continue;
            }
            let signed = explanation
                .findings
                .iter()
                .filter(|finding| finding.proof)
                .filter_map(|f| f.signed.as_ref());
            assert!(
                signed.into_iter().any(|signed| *signed == base_string),
                "{told}\n{:?}",
                explanation.findings
            );
        }
    }
}

#[test]
fn what_is_searched_has_a_way_to_be_found() {
    for mistake in MISTAKES {
        let is_searched = Axis::SEARCHED.contains(&mistake.axis);
        let is_judged = matches!(mistake.trace, Trace::Judged);
        assert_ne!(is_searched, is_judged, "{}", mistake.name);
    }
}

fn url_scheme() -> Scheme {
    let text = "id = \"url\"\nname = \"URL\"\n[signature]\nmethod = \"hmac-sha256\"\nin = \"header:X-S\"\n\
        encoding = \"hex\"\nbase_string = \"{method}\\n{url}\\n{body}\"\n";
    Scheme::parse(text, "url").unwrap()
}

#[test]
fn what_the_model_does_wrong_is_found_again() {
    let body = r#"{"id":1.0,"name":"Zoë","url":"https://h.example/","n":[1,2]}"#.as_bytes();
    check(
        &catalog_scheme("github").unwrap(),
        "It's a Secret to Everybody",
        body,
        0,
        3,
    );
    check(
        &catalog_scheme("slack").unwrap(),
        "8f742231b10e8888abcd99yyyzzz85a5",
        body,
        0,
        3,
    );
    check(
        &catalog_scheme("stripe").unwrap(),
        "whsec_dGhpcyBpcyBhIHNlY3JldA==",
        body,
        1,
        3,
    );
    let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    check(&catalog_scheme("standard-webhooks").unwrap(), secret, body, 2, 3);
    check(&url_scheme(), "topsecret", body, 0, 2);
    check(&url_scheme(), "topsecret", b"a=1&b=%7e+c\r\n", 0, 1);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_body_and_any_secret(body in "\\PC{0,40}", secret in "[a-zA-Z0-9+/_ -]{1,24}[a-z]", from in 0_usize..40) {
        check(&url_scheme(), &secret, body.as_bytes(), from, 40);
    }

    #[test]
    fn no_input_panics(body in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..60), text in "[a-z]\\PC{0,80}") {
        for id in ["stripe", "standard-webhooks", "valohai-jwt", "valohai-static", "github"] {
            let scheme = catalog_scheme(id).unwrap();
            let mut delivery = crate::delivery::Delivery::post("https://h.example/", body.clone());
            for name in ["Stripe-Signature", "webhook-signature", "Authorization", "X-Hub-Signature-256", "webhook-id", "webhook-timestamp"] {
                delivery.headers.push(name, text.as_bytes());
            }
            let explanation = super::explained(&scheme, &["whsec_AAEC", "other"], &delivery, NOW, super::Depth::Singles);
            assert!(!explanation.verifies && !explanation.is_proven(), "{:?}", explanation.findings);
        }
    }
}
