//! Every faulty receiver is caught by a case that carries its flag, and no tolerant one is blamed.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::collections::{BTreeMap, BTreeSet};

use hookproof::cases::{Case, Expected, Setting, suite};
use hookproof::faulty::{Quirks, RULES, TOLERANT, coverage, knows, outcomes, slow_verify};
use hookproof::outcome::Outcome;
use hookproof::scheme::{Scheme, catalog_scheme};

/// Faults that a case of their level claims to catch with some scheme and does not.
const NOT_YET: &[&str] = &[];

/// Rules whose reasons cases name, and on which none hangs yet.
const IDLE_YET: &[&str] = &[];

/// How many pairs of fault and scheme are caught at least.
const LEAST_CAUGHT: usize = 800;

/// Receivers that refuse a genuine control, which is how they are caught: the control's digest begins with a
/// character of the prefix.
const REFUSES_CONTROL: &[(&str, &str)] = &[("prefix-characters-stripped", "github")];

/// One scheme of each shape: the whole catalogue would repeat them.
const SCHEMES: &[&str] = &[
    "determined",
    "github",
    "hubspot-v2",
    "shopify",
    "slack",
    "standard-webhooks",
    "stripe",
    "valohai-hmac-timestamp",
    "valohai-jwt",
    "valohai-static",
    "valohai-static-form",
    "valohai-static-json",
    "valohai-static-query",
    "y42",
];

fn schemes() -> Vec<Scheme> {
    let schemes = SCHEMES.iter().map(|id| catalog_scheme(id).unwrap());
    schemes.filter(knows).collect()
}

/// Faulty receivers die on purpose, and the report of each would bury the test's own.
fn silence_panics() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if !info
            .location()
            .is_some_and(|place| place.file().contains("pliant"))
        {
            usual(info);
        }
    }));
}

#[test]
fn every_faulty_receiver_is_caught_and_passes_the_controls() {
    silence_panics();
    let rows = coverage(&schemes()).unwrap();
    let mut unfit = Vec::new();
    let mut missed: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut unclaimed: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for row in &rows {
        let refuses_control = REFUSES_CONTROL.contains(&(row.fault, row.scheme.as_str()));
        if row.passes_controls == refuses_control {
            unfit.push(format!("{} with {}", row.fault, row.scheme));
        }
        if row.caught_by.is_empty() && !refuses_control {
            let misses = if row.is_claimed {
                &mut missed
            } else {
                &mut unclaimed
            };
            misses.entry(row.fault).or_default().push(&row.scheme);
        }
    }
    let caught = rows.iter().filter(|row| !row.caught_by.is_empty()).count();
    println!("{caught} of {} faulty receivers are caught", rows.len());
    println!("no case has their flag: {unclaimed:?}");
    assert!(
        unfit.is_empty(),
        "the genuine control comes out otherwise: {unfit:#?}"
    );
    let stale: Vec<_> = NOT_YET
        .iter()
        .filter(|fault| !missed.contains_key(*fault))
        .collect();
    missed.retain(|fault, _| !NOT_YET.contains(fault));
    assert!(
        missed.is_empty(),
        "caught by no case that has their flag: {missed:#?}"
    );
    assert!(
        stale.is_empty(),
        "caught by now, so drop them from NOT_YET: {stale:?}"
    );
    assert!(
        caught >= LEAST_CAUGHT,
        "{caught} are caught, which is less than before"
    );
}

fn each_suite(mut check: impl FnMut(&Scheme, &[Case])) {
    for scheme in schemes() {
        let vectors = Setting::vectors(&scheme);
        // A target with a clock of its own gets cases of the present time with a margin at the edges.
        let mut system = Setting::vectors(&scheme);
        system.now = 1_790_000_000;
        system.margin = 2;
        for setting in [vectors, system] {
            check(&scheme, &suite(&scheme, &setting).unwrap().cases);
        }
    }
}

#[test]
fn no_tolerant_receiver_is_blamed() {
    silence_panics();
    let mut blamed = Vec::new();
    each_suite(|scheme, cases| {
        for tolerant in TOLERANT.iter().filter(|tolerant| (tolerant.applies)(scheme)) {
            for (case, outcome) in cases.iter().zip(outcomes(scheme, cases, &tolerant.quirks)) {
                if outcome == Outcome::Failed {
                    blamed.push(format!("{} by {}", tolerant.id, case.id));
                }
            }
        }
    });
    assert!(blamed.is_empty(), "{blamed:#?}");
}

/// Two verifiers that share no code judge every case alike.
#[test]
fn the_slow_verifier_agrees_with_every_expectation() {
    each_suite(|scheme, cases| {
        for case in cases {
            let verdict = slow_verify(scheme, &case.secrets, &case.delivery, case.now);
            assert_eq!(
                verdict.is_ok(),
                case.expected == Expected::Accept,
                "{}: {verdict:?}",
                case.id
            );
        }
    });
}

#[test]
fn turning_one_rule_off_flips_only_its_cases() {
    silence_panics();
    let mut flipped: BTreeMap<&str, usize> = RULES.iter().map(|rule| (rule.id, 0)).collect();
    let mut named = BTreeSet::new();
    let mut wrong = Vec::new();
    for scheme in schemes() {
        let cases = suite(&scheme, &Setting::vectors(&scheme)).unwrap().cases;
        let strict = outcomes(&scheme, &cases, &Quirks::STRICT);
        for rule in RULES {
            let off = outcomes(&scheme, &cases, &rule.off);
            for ((case, before), after) in cases.iter().zip(&strict).zip(off) {
                let names = rule
                    .reasons
                    .iter()
                    .any(|reason| case.reasons.contains(&reason.name()));
                if names {
                    named.insert(rule.id);
                }
                if *before == after {
                    continue;
                }
                *flipped.get_mut(rule.id).unwrap() += 1;
                if case.expected != Expected::Reject || !names {
                    wrong.push(format!(
                        "{} hangs on {} and names {:?}",
                        case.id, rule.id, case.reasons
                    ));
                }
            }
        }
    }
    println!("cases that hang on each rule: {flipped:?}");
    assert!(wrong.is_empty(), "{wrong:#?}");
    let idle: Vec<_> = named
        .into_iter()
        .filter(|rule| flipped.get(rule) == Some(&0))
        .collect();
    assert_eq!(
        idle, IDLE_YET,
        "rules whose reasons cases name and on which none hangs"
    );
}
