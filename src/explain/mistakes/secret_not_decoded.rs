//! A secret that is encoded, used as text.

use crate::explain::frameworks;
use crate::explain::hypothesis::{Context, Hypothesis, Variation};
use crate::explain::mistakes::variants::keys;
use crate::explain::registry::{Axis, Effort, Mistake, Trace};
use crate::scheme::SecretEncoding;

pub(super) const MISTAKE: Mistake = Mistake {
    name: "secret/not-decoded",
    axis: Axis::Secret,
    title: "the secret was used as text, not decoded",
    what: "The scheme writes its secret in base64 or hex and signs with the decoded bytes; the signer used the text.",
    how: "Most schemes use the text, so code for them is reused; libraries take a string and do not say which.",
    see: "Compare the length of the key: decoded base64 is a quarter shorter, hex a half.",
    mend: "Decode the secret as the scheme says, after its prefix is cut.",
    frameworks: frameworks::NONE,
    rank: 9,
    trace: Trace::Supposed(vary),
};

fn vary(from: &Hypothesis, context: &Context<'_>, _: Effort) -> Vec<Variation> {
    let spec = context.scheme.secret();
    if spec.encoding == SecretEncoding::Text && spec.derive.all().is_empty() {
        return Vec::new();
    }
    let secret = from.secret.as_ref();
    let bare = secret
        .strip_prefix(spec.prefix.as_bytes())
        .unwrap_or(secret)
        .to_vec();
    let title = match spec.encoding {
        SecretEncoding::Text => "the secret's own bytes are the key, underived",
        _ => "the text of the secret is the key",
    };
    keys(from, [(title.to_owned(), secret.to_vec(), bare)])
}
