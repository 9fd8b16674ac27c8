//! The families on genuine, unsigned, changed and re-written deliveries: what is expected of chosen schemes.

use hookproof::cases::{Case, Expected, Level, Setting, suite};
use hookproof::delivery::Headers;
use hookproof::reserialize::{REWRITERS, rewriter};
use hookproof::scheme::catalog_scheme;

use crate::suites::cases;

fn find(id: &str) -> Option<&'static Case> {
    let scheme = id.split('/').next().unwrap();
    cases(scheme).iter().find(|case| case.id.as_str() == id)
}

fn case(id: &str) -> &'static Case {
    find(id).unwrap_or_else(|| panic!("no case {id}"))
}

fn check(id: &str, level: Level, expected: Expected, flag: &str) {
    let case = case(id);
    assert_eq!((case.level, case.expected), (level, expected), "{id}");
    assert!(case.flags.contains(&flag), "{id}: {:?}", case.flags);
}

#[test]
fn genuine_bodies_are_delivered_as_they_are_written() {
    let must = |id, flag| check(id, Level::Must, Expected::Accept, flag);
    must("determined/genuine/float-without-fraction", "RawBody");
    must("determined/genuine/utf-8-of-four-bytes", "Charset");
    must("determined/genuine/length-4097", "BodyShape");
    must("determined/genuine/header-names-in-title-case", "HeaderCase");
    must("slack/genuine/lower-case-escape", "RawBody");
    let open = |id| check(id, Level::Unspecified, Expected::Accept, "BodyShape");
    open("determined/genuine/byte-order-mark");
    open("determined/genuine/invalid-utf-8");
    open("determined/genuine/empty-body");
    assert_eq!(case("determined/genuine/length-4097").delivery.body.len(), 4097);
    assert_eq!(
        case("determined/genuine/negative-zero").delivery.body,
        b"{\"sample\":-0}"
    );
}

#[test]
fn a_given_body_keeps_its_members_in_every_shape() {
    let scheme = catalog_scheme("determined").unwrap();
    let mut setting = Setting::vectors(&scheme);
    setting.body = Some(b"{\"app\": 1.0}".to_vec());
    for case in suite(&scheme, &setting).unwrap().cases {
        let is_shape = case.family == "genuine" && case.flags == ["RawBody"];
        assert!(
            !is_shape || case.delivery.body.starts_with(b"{\"app\": 1.0"),
            "{}",
            case.id
        );
    }
}

#[test]
fn what_is_missing_counts_where_it_is_signed() {
    let reject = |id, level, flag| check(id, level, Expected::Reject, flag);
    reject("github/unsigned/no-signature", Level::Must, "MissingSignature");
    reject(
        "valohai-static-json/unsigned/no-signature",
        Level::Must,
        "MissingSignature",
    );
    reject("stripe/unsigned/no-timestamp", Level::Must, "MissingTimestamp");
    reject("standard-webhooks/unsigned/empty-id", Level::Must, "EmptyId");
    reject(
        "github/unsigned/signature-in-the-query",
        Level::Should,
        "MisplacedSignature",
    );
    assert!(find("github/unsigned/no-timestamp").is_none());
    assert!(
        find("shopify/unsigned/only-what-leads-the-signature").is_none(),
        "there is no prefix"
    );
}

/// A change of what a scheme does not bind is no forgery.
#[test]
fn only_what_is_bound_is_tampered_with() {
    check(
        "determined/tampered/first-bit-of-body",
        Level::Must,
        Expected::Reject,
        "ModifiedBody",
    );
    check(
        "standard-webhooks/tampered/id-extended",
        Level::Must,
        Expected::Reject,
        "ModifiedId",
    );
    check(
        "valohai-static/tampered/any-body",
        Level::Unspecified,
        Expected::Accept,
        "UnboundBody",
    );
    for scheme in ["valohai-static", "valohai-jwt"] {
        for case in cases(scheme) {
            let needs_body = ["reserialized", "transcoded"].contains(&case.family);
            assert!(!needs_body, "{}: the body is not bound", case.id);
            assert!(
                case.family != "tampered" || !case.flags.contains(&"ModifiedBody"),
                "{}",
                case.id
            );
        }
    }
}

/// Where a body is not bound byte for byte, each signed value is changed, and the body as a whole.
#[test]
fn what_is_bound_of_a_body_is_tampered_with() {
    let must = |id, flag| check(id, Level::Must, Expected::Reject, flag);
    must("aws-sns/tampered/field-message", "ModifiedBody");
    must("aws-sns/timestamp/one-second-later", "ModifiedTimestamp");
    must("bitso/tampered/field-payload", "ModifiedBody");
    must("ebay/tampered/swapped-body", "SwappedBody");
    must("travis-ci/tampered/swapped-body", "SwappedBody");
}

