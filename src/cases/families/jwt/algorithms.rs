//! Tokens whose header names another algorithm or another key.

use serde_json::{Map, Value, json};

use super::{Token, base64url, deliver, mac_signed, segment};
use crate::cases::builder::Builder;
use crate::encoding::Encoding;
use crate::mac::Hash;

pub(super) fn generate(b: &mut Builder<'_>, token: &Token) {
    unsigned(b, token);
    other_algorithms(b, token);
    wrong_keys(b, token);
    embedded_keys(b, token);
    public_key_as_secret(b, token);
}

/// Tokens that say they need no signature.
fn unsigned(b: &mut Builder<'_>, token: &Token) {
    let claims = segment(&token.claims);
    for (what, name) in [
        ("none", "none"),
        ("none-capitalized", "None"),
        ("none-in-upper-case", "NONE"),
        ("none-in-mixed-case", "nOnE"),
        ("empty-algorithm", ""),
        ("unknown-algorithm", "XS256"),
    ] {
        let header = segment(&token.header_with("alg", name));
        let delivery = deliver(b, format!("{header}.{claims}."));
        b.case(what, format!("`\"alg\":\"{name}\"` and no signature"), delivery)
            .flags(&["JwtNone"])
            .must_reject();
    }
    let mut header = token.header.clone();
    header.shift_remove("alg");
    let without = segment(&header);
    let null = segment(&token.header_with("alg", Value::Null));
    let list = segment(&token.header_with("alg", json!(["none"])));
    let none = segment(&token.header_with("alg", "none"));
    let [_, _, mac] = &token.segments;
    for (what, title, text) in [
        (
            "no-algorithm",
            "no `alg` and no signature",
            format!("{without}.{claims}."),
        ),
        (
            "null-algorithm",
            "`\"alg\":null` and no signature",
            format!("{null}.{claims}."),
        ),
        (
            "list-of-algorithms",
            "`\"alg\":[\"none\"]` and no signature",
            format!("{list}.{claims}."),
        ),
        (
            "none-without-last-dot",
            "`\"alg\":\"none\"` in two segments",
            format!("{none}.{claims}"),
        ),
        (
            "none-with-the-old-signature",
            "`\"alg\":\"none\"` and the signature of the genuine token",
            format!("{none}.{claims}.{mac}"),
        ),
        (
            "empty-signature",
            "the right algorithm and no signature",
            token.with_segments(None, None, Some("")),
        ),
    ] {
        let delivery = deliver(b, text);
        b.case(what, title, delivery).flags(&["JwtNone"]).must_reject();
    }
}

/// Right key, other hash: only the owner of the key can do it, but the receiver chose the algorithm.
fn other_algorithms(b: &mut Builder<'_>, token: &Token) {
    let Some((own, key)) = &token.key else { return };
    let claims = segment(&token.claims);
    let allowed = b
        .scheme()
        .jwt()
        .map(|jwt| jwt.algorithms.clone())
        .unwrap_or_default();
    for (hash, name) in [
        (Hash::Sha256, "HS256"),
        (Hash::Sha384, "HS384"),
        (Hash::Sha512, "HS512"),
    ] {
        let lower = name.to_ascii_lowercase();
        if !allowed.iter().any(|allowed| allowed == name) {
            let header = segment(&token.header_with("alg", name));
            let delivery = deliver(b, mac_signed(hash, key, &header, &claims));
            b.case(
                &format!("signed-with-{lower}"),
                format!("a token signed with {name}, which the scheme does not use"),
                delivery,
            )
            .flags(&["JwtAlgorithmConfusion"])
            .should_reject();
        }
        if hash != *own {
            let header = segment(&token.header);
            let delivery = deliver(b, mac_signed(hash, key, &header, &claims));
            b.case(
                &format!("labeled-otherwise-than-{lower}"),
                format!("a token signed with {name} that names the scheme's algorithm"),
                delivery,
            )
            .flags(&["JwtAlgorithmConfusion", "WrongHash"])
            .must_reject();
        }
    }
    let asymmetric = segment(&token.header_with("alg", "RS256"));
    let delivery = deliver(b, mac_signed(*own, key, &asymmetric, &claims));
    b.case(
        "hmac-labeled-rs256",
        "a token signed with the secret that names RS256",
        delivery,
    )
    .flags(&["JwtAlgorithmConfusion"])
    .should_reject();
}

