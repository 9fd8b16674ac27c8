//! The documentation of the mistakes, generated from the registry.

use std::fmt::Write as _;

use crate::explain::registry::{MISTAKES, Mistake};

/// The page of a mistake, Markdown.
#[must_use]
pub fn page(mistake: &Mistake) -> String {
    let mut text = format!("# `{}`\n\n{}\n", mistake.name, sentence(mistake.title));
    for (heading, body) in [
        ("What it is", mistake.what),
        ("How it happens", mistake.how),
        ("How to see it", mistake.see),
        ("How to mend it", mistake.mend),
    ] {
        let _ = write!(text, "\n## {heading}\n\n{body}\n");
    }
    if !mistake.frameworks.is_empty() {
        text.push('\n');
        for (name, advice) in mistake.frameworks {
            let _ = writeln!(text, "- **{name}**: {advice}");
        }
    }
    text
}

/// The list of all mistakes, Markdown.
#[must_use]
pub fn index_page() -> String {
    let mut text = String::from(
        "# Mistakes\n\n`hookproof explain` names these. A finding with proof means that the signature comes out \
         exactly as observed with the mistake; for timestamps and signatures, that all else verifies.\n\n\
         | mistake | in short |\n|---|---|\n",
    );
    for mistake in MISTAKES {
        let file = mistake.name.replace('/', "-");
        let _ = writeln!(text, "| [`{}`]({file}.md) | {} |", mistake.name, mistake.title);
    }
    text
}

fn sentence(title: &str) -> String {
    let mut chars = title.chars();
    let first: String = chars
        .next()
        .map(|c| c.to_uppercase().collect())
        .unwrap_or_default();
    format!("{first}{}.", chars.as_str())
}
