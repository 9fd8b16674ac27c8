//! Digests that are made in another way than the scheme's: without the key, of less, or of something else.

use crate::cases::builder::Builder;
use crate::cases::families::Family;
use crate::encoding::Encoding;
use crate::mac::Hash;
use crate::scheme::{Filter, Method, Part, Template, Value};
use crate::signing::Draft;

pub(super) const FAMILY: Family = Family {
    id: "construction",
    title: "digests made in another way",
    description: "The signature is a digest, but not the scheme's: anybody can compute a plain one; a MAC of \
                  the empty message, or of the body alone, can be moved to other deliveries. None is genuine.",
    generate,
};

/// Longest base string that is sent as part of a signature.
const LONGEST_IN_HEADER: usize = 1500;

fn generate(b: &mut Builder<'_>) {
    let hash = match b.scheme().method() {
        Method::Hmac(hash) | Method::Digest(hash) => hash,
        Method::Basic
        | Method::Ecdsa { .. }
        | Method::Ed25519
        | Method::Jwt
        | Method::RsaPkcs1(_)
        | Method::RsaPss(_)
        | Method::Static => return,
    };
    let Some(draft) = b.draft(&b.base_event()) else {
        return;
    };
    let Ok(base_string) = b.signer().base_string(&draft) else {
        return;
    };
    let Some(right) = b.digest_of(&base_string).map(|digest| digest.as_bytes().to_vec()) else {
        return;
    };
    // What the scheme takes as well is no mistake.
    let alternatives = &b.scheme().signature().alternatives;
    let digests = alternatives.iter().filter_map(|template| {
        let base_string = b.signer().expanded(template, &draft).ok()?;
        Some(b.digest_of(&base_string)?.as_bytes().to_vec())
    });
    let seen = digests.chain([right.clone()]).collect();
    let mut forge = Forge {
        draft,
        base_string,
        seen,
        right,
        hash,
    };
    unkeyed(b, &mut forge);
    misused(b, &mut forge);
    hashes(b, &mut forge);
    base_strings(b, &mut forge);
}

/// What the cases are made of, and the signatures that are there already.
struct Forge {
    draft: Draft,
    base_string: Vec<u8>,
    right: Vec<u8>,
    hash: Hash,
    seen: Vec<Vec<u8>>,
}

impl Forge {
    /// A case for these signature bytes, unless one has them.
    fn case(&mut self, b: &mut Builder<'_>, what: &str, title: &str, flag: &'static str, signature: Vec<u8>) {
        if self.seen.contains(&signature) {
            return;
        }
        let delivery = b.with_signature(self.draft.clone(), &signature);
        b.case(what, title, delivery).flags(&[flag]).must_reject();
        self.seen.push(signature);
    }
}

fn bytes(digest: crate::mac::Digest) -> Vec<u8> {
    digest.as_bytes().to_vec()
}

/// Digests without the key as the key.
fn unkeyed(b: &mut Builder<'_>, forge: &mut Forge) {
    let hash = forge.hash;
    let key = b.signer().key().to_vec();
    let message = forge.base_string.clone();
    let body = forge.draft.delivery.body.clone();
    let cases = [
        (
            "plain-digest-of-body",
            "the plain digest of the body, which needs no key",
            "UnkeyedDigest",
            hash.digest(&body),
        ),
        (
            "plain-digest-of-base-string",
            "the plain digest of what is signed, without the key",
            "UnkeyedDigest",
            hash.digest(&without_secret(b, &forge.draft).unwrap_or_else(|| message.clone())),
        ),
        (
            "digest-of-key-and-message",
            "the plain digest of the key followed by what is signed",
            "UnkeyedDigest",
            hash.digest(&[key.as_slice(), &message].concat()),
        ),
        (
            "digest-of-message-and-key",
            "the plain digest of what is signed followed by the key",
            "UnkeyedDigest",
            hash.digest(&[message.as_slice(), &key].concat()),
        ),
        (
            "digest-of-key",
            "the plain digest of the key alone",
            "UnkeyedDigest",
            hash.digest(&key),
        ),
        (
            "key-and-message-swapped",
            "what is signed as the key, and the key as the message",
            "SwappedKeyAndMessage",
            hash.hmac(&message, &key),
        ),
    ];
    for (what, title, flag, digest) in cases {
        forge.case(b, what, title, flag, bytes(digest));
    }
    if matches!(b.scheme().method(), Method::Digest(_)) {
        let mac = bytes(hash.hmac(&key, &message));
        forge.case(
            b,
            "mac-for-plain-digest",
            "an HMAC where the scheme has a plain digest",
            "WrongHash",
            mac,
        );
    }
}

