//! What becomes of ids, and what stays.

use super::{Identities, Series, is_header_of_identity};
use crate::delivery::Headers;
use crate::scheme::{Scheme, catalog_scheme};

fn github() -> Scheme {
    catalog_scheme("github").unwrap()
}

fn series(number: u64) -> Series {
    let mut series = Series::new(Identities::Fresh(0), &github(), 1_700_000_000, 0);
    (0..number).for_each(|_| {
        series.advance(true);
    });
    series
}

#[test]
fn an_id_keeps_its_look_and_differs_from_case_to_case() {
    for id in [
        "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W",
        "4cd26e62-60c6-4a8b-8d03-7629091a4ef5",
        "evt_1NG8Du2eZvKYlo2C",
    ] {
        let made: Vec<String> = (0..200).map(|number| series(number).id(id)).collect();
        for one in &made {
            assert_eq!(one.len(), id.len());
            assert_eq!(one.get(..4), id.get(..4));
            let classes = |text: &str| -> Vec<(bool, bool)> {
                text.chars()
                    .map(|c| (c.is_ascii_digit() || c.is_ascii_alphabetic(), c.is_uppercase()))
                    .collect()
            };
            assert_eq!(classes(one), classes(id));
        }
        let mut different = made.clone();
        different.sort();
        different.dedup();
        assert_eq!(different.len(), made.len());
    }
    assert_eq!(
        series(3).id("4cd26e62-60c6-4a8b-8d03-7629091a4ef5").get(14..15),
        Some("4")
    );
}

#[track_caller]
fn check_changed(body: &str, same_parts: &[&str], gone: &[&str]) {
    let changed = String::from_utf8(series(1).body(body.as_bytes().to_vec())).unwrap();
    assert_eq!(changed.len(), body.len());
    same_parts
        .iter()
        .for_each(|part| assert!(changed.contains(part), "{changed}"));
    gone.iter()
        .for_each(|part| assert!(!changed.contains(part), "{changed}"));
}

#[test]
fn ids_in_bodies_change_and_nothing_else_does() {
    check_changed(
        r#"{"id" : "evt_123456","account_id":"acct_123456","type":"id","data":{"n":1}}"#,
        &[
            r#"{"id" : "evt_"#,
            r#","account_id":"acct_123456","type":"id","data":{"n":1}}"#,
        ],
        &["evt_123456"],
    );
    check_changed(
        r#"{"update_id":10000123,"a":"\"id\":12345678"}"#,
        &["{\"update_id\":10", r#","a":"\"id\":12345678"}"#],
        &["id\":10000123"],
    );
    check_changed(
        "From=%2B1&MessageSid=SM0123456789&AccountSid=AC01",
        &["From=%2B1&MessageSid=SM", "&AccountSid=AC01"],
        &["SM0123456789"],
    );
    for body in [
        "",
        "{",
        "{\"id\"",
        "{\"id\":",
        "{\"id\":\"",
        "{\"id\":1.5e300,\"uuid\":null}",
        "id",
        "=",
        "\"id\":\"123456\"",
        "{\"id\":\"\\",
    ] {
        assert_eq!(series(1).body(body.as_bytes().to_vec()), body.as_bytes());
    }
}

#[test]
fn a_token_that_is_signed_counts_once() {
    let body = br#"{"signature":{"token":"a8ce0edb2dd8301dee6c"},"token":"a8ce0edb2dd8301dee6c"}"#;
    let changed = |scheme: &str| {
        let scheme = catalog_scheme(scheme).unwrap();
        Series::new(Identities::Fresh(0), &scheme, 0, 0).body(body.to_vec()) != body
    };
    assert!(changed("mailgun"));
    assert!(!changed("github"));
}

#[test]
fn headers_that_name_a_delivery_change() {
    for name in [
        "X-Acme-Delivery",
        "X-Request-Id",
        "webhook-id",
        "X-Acme-Signature-V3-Nonce",
        "X-Acme-Event-UUID",
    ] {
        assert!(is_header_of_identity(name), "{name}");
    }
    for name in [
        "Content-Type",
        "X-Acme-Key-Id",
        "X-Account-ID",
        "X-Acme-Signature",
        "X-Acme-Hook-ID",
    ] {
        assert!(!is_header_of_identity(name), "{name}");
    }
    let mut headers = Headers::new();
    headers.push("X-Delivery", "72d3162e-cc78-11e3-81ab-4c9367dc0958");
    headers.push("X-Key-Id", "72d3162e");
    let before = headers.clone();
    series(1).headers(&mut headers);
    let changed = headers
        .iter()
        .zip(&before)
        .map(|(after, before)| after.value != before.value);
    assert_eq!(changed.collect::<Vec<_>>(), [true, false]);
}

#[test]
fn without_need_nothing_changes() {
    let mut same = Series::new(Identities::Same, &github(), 1, 1);
    assert!(!same.advance(true));
    assert_eq!(same.id("msg_123456"), "msg_123456");
    assert_eq!(same.body(b"{\"id\":\"123456\"}".to_vec()), b"{\"id\":\"123456\"}");
}
