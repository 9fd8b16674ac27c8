//! Which cases run, in which order, and how each is made at the moment it is sent.

use std::collections::HashMap;
use std::sync::Arc;

use crate::cases::{Case, CaseId, Identities, Setting, SuiteError, control_cases, suite};
use crate::generate::Generator;
use crate::outcome::glob_matches;
use crate::runner::fuzz_case::{FuzzCase, FuzzCaseError};
use crate::scheme::Scheme;

/// Which cases of a suite run.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Selection {
    /// Globs of ids; all if empty.
    pub cases: Vec<String>,
    /// Globs of ids that do not run.
    pub skip: Vec<String>,
    /// Part `I` of `N`, `I` from 1.
    pub shard: Option<(usize, usize)>,
    /// Findings of `fuzz receiver`; where there are any, they run instead of the suite's cases.
    pub replays: Vec<FuzzCase>,
}

/// No plan can be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PlanError {
    /// No case is left.
    #[error("no case of scheme `{scheme}` is selected; `hookproof cases list --scheme {scheme}` shows them")]
    Empty {
        /// The scheme's id.
        scheme: String,
    },
    /// What the scheme's own sender delivers is not what the scheme accepts.
    #[error(
        "no genuine delivery of scheme `{scheme}` can be made, so that nothing can be tested with it: {why}; \
         `hookproof schemes lint` may tell more"
    )]
    NothingGenuine {
        /// The scheme's id.
        scheme: String,
        /// What became of the first genuine delivery.
        why: String,
    },
    /// The suite cannot be made.
    #[error(transparent)]
    Suite(#[from] SuiteError),
    /// A finding cannot be made again.
    #[error("a case cannot be run again: {0}")]
    Replay(#[from] FuzzCaseError),
}

/// The cases of a run. With a target that reads the machine's clock they are made afresh as time goes by.
#[derive(Clone, Debug)]
pub struct Plan {
    scheme: Scheme,
    setting: Setting,
    /// The suite's cases or the findings.
    all: Vec<Arc<Case>>,
    /// Those of the first stage, then as many of the last.
    controls: Vec<Arc<Case>>,
    selected: Vec<usize>,
    replays: Vec<FuzzCase>,
    /// Families' disagreements with the reference: faults of the suite or the scheme, never of the target.
    pub disagreements: Vec<String>,
}

/// When control deliveries go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Before every other delivery.
    First,
    /// After every other delivery.
    Last,
}

/// After how many seconds deliveries for a target with its own clock are signed afresh.
const FRESH_SECONDS: i64 = 1;

impl Plan {
    /// Plans the selected cases of a scheme.
    ///
    /// # Errors
    /// When the suite cannot be made or nothing is selected.
    pub fn new(scheme: &Scheme, setting: Setting, selection: &Selection) -> Result<Self, PlanError> {
        let made = Made::new(scheme, &setting, &selection.replays)?;
        if made.controls.is_empty() {
            let why = made.disagreements.into_iter().next();
            return Err(PlanError::NothingGenuine {
                scheme: scheme.id().to_owned(),
                why: why.unwrap_or_else(|| "none is carried as its parts demand".to_owned()),
            });
        }
        let shard = selection.shard.unwrap_or((1, 1));
        let chosen = made.cases.iter().enumerate().filter(|(_, case)| {
            let matches = |globs: &[String]| globs.iter().any(|glob| glob_matches(glob, case.id.as_str()));
            !selection.replays.is_empty()
                || (selection.cases.is_empty() || matches(&selection.cases)) && !matches(&selection.skip)
        });
        let selected: Vec<usize> = chosen
            .enumerate()
            .filter(|(position, _)| position % shard.1 == shard.0 - 1)
            .map(|(_, (index, _))| index)
            .collect();
        if selected.is_empty() {
            return Err(PlanError::Empty {
                scheme: scheme.id().to_owned(),
            });
        }
        Ok(Self {
            scheme: scheme.clone(),
            all: made.cases.into_iter().map(Arc::new).collect(),
            controls: made.controls.into_iter().map(Arc::new).collect(),
            selected,
            replays: selection.replays.clone(),
            disagreements: made.disagreements,
            setting,
        })
    }

