//! Tokens of another shape: segments, padding, blanks, serialization, critical extensions.

use serde_json::{Value, json};

use super::{Token, base64url, deliver, mac_signed, segment};
use crate::cases::builder::Builder;

/// Nested deeply enough to exhaust a careless parser, and short enough for a header.
const DEPTH: usize = 2000;

pub(super) fn generate(b: &mut Builder<'_>, token: &Token) {
    segments(b, token);
    unreadable(b, token);
    extra_segments(b, token);
    spellings(b, token);
    critical(b, token);
    serializations(b, token);
    odd_contents(b, token);
}

/// Tokens that lack a part.
fn segments(b: &mut Builder<'_>, token: &Token) {
    let [header, claims, mac] = &token.segments;
    let half = mac.get(..mac.len() / 2).unwrap_or_default();
    let almost = mac.get(..mac.len().saturating_sub(4)).unwrap_or_default();
    for (what, title, text) in [
        ("one-segment", "the header alone", header.clone()),
        (
            "two-segments",
            "header and claims without a last dot",
            format!("{header}.{claims}"),
        ),
        ("header-missing", "an empty header", format!(".{claims}.{mac}")),
        ("claims-missing", "empty claims", format!("{header}..{mac}")),
        ("dots-alone", "two dots", "..".to_owned()),
        ("no-dots", "text without dots", "token".to_owned()),
        ("four-dots", "four dots", "....".to_owned()),
        (
            "half-signature",
            "the first half of the signature",
            format!("{header}.{claims}.{half}"),
        ),
        (
            "signature-without-last-characters",
            "the signature without its last four characters",
            format!("{header}.{claims}.{almost}"),
        ),
        (
            "claims-first",
            "claims and header in the other order",
            format!("{claims}.{header}.{mac}"),
        ),
    ] {
        let delivery = deliver(b, text);
        b.case(what, title, delivery)
            .flags(&["JwtMalformed"])
            .must_reject();
    }
}

/// Headers and claims that cannot be read; receivers read them before they know the sender.
fn unreadable(b: &mut Builder<'_>, token: &Token) {
    let deep = base64url(&[vec![b'['; DEPTH], vec![b']'; DEPTH]].concat());
    for (what, title, header) in [
        (
            "header-is-no-base64",
            "a header that is no base64",
            "!!!!".to_owned(),
        ),
        ("header-is-no-json", "a header that is no JSON", base64url(b"alg")),
        ("header-is-a-list", "a header that is a list", base64url(b"[]")),
        ("header-is-null", "a header that is `null`", base64url(b"null")),
        (
            "header-is-a-text",
            "a header that is a string",
            base64url(b"\"none\""),
        ),
        (
            "header-is-no-utf8",
            "a header that is no UTF-8",
            base64url(b"{\"alg\":\"\xff\"}"),
        ),
        ("header-is-deep", "a header of 2,000 nested lists", deep),
    ] {
        let delivery = deliver(b, token.with_segments(Some(&header), None, None));
        b.case(what, title, delivery)
            .flags(&["JwtMalformed", "WorkBeforeAuth"])
            .must_reject();
    }
    let delivery = deliver(b, token.with_segments(None, None, Some("!!!!")));
    b.case(
        "signature-is-no-base64",
        "a signature that is no base64",
        delivery,
    )
    .flags(&["JwtMalformed", "MalformedSignature"])
    .must_reject();
}

/// The genuine token and something after it: whoever sends it has the token.
fn extra_segments(b: &mut Builder<'_>, token: &Token) {
    let whole = token.with_segments(None, None, None);
    for (what, title, text) in [
        ("dot-after", "a dot after the token", format!("{whole}.")),
        ("four-segments", "a fourth segment", format!("{whole}.e30")),
        (
            "five-segments",
            "two segments more, as an encrypted token has",
            format!("{whole}.e30.e30"),
        ),
        (
            "token-twice",
            "the token twice, joined by a comma",
            format!("{whole},{whole}"),
        ),
    ] {
        let delivery = deliver(b, text);
        b.case(what, title, delivery)
            .flags(&["JwtMalformed"])
            .may_reject();
    }
}

/// The same segments written in other ways.
fn spellings(b: &mut Builder<'_>, token: &Token) {
    let [header, claims, mac] = &token.segments;
    let padded = |text: &str| format!("{text}{}", "=".repeat((4 - text.len() % 4) % 4));
    let (first, rest) = mac.split_at(mac.len() / 2);
    let mut cases = vec![
        (
            "signature-padded",
            "the signature with base64 padding",
            format!("{header}.{claims}.{}", padded(mac)),
        ),
        (
            "all-padded",
            "every segment with base64 padding",
            format!("{}.{}.{}", padded(header), padded(claims), padded(mac)),
        ),
        (
            "blank-in-the-signature",
            "a blank in the signature",
            format!("{header}.{claims}.{first} {rest}"),
        ),
        (
            "last-bits-set",
            "unused bits set in the signature's last character",
            format!("{header}.{claims}.{}", last_bits_set(mac)),
        ),
        (
            "in-quotes",
            "the token in quotes",
            format!("\"{header}.{claims}.{mac}\""),
        ),
    ];
    if b.scheme().format().lead().is_empty() {
        for (what, title, word) in [
            ("after-bearer", "the token after `Bearer `", "Bearer "),
            (
                "after-bearer-in-lower-case",
                "the token after `bearer `",
                "bearer ",
            ),
            ("after-jwt", "the token after `JWT `", "JWT "),
        ] {
            cases.push((what, title, format!("{word}{header}.{claims}.{mac}")));
        }
    }
    for (what, title, text) in cases {
        let delivery = deliver(b, text);
        b.case(what, title, delivery)
            .flags(&["JwtMalformed", "LenientEncoding"])
            .unspecified();
    }
}

