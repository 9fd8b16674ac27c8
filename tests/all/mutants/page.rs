//! `docs/coverage.md`: what the suite was measured to catch.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use hookproof::faulty::{Coverage, FAULTS, Row, Share, TOLERANT, TolerantRow};
use hookproof::scheme::SHAPES;

/// How many of the cases that catch a fault are named.
const NAMED: usize = 3;

/// The classes of receiver faults, and for those without a built-in fault, why.
const CLASSES: &[(&str, &str, &str)] = &[
    ("R01", "nothing is verified", ""),
    ("R02", "a missing header passes", ""),
    ("R03", "a missing secret passes", ""),
    ("R04", "an empty or cut key", ""),
    ("R05", "a well-known secret", ""),
    ("R06", "the result is ignored", ""),
    ("R07", "a comparison that stops early", ""),
    (
        "R08",
        "a comparison that takes longer the more is right",
        "Not shown: over a network the difference drowns in the noise, and a test that blames by the clock blames the innocent. A reader of the code sees it at once.",
    ),
    ("R09", "a crash on a signature's shape", ""),
    ("R10", "a crash on what is not ASCII", ""),
    ("R11", "one odd item spoils the list", ""),
    ("R12", "a crash on extreme timestamps", ""),
    ("R13", "no freshness", ""),
    ("R14", "freshness that is got round", ""),
    (
        "R15",
        "a timestamp that is read and printed again",
        "Shown and never blamed: whoever can sign such a timestamp has the secret. The cases of `TimestampSpelling` are `unspecified`; `timestamp-as-integer`, `timestamp-printed-again` and `timestamp-digits-printed-again` below act so.",
    ),
    (
        "R16",
        "a lenient decoder of signatures",
        "Shown and never blamed: the same bytes in another spelling are no forgery. The cases of `LenientEncoding` are `unspecified`; `hex-in-any-case`, `base64-lenient` and `token-signature-lenient` below act so.",
    ),
    ("R17", "several signatures, of which one counts", ""),
    ("R18", "version or algorithm not pinned", ""),
    ("R19", "a token that chooses its algorithm", ""),
    ("R20", "a body that nothing binds", ""),
    ("R21", "parts that run into each other", ""),
    ("R22", "the parsed body is verified", ""),
    ("R23", "a body that goes through a character set", ""),
    ("R24", "a URL that is rebuilt wrongly", ""),
    (
        "R25",
        "a key that the request brings",
        "In part: keys inside the delivery are shown. That a receiver fetches a key or a certificate from an address that the delivery names is not, since nothing is fetched here; [what is not covered](not-covered.md) lists the senders that ask for it.",
    ),
    (
        "R26",
        "an answer that tells the secret or the signature",
        "In part: answers are searched. Logs, and handshakes that sign whatever a stranger sends, are out of reach.",
    ),
    ("R27", "work before the check", ""),
    ("R28", "a refusal of the wrong kind", ""),
    ("R29", "a weak construction", ""),
];

const HEAD: &str = "\
# What the suite catches

A conformance suite is worth what it catches and what it leaves in peace. Both are measured with built-in receivers: faulty ones, of which
each makes one mistake that a real one made, and others that are correct in another way than the reference. `hookproof cases coverage` prints
the same for the schemes below, or with `--scheme` for one of your own; it exits with 1 where a mistake is not caught.

*Made by `BLESS=1 cargo test --test all mutants::`; the same test holds it.*
";

/// The whole page.
pub(crate) fn page(coverage: &Coverage) -> String {
    let mut text = HEAD.to_owned();
    rate(&mut text, coverage);
    classes(&mut text);
    faults(&mut text, &coverage.faulty);
    matrix(&mut text, &coverage.faulty);
    tolerant(&mut text, &coverage.tolerant);
    text
}

fn rate(text: &mut String, coverage: &Coverage) {
    let _ = writeln!(text, "\n## Kill rate\n\n| | of | |\n|---|---|---|");
    for (what, share) in [
        ("mistakes that are caught", coverage.faults_caught()),
        (
            "pairs of mistake and scheme that are caught",
            coverage.pairs_caught(),
        ),
        ("correct receivers that no case blames", coverage.unblamed()),
    ] {
        let Share { some, all } = share;
        let _ = writeln!(text, "| {what} | {some} of {all} | {} % |", share.percent());
    }
}

