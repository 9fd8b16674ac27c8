//! What the tables of the crate promise: unique names, whole entries, and no fewer than there have to be.

use std::collections::HashSet;

use hookproof::cases::Level;
use hookproof::explain::{Axis, MISTAKES};
use hookproof::faulty::{FAULTS, TOLERANT};
use hookproof::report::{FORMATS, format};
use hookproof::scheme::{CATALOG, catalog_scheme};

/// The names of the contract, section 7, and one more that users meet: `body/gzip`.
const CONTRACT: &str = "secret/{untrimmed,prefix-kept,prefix-dropped,not-decoded,decoded,empty,other} \
    body/{reserialized,newline,line-endings,byte-order-mark,charset,base64,form,empty,double-encoded,gzip} \
    base-string/{timestamp-missing,id-missing,separator,order,timestamp-unit,timestamp-reprinted} \
    url/{scheme,host,port,path,query} \
    digest/{algorithm,encoding,case,prefix,unkeyed,swapped,truncated} \
    timestamp/{stale,future,unit,malformed,missing} signature/{missing,malformed,duplicated}";

/// What a mistake is about is the first part of its name.
const AXES: [(Axis, &str); 7] = [
    (Axis::Body, "body"),
    (Axis::Url, "url"),
    (Axis::BaseString, "base-string"),
    (Axis::Digest, "digest"),
    (Axis::Secret, "secret"),
    (Axis::Timestamp, "timestamp"),
    (Axis::Signature, "signature"),
];

#[test]
fn mistakes_have_the_names_of_the_contract() {
    let expected: Vec<String> = CONTRACT
        .split_whitespace()
        .flat_map(|group| {
            let (axis, names) = group.split_once("/{").unwrap();
            names
                .trim_end_matches('}')
                .split(',')
                .map(move |name| format!("{axis}/{name}"))
        })
        .collect();
    let names: Vec<_> = MISTAKES.iter().map(|mistake| mistake.name).collect();
    assert_eq!(names, expected);
}

#[test]
fn every_mistake_is_whole() {
    for mistake in MISTAKES {
        let texts = [
            mistake.title,
            mistake.what,
            mistake.how,
            mistake.see,
            mistake.mend,
        ];
        for text in texts {
            assert!(
                text.len() > 15 && !text.contains("  "),
                "{}: {text:?}",
                mistake.name
            );
        }
        let group = mistake.name.split('/').next().unwrap();
        assert!(AXES.contains(&(mistake.axis, group)), "{}", mistake.name);
    }
}

#[test]
fn faults_have_unique_names_and_say_what_they_model() {
    let mut seen = HashSet::new();
    for fault in FAULTS {
        assert!(seen.insert(fault.id), "{} twice", fault.id);
        let kebab = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        assert!(fault.id.chars().all(kebab), "{}", fault.id);
        assert!(
            !fault.flags.is_empty() && !fault.references.is_empty(),
            "{}",
            fault.id
        );
        assert!(
            fault.class.starts_with('R') && fault.class.len() == 3,
            "{}",
            fault.id
        );
    }
    let must = FAULTS.iter().filter(|fault| fault.level == Level::Must).count();
    assert!(must >= 80, "{must} faults");
}

#[test]
fn faults_spread_over_schemes_and_classes() {
    let schemes: Vec<_> = CATALOG
        .iter()
        .filter_map(|entry| catalog_scheme(entry.id))
        .collect();
    let covered = schemes
        .iter()
        .filter(|scheme| FAULTS.iter().any(|fault| (fault.applies)(scheme)));
    assert!(covered.count() >= 8);
    let classes: HashSet<_> = FAULTS.iter().map(|fault| fault.class).collect();
    // `docs/coverage.md` says why these have none.
    for number in (1..=29).filter(|number| ![8, 15, 16].contains(number)) {
        let class = format!("R{number:02}");
        assert!(classes.contains(class.as_str()), "no fault of class {class}");
    }
}

#[test]
fn tolerant_receivers_have_unique_names_and_are_enough() {
    let names: HashSet<_> = TOLERANT.iter().map(|tolerant| tolerant.id).collect();
    assert_eq!(names.len(), TOLERANT.len());
    assert!(TOLERANT.len() >= 25, "{}", TOLERANT.len());
}

#[test]
fn reports_have_words_as_names_and_titles_of_one_line() {
    for (index, entry) in FORMATS.iter().enumerate() {
        assert!(
            !entry.name.is_empty() && entry.name.bytes().all(|b| b.is_ascii_lowercase()),
            "{}",
            entry.name
        );
        assert!(
            !entry.title.is_empty() && !entry.title.contains('\n') && !entry.title.ends_with('.'),
            "{}",
            entry.name
        );
        assert_eq!(
            FORMATS.iter().position(|other| other.name == entry.name),
            Some(index)
        );
        assert_eq!(format(entry.name).map(|found| found.title), Some(entry.title));
    }
}

#[test]
fn the_contract_names_five_reports() {
    let names: Vec<_> = FORMATS.iter().map(|entry| entry.name).collect();
    assert_eq!(names, ["terminal", "json", "junit", "html", "github"]);
}
