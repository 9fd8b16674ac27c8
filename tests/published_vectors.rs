//! Values that providers and standards published and that tests/published does not have yet, each through a scheme
//! written for it.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::collections::HashSet;

use hookproof::cases::{Setting, controls, suite};
use hookproof::delivery::RequestJson;
use hookproof::scheme::{Scheme, Source};
use hookproof::signing::{Event, Signer, Verifier};
use serde::Deserialize;

#[derive(Deserialize)]
struct Published {
    id: String,
    scheme: String,
    secret: String,
    now: i64,
    expect: String,
    request: RequestJson,
}

fn published() -> Vec<Published> {
    serde_json::from_str(include_str!("data/published.json")).unwrap()
}

fn scheme(published: &Published) -> Scheme {
    Scheme::parse(&published.scheme, &published.id).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn published_values_are_judged_as_published() {
    let mut wrong = Vec::new();
    for published in published() {
        let scheme = scheme(&published);
        let verifier = Verifier::new(&scheme, &[&published.secret]).unwrap();
        let delivery = published.request.delivery().unwrap();
        let verdict = verifier.verify(&delivery, published.now);
        if verdict.is_ok() != (published.expect == "accept") {
            let base = verifier
                .trace(&delivery)
                .map(|(base, _)| String::from_utf8_lossy(&base).into_owned());
            wrong.push(format!("{}: {verdict:?} over {base:?}", published.id));
        }
        if verdict.is_ok() && scheme.is_symmetric() {
            // Not zeros, with which HMAC itself fills a key up.
            let other = format!("{}6b", published.secret.trim_end_matches('='));
            if let Ok(verifier) = Verifier::new(&scheme, &[other]) {
                assert!(
                    verifier.verify(&delivery, published.now).is_err(),
                    "{}",
                    published.id
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_is_signed_verifies_under_every_published_scheme() {
    let mut signed = 0;
    for published in published() {
        let scheme = scheme(&published);
        let Source::Header(header) = &scheme.signature().places.first().source else {
            continue;
        };
        let setting = Setting::vectors(&scheme);
        let signer = Signer::new(&scheme, &setting.signing_secrets).unwrap();
        let verifier = Verifier::new(&scheme, &setting.secrets).unwrap();
        let delivery = published.request.delivery().unwrap();
        let mut event = Event::new(&scheme, "msg_1", delivery.body);
        event.method = delivery.method;
        event.url = delivery.url;
        event.headers = delivery.headers;
        event.headers.remove(header);
        let once = signer.sign(&event, setting.now).unwrap();
        assert_eq!(
            signer.sign(&event, setting.now).unwrap(),
            once,
            "{}",
            published.id
        );
        assert_eq!(
            verifier.verify(&once, setting.now),
            Ok(()),
            "{}: {once:#?}",
            published.id
        );
        let other = Signer::new(&scheme, &[hookproof::cases::test_signing_secret(&scheme, 1)]).unwrap();
        let forged = other.sign(&event, setting.now).unwrap();
        assert!(verifier.verify(&forged, setting.now).is_err(), "{}", published.id);
        signed += 1;
    }
    assert!(signed > 15, "{signed}");
}

#[test]
fn every_scheme_is_written_as_read() {
    for published in published() {
        let scheme = scheme(&published);
        assert_eq!(
            Scheme::parse(&scheme.to_toml(), &published.id).as_ref(),
            Ok(&scheme)
        );
    }
}

/// Families ask the scheme what it binds: every shape of scheme gives cases on which they and the reference agree.
#[test]
fn families_agree_on_every_shape_of_scheme() {
    let mut seen = HashSet::new();
    for published in published()
        .iter()
        .filter(|published| published.expect == "accept")
    {
        let scheme = scheme(published);
        let shape = format!("{:?}{:?}", scheme.signature(), scheme.variants());
        if !seen.insert(shape) {
            continue;
        }
        let suite = suite(&scheme, &Setting::vectors(&scheme)).unwrap();
        assert!(
            suite.disagreements.is_empty(),
            "{}: {:#?}",
            published.id,
            suite.disagreements
        );
        assert!(!controls(&suite.cases).is_empty(), "{}", published.id);
    }
}
