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
