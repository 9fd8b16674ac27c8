//! Tokens that nearly are the token: shorter, longer, in other letters, as a pattern.

use crate::cases::builder::Builder;
use crate::cases::families::Family;
use crate::cases::swapped::letters_moved;
use crate::encoding::Encoding;
use crate::scheme::{Method, Source};

pub(super) const FAMILY: Family = Family {
    id: "static",
    title: "tokens that nearly are the token",
    description: "A static token is compared whole and exactly. A comparison that stops early, ignores the \
                  letters' case or takes the sender's text for a pattern lets an outsider in; what only \
                  somebody who knows the token can send conforms either way.",
    generate,
};

fn generate(b: &mut Builder<'_>) {
    if !matches!(b.scheme().method(), Method::Static | Method::Basic) {
        return;
    }
    let key = b.signer().key().to_vec();
    other_tokens(b, &key);
    patterns(b);
    known_token(b, &key);
    if b.scheme().method() == Method::Basic {
        credentials(b, &key);
    }
}

/// What an outsider may try.
fn other_tokens(b: &mut Builder<'_>, key: &[u8]) {
    let replaced = |at: usize| -> Vec<u8> {
        let moved = letters_moved(key);
        key.iter()
            .zip(&moved)
            .enumerate()
            .map(|(index, (byte, other))| if index == at { *other } else { *byte })
            .collect()
    };
    // Other bytes must stay texts that travel: only letters and digits are changed.
    let letter = |byte: &u8| byte.is_ascii_alphanumeric();
    let first = key.iter().position(letter).unwrap_or_default();
    let last = key.iter().rposition(letter).unwrap_or_default();
    let reversed: Vec<u8> = key.iter().rev().copied().collect();
    let first_half = key.get(..key.len() / 2).unwrap_or_default();
    let second_half = key.get(key.len() / 2..).unwrap_or_default();
    for (what, title, text) in [
        (
            "another-token",
            "another token of the same length",
            letters_moved(key),
        ),
        (
            "first-character-changed",
            "the token with another first character",
            replaced(first),
        ),
        (
            "last-character-changed",
            "the token with another last character",
            replaced(last),
        ),
        (
            "last-character-dropped",
            "the token without its last character",
            key.get(..key.len().saturating_sub(1))
                .unwrap_or_default()
                .to_vec(),
        ),
        (
            "first-character-dropped",
            "the token without its first character",
            key.get(1..).unwrap_or_default().to_vec(),
        ),
        (
            "first-character-alone",
            "the token's first character",
            key.get(..1).unwrap_or_default().to_vec(),
        ),
        ("first-half", "the first half of the token", first_half.to_vec()),
        (
            "second-half",
            "the second half of the token",
            second_half.to_vec(),
        ),
        (
            "one-character-more",
            "the token and one character",
            [key, b"x"].concat(),
        ),
        (
            "one-character-before",
            "one character and the token",
            [b"x", key].concat(),
        ),
        ("upper-case", "the token in upper case", key.to_ascii_uppercase()),
        ("lower-case", "the token in lower case", key.to_ascii_lowercase()),
        ("backwards", "the token backwards", reversed),
    ] {
        let delivery = token(b, &text);
        let flags: &[_] = match what {
            "upper-case" | "lower-case" => &["StaticToken", "LooseComparison"],
            "another-token" | "backwards" => &["StaticToken", "WrongSecret"],
            _ => &["StaticToken", "PartialMatch"],
        };
        let case = b.case(what, title, delivery).flags(flags);
        // Whoever sends all of the token and more knows it.
        if text.len() > key.len() {
            case.should_reject();
        } else {
            case.must_reject();
        }
    }
}

