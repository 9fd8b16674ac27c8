//! A body that was parsed and written again.

use crate::explain::frameworks;
use crate::explain::hypothesis::{Context, Hypothesis, Variation};
use crate::explain::mistakes::variants::bodies;
use crate::explain::registry::{Axis, Effort, Mistake, Trace};
use crate::explain::search::LONGEST_REWRITTEN;
use crate::reserialize::{Spelling, rewriter, spellings};

pub(super) const MISTAKE: Mistake = Mistake {
    name: "body/reserialized",
    axis: Axis::Body,
    title: "the body was parsed and written again",
    what: "The signature covers the exact bytes of the body; what was signed, or what was verified, is the same JSON written again by another program.",
    how: "A framework parses the body before the handler sees it, and the handler writes the object out again to verify it; a sender signs one text and sends another; a proxy rewrites JSON on its way.",
    see: "Compare the body byte for byte: blanks after `:` and `,`, `\\u00e9` for `é`, `1` for `1.0`, the order of keys.",
    mend: "Verify the bytes as they came, then parse them; as a sender, sign the very bytes that you send.",
    frameworks: frameworks::RAW_BODY,
    rank: 1,
    trace: Trace::Supposed(vary),
};

fn vary(from: &Hypothesis, _: &Context<'_>, effort: Effort) -> Vec<Variation> {
    let body = from.delivery.body.as_slice();
    if body.len() > LONGEST_REWRITTEN {
        return Vec::new();
    }
    let mut all: Vec<(String, Vec<u8>)> = Vec::new();
    for id in LIKELIEST {
        let Some(rewriter) = rewriter(id) else { continue };
        if let Some(body) = (rewriter.rewrite)(body) {
            all.push((
                format!("{}, as {} writes it", rewriter.title, rewriter.language),
                body,
            ));
        }
    }
    if effort == Effort::Full {
        all.extend(
            spellings(body)
                .into_iter()
                .map(|Spelling { title, body }| (title, body)),
        );
    }
    // What only loses bytes that are no UTF-8 is no rewriting.
    if let std::borrow::Cow::Owned(text) = String::from_utf8_lossy(body) {
        all.retain(|(_, rewritten)| rewritten != text.as_bytes());
    }
    bodies(from, all)
}

/// Those that people meet most come first; a test holds that none is left out.
const LIKELIEST: &[&str] = &[
    "json-stringify",
    "python-dumps",
    "python-dumps-compact",
    "php-json-encode",
    "go-marshal",
    "ruby-json-generate",
    "java-jackson",
    "python-repr",
    "python-dumps-sorted",
    "python-dumps-utf8",
    "json-stringify-indent",
    "python-dumps-indent",
    "php-json-encode-unescaped",
    "go-encoder",
    "java-gson",
    "rust-serde-json",
];

#[cfg(test)]
mod tests {
    use super::LIKELIEST;
    use crate::reserialize::REWRITERS;

    #[test]
    fn no_rewriter_is_left_out() {
        let mut ids = LIKELIEST.to_vec();
        ids.sort_unstable();
        assert_eq!(
            ids,
            REWRITERS.iter().map(|rewriter| rewriter.id).collect::<Vec<_>>()
        );
    }
}
