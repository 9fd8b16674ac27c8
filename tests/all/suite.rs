//! What must hold for the suite of every scheme of the catalogue.

use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use hookproof::cases::{Case, Expected, Setting, controls, suite};
use hookproof::scheme::{CATALOG, Scheme, catalog_scheme};
use hookproof::signing::Verifier;

use crate::suites;

/// How many schemes lie between two whose suites are made twice.
const MADE_TWICE: usize = 7;

/// Each suite is made once, since those with public keys take their time; the processors share them.
#[test]
fn every_suite_holds_what_it_promises() {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(entry) = CATALOG.get(next.fetch_add(1, Ordering::Relaxed)) {
                    check(entry.id);
                }
            });
        }
    });
}

fn check(id: &str) {
    let scheme = catalog_scheme(id).unwrap();
    let setting = Setting::vectors(&scheme);
    let cases = suites::cases(id);
    assert!(!controls(cases).is_empty(), "{id}: no control");
    ids_are_unique_kebab_case_and_carry_flags(&scheme, cases);
    undoing_the_one_change_gives_accept(&scheme, &setting, cases);
    there_are_enough(&scheme, cases);
    let position = CATALOG.iter().position(|entry| entry.id == id).unwrap();
    if position % MADE_TWICE == 0 {
        the_same_setting_gives_the_same_bytes(&scheme, &setting, cases);
    }
}

fn ids_are_unique_kebab_case_and_carry_flags(scheme: &Scheme, cases: &[Case]) {
    let mut seen = HashSet::new();
    for case in cases {
        assert!(seen.insert(case.id.clone()), "{} twice", case.id);
        let parts: Vec<_> = case.id.as_str().split('/').collect();
        let [of, family, what] = parts.as_slice() else {
            panic!("{} has not three parts", case.id)
        };
        assert_eq!(*of, scheme.id());
        assert_eq!(*family, case.family);
        let is_kebab = what
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        assert!(is_kebab, "{}", case.id);
        assert!(!case.flags.is_empty(), "{} has no flag", case.id);
        assert!(!case.title.is_empty(), "{} has no title", case.id);
    }
}

/// One fault a case: with the fault undone, the same receiver at the same time accepts.
fn undoing_the_one_change_gives_accept(scheme: &Scheme, setting: &Setting, cases: &[Case]) {
    let verifier = Verifier::new(scheme, &setting.secrets).unwrap();
    let ids: HashSet<_> = cases.iter().map(|case| &case.id).collect();
    for case in cases.iter().filter(|case| case.expected == Expected::Reject) {
        let undone = case
            .undone
            .as_ref()
            .unwrap_or_else(|| panic!("{} cannot be undone", case.id));
        let verdict = match Verifier::new(scheme, &case.secrets) {
            Ok(own) => own.verify(undone, case.now),
            // The change is the secret itself.
            Err(_) => verifier.verify(undone, case.now),
        };
        assert_eq!(verdict, Ok(()), "{}", case.id);
        let base = case
            .base
            .as_ref()
            .unwrap_or_else(|| panic!("{} names no base", case.id));
        assert!(ids.contains(base), "{}: base {base} is no case", case.id);
    }
}

fn there_are_enough(scheme: &Scheme, cases: &[Case]) {
    let least = if scheme.timestamp().is_some() { 60 } else { 40 };
    assert!(cases.len() >= least, "{} has {} cases", scheme.id(), cases.len());
}

fn the_same_setting_gives_the_same_bytes(scheme: &Scheme, setting: &Setting, cases: &[Case]) {
    let again = suite(scheme, setting).unwrap().cases;
    assert_eq!(again.len(), cases.len());
    let is_same = |(a, b): (&Case, &Case)| a.id == b.id && a.delivery == b.delivery;
    assert!(cases.iter().zip(&again).all(is_same), "{}", scheme.id());
}
