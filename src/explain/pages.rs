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

/// What holds for all mistakes.
const NOTES: &str = "\
## Which secret

The first secret is the one that is taken to be configured; secrets from `--secret-env` come first, then those from \
`--secret-file`, then those from `--secret`. The others are such as might have been meant instead: a signature that one of them makes is \
[`secret/other`](secret-other.md), and never a delivery that verifies. With a public key each is a public key.

## How far the search goes

Each mistake by itself comes first, then every two together, until about 190 MB were hashed or written: less than a \
second for a body of 10 kB on a common machine. The answer says where it ended at that bound. JSON of more than 2 MB is not written \
again. `serve` looks for one mistake at a time, and only in bodies of up to 1 MB.

## What is not looked for

- **Compression** is undone for gzip and zlib, up to 4 MiB, and never made again: where a proxy or framework unpacked what the sender \
had signed compressed, the bytes are lost. Where a body came with `Content-Encoding` and nothing explains the signature, the answer says \
so: give the body as it travelled with `--headers` and `--body`.
- A **claim** of a token with another value than the scheme demands, where neither body nor URL explains it. The answer says that the \
token's signature is right.
";

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
    text.push('\n');
    text.push_str(NOTES);
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