/// Texts that stand for any token where a receiver searches instead of comparing.
fn patterns(b: &mut Builder<'_>) {
    for (what, text) in [
        ("like-pattern", "%"),
        ("like-pattern-of-two", "_%"),
        ("glob", "*"),
        ("regular-expression", ".*"),
        ("anchored-regular-expression", "^.*$"),
        ("sql-injection", "' OR '1'='1"),
        ("zero", "0"),
        ("placeholder", "{secret}"),
        ("environment-placeholder", "{env:TOKEN}"),
    ] {
        let delivery = token(b, text.as_bytes());
        b.case(what, format!("`{text}` as the token"), delivery)
            .flags(&["StaticToken", "LooseComparison"])
            .must_reject();
    }
}

/// What only somebody who knows the token can send.
fn known_token(b: &mut Builder<'_>, key: &[u8]) {
    let percent: Vec<u8> = percent_encoded(key);
    let doubled = [key, key].concat();
    let quoted = [b"\"", key, b"\""].concat();
    for (what, title, text) in [
        ("percent-encoded", "the token percent-encoded once more", percent),
        ("in-quotes", "the token in quotes", quoted),
        ("token-twice", "the token twice in one value", doubled),
        ("in-base64", "the token in base64", Encoding::Base64.encode(key)),
    ] {
        let delivery = token(b, &text);
        b.case(what, title, delivery).flags(&["StaticToken"]).may_reject();
    }
    // HTTP removes blanks around a header's value and carries no NUL in it.
    if !matches!(b.scheme().signature().places.first().source, Source::Header(_)) {
        for (what, title, text) in [
            ("blank-before", "a blank and the token", [b" ", key].concat()),
            ("blank-after", "the token and a blank", [key, b" "].concat()),
            ("newline-after", "the token and a newline", [key, b"\n"].concat()),
            ("nul-after", "the token and a NUL", [key, b"\0"].concat()),
            (
                "nul-and-more-after",
                "the token, a NUL and more",
                [key, b"\0x"].concat(),
            ),
        ] {
            let delivery = token(b, &text);
            b.case(what, title, delivery).flags(&["StaticToken"]).may_reject();
        }
    } else if b.scheme().method() == Method::Static && b.scheme().format().lead().is_empty() {
        for (what, word) in [
            ("as-bearer", "Bearer "),
            ("as-token", "Token "),
            ("as-basic", "Basic "),
        ] {
            let delivery = token(b, &[word.as_bytes(), key].concat());
            b.case(what, format!("the token after `{word}`"), delivery)
                .flags(&["StaticToken"])
                .may_reject();
        }
    }
}

/// Name and password are both checked.
fn credentials(b: &mut Builder<'_>, key: &[u8]) {
    let Some(colon) = key.iter().position(|&byte| byte == b':') else {
        return;
    };
    let (name, rest) = key.split_at(colon);
    let password = rest.get(1..).unwrap_or_default();
    for (what, title, text) in [
        ("name-alone", "the name without a password", name.to_vec()),
        (
            "empty-password",
            "the name with an empty password",
            [name, b":"].concat(),
        ),
        (
            "empty-name",
            "the password with an empty name",
            [b":", password].concat(),
        ),
        (
            "another-password",
            "the name with another password",
            [name, b":", &letters_moved(password)].concat(),
        ),
        (
            "another-name",
            "another name with the password",
            [&letters_moved(name), rest].concat(),
        ),
        (
            "swapped-credentials",
            "name and password in the other order",
            [password, b":", name].concat(),
        ),
    ] {
        let delivery = token(b, &text);
        b.case(what, title, delivery)
            .flags(&["StaticToken"])
            .must_reject();
    }
}

fn token(b: &Builder<'_>, key: &[u8]) -> Option<crate::delivery::Delivery> {
    let encoded = b.scheme().signature().encoding.encode(key);
    if !b.can_travel(b.scheme().signature().places.first(), &encoded) || encoded.is_empty() {
        return None;
    }
    b.with_signature_value(|_| encoded)
}

fn percent_encoded(text: &[u8]) -> Vec<u8> {
    text.iter()
        .flat_map(|byte| format!("%{byte:02X}").into_bytes())
        .collect()
}
