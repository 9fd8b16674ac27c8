//! Suites whose cases are each about an event of its own, for receivers that remember what they have seen.

use std::collections::BTreeMap;

use hookproof::cases::{Case, Expected, Identities, Level, Setting, control_cases};
use hookproof::scheme::{CATALOG, Scheme, catalog_scheme};
use hookproof::signing::Verifier;

use crate::suites;

fn fresh(scheme: &Scheme, series: u64) -> Setting {
    Setting {
        identities: Identities::Fresh(series),
        ..Setting::vectors(scheme)
    }
}

/// The message ids of all that a correct receiver accepts for a case.
fn accepted_ids(scheme: &Scheme, case: &Case) -> Vec<String> {
    let Ok(verifier) = Verifier::new(scheme, &case.secrets) else {
        return Vec::new();
    };
    let deliveries = case.before.iter().chain([&case.delivery]);
    let accepted = deliveries.filter(|delivery| verifier.verify(delivery, case.now).is_ok());
    let mut ids: Vec<String> = accepted
        .filter_map(|delivery| verifier.message_id(delivery))
        .map(|id| String::from_utf8_lossy(&id).into_owned())
        .collect();
    ids.dedup();
    ids
}

#[test]
fn fresh_suites_have_the_same_cases_and_no_event_twice() {
    let (mut n_ids, mut repeated) = (0, Vec::new());
    let schemes = CATALOG.iter().filter_map(|entry| catalog_scheme(entry.id));
    for scheme in &schemes
        .filter(|scheme| scheme.message_id().is_some())
        .collect::<Vec<_>>()
    {
        let same = suites::cases(scheme.id());
        let made = suites::cases_of(scheme, &fresh(scheme, 0));
        // A digest that begins with two letters of a prefix is found for some ids only.
        let ids = |cases: &[Case]| -> Vec<String> {
            let ids = cases.iter().map(|case| case.id.to_string());
            ids.filter(|id| !id.contains("/digest-begins-with-")).collect()
        };
        assert!(ids(&made) == ids(same), "{}", scheme.id());
        let mut seen = BTreeMap::new();
        let controls = [1, 2].map(|series| control_cases(scheme, &fresh(scheme, series)).unwrap());
        for case in controls.iter().flatten().chain(&made) {
            for id in accepted_ids(scheme, case) {
                n_ids += 1;
                let earlier = seen.insert(id, case.id.clone());
                let is_wanted = case.level == Level::Must && case.expected == Expected::Accept;
                // An authentic event that comes again is what some cases are about; none must be accepted.
                repeated.extend(
                    earlier
                        .filter(|_| is_wanted)
                        .map(|earlier| format!("{} after {earlier}", case.id)),
                );
            }
        }
    }
    assert!(repeated.is_empty(), "{repeated:#?}");
    assert!(n_ids > 1000, "{n_ids}");
}

#[test]
fn ids_in_bodies_are_fresh_too() {
    let scheme = &catalog_scheme("determined").unwrap();
    let base = |series| {
        let made = suites::cases_of(scheme, &fresh(scheme, series));
        let at_edge = made.into_iter().filter(|case| case.family == "freshness");
        at_edge.map(|case| case.delivery.body).collect::<Vec<_>>()
    };
    let mut bodies = [base(0), base(1)].concat();
    let all = bodies.len();
    bodies.sort();
    bodies.dedup();
    assert!(all > 4);
    assert_eq!(bodies.len(), all);
}

#[test]
fn genuine_deliveries_are_seconds_old() {
    // A receiver may allow less than the documentation does, and senders are quick.
    for id in ["stripe", "standard-webhooks", "slack", "calendly", "svix"] {
        let scheme = &catalog_scheme(id).unwrap();
        let controls = [1, 2].map(|series| control_cases(scheme, &fresh(scheme, series)).unwrap());
        let made = suites::cases_of(scheme, &fresh(scheme, 0));
        let is_dated = |family: &str| matches!(family, "freshness" | "boundary" | "timestamp" | "replay");
        let cases = controls.iter().flatten().chain(&made);
        let wanted = cases.filter(|case| {
            case.expected == Expected::Accept && case.level == Level::Must && !is_dated(case.family)
        });
        let mut n = 0;
        for case in wanted {
            let verifier = Verifier::new(scheme, &case.secrets).unwrap().with_tolerance(60);
            let verdict = verifier.verify(&case.delivery, case.now);
            assert!(verdict.is_ok(), "{}: {verdict:?}", case.id);
            n += 1;
        }
        assert!(n > 5, "{id} {n}");
    }
}
