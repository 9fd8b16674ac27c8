//! The rule `short-key`.

use crate::scheme::lint::{Found, Lint, Severity};
use crate::scheme::{Scheme, SecretEncoding};

pub(super) const LINT: Lint = Lint {
    name: "short-key",
    title: "a key that can be guessed",
    says: "The key of the example has fewer than 16 bytes. Whoever has one delivery can try keys \
           against it at home, as many as he likes.",
    advice: "Use keys of 32 random bytes.",
    implementer: "Where you choose the secret, take 32 random bytes, written as the sender wants them. Where \
           the sender does, ask for a new one if it is short.",
    check,
};

/// Keys shorter than this many bytes can be guessed.
const SHORTEST_KEY: usize = 16;

fn check(scheme: &Scheme) -> Option<Found> {
    let spec = scheme.secret();
    let example = spec.example.as_deref().filter(|_| scheme.is_symmetric())?;
    let text = example.strip_prefix(spec.prefix.as_str()).unwrap_or(example);
    let bytes = match spec.encoding {
        SecretEncoding::Base64 | SecretEncoding::Base64url => text.trim_end_matches('=').len() * 3 / 4,
        SecretEncoding::Hex => text.len() / 2,
        SecretEncoding::Text => text.len(),
    };
    (bytes < SHORTEST_KEY)
        .then(|| Found::new(Severity::Warning, format!("the example's key has {bytes} bytes")))
}