fn wrong_keys(b: &mut Builder<'_>, token: &Token) {
    let Some((hash, key)) = &token.key else { return };
    let [header, claims, _] = &token.segments;
    let other = b.other_secret();
    let newline = [key.as_slice(), b"\n"].concat();
    let text = base64url(key);
    for (what, title, wrong, flag) in [
        (
            "another-key",
            "a token under another secret",
            other.as_bytes(),
            "WrongSecret",
        ),
        (
            "empty-key",
            "a token under the empty key",
            b"".as_slice(),
            "EmptyKey",
        ),
        (
            "well-known-key",
            "a token under the key `secret`",
            b"secret",
            "WellKnownSecret",
        ),
        (
            "well-known-documentation-key",
            "a token under the key `your-256-bit-secret`",
            b"your-256-bit-secret",
            "WellKnownSecret",
        ),
        (
            "key-with-newline",
            "a token under the secret with a newline",
            &newline,
            "WrongSecret",
        ),
        (
            "key-in-base64url",
            "a token under the secret written in base64url",
            text.as_bytes(),
            "SecretDecoding",
        ),
    ] {
        if wrong == key.as_slice() {
            continue;
        }
        let delivery = deliver(b, mac_signed(*hash, wrong, header, claims));
        b.case(what, title, delivery).flags(&[flag]).must_reject();
    }
}

/// The header brings, names or points to a key of the attacker's own.
fn embedded_keys(b: &mut Builder<'_>, token: &Token) {
    const KEY: &[u8] = b"attacker's own key of 32 bytes!!";
    let claims = segment(&token.claims);
    let hash = token.key.as_ref().map_or(Hash::Sha256, |(hash, _)| *hash);
    let alg = match hash {
        Hash::Sha384 => "HS384",
        Hash::Sha512 => "HS512",
        _ => "HS256",
    };
    let key = base64url(KEY);
    let attempts: [(&str, &str, Value, &[u8]); 9] = [
        (
            "embedded-jwk",
            "a key of the attacker's own in the header",
            json!({"jwk": {"kty": "oct", "k": key, "alg": alg}}),
            KEY,
        ),
        (
            "jku-of-the-attacker",
            "`jku` that points to the attacker",
            json!({"jku": "https://attacker.example/jwks.json", "kid": "1"}),
            KEY,
        ),
        (
            "x5u-of-the-attacker",
            "`x5u` that points to the attacker",
            json!({"x5u": "https://attacker.example/cert.pem"}),
            KEY,
        ),
        (
            "x5c-of-the-attacker",
            "`x5c` that holds no certificate",
            json!({"x5c": ["AAAA"]}),
            KEY,
        ),
        (
            "kid-of-an-empty-file",
            "`kid` that names an empty file, under the empty key",
            json!({"kid": "../../../../../../dev/null"}),
            b"",
        ),
        (
            "kid-with-sql",
            "`kid` that injects SQL, under the injected key",
            json!({"kid": "x' UNION SELECT 'attacker' -- "}),
            b"attacker",
        ),
        (
            "kid-with-a-command",
            "`kid` that injects a command",
            json!({"kid": "|echo attacker"}),
            b"attacker",
        ),
        (
            "kid-in-the-prototype",
            "`kid` that names a member of every JavaScript object",
            json!({"kid": "__proto__"}),
            b"",
        ),
        ("kid-is-no-text", "`kid` that is a number", json!({"kid": 0}), KEY),
    ];
    for (what, title, extra, key) in attempts {
        let mut header: Map<String, Value> = token.header_with("alg", alg);
        if let Value::Object(extra) = extra {
            header.extend(extra);
        }
        let delivery = deliver(b, mac_signed(hash, key, &segment(&header), &claims));
        b.case(what, title, delivery)
            .flags(&["JwtEmbeddedKey"])
            .must_reject();
    }
    let delivery = token
        .signed(&token.header_with("kid", "unknown"), &token.claims)
        .and_then(|text| deliver(b, text));
    b.case(
        "kid-unknown",
        "a `kid` that nobody knows, properly signed",
        delivery,
    )
    .flags(&["JwtEmbeddedKey"])
    .may_accept();
}

