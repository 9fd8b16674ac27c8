//! The rule `weak-hash`.

use crate::mac::Hash;
use crate::scheme::Scheme;
use crate::scheme::lint::{Found, Lint, Severity};
use crate::scheme::method::Method;

pub(super) const LINT: Lint = Lint {
    name: "weak-hash",
    title: "the hash is broken for collisions",
    says: "MD5 or SHA-1. Inside an HMAC that is no attack that anybody knows (a note); in a plain \
           digest or under a public key, two bodies with one digest can be made (a warning).",
    advice: "Use SHA-256.",
    implementer: "Use a newer signature of the same sender where one is offered, and only that one. Otherwise \
           the secret has to be long and random, and the body used only as what it is documented to be.",
    check,
};

fn check(scheme: &Scheme) -> Option<Found> {
    let hash = scheme.method().hash();
    let hash = hash.filter(|hash| matches!(hash, Hash::Md5 | Hash::Sha1))?;
    let severity = match scheme.method() {
        Method::Hmac(_) => Severity::Note,
        _ => Severity::Warning,
    };
    Some(Found::new(
        severity,
        format!("{} is broken for collisions", hash.name()),
    ))
}
