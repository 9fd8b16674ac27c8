//! A line end or blanks around the secret.

use crate::explain::frameworks;
use crate::explain::hypothesis::{Context, Hypothesis, Variation};
use crate::explain::mistakes::variants::keys;
use crate::explain::registry::{Axis, Effort, Mistake, Trace};
use crate::signing::key_of;

pub(super) const MISTAKE: Mistake = Mistake {
    name: "secret/untrimmed",
    axis: Axis::Secret,
    title: "a line end or blanks around the secret",
    what: "The secret has a line end or blanks around it on one side, and not on the other.",
    how: "A file or a variable that was filled with `echo` ends with a line feed, and a secret pasted from a dashboard takes a blank along.",
    see: "Print the length of the secret, or its last byte: `printf %s \"$SECRET\" | tail -c1 | xxd`.",
    mend: "Trim the secret where it is read, once; write files with `printf %s`.",
    frameworks: frameworks::SETTINGS,
    rank: 7,
    trace: Trace::Supposed(vary),
};

fn vary(from: &Hypothesis, context: &Context<'_>, _: Effort) -> Vec<Variation> {
    let secret = from.secret.as_ref();
    let trimmed = secret.trim_ascii();
    let mut all = Vec::new();
    if trimmed != secret {
        all.push((
            "the signer's secret has no blanks or line end around it",
            trimmed.to_vec(),
        ));
    }
    for (title, before, after) in AROUND {
        all.push((*title, [before.as_bytes(), trimmed, after.as_bytes()].concat()));
    }
    // A scheme that decodes its secret does so before the blanks get in, if at all.
    let read = |(title, text): (&str, Vec<u8>)| {
        let key = key_of(context.scheme, &text).unwrap_or_else(|_| text.clone());
        (title.to_owned(), text, key)
    };
    keys(from, all.into_iter().map(read))
}

const AROUND: &[(&str, &str, &str)] = &[
    ("the signer's secret ends with a line feed", "", "\n"),
    ("the signer's secret ends with CR LF", "", "\r\n"),
    ("the signer's secret ends with a blank", "", " "),
    ("the signer's secret begins with a blank", " ", ""),
    ("the signer's secret stands between blanks", " ", " "),
    ("the signer's secret ends with a tab", "", "\t"),
    ("the signer's secret ends with two line feeds", "", "\n\n"),
    ("the signer's secret begins with a line feed", "\n", ""),
    ("the signer's secret stands in double quotes", "\"", "\""),
    ("the signer's secret stands in single quotes", "'", "'"),
];
