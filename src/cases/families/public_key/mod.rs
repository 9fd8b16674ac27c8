//! Signatures of public-key schemes: of other keys and messages, in other forms, and of no value.

mod numbers;

use numbers::{Numbers, difference, order};

use crate::cases::builder::Builder;
use crate::cases::case::Level;
use crate::cases::families::Family;
use crate::cases::setting::test_signing_secret;
use crate::mac::Hash;
use crate::scheme::{Curve, EcdsaForm, Method};

pub(super) const FAMILY: Family = Family {
    id: "public-key",
    title: "public-key signatures",
    description: "The receiver's key is public, so whatever is computed from it alone proves nothing: a MAC \
                  keyed with it, a plain digest, a signature of zeros. Those, and signatures of other \
                  messages, must be refused. The same numbers in another form, and the second form that every \
                  ECDSA signature has, only inform.",
    generate,
};

fn generate(b: &mut Builder<'_>) {
    match b.scheme().method() {
        Method::Ecdsa { curve, form, .. } => {
            ecdsa_forms(b, curve, form);
            ecdsa_values(b, curve, form);
        }
        Method::Ed25519 => ed25519(b),
        Method::RsaPkcs1(_) | Method::RsaPss(_) => rsa(b),
        Method::Basic | Method::Digest(_) | Method::Hmac(_) | Method::Jwt | Method::Static => return,
    }
    other_keys(b);
    other_message(b);
    without_private_key(b);
}

/// The base delivery under the bytes that `change` makes of its signature's; no case where it makes none.
fn changed(
    b: &mut Builder<'_>,
    what: &str,
    title: &str,
    flag: &'static str,
    level: Level,
    change: impl FnOnce(&[u8]) -> Option<Vec<u8>>,
) {
    let delivery = b.draft(&b.base_event()).and_then(|draft| {
        let text = b.signature_value(&draft)?;
        let bytes = b.scheme().signature().encoding.decode(&text).ok()?;
        b.with_signature(draft, &change(&bytes)?)
    });
    let case = b.case(what, title, delivery).flags(&[flag]);
    match level {
        Level::Must | Level::Should => case.reject_at(level),
        Level::Unspecified => case.unspecified(),
    }
}

/// The keys of another pair, and of several.
fn other_keys(b: &mut Builder<'_>) {
    let delivery = b.signed_with_secret(&test_signing_secret(b.scheme(), 7));
    b.case("other-key", "signed with another key", delivery)
        .flags(&["PublicKey", "WrongSecret"])
        .must_reject();
    let (own, other) = (b.setting().secrets.clone(), b.other_secret());
    let base = b.base();
    b.case(
        "second-of-two-live",
        "two public keys are live, and the second's owner signed",
        base.clone(),
    )
    .flags(&["PublicKey"])
    .secrets([vec![other.clone()], own].concat())
    .must_accept();
    let undone = b.signed_with_secret(&test_signing_secret(b.scheme(), 7));
    b.case("key-replaced", "the receiver has another public key", base)
        .flags(&["PublicKey", "WrongSecret"])
        .secrets(vec![other])
        .undone(undone)
        .must_reject();
}

fn other_message(b: &mut Builder<'_>) {
    let delivery = b.draft(&b.base_event()).and_then(|draft| {
        let other = b.draft(&b.event("{\"other\":true}"))?;
        let text = b.signature_value(&other)?;
        let text = b.signer().signature_text(&draft, &[text]);
        b.with_whole_text(draft, &text)
    });
    b.case(
        "other-message",
        "the right key's signature of another body",
        delivery,
    )
    .flags(&["PublicKey"])
    .must_reject();
}

/// What anybody computes who knows the public key.
fn without_private_key(b: &mut Builder<'_>) {
    let Some(public) = b.setting().secrets.first().cloned() else {
        return;
    };
    let Some(draft) = b.draft(&b.base_event()) else {
        return;
    };
    // Where the method cannot sign here, there is no genuine delivery to change.
    let (Ok(base_string), Some(_)) = (b.signer().base_string(&draft), b.base()) else {
        return;
    };
    let hash = b.scheme().method().hash().unwrap_or(Hash::Sha512);
    for (what, title, flag, digest) in [
        (
            "mac-under-public-key",
            "an HMAC keyed with the public key's text",
            "AlgorithmDowngrade",
            hash.hmac(public.as_bytes(), &base_string),
        ),
        (
            "plain-digest",
            "the plain digest of what is signed",
            "UnkeyedDigest",
            hash.digest(&base_string),
        ),
        (
            "mac-under-empty-key",
            "an HMAC with an empty key",
            "EmptyKey",
            hash.hmac(b"", &base_string),
        ),
    ] {
        let delivery = b.with_signature(draft.clone(), digest.as_bytes());
        b.case(what, title, delivery).flags(&[flag]).must_reject();
    }
    let base = b.base();
    b.case("no-key-configured", "the public key is empty", base)
        .flags(&["EmptyKey"])
        .secrets(vec![String::new()])
        .must_reject();
}

