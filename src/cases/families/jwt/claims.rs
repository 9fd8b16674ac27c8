//! Tokens whose claims say that they must not be taken, or do not say it.

use serde_json::{Map, Value, json};

use super::{Token, deliver, segment};
use crate::cases::builder::Builder;
use crate::scheme::Template;

pub(super) fn generate(b: &mut Builder<'_>, token: &Token) {
    changed(b, token);
    expiry(b, token);
    odd_times(b, token);
    not_before(b, token);
    header_expiry(b, token);
    demanded(b, token);
}

/// Another claim under the old signature.
fn changed(b: &mut Builder<'_>, token: &Token) {
    let hour = b.now().saturating_add(3600);
    let day_ago = b.now().saturating_sub(86_400);
    let mut emptied = Map::new();
    emptied.insert("sub".to_owned(), Value::from("admin"));
    for (what, title, claims) in [
        (
            "claim-added",
            "a claim added under the old signature",
            token.claims_with("sub", "admin"),
        ),
        ("claims-replaced", "other claims under the old signature", emptied),
        (
            "expiry-extended",
            "another `exp` under the old signature",
            token.claims_with("exp", hour),
        ),
        (
            "issued-earlier",
            "another `iat` under the old signature",
            token.claims_with("iat", day_ago),
        ),
    ] {
        let delivery = deliver(b, token.with_segments(None, Some(&segment(&claims)), None));
        b.case(what, title, delivery)
            .flags(&["JwtClaims", "ModifiedSignature"])
            .must_reject();
    }
    let header = segment(&token.header_with("kid", "1"));
    let delivery = deliver(b, token.with_segments(Some(&header), None, None));
    b.case(
        "header-changed",
        "another header under the old signature",
        delivery,
    )
    .flags(&["ModifiedSignature", "JwtMalformed"])
    .must_reject();
}

/// Libraries allow some leeway, five minutes at most.
fn expiry(b: &mut Builder<'_>, token: &Token) {
    let (now, leeway) = (b.now(), leeway(b));
    for (what, age) in [
        ("expired-ten-minutes-ago", 600 + leeway),
        ("expired-an-hour-ago", 3600 + leeway),
        ("expired-a-year-ago", 365 * 86_400),
    ] {
        let delivery = signed(b, token, &token.claims_with("exp", now.saturating_sub(age)));
        b.case(what, format!("a token that expired {age} seconds ago"), delivery)
            .flags(&["JwtExpired"])
            .must_reject();
    }
    let delivery = signed(b, token, &token.claims_with("exp", now.saturating_sub(30)));
    b.case(
        "expired-30-seconds-ago",
        "a token that expired 30 seconds ago",
        delivery,
    )
    .flags(&["JwtExpired"])
    .unspecified();
    let delivery = signed(b, token, &token.claims_with("exp", now.saturating_add(600)));
    b.case(
        "expires-in-ten-minutes",
        "a token that expires in ten minutes",
        delivery,
    )
    .flags(&["Genuine", "JwtExpired"])
    .may_accept();
    // A token of the scheme's own sender, made long ago: it works for any algorithm.
    let expires = b.scheme().jwt().and_then(|jwt| jwt.times.get("exp").copied());
    if let Some(lifetime) = expires {
        let delivery = b.draft(&b.base_event()).and_then(|draft| {
            let then = now.saturating_sub(lifetime).saturating_sub(3600 + leeway);
            let signatures = b.signer().signatures(&draft, then).ok()?;
            b.signer().finish(draft, &signatures).ok()
        });
        b.case(
            "old-token",
            "a genuine token whose life ended an hour ago",
            delivery,
        )
        .flags(&["JwtExpired", "Replay"])
        .must_reject();
    }
}

fn odd_times(b: &mut Builder<'_>, token: &Token) {
    let past = b.now().saturating_sub(3600 + leeway(b));
    for (what, exp) in [
        ("expiry-is-zero", json!(0)),
        ("expiry-is-negative", json!(-1)),
        (
            "expired-with-a-fraction",
            json!(format!("{past}.5").parse().unwrap_or(0.5)),
        ),
    ] {
        let delivery = signed(b, token, &token.claims_with("exp", exp.clone()));
        b.case(what, format!("`\"exp\":{exp}`, properly signed"), delivery)
            .flags(&["JwtExpired"])
            .should_reject();
    }
    for (what, exp) in [
        ("expiry-is-a-text", json!(past.to_string())),
        ("expiry-is-a-word", json!("never")),
        ("expiry-is-null", Value::Null),
        ("expiry-is-true", json!(true)),
        ("expiry-is-a-list", json!([past])),
        ("expiry-is-huge", json!(1e300)),
        ("expiry-is-greatest-u64", json!(u64::MAX)),
    ] {
        let delivery = signed(b, token, &token.claims_with("exp", exp.clone()));
        b.case(what, format!("`\"exp\":{exp}`, properly signed"), delivery)
            .flags(&["JwtExpired", "JwtClaims"])
            .unspecified();
    }
}

