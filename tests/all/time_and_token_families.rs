//! The points of the families on time, replay, location and tokens, on chosen schemes.

use std::collections::HashSet;

use hookproof::cases::{Case, Expected, Level, Setting};
use hookproof::encoding::Encoding;
use hookproof::mac::Hash;
use hookproof::scheme::{Scheme, catalog_scheme};

use crate::suites::{cases, cases_of};

fn find(cases: &[Case], what: &str) -> Option<(Level, Expected)> {
    cases
        .iter()
        .find(|case| case.id.as_str().ends_with(&format!("/{what}")))
        .map(|case| (case.level, case.expected))
}

fn check(scheme: &str, what: &str, level: Level, expected: Expected) {
    assert_eq!(
        find(cases(scheme), what),
        Some((level, expected)),
        "{scheme}/{what}"
    );
}

const MUST: Level = Level::Must;
const SHOULD: Level = Level::Should;
const OPEN: Level = Level::Unspecified;
const ACCEPT: Expected = Expected::Accept;
const REJECT: Expected = Expected::Reject;

#[test]
fn each_side_of_the_window_is_judged_as_the_scheme_states_it() {
    check("standard-webhooks", "freshness/one-second-too-old", MUST, REJECT);
    check(
        "standard-webhooks",
        "freshness/one-second-too-far-ahead",
        MUST,
        REJECT,
    );
    check(
        "standard-webhooks",
        "freshness/edge-of-the-window-old",
        OPEN,
        ACCEPT,
    );
    check(
        "standard-webhooks",
        "freshness/just-inside-the-window-old",
        MUST,
        ACCEPT,
    );
    check("slack", "freshness/an-hour-old", MUST, REJECT);
    check("slack", "freshness/an-hour-ahead", OPEN, ACCEPT);
    check("determined", "freshness/a-year-old", OPEN, ACCEPT);
    assert_eq!(find(cases("github"), "freshness/an-hour-old"), None);
}

/// A target that reads its own clock has no exact edge, and all others keep their distance to it.
#[test]
fn a_clock_of_its_own_gets_a_margin() {
    let scheme = catalog_scheme("standard-webhooks").unwrap();
    let setting = Setting {
        margin: 2,
        ..Setting::vectors(&scheme)
    };
    let cases = cases_of(&scheme, &setting);
    assert_eq!(find(&cases, "freshness/edge-of-the-window-old"), None);
    for case in cases.iter().filter(|case| case.family == "freshness") {
        let text = case.delivery.headers.text("webhook-timestamp").unwrap();
        let age = setting.now - text.parse::<i64>().unwrap();
        assert!(!(298..=302).contains(&age.abs()), "{}: {age}", case.id);
    }
}

#[test]
fn every_case_with_a_timestamp_tells_the_tolerance() {
    for (scheme, tolerance) in [
        ("standard-webhooks", Some(300)),
        ("valohai-hmac-timestamp", Some(60)),
        ("github", None),
        ("valohai-jwt", None),
    ] {
        for case in cases(scheme) {
            assert_eq!(case.tolerance, tolerance, "{}", case.id);
        }
    }
}

#[test]
fn another_number_is_a_forgery_and_another_spelling_is_not() {
    for scheme in ["determined", "stripe", "slack", "standard-webhooks"] {
        check(scheme, "timestamp/fresh-in-an-old-delivery", MUST, REJECT);
        check(scheme, "timestamp/not-a-number", MUST, REJECT);
        check(scheme, "timestamp/smallest-i64", MUST, REJECT);
        check(scheme, "timestamp/milliseconds-for-seconds", MUST, REJECT);
        check(scheme, "timestamp/leading-zero", OPEN, REJECT);
        check(scheme, "timestamp/arabic-indic-digits-signed", OPEN, REJECT);
        check(scheme, "timestamp/not-a-number-signed", OPEN, REJECT);
    }
}

/// Where the signature does not cover the timestamp, a fresh one in an old delivery is no forgery.
#[test]
fn an_unbound_timestamp_binds_nothing() {
    let text = "id = \"unbound\"\nname = \"Unbound\"\n[signature]\nmethod = \"hmac-sha256\"\n\
                in = \"header:X-Sig\"\nencoding = \"hex\"\nbase_string = \"{body}\"\n[timestamp]\n\
                in = \"header:X-Time\"\nunit = \"milliseconds\"\npast = 60\n";
    let scheme = Scheme::parse(text, "test").unwrap();
    let cases = cases_of(&scheme, &Setting::vectors(&scheme));
    let check = |what, level, expected| assert_eq!(find(&cases, what), Some((level, expected)), "{what}");
    check("timestamp/fresh-in-an-old-delivery", OPEN, ACCEPT);
    check("timestamp/not-a-number", SHOULD, REJECT);
    check("timestamp/seconds-for-milliseconds-signed", SHOULD, REJECT);
    check("freshness/an-hour-old", MUST, REJECT);
    assert!(!cases.iter().any(|case| case.family == "boundary"));
}