fn classes(text: &mut String) {
    let _ = writeln!(
        text,
        "\n## Classes of faults\n\n| class | what | faults | not shown |\n|---|---|---|---|"
    );
    for (class, what, why) in CLASSES {
        let count = FAULTS.iter().filter(|fault| fault.class == *class).count();
        let _ = writeln!(text, "| {class} | {what} | {count} | {why} |");
    }
}

fn faults(text: &mut String, rows: &[Row]) {
    let _ = writeln!(
        text,
        "\n## Faults\n\n\
         Every faulty receiver passes the genuine controls, save where the matrix below says otherwise; it is caught by cases of its level or \
         above that carry one of its flags. A `should` fault is bad hygiene, by which no outsider gains. The case ids are without the scheme; `E…` \
         is an entry of a list of real faults.\n\n\
         | fault | class | level | what it does | schemes | cases that catch it, for example | models |\n\
         |---|---|---|---|---|---|---|"
    );
    for fault in FAULTS {
        let of: Vec<&Row> = rows.iter().filter(|row| row.fault.id == fault.id).collect();
        let _ = writeln!(
            text,
            "| `{}` | {} | {} | {} | {} of {} | {} | {} |",
            fault.id,
            fault.class,
            fault.level.name(),
            fault.title,
            of.iter().filter(|row| row.is_caught()).count(),
            of.len(),
            examples(&of),
            fault.references.join(", ")
        );
    }
}

/// The first cases that catch a fault, in the order of the schemes, `must` before `should`.
fn examples(rows: &[&Row]) -> String {
    let ids = |row: &Row| {
        row.caught_by
            .iter()
            .chain(&row.warned_by)
            .cloned()
            .collect::<Vec<_>>()
    };
    let mut named = Vec::new();
    for id in rows.iter().flat_map(|row| ids(row)) {
        let (_, rest) = id.split_once('/').unwrap();
        let quoted = format!("`{rest}`");
        if !named.contains(&quoted) {
            named.push(quoted);
        }
    }
    let more = if named.len() > NAMED { ", …" } else { "" };
    named.truncate(NAMED);
    format!("{}{more}", named.join(", "))
}

fn matrix(text: &mut String, rows: &[Row]) {
    let _ = writeln!(
        text,
        "\n## Faults and schemes\n\n\
         How many cases catch the fault, `must` before `+` and `should` after it. Empty: the mistake cannot be made with that scheme. \
         `·`: it can, and the scheme has no case of its flags. `control`: it refuses the genuine control.\n\n\
         | fault | {} |\n|---{}|",
        SHAPES.join(" | "),
        "|---".repeat(SHAPES.len())
    );
    for fault in FAULTS {
        let cells = SHAPES.iter().map(|scheme| {
            let row = rows
                .iter()
                .find(|row| row.fault.id == fault.id && row.scheme == *scheme);
            row.map_or_else(String::new, cell)
        });
        let _ = writeln!(
            text,
            "| `{}` | {} |",
            fault.id,
            cells.collect::<Vec<_>>().join(" | ")
        );
    }
}

fn cell(row: &Row) -> String {
    match (row.caught_by.len(), row.warned_by.len()) {
        _ if !row.passes_controls => "control".to_owned(),
        (0, 0) if row.is_claimed => "missed".to_owned(),
        (0, 0) => "·".to_owned(),
        (must, 0) => must.to_string(),
        (must, should) => format!("{must}+{should}"),
    }
}

fn tolerant(text: &mut String, rows: &[TolerantRow]) {
    let _ = writeln!(
        text,
        "\n## Correct in another way\n\n\
         None of these fails a `must` case. The last column counts the cases of all their schemes that they judge otherwise than the reference, which \
         are reported as information or as a warning.\n\n\
         | receiver | what it does | schemes | blamed | differs |\n|---|---|---|---|---|"
    );
    for tolerant in TOLERANT {
        let of: Vec<&TolerantRow> = rows.iter().filter(|row| row.tolerant.id == tolerant.id).collect();
        let blamed: BTreeSet<&str> = of
            .iter()
            .flat_map(|row| &row.blamed_by)
            .map(String::as_str)
            .collect();
        let blamed = if blamed.is_empty() {
            "never".to_owned()
        } else {
            blamed.into_iter().collect::<Vec<_>>().join(", ")
        };
        let differences: usize = of.iter().map(|row| row.differences).sum();
        let _ = writeln!(
            text,
            "| `{}` | {} | {} | {blamed} | {differences} |",
            tolerant.id,
            tolerant.title,
            of.len()
        );
    }
}
