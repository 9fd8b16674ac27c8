//! Another hash or algorithm.

use crate::explain::frameworks;
use crate::explain::hypothesis::{Context, Hypothesis, Keying, Variation};
use crate::explain::registry::{Axis, Effort, Mistake, Trace};
use crate::explain::tokens::other_algorithm;
use crate::mac::Hash;
use crate::scheme::Method;

pub(super) const MISTAKE: Mistake = Mistake {
    name: "digest/algorithm",
    axis: Axis::Digest,
    title: "another hash or algorithm was used",
    what: "The signature was made with another hash or algorithm than the scheme says: SHA-1 or SHA-512 for SHA-256, HS512 for HS256, PSS for PKCS #1 v1.5, or with a hash of what should have been signed.",
    how: "The default of a library was used, or the header of an older version was read, or a function that hashes by itself was handed a hash.",
    see: "Count the digits: 32 for MD5, 40 for SHA-1, 64 for SHA-256, 96 for SHA-384, 128 for SHA-512.",
    mend: "Name the hash in code, as the scheme says.",
    frameworks: frameworks::NONE,
    rank: 28,
    trace: Trace::Supposed(vary),
};

fn vary(from: &Hypothesis, context: &Context<'_>, effort: Effort) -> Vec<Variation> {
    let Some(method) = context.plan(&from.delivery).map(|plan| plan.method) else {
        return Vec::new();
    };
    match method {
        Method::Jwt => token(from, context),
        Method::Hmac(stated) | Method::Ecdsa { hash: stated, .. } => {
            let mut all = hashes(from, stated);
            all.extend(hashed(from, stated, effort));
            all
        }
        Method::RsaPkcs1(stated) | Method::RsaPss(stated) => {
            let mut all = hashes(from, stated);
            let other = match method {
                Method::RsaPss(_) => "PKCS #1 v1.5 was used, not PSS",
                _ => "PSS was used, not PKCS #1 v1.5",
            };
            all.push(keyed(from, other.to_owned(), Keying::OtherPadding));
            all.extend(hashed(from, stated, effort));
            all
        }
        Method::Digest(stated) => hashes(from, stated),
        Method::Ed25519 => [Hash::Sha256, Hash::Sha512]
            .into_iter()
            .flat_map(|hash| hashed(from, hash, effort))
            .collect(),
        Method::Basic | Method::Static => Vec::new(),
    }
}

fn hashes(from: &Hypothesis, stated: Hash) -> Vec<Variation> {
    let others = Hash::ALL.into_iter().rev().filter(|hash| *hash != stated);
    others
        .map(|hash| Variation {
            detail: format!("{} was used, not {}", hash.name(), stated.name()).into(),
            hypothesis: Hypothesis {
                hash: Some(hash),
                ..from.clone()
            },
        })
        .collect()
}

/// Functions that hash by themselves were given a hash.
fn hashed(from: &Hypothesis, hash: Hash, effort: Effort) -> Vec<Variation> {
    if effort == Effort::Quick {
        return Vec::new();
    }
    let name = hash.name();
    vec![
        keyed(
            from,
            format!("the {name} of the base string was signed in its place, so that it was hashed twice"),
            Keying::Hashed(hash),
        ),
        keyed(
            from,
            format!("the {name} of the base string was signed in its place, as hex text"),
            Keying::HashedHex(hash),
        ),
    ]
}

fn keyed(from: &Hypothesis, detail: String, keying: Keying) -> Variation {
    let hypothesis = Hypothesis {
        keying,
        ..from.clone()
    };
    Variation {
        detail: detail.into(),
        hypothesis,
    }
}

fn token(from: &Hypothesis, context: &Context<'_>) -> Vec<Variation> {
    let Some(name) = other_algorithm(context).filter(|name| !name.eq_ignore_ascii_case("none")) else {
        return Vec::new();
    };
    let allowed = context
        .scheme
        .jwt()
        .map(|jwt| jwt.algorithms.join(", "))
        .unwrap_or_default();
    let taken = match name.starts_with("HS") && !context.scheme.is_symmetric() {
        true => ", and the text of the public key was taken for its secret: anybody could sign so",
        false => "",
    };
    vec![Variation {
        detail: format!("the token says `{}`, not {allowed}{taken}", name.escape_debug()).into(),
        hypothesis: Hypothesis {
            algorithm: Some(name.into()),
            ..from.clone()
        },
    }]
}
