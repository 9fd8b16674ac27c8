//! Secrets that are others, empty, long, well known, or read in another way.

use crate::cases::builder::Builder;
use crate::cases::case::Level;
use crate::cases::families::Family;
use crate::encoding::{Encoding, base64_text, hex_text};
use crate::mac::Hash;
use crate::scheme::{Method, SecretEncoding};

pub(super) const FAMILY: Family = Family {
    id: "secret",
    title: "other, empty, long and well-known secrets",
    description: "Signed with a key that is not the receiver's: that of another endpoint, an empty one as a \
                  missing setting or a failed decoding leaves it, a word from a documentation. All of them \
                  must be refused, and a secret without a key must never verify anything. Long secrets, and \
                  each of several live ones, must work.",
    generate,
};

/// Words that stand in examples, and what a missing setting becomes when it is printed.
const WORDS: [&str; 9] = [
    "secret",
    "changeme",
    "password",
    "test",
    "webhook_secret",
    "undefined",
    "null",
    "None",
    "your-256-bit-secret",
];

fn generate(b: &mut Builder<'_>) {
    // A token's algorithm may be one of public keys.
    let is_shared = b.scheme().jwt().is_none_or(|jwt| {
        let mut names = jwt.algorithms.iter();
        names.all(|name| name.starts_with("HS"))
    });
    if !b.scheme().method().is_symmetric() || !is_shared {
        return;
    }
    others(b);
    another_configured(b);
    live(b);
    empty(b);
    words(b);
    if b.scheme().method().signs_base_string() {
        readings(b);
        lengths(b);
    }
}

fn others(b: &mut Builder<'_>) {
    let other = b.other_secret();
    let delivery = b.signed_with_secret(&other);
    b.case("other", "signed with another secret", delivery)
        .flags(&["WrongSecret"])
        .must_reject();
    if !b.scheme().method().signs_base_string() {
        return;
    }
    let key = b.signer().key().to_vec();
    let half = key.get(..key.len() / 2).unwrap_or_default().to_vec();
    let delivery = b.signed_with_key(&half);
    b.case("first-half", "signed with the first half of the key", delivery)
        .flags(&["WrongSecret"])
        .must_reject();
    let swapped: Vec<u8> = key
        .iter()
        .map(|byte| {
            if byte.is_ascii_alphabetic() {
                byte ^ 0x20
            } else {
                *byte
            }
        })
        .collect();
    let delivery = b.signed_with_key(&swapped);
    b.case(
        "other-case",
        "signed with the key in the other letter case",
        delivery,
    )
    .flags(&["WrongSecret"])
    .must_reject();
}

/// A receiver that keeps the first secret it was told, or one of its own, verifies with another key.
fn another_configured(b: &mut Builder<'_>) {
    let other = b.other_secret();
    let delivery = b.signed_with_secret(&other);
    b.case(
        "another-configured",
        "another secret is configured, and it signed",
        delivery,
    )
    .flags(&["Genuine"])
    .secrets(vec![other])
    .must_accept();
}

/// Several secrets are live while one is rotated.
fn live(b: &mut Builder<'_>) {
    let (own, other) = (b.setting().secrets.clone(), b.other_secret());
    let delivery = b.base();
    let second = [vec![other.clone()], own.clone()].concat();
    b.case(
        "second-of-two-live",
        "two secrets are live, and the second signed",
        delivery,
    )
    .flags(&["MultipleSignatures"])
    .secrets(second.clone())
    .must_accept();
    let delivery = b.base();
    b.case(
        "first-of-two-live",
        "two secrets are live, and the first signed",
        delivery,
    )
    .flags(&["MultipleSignatures"])
    .secrets([own, vec![other]].concat())
    .must_accept();
    let third = crate::cases::setting::test_secret(b.scheme(), 8);
    let delivery = b.signed_with_secret(&third);
    b.case(
        "none-of-two-live",
        "two secrets are live, and a third signed",
        delivery,
    )
    .flags(&["WrongSecret"])
    .secrets(second)
    .must_reject();
}

