//! An explanation in prose, for a person.

use std::fmt::Write as _;

use crate::explain::difference::{difference, visible};
use crate::explain::registry::mistake;
use crate::explain::search::{Pairs, Tried};
use crate::explain::{Explanation, Finding};
use crate::outcome::Redactor;
use crate::scheme::Scheme;
use crate::signing::Reason;

/// How much of a base string is shown.
const SHOWN: usize = 240;

/// Whether secrets and right signatures may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "they may be shown, or not")]
pub enum Reveal {
    /// They are kept out.
    No,
    /// They are shown, on the machine of who asked for it.
    Yes,
}

/// The answer: what was signed, what was expected, where the two part, and how to mend it.
#[must_use]
pub fn answer<S: AsRef<[u8]>>(
    scheme: &Scheme,
    secrets: &[S],
    explanation: &Explanation,
    reveal: Reveal,
) -> String {
    let redactor = Redactor::new(secrets);
    // Only what comes of the delivery can hold a secret: a short one may occur in any sentence by chance.
    let shown = |words: &str| match reveal {
        Reveal::Yes => words.to_owned(),
        Reveal::No => redactor.redact(words),
    };
    let mut text = String::new();
    if explanation.verifies {
        let _ = writeln!(
            text,
            "The signature is right: the delivery verifies as {}.",
            scheme.name()
        );
        return text;
    }
    let _ = writeln!(
        text,
        "The delivery does not verify as {}{}",
        scheme.name(),
        cause(explanation, &shown)
    );
    for finding in &explanation.findings {
        text.push('\n');
        found(&mut text, finding, explanation, &shown);
    }
    if !explanation.is_proven() {
        text.push('\n');
        unexplained(&mut text, explanation, &shown);
    }
    text
}

/// Words that come of the delivery, fit to be shown.
type Shown<'s> = &'s dyn Fn(&str) -> String;

fn cause(explanation: &Explanation, shown: Shown<'_>) -> String {
    match (&explanation.reason, &explanation.secret_fault) {
        (Some(reason), _) => format!(": {reason}."),
        (None, Some(fault)) => format!(": {}.", shown(fault)),
        (None, None) => ".".to_owned(),
    }
}

fn found(text: &mut String, finding: &Finding, explanation: &Explanation, shown: Shown<'_>) {
    let entry = mistake(finding.mistake);
    let also = finding
        .also
        .iter()
        .map(|name| format!(" + {name}"))
        .collect::<String>();
    let _ = writeln!(text, "{}{also}: {}", finding.mistake, shown(&finding.detail));
    let proof = match (finding.proof, &finding.signed) {
        (true, Some(_)) => "Proven: with this mistake the signature comes out exactly as observed.",
        (true, None) => "Proven: all else verifies.",
        (false, _) => "This is a fact, but it does not explain the signature.",
    };
    let _ = writeln!(text, "{proof}");
    if let (Some(signed), Some(expected)) = (&finding.signed, &explanation.expected) {
        match difference(signed, expected) {
            Some(difference) => {
                let _ = writeln!(
                    text,
                    "\nWhat was signed, and what the scheme signs of this delivery:"
                );
                text.push_str(&shown(&difference.lines()));
            }
            None => {
                let _ = writeln!(text, "\nThe right bytes were signed: {}", shown(&cut(signed)));
            }
        }
    }
    for entry in entry
        .into_iter()
        .chain(finding.also.iter().filter_map(|name| mistake(name)))
    {
        let _ = writeln!(text, "\n{} {}", entry.what, entry.how);
        let _ = writeln!(text, "To mend it: {}", entry.mend);
        for (name, advice) in entry.frameworks {
            let _ = writeln!(text, "  {name}: {advice}");
        }
    }
}

fn cut(bytes: &[u8]) -> String {
    match bytes.get(..SHOWN) {
        Some(first) => format!("{}… ({} bytes)", visible(first), bytes.len()),
        None => visible(bytes),
    }
}

fn unexplained(text: &mut String, explanation: &Explanation, shown: Shown<'_>) {
    if let Some(expected) = &explanation.expected {
        let _ = writeln!(
            text,
            "The scheme signs of this delivery: {}",
            shown(&cut(expected))
        );
    }
    if let Some(compression) = &explanation.compression {
        let _ = writeln!(
            text,
            "The body came with `Content-Encoding: {}`. Of gzip and zlib the unpacked body was tried; what was \
             compressed cannot be made again. Capture the body as the sender gave it to the wire, with --headers and --body.",
            shown(compression)
        );
    }
    let Tried {
        mistakes,
        n_suppositions,
        pairs,
    } = &explanation.tried;
    if *n_suppositions == 0 {
        return;
    }
    let _ = writeln!(
        text,
        "No single mistake{} makes the observed signature come out. {}",
        match pairs {
            Pairs::NotTried => "",
            Pairs::All => " and no two together",
            Pairs::Bounded => ", and no two together as far as the search went before its bound,",
        },
        match explanation.reason {
            // Claims are looked at only once the signature is right.
            Some(Reason::TokenClaim) =>
                "The token's signature is right, and with it the secret: one of the claims does not fit this \
                 delivery.",
            _ => "Either the secret is another one, or the body is not the bytes that were signed.",
        }
    );
    let _ = writeln!(
        text,
        "Tried, in {n_suppositions} variants: {}.",
        mistakes.join(", ")
    );
}

/// One line for a log: the mistake, or why the delivery was refused. It holds no secret and no bytes of the delivery.
#[must_use]
pub fn summary(explanation: &Explanation) -> String {
    if explanation.verifies {
        return "verifies".to_owned();
    }
    match (
        explanation.proven(),
        explanation.findings.first(),
        explanation.reason,
    ) {
        (Some(finding), _, _) => {
            let title = mistake(finding.mistake).map_or("", |mistake| mistake.title);
            let also = finding
                .also
                .iter()
                .map(|name| format!(" + {name}"))
                .collect::<String>();
            format!("{}{also}: {title}", finding.mistake)
        }
        (None, Some(finding), _) => format!("{}, not proven", finding.mistake),
        (None, None, Some(reason)) => format!("{}: no known mistake explains it", reason.name()),
        (None, None, None) => "the secret cannot be read".to_owned(),
    }
}
