//! A secret that is text, decoded.

use crate::encoding::Encoding;
use crate::explain::frameworks;
use crate::explain::hypothesis::{Context, Hypothesis, Variation};
use crate::explain::mistakes::variants::keys;
use crate::explain::registry::{Axis, Effort, Mistake, Trace};
use crate::scheme::SecretEncoding;

pub(super) const MISTAKE: Mistake = Mistake {
    name: "secret/decoded",
    axis: Axis::Secret,
    title: "the secret was decoded, though its text is the key",
    what: "The scheme signs with the text of its secret; the signer decoded it as base64 or hex first.",
    how: "A secret that looks like hex or base64 is decoded out of habit, or because another scheme wants it.",
    see: "Compare the length of the key with that of the secret.",
    mend: "Use the bytes of the text.",
    frameworks: frameworks::NONE,
    rank: 10,
    trace: Trace::Supposed(vary),
};

fn vary(from: &Hypothesis, context: &Context<'_>, _: Effort) -> Vec<Variation> {
    let spec = context.scheme.secret();
    let secret = from.secret.as_ref();
    let bare = secret.strip_prefix(spec.prefix.as_bytes()).unwrap_or(secret);
    let all = [(Encoding::HexAny, "hex"), (Encoding::Base64Any, "base64")];
    let decoded = all.into_iter().filter_map(|(encoding, name)| {
        let key = encoding.decode(bare).ok().filter(|key| !key.is_empty())?;
        let states = matches!(
            (spec.encoding, encoding),
            (SecretEncoding::Hex, Encoding::HexAny)
                | (
                    SecretEncoding::Base64 | SecretEncoding::Base64url,
                    Encoding::Base64Any
                )
        );
        (!states).then(|| {
            (
                format!("the key is the secret decoded from {name}"),
                secret.to_vec(),
                key,
            )
        })
    });
    keys(from, decoded.collect::<Vec<_>>())
}
