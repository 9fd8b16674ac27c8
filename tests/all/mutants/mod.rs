//! Every faulty receiver is caught by a case that carries its flag, and no tolerant one is blamed.

mod page;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use hookproof::cases::{Expected, Identities, Level, Setting, suite};
use hookproof::faulty::{
    Coverage, FAULTS, Memory, Pliant, Quirks, RULES, TOLERANT, coverage, knows, outcomes, slow_verify,
};
use hookproof::outcome::{Outcome, judge};
use hookproof::scheme::{SHAPES, Scheme, catalog_scheme};

use crate::suites;

/// Rules whose reasons cases name, and on which none hangs yet.
const IDLE_YET: &[&str] = &[];

/// How many pairs of fault and scheme are caught at least.
const LEAST_CAUGHT: usize = 800;

/// Receivers that refuse a genuine control, which is how they are caught: the control's digest begins with a
/// character of the prefix.
const REFUSES_CONTROL: &[(&str, &str)] = &[("prefix-characters-stripped", "github")];

fn schemes() -> Vec<Scheme> {
    SHAPES.iter().map(|id| catalog_scheme(id).unwrap()).collect()
}

/// Every built-in receiver under every suite, which takes its time and serves two tests.
static COVERAGE: LazyLock<Coverage> = LazyLock::new(|| {
    silence_panics();
    coverage(&schemes()).unwrap()
});

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
fn the_built_in_receivers_know_every_shape() {
    for scheme in schemes() {
        assert!(knows(&scheme), "{}", scheme.id());
    }
}

#[test]
fn every_faulty_receiver_is_caught_and_passes_the_controls() {
    let rows = &COVERAGE.faulty;
    let unfit: Vec<String> = rows
        .iter()
        .filter(|row| row.passes_controls == REFUSES_CONTROL.contains(&(row.fault.id, row.scheme.as_str())))
        .map(|row| format!("{} with {}", row.fault.id, row.scheme))
        .collect();
    assert!(
        unfit.is_empty(),
        "the genuine control comes out otherwise: {unfit:#?}"
    );
    let missed: Vec<String> = COVERAGE
        .missed()
        .map(|row| format!("{} with {}", row.fault.id, row.scheme))
        .collect();
    assert!(
        missed.is_empty(),
        "caught by no case that has their flag: {missed:#?}"
    );
    let (faults, pairs) = (COVERAGE.faults_caught(), COVERAGE.pairs_caught());
    assert_eq!(
        faults.some, faults.all,
        "a mistake is caught with no scheme at all"
    );
    // Every mistake can be made with a scheme of the list, so that none is caught only because it is not tried.
    assert_eq!(faults.all, FAULTS.len());
    assert!(
        pairs.some >= LEAST_CAUGHT,
        "{} are caught, which is less than before",
        pairs.some
    );
}

/// A `must` fault needs a case that fails the run, whichever else warn.
#[test]
fn every_must_fault_fails_a_must_case() {
    let unproved: BTreeSet<&str> = COVERAGE
        .faulty
        .iter()
        .filter(|row| row.fault.level == Level::Must)
        .map(|row| row.fault.id)
        .filter(|id| {
            let mut rows = COVERAGE.faulty.iter().filter(|row| row.fault.id == *id);
            rows.all(|row| row.caught_by.is_empty())
        })
        .collect();
    assert!(unproved.is_empty(), "{unproved:?}");
}

/// `BLESS=1 cargo test --test all mutants::` writes the page.
#[test]
fn the_page_is_what_was_measured() {
    let expected = page::page(&COVERAGE);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/coverage.md");
    if std::env::vars().any(|(name, value)| name == "BLESS" && value == "1") {
        fs::write(&path, &expected).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == expected,
        "docs/coverage.md is not what was measured; run `BLESS=1 cargo test --test all mutants::`"
    );
}

fn system_clock(scheme: &Scheme) -> Setting {
    let mut setting = Setting::vectors(scheme);
    setting.now = 1_790_000_000;
    setting.margin = 2;
    setting
}

#[test]
fn no_tolerant_receiver_is_blamed() {
    let blamed: Vec<&String> = COVERAGE.tolerant.iter().flat_map(|row| &row.blamed_by).collect();
    assert!(blamed.is_empty(), "{blamed:#?}");
}

/// A target with a clock of its own gets cases of the present time with a margin at the edges.
#[test]
fn no_tolerant_receiver_with_a_clock_of_its_own_is_blamed() {
    silence_panics();
    let mut blamed = Vec::new();
    for scheme in schemes() {
        let cases = suite(&scheme, &system_clock(&scheme)).unwrap().cases;
        for tolerant in TOLERANT.iter().filter(|tolerant| (tolerant.applies)(&scheme)) {
            for (case, outcome) in cases.iter().zip(outcomes(&scheme, &cases, &tolerant.quirks)) {
                if outcome == Outcome::Failed {
                    blamed.push(format!("{} by {}", tolerant.id, case.id));
                }
            }
        }
    }
    assert!(blamed.is_empty(), "{blamed:#?}");
}

/// Two verifiers that share no code judge every case alike.
#[test]
fn the_slow_verifier_agrees_with_every_expectation() {
    for scheme in schemes() {
        let of_now = suite(&scheme, &system_clock(&scheme)).unwrap();
        for case in suites::cases(scheme.id()).iter().chain(&of_now.cases) {
            let verdict = slow_verify(&scheme, &case.secrets, &case.delivery, case.now);
            let expected = case.expected == Expected::Accept;
            assert_eq!(verdict.is_ok(), expected, "{}: {verdict:?}", case.id);
        }
    }
}

#[test]
fn turning_one_rule_off_flips_only_its_cases() {
    silence_panics();
    let mut flipped: BTreeMap<&str, usize> = RULES.iter().map(|rule| (rule.id, 0)).collect();
    let mut named = BTreeSet::new();
    let mut wrong = Vec::new();
    for scheme in schemes() {
        let cases = suites::cases(scheme.id());
        let strict = outcomes(&scheme, cases, &Quirks::STRICT);
        for rule in RULES {
            let off = outcomes(&scheme, cases, &rule.off);
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

/// Every case is about an event of its own, so that a receiver may remember what it took.
#[test]
fn no_receiver_that_remembers_ids_is_blamed() {
    let quirks = Quirks {
        memory: Memory::Ids,
        ..Quirks::STRICT
    };
    let (mut blamed, mut refused) = (Vec::new(), 0);
    for scheme in schemes() {
        let mut setting = Setting::vectors(&scheme);
        setting.identities = Identities::Fresh(0);
        let mut receiver = Pliant::new(quirks);
        for case in suite(&scheme, &setting).unwrap().cases {
            let mut take = |delivery| receiver.judge(&scheme, &case.secrets, delivery, case.now);
            let before: Vec<_> = case.before.iter().map(&mut take).collect();
            let answer = take(&case.delivery);
            refused +=
                usize::from(answer.status == 409) + before.iter().filter(|one| one.status == 409).count();
            if judge(case.level, case.expected, answer.verdict) == Outcome::Failed {
                blamed.push(case.id);
            }
        }
    }
    assert!(blamed.is_empty(), "{blamed:#?}");
    assert!(refused > 0, "no event came twice, so nothing was remembered");
}