fn rsa(b: &mut Builder<'_>) {
    for (what, title, last) in [
        ("zero", "a signature that is the number 0", 0),
        ("one", "a signature that is the number 1", 1),
    ] {
        changed(b, what, title, "SignatureForm", Level::Must, |bytes| {
            let mut number = vec![0; bytes.len()];
            *number.last_mut()? = last;
            Some(number)
        });
    }
    changed(
        b,
        "zero-byte-before",
        "a zero byte before the signature, which is the same number",
        "SignatureForm",
        Level::Unspecified,
        |bytes| Some([&[0], bytes].concat()),
    );
}

/// The order of Ed25519's base point, least byte first (RFC 8032, section 5.1).
const ED25519_ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

fn ed25519(b: &mut Builder<'_>) {
    changed(
        b,
        "zero",
        "a signature of zeros",
        "SignatureForm",
        Level::Must,
        |bytes| Some(vec![0; bytes.len()]),
    );
    // Verifies every message under a key of small order, where the receiver takes such points.
    changed(
        b,
        "neutral-point",
        "the neutral point and the number 0",
        "SignatureForm",
        Level::Must,
        |bytes| {
            let mut signature = vec![0; bytes.len()];
            *signature.first_mut()? = 1;
            Some(signature)
        },
    );
    // RFC 8032, section 5.1.7, has such numbers refused; older libraries take them, and nobody gains.
    changed(
        b,
        "number-not-reduced",
        "the second number plus the group's order, which old verifiers take for the same",
        "SignatureForm",
        Level::Should,
        |bytes| {
            let (point, number) = bytes.split_at_checked(32)?;
            let mut carry = 0_u16;
            let sum = number.iter().zip(ED25519_ORDER).map(|(&a, b)| {
                let sum = u16::from(a) + u16::from(b) + carry;
                carry = sum >> 8;
                sum.to_le_bytes()[0]
            });
            Some([point, &sum.collect::<Vec<u8>>()].concat())
        },
    );
    changed(
        b,
        "halves-swapped",
        "the two halves of the right signature in the other order",
        "SignatureForm",
        Level::Must,
        |bytes| {
            let (point, number) = bytes.split_at_checked(32)?;
            Some([number, point].concat())
        },
    );
}

/// The right numbers, written in another way.
fn ecdsa_forms(b: &mut Builder<'_>, curve: Curve, form: EcdsaForm) {
    let (what, title) = match form {
        EcdsaForm::Der => ("raw-for-der", "both numbers at fixed length in place of DER"),
        EcdsaForm::Raw => ("der-for-raw", "both numbers as DER in place of fixed length"),
    };
    changed(b, what, title, "SignatureForm", Level::Unspecified, |bytes| {
        let numbers = Numbers::read(bytes, curve, form)?;
        Some(numbers.write(match form {
            EcdsaForm::Der => EcdsaForm::Raw,
            EcdsaForm::Raw => EcdsaForm::Der,
        }))
    });
    changed(
        b,
        "high-s",
        "the same signature with the other of its two values for s",
        "SignatureForm",
        Level::Unspecified,
        |bytes| {
            let numbers = Numbers::read(bytes, curve, form)?;
            let s = difference(&order(curve), &numbers.s);
            Some(Numbers { r: numbers.r, s }.write(form))
        },
    );
    changed(
        b,
        "bytes-after",
        "two zero bytes after the right signature",
        "SignatureForm",
        Level::Unspecified,
        |bytes| Some([bytes, &[0, 0]].concat()),
    );
}

/// Numbers that no signature has. A verifier that does not refuse them accepts every message.
fn ecdsa_values(b: &mut Builder<'_>, curve: Curve, form: EcdsaForm) {
    let order = order(curve);
    let zero = vec![0; order.len()];
    let both = |r: &[u8], s: &[u8]| {
        let numbers = Numbers {
            r: r.to_vec(),
            s: s.to_vec(),
        };
        numbers.write(form)
    };
    for (what, title, signature) in [
        ("both-zero", "r and s are 0", both(&zero, &zero)),
        (
            "both-the-order",
            "r and s are the order of the group, which counts as 0",
            both(&order, &order),
        ),
    ] {
        changed(b, what, title, "SignatureForm", Level::Must, |_| Some(signature));
    }
    changed(
        b,
        "r-zero",
        "r is 0, s is right",
        "SignatureForm",
        Level::Must,
        |bytes| Some(both(&zero, &Numbers::read(bytes, curve, form)?.s)),
    );
    changed(
        b,
        "s-zero",
        "s is 0, r is right",
        "SignatureForm",
        Level::Must,
        |bytes| Some(both(&Numbers::read(bytes, curve, form)?.r, &zero)),
    );
    changed(
        b,
        "numbers-swapped",
        "r and s in each other's place",
        "SignatureForm",
        Level::Must,
        |bytes| {
            let numbers = Numbers::read(bytes, curve, form)?;
            Some(both(&numbers.s, &numbers.r))
        },
    );
}
