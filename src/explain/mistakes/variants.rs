//! Suppositions with another body or key, each different one once.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use crate::explain::hypothesis::{Hypothesis, Variation};

/// Suppositions with these bodies, but for those that change nothing or stand there before.
pub(super) fn bodies(from: &Hypothesis, all: impl IntoIterator<Item = (String, Vec<u8>)>) -> Vec<Variation> {
    let mut seen = HashSet::from([fingerprint(&from.delivery.body)]);
    all.into_iter()
        .filter(|(_, body)| seen.insert(fingerprint(body)))
        .map(|(detail, body)| Variation {
            detail: detail.into(),
            hypothesis: from.with_body(body),
        })
        .collect()
}

/// Two bodies of one fingerprint cost a variant, never a proof.
fn fingerprint(body: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    body.hash(&mut hasher);
    hasher.finish()
}

/// Suppositions with these secrets and the keys made of them, but for those that change nothing or stand there
/// before.
pub(super) fn keys(
    from: &Hypothesis,
    all: impl IntoIterator<Item = (String, Vec<u8>, Vec<u8>)>,
) -> Vec<Variation> {
    let mut seen: Vec<Vec<u8>> = from.key.iter().map(|key| key.to_vec()).collect();
    let mut variations = Vec::new();
    for (detail, secret, key) in all {
        if seen.contains(&key) {
            continue;
        }
        seen.push(key.clone());
        let hypothesis = Hypothesis {
            secret: secret.into(),
            ..from.with_key(key)
        };
        variations.push(Variation {
            detail: detail.into(),
            hypothesis,
        });
    }
    variations
}