/// Padding carries nothing, so that cutting it alone would be no forgery.
#[test]
fn a_truncated_base64_signature_lacks_more_than_padding() {
    let id = "standard-webhooks/truncated/all-but-the-last-character";
    check(id, Level::Must, Expected::Reject, "TruncatedSignature");
    let text = case(id)
        .delivery
        .headers
        .text("webhook-signature")
        .unwrap()
        .to_owned();
    assert_eq!(text.len(), "v1,".len() + 42);
}

#[test]
fn every_rewriter_is_tried_in_both_directions() {
    for scheme in [
        "determined",
        "stripe",
        "github",
        "slack",
        "valohai-hmac",
        "standard-webhooks",
    ] {
        let all = cases(scheme);
        for rewriter in REWRITERS {
            for (what, flag) in [
                (rewriter.id.to_owned(), "BodyReserialized"),
                (format!("signed-as-{}", rewriter.id), "SignedReserialized"),
            ] {
                let id = format!("{scheme}/reserialized/{what}");
                let case = all.iter().find(|case| case.id.as_str() == id);
                let case = case.unwrap_or_else(|| panic!("no case {id}"));
                assert_eq!((case.level, case.expected), (Level::Must, Expected::Reject));
                assert!(case.flags.contains(&flag));
            }
        }
    }
}

/// The delivered body and the signed one are each the other's rewriting.
#[test]
fn the_two_directions_are_mirrored() {
    let delivered = case("determined/reserialized/python-repr");
    let signed = case("determined/reserialized/signed-as-python-repr");
    let raw = &signed.delivery.body;
    let written = (rewriter("python-repr").unwrap().rewrite)(raw).unwrap();
    assert_eq!(delivered.delivery.body, written);
    assert_eq!(&delivered.undone.as_ref().unwrap().body, raw);
    assert_ne!(&written, raw);
}

/// Whatever sample a scheme has, there is a body that each writer changes.
#[test]
fn no_writer_leaves_every_trait_as_it_is() {
    let genuine = &case("determined/genuine/every-json-trait").delivery.body;
    for rewriter in REWRITERS {
        let written = (rewriter.rewrite)(genuine);
        assert!(
            written.is_some_and(|written| written != *genuine),
            "{} changes nothing",
            rewriter.id
        );
    }
}

#[test]
fn transcoded_bodies_differ_as_bytes_only() {
    let case = case("determined/transcoded/invalid-byte-for-replacement-character");
    let undone = case.undone.as_ref().unwrap();
    assert_ne!(case.delivery.body, undone.body);
    assert_eq!(
        String::from_utf8_lossy(&case.delivery.body),
        String::from_utf8_lossy(&undone.body)
    );
    assert_eq!(case.delivery.headers, undone.headers);
}

#[test]
fn a_right_signature_is_unsent_only_if_it_does_not_travel() {
    let wrong = case("determined/tampered/first-bit-of-signature");
    assert_eq!(
        wrong.unsent_signature(),
        wrong.trace.clone().map(|trace| trace.mac)
    );
    assert_eq!(case("determined/genuine/control").unsent_signature(), None);
    let longer = case("determined/truncated/byte-more");
    assert_eq!(longer.unsent_signature(), None, "the right one is its beginning");
    let misplaced = case("standard-webhooks/unsigned/signature-in-the-query");
    assert_eq!(misplaced.unsent_signature(), None);
}

#[test]
fn a_static_token_travels_in_every_spelling() {
    assert!(!case("determined/genuine/control").delivery_holds_secret());
    let mut token = case("valohai-static/genuine/control").clone();
    assert!(token.delivery_holds_secret());
    assert_eq!(token.unsent_signature(), None);
    token.delivery.headers = Headers::new();
    assert!(!token.delivery_holds_secret());
    token.secrets = vec!["user:a/b+c\"d".to_owned()];
    for spelling in [
        "user%3Aa%2Fb%2Bc%22d",
        "user:a/b+c\\\"d",
        "Basic dXNlcjphL2IrYyJk",
        "757365723A612F622B632264",
    ] {
        token.delivery.body = format!("x {spelling} y").into_bytes();
        assert!(token.delivery_holds_secret(), "{spelling}");
    }
}