/// The base string of a plain digest without the secret in it; `None` where it has none.
fn without_secret(b: &Builder<'_>, draft: &Draft) -> Option<Vec<u8>> {
    let template = b.scheme().base_string()?;
    let is_secret = |part: &Part| matches!(part, Part::Placeholder(Value::Secret, _));
    if !template.parts().iter().any(is_secret) {
        return None;
    }
    let parts = template.parts().iter().filter(|part| !is_secret(part));
    b.signer()
        .expanded(&Template::of(parts.cloned().collect()), draft)
        .ok()
}

/// The hash's interface, used wrongly.
fn misused(b: &mut Builder<'_>, forge: &mut Forge) {
    let Some(empty) = b.digest_of(b"").map(bytes) else {
        return;
    };
    forge.case(
        b,
        "empty-message",
        "the digest of the empty message under the right key",
        "EmptyMessageMac",
        empty.clone(),
    );
    if forge.base_string.len() <= LONGEST_IN_HEADER {
        let appended = [forge.base_string.as_slice(), &empty].concat();
        forge.case(
            b,
            "message-then-empty-digest",
            "what is signed, followed by the digest of the empty message",
            "AppendedMac",
            appended,
        );
    }
    let followed = [forge.right.as_slice(), &empty].concat();
    forge.case(
        b,
        "digest-then-empty-digest",
        "the right digest, followed by that of the empty message",
        "AppendedMac",
        followed,
    );
    let preceded = [empty.as_slice(), &forge.right].concat();
    forge.case(
        b,
        "empty-digest-then-digest",
        "the digest of the empty message, followed by the right one",
        "AppendedMac",
        preceded,
    );
    if let Some(twice) = b.digest_of(&forge.right).map(bytes) {
        forge.case(
            b,
            "digest-of-digest",
            "the digest of the right digest",
            "IncompleteBaseString",
            twice,
        );
    }
}

/// Other hashes with the right key and message.
fn hashes(b: &mut Builder<'_>, forge: &mut Forge) {
    let key = b.signer().key().to_vec();
    let is_keyed = matches!(b.scheme().method(), Method::Hmac(_));
    let own = forge.hash;
    let length = own.digest_len();
    for hash in Hash::ALL.into_iter().filter(|&hash| hash != own) {
        let digest = if is_keyed {
            hash.hmac(&key, &forge.base_string)
        } else {
            hash.digest(&forge.base_string)
        };
        let name = hash.name();
        forge.case(
            b,
            &format!("hash-{name}"),
            &format!("the right key and message, but {name}"),
            "WrongHash",
            bytes(digest),
        );
        if let Some(cut) = digest
            .as_bytes()
            .get(..length)
            .filter(|cut| cut.len() < hash.digest_len())
        {
            forge.case(
                b,
                &format!("hash-{name}-cut-to-length"),
                &format!("a digest of {name}, cut to the length of the scheme's"),
                "WrongHash",
                cut.to_vec(),
            );
        }
    }
}

/// The right key and hash over another base string.
fn base_strings(b: &mut Builder<'_>, forge: &mut Forge) {
    let Some(template) = b.scheme().base_string().cloned() else {
        return;
    };
    for variant in variants(&template) {
        let expanded = b.signer().expanded(&variant.template, &forge.draft);
        if let Some(digest) = expanded.ok().and_then(|base_string| b.digest_of(&base_string)) {
            forge.case(
                b,
                &variant.what,
                &variant.title,
                "IncompleteBaseString",
                bytes(digest),
            );
        }
    }
}

/// A template that somebody takes for the scheme's.
struct Variant {
    what: String,
    title: String,
    template: Template,
}

