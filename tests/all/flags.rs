//! What must hold for the whole table of flags.

use std::collections::HashSet;

use hookproof::cases::{FLAGS, flag};
use hookproof::scheme::CATALOG;

use crate::suites;

/// The classes of faults that real receivers and senders showed.
const CLASSES: [&str; 34] = [
    "ambiguous-concatenation",
    "body-not-bound",
    "charset",
    "crash-on-non-ascii",
    "crash-on-signature-shape",
    "default-secret",
    "degenerate-key",
    "freshness-bypass",
    "jwt-algorithm-confusion",
    "key-from-request",
    "length-truncating-compare",
    "lenient-signature-decoding",
    "list-parse-abort",
    "mac-misuse",
    "missing-header-fail-open",
    "missing-secret-fail-open",
    "multi-signature",
    "no-freshness",
    "no-verification",
    "non-constant-time-compare",
    "oracle-or-leak",
    "parsed-body-verified",
    "result-ignored",
    "rotation",
    "secret-handling",
    "signs-other-bytes",
    "timestamp-and-retry",
    "timestamp-canonicalised",
    "timestamp-extremes",
    "url-reconstruction",
    "version-or-algorithm-unpinned",
    "weak-construction",
    "work-before-auth",
    "wrong-refusal",
];

/// Flags whose cases no scheme of the catalogue has yet, with the reason.
const UNUSED: &[(&str, &str)] = &[(
    "KeyFromRequest",
    "no scheme of the catalogue takes the key, or where to find it, from the request",
)];

#[test]
fn flags_are_sorted_unique_and_found() {
    assert!(FLAGS.windows(2).all(|pair| pair[0].name < pair[1].name));
    for entry in FLAGS {
        assert_eq!(flag(entry.name), Some(*entry));
    }
    assert_eq!(flag("Unknown"), None);
}

#[test]
fn flags_are_documented() {
    for entry in FLAGS {
        let name = entry.name;
        assert!(name.starts_with(|c: char| c.is_ascii_uppercase()), "{name}");
        assert!(name.bytes().all(|b| b.is_ascii_alphanumeric()), "{name}");
        assert!(CLASSES.contains(&entry.class), "{name}: class {}", entry.class);
        for text in [entry.description, entry.effect] {
            assert!(text.ends_with('.') && text.len() > 20, "{name}: {text}");
            assert!(!text.contains("  ") && !text.contains('\n'), "{name}: {text}");
        }
        assert!(!entry.cwe.is_empty() && !entry.references.is_empty(), "{name}");
        for cwe in entry.cwe {
            let number = cwe.strip_prefix("CWE-").unwrap_or_default();
            assert!(number.parse::<u16>().is_ok(), "{name}: {cwe}");
        }
        for reference in entry.references {
            assert!(is_reference(reference), "{name}: {reference}");
        }
    }
}

/// An advisory, a section of an RFC, a thread `owner/repository#number`, or a page.
fn is_reference(text: &str) -> bool {
    let is_advisory = ["CVE-", "GHSA-", "PYSEC-", "RUSTSEC-"]
        .iter()
        .any(|start| text.starts_with(start));
    let is_section = text
        .strip_prefix("RFC ")
        .and_then(|rest| rest.split_once(" section "))
        .is_some_and(|(number, _)| number.parse::<u16>().is_ok());
    let is_thread = text
        .split_once('#')
        .is_some_and(|(repository, number)| repository.contains('/') && number.parse::<u32>().is_ok());
    is_advisory || is_section || is_thread || text.starts_with("https://")
}

#[test]
fn cases_and_flags_know_each_other() {
    let mut used = HashSet::new();
    for entry in CATALOG {
        for case in suites::cases(entry.id) {
            for name in &case.flags {
                assert!(flag(name).is_some(), "{}: no flag {name}", case.id);
                used.insert(*name);
            }
        }
    }
    let excused = |name: &str| UNUSED.iter().any(|(other, _)| *other == name);
    let idle: Vec<_> = FLAGS
        .iter()
        .map(|flag| flag.name)
        .filter(|name| !used.contains(name) && !excused(name))
        .collect();
    assert!(idle.is_empty(), "no case has these flags: {idle:?}");
    let stale: Vec<_> = UNUSED.iter().filter(|(name, _)| used.contains(name)).collect();
    assert!(stale.is_empty(), "used by now, so drop the excuses: {stale:?}");
}