/// HS256 under the bytes of the public key, in the forms in which a receiver may hold it.
fn public_key_as_secret(b: &mut Builder<'_>, token: &Token) {
    if token.key.is_some() {
        return;
    }
    let Some(pem) = b.setting().secrets.first().cloned() else {
        return;
    };
    let claims = segment(&token.claims);
    let header = segment(&token.header_with("alg", "HS256"));
    let inner: String = pem
        .lines()
        .filter(|line| !line.starts_with("-----"))
        .map(str::trim)
        .collect();
    let der = Encoding::Base64.decode(inner.as_bytes()).unwrap_or_default();
    let pkcs1 = pkcs1_of(&der).map(|der| {
        let text = Encoding::Base64.encode(der);
        let lines: Vec<_> = text.chunks(64).map(String::from_utf8_lossy).collect();
        let lines = lines.join("\n");
        format!("-----BEGIN RSA PUBLIC KEY-----\n{lines}\n-----END RSA PUBLIC KEY-----\n").into_bytes()
    });
    for (what, title, key) in [
        (
            "public-key-as-secret",
            "HS256 under the public key as it is configured",
            Some(pem.clone().into_bytes()),
        ),
        (
            "public-key-without-newline-as-secret",
            "HS256 under the public key without its last newline",
            Some(pem.trim_end().as_bytes().to_vec()),
        ),
        (
            "public-key-with-newline-as-secret",
            "HS256 under the public key and a newline",
            Some(format!("{}\n", pem.trim_end()).into_bytes()),
        ),
        (
            "public-key-in-der-as-secret",
            "HS256 under the public key in DER",
            Some(der),
        ),
        (
            "public-key-in-base64-as-secret",
            "HS256 under the public key's base64 text",
            Some(inner.into_bytes()),
        ),
        (
            "public-key-in-pkcs1-as-secret",
            "HS256 under the public key in PKCS#1",
            pkcs1,
        ),
    ] {
        let delivery = key.and_then(|key| deliver(b, mac_signed(Hash::Sha256, &key, &header, &claims)));
        // Two forms may be the same bytes: one case is enough.
        b.case(what, title, delivery)
            .flags(&["JwtAlgorithmConfusion", "PublicKey"])
            .must_reject();
    }
}

/// The `RSAPublicKey` inside a `SubjectPublicKeyInfo` of RSA.
fn pkcs1_of(spki: &[u8]) -> Option<&[u8]> {
    const RSA_ENCRYPTION: &[u8] = &[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
    let (outer, _) = element(spki, 0x30)?;
    let (algorithm, rest) = element(outer, 0x30)?;
    algorithm.starts_with(RSA_ENCRYPTION).then_some(())?;
    let (bits, _) = element(rest, 0x03)?;
    bits.strip_prefix(&[0])
}

/// The content of the DER element with this tag at the beginning, and what follows it.
fn element(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (&first, rest) = der.split_first()?;
    let (&length, rest) = rest.split_first()?;
    if first != tag {
        return None;
    }
    let (length, rest) = if length < 0x80 {
        (usize::from(length), rest)
    } else {
        let count = usize::from(length & 0x7f);
        let (bytes, rest) = rest.split_at_checked(count)?;
        let length = bytes.iter().try_fold(0_usize, |sum, &byte| {
            Some(sum.checked_mul(256)? + usize::from(byte))
        })?;
        (length, rest)
    };
    rest.split_at_checked(length)
}