/// A secret without a key, and what it signs.
fn empty(b: &mut Builder<'_>) {
    let spec = b.scheme().secret();
    let (prefix, encoding) = (spec.prefix.clone(), spec.encoding);
    let unkeyed = b.signed_with_key(b"");
    b.case("empty-key", "signed with an empty key", unkeyed.clone())
        .flags(&["EmptyKey"])
        .must_reject();
    b.case(
        "empty-secret-configured",
        "the secret is empty, and so is the key that signed",
        unkeyed.clone(),
    )
    .flags(&["EmptyKey"])
    .secrets(vec![String::new()])
    .must_reject();
    if !prefix.is_empty() {
        b.case(
            "only-prefix-configured",
            "the secret is its prefix alone, and an empty key signed",
            unkeyed.clone(),
        )
        .flags(&["EmptyKey"])
        .secrets(vec![prefix.clone()])
        .must_reject();
    }
    // Decoders that skip or stop at bad letters leave an empty key.
    let undecodable = match encoding {
        SecretEncoding::Base64 | SecretEncoding::Base64url => Some("!!!!"),
        SecretEncoding::Hex => Some("zzzz"),
        SecretEncoding::Text => None,
    };
    if let Some(text) = undecodable {
        b.case(
            "undecodable-secret-configured",
            "the secret cannot be decoded, and an empty key signed",
            unkeyed,
        )
        .flags(&["EmptyKey", "SecretDecoding"])
        .secrets(vec![format!("{prefix}{text}")])
        .must_reject();
    }
}

fn words(b: &mut Builder<'_>) {
    for word in WORDS {
        let delivery = b.signed_with_key(word.as_bytes());
        let what = word.to_ascii_lowercase().replace('_', "-");
        b.case(
            &format!("word-{what}"),
            format!("signed with the word `{word}` as the key"),
            delivery,
        )
        .flags(&["WellKnownSecret"])
        .must_reject();
    }
    if let Some(example) = b.scheme().secret().example.clone() {
        let delivery = b.signed_with_secret(&example);
        b.case(
            "documented-example",
            "signed with the secret of the documentation",
            delivery,
        )
        .flags(&["WellKnownSecret"])
        .must_reject();
    }
}

/// The right secret, read in another way. Only who knows it can sign so; a receiver that accepts tries several
/// readings.
fn readings(b: &mut Builder<'_>) {
    let Some(secret) = b.setting().signing_secrets.first().cloned() else {
        return;
    };
    let spec = b.scheme().secret();
    let (prefix, encoding) = (spec.prefix.clone(), spec.encoding);
    let text = secret.strip_prefix(&prefix).unwrap_or(&secret).to_owned();
    let key = b.signer().key().to_vec();
    let mut keys: Vec<(&str, &str, Option<Vec<u8>>)> = Vec::new();
    if encoding != SecretEncoding::Text {
        keys.push((
            "not-decoded",
            "signed with the secret's text, not decoded",
            Some(text.clone().into_bytes()),
        ));
    }
    if !prefix.is_empty() {
        keys.push((
            "prefix-kept",
            "signed with the whole secret's text, prefix and all",
            Some(secret.clone().into_bytes()),
        ));
    }
    keys.extend([
        (
            "line-end-kept",
            "signed with the key and a line end after it",
            Some([&key, b"\n".as_slice()].concat()),
        ),
        (
            "in-hexadecimal",
            "signed with the key's hexadecimal text",
            Some(hex_text(&key).into_bytes()),
        ),
        (
            "in-base64",
            "signed with the key's base64 text",
            Some(base64_text(&key).into_bytes()),
        ),
        (
            "digest-as-key",
            "signed with the SHA-256 digest of the key",
            Some(Hash::Sha256.digest(&key).as_bytes().to_vec()),
        ),
    ]);
    let again = Encoding::Base64.decode(&key).ok().filter(|key| !key.is_empty());
    keys.push((
        "decoded-once-more",
        "signed with the key, decoded as base64 once more",
        again,
    ));
    let unhexed = Encoding::HexAny.decode(&key).ok().filter(|key| !key.is_empty());
    keys.push((
        "decoded-as-hexadecimal",
        "signed with the key, decoded as hexadecimal",
        unhexed,
    ));
    if let Some((label, rest)) = secret
        .split_once('_')
        .filter(|_| encoding == SecretEncoding::Text)
        && !label.is_empty()
        && !rest.is_empty()
    {
        keys.push((
            "label-dropped",
            "signed with what follows the first `_` of the secret",
            Some(rest.as_bytes().to_vec()),
        ));
    }
    let mut seen = Vec::new();
    for (what, title, key) in keys {
        let Some(key) = key.filter(|key| !seen.contains(key)) else {
            continue;
        };
        let delivery = b.signed_with_key(&key);
        b.case(what, title, delivery)
            .flags(&["SecretDecoding"])
            .should_reject();
        seen.push(key);
    }
    spellings(b, &secret, &prefix, &text, encoding);
}

