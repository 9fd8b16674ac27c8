//! All cases of a scheme.

use crate::cases::builder::Builder;
use crate::cases::case::{Case, CaseId, Expected, Level};
use crate::cases::families::{FAMILIES, genuine};
use crate::cases::setting::Setting;
use crate::scheme::Scheme;
use crate::signing::SecretError;

/// The cases of a scheme under a setting.
#[derive(Clone, Debug)]
pub struct Suite {
    /// The cases, in the order of the families.
    pub cases: Vec<Case>,
    /// Cases that were dropped because two opinions differ on them: faults of the suite or of the scheme.
    pub disagreements: Vec<Disagreement>,
}

/// A family and the reference verifier differ on a case.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{id}: {what}")]
pub struct Disagreement {
    /// The case that was dropped.
    pub id: CaseId,
    /// What each says.
    pub what: String,
}

/// No cases can be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SuiteError {
    /// A secret cannot be used.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// The scheme's own sample cannot be signed.
    #[error("the base delivery of scheme `{0}` cannot be signed; check its first sample")]
    Base(String),
}

/// Makes every case of every family that fits the scheme.
///
/// # Errors
/// When the setting's secrets cannot be used or the base delivery cannot be signed.
pub fn suite(scheme: &Scheme, setting: &Setting) -> Result<Suite, SuiteError> {
    let mut builder = Builder::new(scheme, setting)?;
    if builder.base().is_none() {
        return Err(SuiteError::Base(scheme.id().to_owned()));
    }
    for family in FAMILIES {
        builder.begin(family.id);
        (family.generate)(&mut builder);
    }
    let (cases, disagreements) = builder.finish();
    Ok(Suite { cases, disagreements })
}

/// The control deliveries alone, for a setting whose [identities](Setting::identities) the suite does not share.
///
/// # Errors
/// As [`suite`].
pub fn control_cases(scheme: &Scheme, setting: &Setting) -> Result<Vec<Case>, SuiteError> {
    let mut builder = Builder::new(scheme, setting)?;
    builder.begin(genuine::FAMILY.id);
    genuine::control(&mut builder);
    let (cases, _) = builder.finish();
    if !cases.is_empty() {
        return Ok(cases);
    }
    // The reference refuses it; another genuine delivery stands for it, as in the suite.
    let mut cases = suite(scheme, setting)?.cases;
    let first = controls(&cases).into_iter().next();
    Ok(first.map(|index| cases.swap_remove(index)).into_iter().collect())
}

/// The genuine deliveries that run first and last: where a target refuses one, its rejections say nothing.
#[must_use]
pub fn controls(cases: &[Case]) -> Vec<usize> {
    let genuine = |case: &&Case| {
        case.family == genuine::FAMILY.id && case.level == Level::Must && case.expected == Expected::Accept
    };
    let control = cases
        .iter()
        .position(|case| genuine(&case) && case.id.as_str().ends_with("/control"));
    control
        .or_else(|| cases.iter().position(|case| genuine(&case)))
        .into_iter()
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{control_cases, suite};
    use crate::cases::{Case, Expected, Identities, Level, Setting};
    use crate::scheme::{CATALOG, Scheme, catalog_scheme};
    use crate::signing::Verifier;

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
            .filter_map(|delivery| {
                let signature = verifier.signature_text(delivery).ok()?;
                let id = verifier.id_text(delivery, &signature).ok()??;
                Some(String::from_utf8_lossy(&id).into_owned())
            })
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
            let same = suite(scheme, &Setting::vectors(scheme)).unwrap();
            let made = suite(scheme, &fresh(scheme, 0)).unwrap();
            assert_eq!(made.disagreements, []);
            // A digest that begins with two letters of a prefix is found for some ids only.
            let ids = |cases: &[Case]| -> Vec<String> {
                let ids = cases.iter().map(|case| case.id.to_string());
                ids.filter(|id| !id.contains("/digest-begins-with-")).collect()
            };
            assert!(ids(&made.cases) == ids(&same.cases), "{}", scheme.id());
            let mut seen = BTreeMap::new();
            let controls = [1, 2].map(|series| control_cases(scheme, &fresh(scheme, series)).unwrap());
            for case in controls.iter().flatten().chain(&made.cases) {
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
            let made = suite(scheme, &fresh(scheme, series)).unwrap();
            let at_edge = made.cases.into_iter().filter(|case| case.family == "freshness");
            at_edge.map(|case| case.delivery.body).collect::<Vec<_>>()
        };
        let mut bodies = [base(0), base(1)].concat();
        let all = bodies.len();
        bodies.sort();
        bodies.dedup();
        assert!(all > 4);
        assert_eq!(bodies.len(), all);
    }
}