/// Some maintained libraries check `nbf` only where they are asked to, and an outsider gains no token by it.
fn not_before(b: &mut Builder<'_>, token: &Token) {
    let now = b.now();
    for (what, wait) in [
        ("not-valid-for-ten-minutes", 600 + leeway(b)),
        ("not-valid-for-a-day", 86_400),
    ] {
        let delivery = signed(b, token, &token.claims_with("nbf", now.saturating_add(wait)));
        b.case(what, format!("a token that is valid in {wait} seconds"), delivery)
            .flags(&["JwtNotYetValid"])
            .should_reject();
    }
    for (what, title, name, at) in [
        (
            "not-valid-for-30-seconds",
            "a token that is valid in 30 seconds",
            "nbf",
            now.saturating_add(30),
        ),
        (
            "issued-in-the-future",
            "a token issued in ten minutes",
            "iat",
            now.saturating_add(600),
        ),
        (
            "issued-a-year-ago",
            "a token issued a year ago that does not expire",
            "iat",
            now.saturating_sub(365 * 86_400),
        ),
    ] {
        let delivery = signed(b, token, &token.claims_with(name, at));
        b.case(what, title, delivery)
            .flags(&["JwtNotYetValid"])
            .unspecified();
    }
}

/// `exp` in the JOSE header is an unknown header parameter: RFC 7515, section 4, has it ignored.
fn header_expiry(b: &mut Builder<'_>, token: &Token) {
    let now = b.now();
    for (what, title, at) in [
        (
            "expiry-in-the-header",
            "`exp` of the next minute in the JOSE header alone",
            now.saturating_add(60),
        ),
        (
            "expired-in-the-header",
            "`exp` of a year ago in the JOSE header alone",
            now.saturating_sub(365 * 86_400),
        ),
    ] {
        let delivery = token
            .signed(&token.header_with("exp", at), &token.claims)
            .and_then(|text| deliver(b, text));
        b.case(what, title, delivery)
            .flags(&["JwtHeaderExpiry"])
            .may_accept();
    }
}

/// Claims that the scheme demands or binds to the delivery.
fn demanded(b: &mut Builder<'_>, token: &Token) {
    let Some(spec) = b.scheme().jwt() else { return };
    for name in &spec.require {
        let delivery = without(b, token, name);
        b.case(
            &format!("claim-missing-{}", kebab(name)),
            format!("a token without the claim `{name}`"),
            delivery,
        )
        .flags(&["JwtClaims"])
        .must_reject();
    }
    if !spec.require.iter().any(|name| name == "exp") && token.claims.contains_key("exp") {
        let delivery = without(b, token, "exp");
        b.case("no-expiry", "a token without the claim `exp`", delivery)
            .flags(&["JwtExpired", "JwtClaims"])
            .unspecified();
    }
    for (name, template) in &spec.claims {
        let delivery = signed(b, token, &token.claims_with(name, "0"));
        b.case(
            &format!("claim-wrong-{}", kebab(name)),
            format!("a token whose claim `{name}` does not fit the delivery"),
            delivery,
        )
        .flags(claim_flags(template))
        .must_reject();
        if !spec.require.contains(name) {
            let delivery = without(b, token, name);
            b.case(
                &format!("claim-missing-{}", kebab(name)),
                format!("a token without the claim `{name}`"),
                delivery,
            )
            .flags(claim_flags(template))
            .should_reject();
        }
    }
}

/// A claim that stands for the body binds it.
fn claim_flags(template: &Template) -> &'static [&'static str] {
    let is_bound = template
        .values()
        .any(|value| matches!(value, crate::scheme::Value::Body));
    if is_bound {
        &["JwtClaims", "UnboundBody"]
    } else {
        &["JwtClaims"]
    }
}

fn without(b: &Builder<'_>, token: &Token, name: &str) -> Option<crate::delivery::Delivery> {
    let mut claims = token.claims.clone();
    claims.shift_remove(name)?;
    signed(b, token, &claims)
}

fn signed(b: &Builder<'_>, token: &Token, claims: &Map<String, Value>) -> Option<crate::delivery::Delivery> {
    deliver(b, token.signed(&token.header, claims)?)
}

fn leeway(b: &Builder<'_>) -> i64 {
    let stated = b.scheme().jwt().map_or(0, |jwt| jwt.leeway);
    i64::try_from(stated + b.setting().margin).unwrap_or(0)
}

fn kebab(name: &str) -> String {
    name.chars()
        .map(|letter| {
            if letter.is_ascii_alphanumeric() {
                letter.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .collect()
}
