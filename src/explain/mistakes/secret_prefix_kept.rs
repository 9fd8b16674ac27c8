//! A prefix of the secret that is no part of the key, kept.

use crate::encoding::Encoding;
use crate::explain::frameworks;
use crate::explain::hypothesis::{Context, Hypothesis, Variation};
use crate::explain::mistakes::variants::keys;
use crate::explain::registry::{Axis, Effort, Mistake, Trace};
use crate::signing::key_of;

pub(super) const MISTAKE: Mistake = Mistake {
    name: "secret/prefix-kept",
    axis: Axis::Secret,
    title: "the prefix of the secret was taken for a part of the key",
    what: "The scheme cuts a prefix such as `whsec_` from the secret before it makes the key; the signer kept it.",
    how: "The secret goes into the HMAC as the dashboard shows it, or a lenient decoder reads the prefix as base64.",
    see: "Compare the length of the key with what the documentation says.",
    mend: "Cut the prefix once, then decode what follows as the scheme says.",
    frameworks: frameworks::NONE,
    rank: 12,
    trace: Trace::Supposed(vary),
};

fn vary(from: &Hypothesis, context: &Context<'_>, _: Effort) -> Vec<Variation> {
    let spec = context.scheme.secret();
    let secret = from.secret.as_ref();
    let mut all = Vec::new();
    if !spec.prefix.is_empty() {
        let bare = secret.strip_prefix(spec.prefix.as_bytes()).unwrap_or(secret);
        let whole = [spec.prefix.as_bytes(), bare].concat();
        all.push((
            format!("the whole text with `{}` is the key", spec.prefix),
            whole.clone(),
            whole.clone(),
        ));
        // Node's decoder takes `_` for the URL-safe alphabet, Python's drops it.
        for (title, text) in [
            ("decoded with its prefix, as Node does", whole.clone()),
            (
                "decoded with its prefix, as Python does",
                whole.iter().copied().filter(|b| *b != b'_').collect(),
            ),
        ] {
            if let Some(key) = lenient(&text) {
                all.push((title.to_owned(), whole.clone(), key));
            }
        }
    }
    // A label in front of the secret, such as the version that signatures have.
    for mark in [b',', b':', b'='] {
        if let Some(at) = secret
            .iter()
            .position(|byte| *byte == mark)
            .filter(|at| *at <= 12)
        {
            let rest = secret.get(at + 1..).unwrap_or_default().to_vec();
            if let Ok(key) = key_of(context.scheme, &rest) {
                all.push((
                    "the secret given here has a label in front, the signer's has not".to_owned(),
                    rest,
                    key,
                ));
            }
        }
    }
    keys(from, all)
}

fn lenient(text: &[u8]) -> Option<Vec<u8>> {
    // A last character that holds less than a byte is dropped.
    let end = if text.len() % 4 == 1 {
        text.len() - 1
    } else {
        text.len()
    };
    let text: Vec<u8> = text
        .get(..end)?
        .iter()
        .map(|byte| match byte {
            b'-' => b'+',
            b'_' => b'/',
            byte => *byte,
        })
        .collect();
    Encoding::Base64Any.decode(&text).ok()
}