#[test]
fn borders_move_only_where_the_grammar_tells() {
    check(
        "determined",
        "boundary/timestamp-and-body-cut-at-the-next-separator",
        SHOULD,
        REJECT,
    );
    check("determined", "boundary/timestamp-in-two-lines", SHOULD, REJECT);
    check(
        "stripe",
        "boundary/timestamp-and-body-cut-at-the-next-separator",
        MUST,
        REJECT,
    );
    check(
        "slack",
        "boundary/timestamp-and-body-cut-at-the-last-separator",
        MUST,
        REJECT,
    );
    check(
        "valohai-hmac-timestamp",
        "boundary/body-and-timestamp-cut-at-the-previous-separator",
        MUST,
        REJECT,
    );
    check(
        "standard-webhooks",
        "boundary/id-cut-at-its-separator",
        OPEN,
        ACCEPT,
    );
    let adjacent = "id = \"adjacent\"\nname = \"Adjacent\"\n[signature]\nmethod = \"hmac-sha256\"\n\
                    in = \"header:X-Sig\"\nencoding = \"hex\"\nbase_string = \"{timestamp}{body}\"\n\
                    [timestamp]\nin = \"header:X-Time\"\nunit = \"seconds\"\n";
    let without = Scheme::parse(adjacent, "test").unwrap();
    let window = Scheme::parse(&format!("{adjacent}past = 300\n"), "test").unwrap();
    for (scheme, level, expected) in [(without, OPEN, ACCEPT), (window, MUST, REJECT)] {
        let cases = cases_of(&scheme, &Setting::vectors(&scheme));
        let found = find(&cases, "boundary/last-byte-of-timestamp-moved-to-body");
        assert_eq!(found, Some((level, expected)));
        // A reader of digits refuses the byte; where no window is stated nobody need read them.
        let found = find(&cases, "boundary/first-byte-of-body-moved-to-timestamp");
        let moved = if level == MUST { MUST } else { SHOULD };
        assert_eq!(found, Some((moved, REJECT)));
    }
}

#[test]
fn loose_values_are_refused_and_known_values_are_not_judged() {
    check("valohai-static-json", "location/true", MUST, REJECT);
    check("valohai-static-json", "location/zero", MUST, REJECT);
    check(
        "valohai-static-json",
        "location/list-of-the-right-value",
        OPEN,
        REJECT,
    );
    check("valohai-static-json", "location/value-escaped", OPEN, ACCEPT);
    check("valohai-static-json", "location/nested", SHOULD, REJECT);
    check("valohai-static-query", "location/empty-list", MUST, REJECT);
    check(
        "valohai-static-query",
        "location/value-percent-encoded",
        OPEN,
        ACCEPT,
    );
    check("valohai-static-form", "location/after-a-semicolon", OPEN, REJECT);
    check("valohai-static", "static/last-character-dropped", MUST, REJECT);
    check("valohai-static", "static/as-bearer", OPEN, REJECT);
    check("valohai-static-form", "static/blank-after", OPEN, REJECT);
    assert_eq!(find(cases("valohai-static"), "static/blank-after"), None);
}

#[test]
fn tokens_are_judged_by_their_claims_and_not_by_their_header() {
    check("valohai-jwt", "jwt/none-in-mixed-case", MUST, REJECT);
    check("valohai-jwt", "jwt/expired-ten-minutes-ago", MUST, REJECT);
    check("valohai-jwt", "jwt/expired-in-the-header", OPEN, ACCEPT);
    check("valohai-jwt", "jwt/not-valid-for-a-day", SHOULD, REJECT);
    check("valohai-jwt", "jwt/last-bits-set", OPEN, REJECT);
    check("valohai-jwt", "jwt/critical-extension", OPEN, REJECT);
    check("valohai-jwt", "jwt/kid-of-an-empty-file", MUST, REJECT);
    let demanding = "id = \"demanding\"\nname = \"Demanding\"\n[signature]\nmethod = \"jwt\"\n\
                     in = \"header:Authorization\"\nprefix = \"Bearer \"\n[jwt]\nalgorithms = [\"HS512\"]\n\
                     require = [\"exp\"]\nclaims = { body_hash = \"{body|sha256|hex}\" }\ntimes = { exp = 60 }\n";
    let scheme = Scheme::parse(demanding, "test").unwrap();
    let cases = cases_of(&scheme, &Setting::vectors(&scheme));
    let check = |what, level, expected| assert_eq!(find(&cases, what), Some((level, expected)), "{what}");
    check("jwt/claim-missing-exp", MUST, REJECT);
    check("jwt/claim-wrong-body-hash", MUST, REJECT);
    check("jwt/old-token", MUST, REJECT);
    check("jwt/signed-with-hs256", SHOULD, REJECT);
}

