//! A prefix of the secret that is a part of the key, dropped.

use crate::explain::frameworks;
use crate::explain::hypothesis::{Context, Hypothesis, Variation};
use crate::explain::mistakes::variants::keys;
use crate::explain::registry::{Axis, Effort, Mistake, Trace};

pub(super) const MISTAKE: Mistake = Mistake {
    name: "secret/prefix-dropped",
    axis: Axis::Secret,
    title: "the prefix of the secret is a part of the key, and was dropped",
    what: "The scheme uses the secret as it is, with a prefix such as `whsec_`; the signer or whoever configured it dropped the prefix.",
    how: "Another provider with the same prefix wants it cut, and its code was reused.",
    see: "Look at whether the documentation calls the whole text the key.",
    mend: "Use the secret exactly as the dashboard shows it.",
    frameworks: frameworks::NONE,
    rank: 13,
    trace: Trace::Supposed(vary),
};

fn vary(from: &Hypothesis, context: &Context<'_>, _: Effort) -> Vec<Variation> {
    let secret = from.secret.as_ref();
    let mut all = Vec::new();
    let ends = secret
        .iter()
        .enumerate()
        .take(16)
        .filter(|(_, byte)| **byte == b'_');
    for (at, _) in ends {
        let (prefix, rest) = secret.split_at(at + 1);
        if prefix == context.scheme.secret().prefix.as_bytes() {
            continue;
        }
        // The prefix is told only where it cannot be a part of what is secret.
        let known = KNOWN.iter().find(|known| known.as_bytes() == prefix);
        let title = match known {
            Some(known) => format!("the key is what follows `{known}`"),
            None => "the key is what follows the first words of the secret".to_owned(),
        };
        all.push((title, rest.to_vec(), rest.to_vec()));
    }
    if context.scheme.secret().prefix.is_empty() {
        for prefix in KNOWN {
            let whole = [prefix.as_bytes(), secret].concat();
            if !secret.starts_with(prefix.as_bytes()) {
                let title =
                    format!("the signer's secret begins with `{prefix}`, which the one given here lacks");
                all.push((title, whole.clone(), whole));
            }
        }
    }
    keys(from, all)
}

/// Prefixes that secrets have.
const KNOWN: &[&str] = &[
    "whsec_",
    "v1,whsec_",
    "sk_",
    "pk_",
    "whs_",
    "secret_",
    "shpss_",
    "wh_",
    "key_",
];
