//! What must hold for the suite of every scheme of the catalogue.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::collections::HashSet;

use hookproof::cases::{Case, Expected, Setting, controls, suite};
use hookproof::scheme::{CATALOG, Scheme, catalog_scheme};
use hookproof::signing::Verifier;

fn each_scheme(mut check: impl FnMut(&Scheme, &Setting, &[Case])) {
    for entry in CATALOG {
        let scheme = catalog_scheme(entry.id).unwrap();
        let setting = Setting::vectors(&scheme);
        let suite = suite(&scheme, &setting).unwrap();
        assert!(
            suite.disagreements.is_empty(),
            "{}: {:#?}",
            entry.id,
            suite.disagreements
        );
        check(&scheme, &setting, &suite.cases);
    }
}

#[test]
fn families_and_reference_agree_and_controls_exist() {
    each_scheme(|_, _, cases| assert!(!controls(cases).is_empty()));
}

#[test]
fn ids_are_unique_kebab_case_and_carry_flags() {
    each_scheme(|scheme, _, cases| {
        let mut seen = HashSet::new();
        for case in cases {
            assert!(seen.insert(case.id.clone()), "{} twice", case.id);
            let parts: Vec<_> = case.id.as_str().split('/').collect();
            assert_eq!(parts.len(), 3, "{}", case.id);
            assert_eq!(parts[0], scheme.id());
            assert_eq!(parts[1], case.family);
            assert!(
                parts[2]
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
                "{}",
                case.id
            );
            assert!(!case.flags.is_empty(), "{} has no flag", case.id);
            assert!(!case.title.is_empty(), "{} has no title", case.id);
        }
    });
}

/// One fault a case: with the fault undone, the same receiver at the same time accepts.
#[test]
fn undoing_the_one_change_gives_accept() {
    each_scheme(|scheme, setting, cases| {
        let verifier = Verifier::new(scheme, &setting.secrets).unwrap();
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
            assert!(case.base.is_some(), "{} names no base", case.id);
            if let Some(base) = &case.base {
                assert!(
                    cases.iter().any(|other| &other.id == base),
                    "{}: base {base} is no case",
                    case.id
                );
            }
        }
    });
}

#[test]
fn the_same_setting_gives_the_same_bytes() {
    each_scheme(|scheme, setting, cases| {
        let again = suite(scheme, setting).unwrap().cases;
        assert!(
            cases
                .iter()
                .zip(&again)
                .all(|(a, b)| a.id == b.id && a.delivery == b.delivery)
        );
    });
}