/// A receiver that takes HS256 for a public-key scheme has its public key for a secret.
#[test]
fn the_public_key_is_tried_as_a_secret() {
    let text = "id = \"asymmetric\"\nname = \"Asymmetric\"\n[signature]\nmethod = \"jwt\"\n\
                in = \"header:Authorization\"\n[jwt]\nalgorithms = [\"RS256\"]\ntimes = { exp = 60 }\n";
    let scheme = Scheme::parse(text, "test").unwrap();
    let setting = Setting {
        secrets: vec![include_str!("../keys/jwt-rs256-public.pem").to_owned()],
        signing_secrets: vec![include_str!("../keys/jwt-rs256-private.pem").to_owned()],
        ..Setting::vectors(&catalog_scheme("github").unwrap())
    };
    let cases = cases_of(&scheme, &setting);
    let forms = cases
        .iter()
        .filter(|case| case.id.as_str().contains("/public-key-"));
    let tokens: HashSet<_> = forms
        .map(|case| case.delivery.headers.text("Authorization").unwrap())
        .collect();
    // As configured and with one newline is the same here.
    assert_eq!(tokens.len(), 5);
    assert_eq!(
        find(&cases, "jwt/public-key-in-pkcs1-as-secret"),
        Some((MUST, REJECT))
    );
    let pkcs1 = cases
        .iter()
        .find(|case| case.id.as_str().ends_with("/public-key-in-pkcs1-as-secret"))
        .unwrap();
    let token = pkcs1.delivery.headers.text("Authorization").unwrap();
    let (input, mac) = token.rsplit_once('.').unwrap();
    let by_openssl = include_bytes!("../keys/jwt-rs256-public-pkcs1.pem");
    let expected = Hash::Sha256.hmac(by_openssl, input.as_bytes());
    assert_eq!(
        Encoding::Base64urlUnpadded.decode(mac.as_bytes()).as_deref(),
        Ok(expected.as_bytes())
    );
    assert_eq!(find(&cases, "jwt/old-token"), Some((MUST, REJECT)));
    assert_eq!(find(&cases, "jwt/none"), Some((MUST, REJECT)));
    assert_eq!(find(&cases, "jwt/another-key"), None);
}

#[test]
fn the_50_rejections_are_rejections() {
    for scheme in ["determined", "stripe", "valohai-static-json", "valohai-jwt"] {
        let scheme = catalog_scheme(scheme).unwrap();
        let setting = Setting::vectors(&scheme);
        let verifier = hookproof::signing::Verifier::new(&scheme, &setting.secrets).unwrap();
        let cases = cases_of(&scheme, &setting);
        let case = cases
            .iter()
            .find(|case| case.id.as_str().ends_with("status/genuine-after-50-rejections"))
            .unwrap();
        assert_eq!(case.before.len(), 50);
        for delivery in &case.before {
            assert!(verifier.verify(delivery, setting.now).is_err(), "{}", case.id);
        }
    }
}

#[test]
fn a_timestamp_among_pairs_that_are_all_signed_is_bound() {
    for scheme in ["vonage-sms", "vonage-sms-sha512"] {
        let scheme = catalog_scheme(scheme).unwrap();
        assert!(scheme.binds().timestamp, "{}", scheme.id());
    }
    check("vonage-sms", "timestamp/one-second-later", MUST, REJECT);
    let left_out = "id = \"x\"\nname = \"X\"\n[signature]\nmethod = \"hmac-sha256\"\nin = \"form:sig\"\nencoding = \"hex\"\n\
                    base_string = \"{form|except:sig,ts|sort|each:<k>=<v>|join:&}\"\n[timestamp]\nin = \"form:ts\"\n\
                    unit = \"seconds\"\n[delivery]\ncontent_type = \"application/x-www-form-urlencoded\"\n";
    let scheme = Scheme::parse(left_out, "x.toml").unwrap();
    assert!(!scheme.binds().timestamp);
}

#[test]
fn a_token_has_the_claims_that_its_sender_writes_and_none_is_demanded() {
    let control = &cases("vonage-jwt")[0];
    let header = control.delivery.headers.text("authorization").unwrap();
    let claims = header.split('.').nth(1).unwrap();
    let claims = Encoding::Base64urlUnpadded.decode(claims.as_bytes()).unwrap();
    let claims: serde_json::Value = serde_json::from_slice(&claims).unwrap();
    assert_eq!(claims["iss"], "Vonage");
    assert_eq!(claims["api_key"], "a1b2c3d");
    assert_eq!(claims["jti"], claims["payload_hash"]);
    assert!(find(cases("vonage-jwt"), "jwt/claim-wrong-iss").is_none());
    assert!(find(cases("vonage-jwt"), "jwt/claim-wrong-payload-hash").is_some());
}