    /// The scheme.
    #[must_use]
    pub const fn scheme(&self) -> &Scheme {
        &self.scheme
    }

    /// The selected cases, as indices for [`Plan::case`].
    #[must_use]
    pub fn selected(&self) -> &[usize] {
        &self.selected
    }

    /// The control deliveries of a stage, as indices for [`Plan::case`].
    #[must_use]
    pub fn controls(&self, stage: Stage) -> Vec<usize> {
        let (begin, end) = (self.all.len(), self.all.len() + self.controls.len());
        let middle = usize::midpoint(begin, end);
        match stage {
            Stage::First => (begin..middle).collect(),
            Stage::Last => (middle..end).collect(),
        }
    }

    /// A case or a control by its index.
    #[must_use]
    pub fn case(&self, index: usize) -> Option<&Arc<Case>> {
        let control = || self.controls.get(index.checked_sub(self.all.len())?);
        self.all.get(index).or_else(control)
    }

    /// Every case of the scheme, selected or not; of findings, these.
    #[must_use]
    pub fn cases(&self) -> &[Arc<Case>] {
        &self.all
    }

    /// The ids of all cases of the scheme, selected or not, and of the controls.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.all.iter().chain(&self.controls).map(|case| case.id.as_str())
    }

    /// Makes all cases afresh for a present time, if they have grown old.
    pub fn refresh(&mut self, now: i64) {
        if (now - self.setting.now).abs() < FRESH_SECONDS {
            return;
        }
        let setting = Setting {
            now,
            ..self.setting.clone()
        };
        let Ok(made) = Made::new(&self.scheme, &setting, &self.replays) else {
            return;
        };
        let mut fresh: HashMap<CaseId, Case> = made
            .cases
            .into_iter()
            .map(|case| (case.id.clone(), case))
            .collect();
        // A case that hangs on a rare digest is not found every second; then the old one stays.
        for old in &mut self.all {
            if let Some(case) = fresh.remove(&old.id) {
                *old = Arc::new(case);
            }
        }
        self.controls = made.controls.into_iter().map(Arc::new).collect();
        self.setting = setting;
    }
}

/// What a setting gives.
struct Made {
    cases: Vec<Case>,
    /// Those of the first stage, then those of the last.
    controls: Vec<Case>,
    disagreements: Vec<String>,
}

impl Made {
    /// Makes the findings, or the suite's cases where there are none.
    fn new(scheme: &Scheme, setting: &Setting, replays: &[FuzzCase]) -> Result<Self, PlanError> {
        let (cases, disagreements) = if replays.is_empty() {
            let made = suite(scheme, setting)?;
            let disagreements = made.disagreements.iter().map(ToString::to_string).collect();
            (made.cases, disagreements)
        } else {
            (replayed(scheme, setting, replays)?, Vec::new())
        };
        let mut controls = Vec::new();
        for stage in [1, 2] {
            let identities = match setting.identities {
                Identities::Same => Identities::Same,
                // What the suite itself delivers is no second time of a control.
                Identities::Fresh(series) => Identities::Fresh(series.wrapping_add(stage)),
            };
            let setting = Setting {
                identities,
                ..setting.clone()
            };
            controls.extend(control_cases(scheme, &setting)?);
        }
        Ok(Self {
            cases,
            controls,
            disagreements,
        })
    }
}

/// The findings as cases; where two are of one kind, the later get a number.
fn replayed(scheme: &Scheme, setting: &Setting, replays: &[FuzzCase]) -> Result<Vec<Case>, PlanError> {
    let generator = Generator::new(scheme, setting.clone()).map_err(SuiteError::from)?;
    let mut cases: Vec<Case> = Vec::new();
    for (index, replay) in replays.iter().enumerate() {
        let mut case = replay.generated(&generator, setting.now)?.case();
        if cases.iter().any(|other| other.id == case.id) {
            case.id = CaseId::new(scheme.id(), "fuzz", &format!("{}-{}", replay.kind, index + 1));
        }
        cases.push(case);
    }
    Ok(cases)
}