/// The right key, configured in another spelling.
fn spellings(b: &mut Builder<'_>, secret: &str, prefix: &str, text: &str, encoding: SecretEncoding) {
    let base = b.base();
    let ended = format!("{secret}\n");
    let undone = b.signed_with_secret(&ended).or_else(|| base.clone());
    b.case(
        "configured-with-line-end",
        "the secret is configured with a line end",
        base.clone(),
    )
    .flags(&["SecretDecoding"])
    .secrets(vec![ended])
    .undone(undone)
    .unspecified();
    if !prefix.is_empty() && secret.starts_with(prefix) {
        let undone = b.signed_with_secret(text).or_else(|| base.clone());
        b.case(
            "configured-without-prefix",
            "the secret is configured without its prefix",
            base.clone(),
        )
        .flags(&["SecretDecoding"])
        .secrets(vec![text.to_owned()])
        .undone(undone)
        .unspecified();
    }
    if encoding == SecretEncoding::Base64 && text.ends_with('=') {
        b.case(
            "configured-without-padding",
            "the secret is configured without padding",
            base.clone(),
        )
        .flags(&["SecretDecoding"])
        .secrets(vec![format!("{prefix}{}", text.trim_end_matches('='))])
        .unspecified();
    }
    // HMAC fills a short key with NUL bytes, so both keys are one, unless another key is derived from each.
    if let (SecretEncoding::Text, Method::Hmac(hash)) = (encoding, b.scheme().method())
        && b.scheme().secret().derive.is_empty()
        && secret.len() < hash.block_len()
    {
        b.case(
            "configured-with-nul",
            "the secret is configured with a NUL byte after it",
            base,
        )
        .flags(&["NulPaddedKey"])
        .secrets(vec![format!("{secret}\0")])
        .unspecified();
    }
}

/// Keys around a hash's block, beyond which HMAC hashes them first.
fn lengths(b: &mut Builder<'_>) {
    let spec = b.scheme().secret();
    let (prefix, encoding) = (spec.prefix.clone(), spec.encoding);
    // Encoded secrets come from the provider, and some libraries refuse lengths that it does not issue.
    let level = match encoding {
        SecretEncoding::Text => b.unless_open("key-length", Level::Must),
        SecretEncoding::Base64 | SecretEncoding::Base64url | SecretEncoding::Hex => Level::Unspecified,
    };
    for length in [1_usize, 63, 64, 65, 127, 128, 129, 1000] {
        let key: Vec<u8> = (b'a'..=b'z').cycle().take(length).collect();
        let text = match encoding {
            SecretEncoding::Base64 => base64_text(&key),
            SecretEncoding::Base64url => {
                String::from_utf8_lossy(&Encoding::Base64url.encode(&key)).into_owned()
            }
            SecretEncoding::Hex => hex_text(&key),
            SecretEncoding::Text => String::from_utf8_lossy(&key).into_owned(),
        };
        let secret = format!("{prefix}{text}");
        let delivery = b.signed_with_secret(&secret);
        let level = match length {
            63..=129 => level,
            _ => Level::Unspecified,
        };
        let noun = if length == 1 { "byte" } else { "bytes" };
        b.case(
            &format!("key-of-{length}-{noun}"),
            format!("secret and signature of a key of {length} {noun}"),
            delivery,
        )
        .flags(&["LongSecret"])
        .secrets(vec![secret])
        .accept_at(level);
    }
}