/// The text with its last character's unused bits set, where it has some.
fn last_bits_set(text: &str) -> String {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let Some(last) = text.chars().last() else {
        return String::new();
    };
    let unused = match text.len() % 4 {
        2 => 4,
        3 => 2,
        _ => 0,
    };
    let value = ALPHABET.find(last).unwrap_or(0) | ((1 << unused) - 1);
    let other = ALPHABET.chars().nth(value).unwrap_or(last);
    format!(
        "{}{other}",
        text.get(..text.len().saturating_sub(1)).unwrap_or_default()
    )
}

/// RFC 7515 has receivers refuse critical extensions that they do not know; libraries differ.
fn critical(b: &mut Builder<'_>, token: &Token) {
    let mut unknown = token.header_with("crit", json!(["x-hookproof"]));
    unknown.insert("x-hookproof".to_owned(), json!(1));
    let mut expiry = token.header_with("crit", json!(["exp"]));
    expiry.insert("exp".to_owned(), json!(b.now().saturating_add(600)));
    let mut unencoded = token.header_with("crit", json!(["b64"]));
    unencoded.insert("b64".to_owned(), json!(false));
    let empty = token.header_with("crit", json!([]));
    for (what, title, header) in [
        (
            "critical-extension",
            "a critical extension that nobody knows",
            unknown,
        ),
        (
            "critical-expiry",
            "`exp` in the header as a critical extension",
            expiry,
        ),
        (
            "critical-unencoded",
            "the extension `b64`, critical and false",
            unencoded,
        ),
        (
            "critical-list-empty",
            "an empty list of critical extensions",
            empty,
        ),
    ] {
        let delivery = token
            .signed(&header, &token.claims)
            .and_then(|text| deliver(b, text));
        b.case(what, title, delivery).flags(&["JwtCritical"]).may_reject();
    }
}

/// The JSON serialization of RFC 7515, section 7.2, which has a place for an unprotected header.
fn serializations(b: &mut Builder<'_>, token: &Token) {
    let [header, claims, mac] = &token.segments;
    let flattened = json!({"payload": claims, "protected": header, "signature": mac});
    let delivery = deliver(b, flattened.to_string());
    b.case("json-serialization", "the token in JSON serialization", delivery)
        .flags(&["JwtMalformed"])
        .may_reject();
    let none = segment(&token.header_with("alg", "none"));
    for (what, title, object) in [
        (
            "unprotected-none",
            "JSON serialization, `\"alg\":\"none\"` in the unprotected header",
            json!({"payload": claims, "header": {"alg": "none"}, "signature": ""}),
        ),
        (
            "protected-none",
            "JSON serialization, `\"alg\":\"none\"` in the protected header",
            json!({"payload": claims, "protected": none, "signature": ""}),
        ),
        (
            "no-signatures",
            "JSON serialization with an empty list of signatures",
            json!({"payload": claims, "signatures": []}),
        ),
    ] {
        let delivery = deliver(b, object.to_string());
        b.case(what, title, delivery)
            .flags(&["JwtNone", "JwtMalformed"])
            .must_reject();
    }
}

/// Properly signed contents that are no claims: only the key's owner can send them, and nothing may crash.
fn odd_contents(b: &mut Builder<'_>, token: &Token) {
    let Some((hash, key)) = &token.key else { return };
    let header = segment(&token.header);
    for (what, title, contents) in [
        (
            "claims-are-a-list",
            "signed claims that are a list",
            b"[]".as_slice(),
        ),
        (
            "claims-are-a-text",
            "signed claims that are a string",
            b"\"claims\"",
        ),
        ("claims-are-null", "signed claims that are `null`", b"null"),
        ("claims-are-no-json", "signed claims that are no JSON", b"claims"),
        (
            "claims-are-no-utf8",
            "signed claims that are no UTF-8",
            b"{\"a\":\"\xff\"}",
        ),
        ("claims-are-empty", "a signed empty text as the claims", b""),
    ] {
        let delivery = deliver(b, mac_signed(*hash, key, &header, &base64url(contents)));
        b.case(what, title, delivery)
            .flags(&["JwtClaims", "JwtMalformed"])
            .may_reject();
    }
    for (what, title, header) in [
        ("type-missing", "a header without `typ`", {
            let mut header = token.header.clone();
            header.shift_remove("typ");
            header
        }),
        (
            "type-in-lower-case",
            "`\"typ\":\"jwt\"`",
            token.header_with("typ", "jwt"),
        ),
        (
            "type-of-an-access-token",
            "`\"typ\":\"at+jwt\"`",
            token.header_with("typ", "at+jwt"),
        ),
        ("type-is-a-number", "`\"typ\":1`", token.header_with("typ", 1)),
        (
            "algorithm-missing-but-signed",
            "a header without `alg`, properly signed",
            {
                let mut header = token.header.clone();
                header.shift_remove("alg");
                header
            },
        ),
        (
            "algorithm-in-lower-case",
            "the algorithm's name in lower case, properly signed",
            {
                let name = token
                    .header
                    .get("alg")
                    .and_then(Value::as_str)
                    .unwrap_or_default();
                token.header_with("alg", name.to_ascii_lowercase())
            },
        ),
    ] {
        let delivery = token
            .signed(&header, &token.claims)
            .and_then(|text| deliver(b, text));
        b.case(what, title, delivery)
            .flags(&["JwtMalformed"])
            .unspecified();
    }
}