fn variants(template: &Template) -> Vec<Variant> {
    let parts = template.parts();
    let mut variants = Vec::new();
    let mut add = |what: String, title: String, parts: Vec<Part>| {
        let variant = Variant {
            what,
            title,
            template: Template::of(parts),
        };
        if !variants.iter().any(|other: &Variant| other.what == variant.what) {
            variants.push(variant);
        }
    };
    let values: Vec<_> = template.values().collect();
    if values.len() > 1 {
        for (at, part) in parts.iter().enumerate() {
            if let Part::Placeholder(value, _) = part {
                let name = value.to_string();
                let what = format!("without-{}", kebab(&name));
                add(what, format!("a digest without the {name}"), without(parts, at));
            }
        }
    }
    let only_body = Part::Placeholder(Value::Body, Vec::new());
    if parts.contains(&only_body) {
        let alone = vec![only_body];
        add("body-alone".into(), "a digest of the body alone".into(), alone);
    }
    let is_literal = |part: &Part| matches!(part, Part::Literal(_));
    let with_literals = |change: &dyn Fn(&str) -> String| -> Vec<Part> {
        let changed = parts.iter().map(|part| match part {
            Part::Literal(text) => Part::Literal(change(text)),
            Part::Placeholder(..) => part.clone(),
        });
        changed.collect()
    };
    if parts.len() > 1 {
        let reversed = parts.iter().rev().cloned().collect();
        add(
            "reversed".into(),
            "a digest of the parts in reverse order".into(),
            reversed,
        );
    }
    if parts.iter().any(is_literal) {
        let title = "a digest of the parts without anything between them";
        let joined = parts.iter().filter(|part| !is_literal(part)).cloned().collect();
        add("no-separator".into(), title.into(), joined);
        let title = "a digest of the parts with another separator";
        let other = |text: &str| {
            if text.contains('.') {
                text.replace('.', ":")
            } else {
                ".".to_owned()
            }
        };
        add("other-separator".into(), title.into(), with_literals(&other));
        let title = "a digest of the parts with a blank after each separator";
        add(
            "blank-after-separator".into(),
            title.into(),
            with_literals(&|text| format!("{text} ")),
        );
    }
    if let Some(rest) = parts
        .split_first()
        .filter(|(first, _)| is_literal(first))
        .map(|(_, rest)| rest)
    {
        let title = "a digest without the fixed text at the beginning";
        add("without-leading-text".into(), title.into(), rest.to_vec());
    }
    let ended = [parts, &[Part::Literal("\n".into())]].concat();
    add(
        "line-end-added".into(),
        "a digest with a line end after the message".into(),
        ended,
    );
    for (what, filter) in [
        ("body-in-base64", Filter::Encode(Encoding::Base64)),
        ("body-in-lower-case", Filter::Lower),
    ] {
        let changed = body_filtered(parts, &[filter]);
        add(
            what.into(),
            format!("a digest of the {}", what.replace('-', " ")),
            changed,
        );
    }
    let hashed = body_filtered(
        parts,
        &[Filter::Hash(Hash::Sha256), Filter::Encode(Encoding::Hex)],
    );
    add(
        "digest-of-body-digest".into(),
        "a digest of the body's digest in its place".into(),
        hashed,
    );
    variants
}

/// The parts without one of them, and without the separator next to it.
fn without(parts: &[Part], at: usize) -> Vec<Part> {
    let next = matches!(parts.get(at + 1), Some(Part::Literal(_)));
    let previous = at
        .checked_sub(1)
        .filter(|&at| matches!(parts.get(at), Some(Part::Literal(_))));
    let separator = if next { Some(at + 1) } else { previous };
    let kept = parts
        .iter()
        .enumerate()
        .filter(|(index, _)| *index != at && Some(*index) != separator);
    kept.map(|(_, part)| part.clone()).collect()
}

fn body_filtered(parts: &[Part], filters: &[Filter]) -> Vec<Part> {
    let changed = parts.iter().map(|part| match part {
        Part::Placeholder(Value::Body, before) => {
            Part::Placeholder(Value::Body, [before.as_slice(), filters].concat())
        }
        other => other.clone(),
    });
    changed.collect()
}

/// `header:X-Ts` as a part of an id.
fn kebab(name: &str) -> String {
    let words = name
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-").to_ascii_lowercase()
}
