//! Which cases run, in which order, and how each is made at the moment it is sent.

use std::sync::Arc;

use crate::cases::{Case, CaseId, Setting, Suite, SuiteError, controls, suite};
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
    all: Vec<Arc<Case>>,
    selected: Vec<usize>,
    controls: Vec<usize>,
    replays: Vec<FuzzCase>,
    /// Families' disagreements with the reference: faults of the suite or the scheme, never of the target.
    pub disagreements: Vec<String>,
}

/// After how many seconds deliveries for a target with its own clock are signed afresh.
const FRESH_SECONDS: i64 = 1;

impl Plan {
    /// Plans the selected cases of a scheme.
    ///
    /// # Errors
    /// When the suite cannot be made or nothing is selected.
    pub fn new(scheme: &Scheme, setting: Setting, selection: &Selection) -> Result<Self, PlanError> {
        let made = suite(scheme, &setting)?;
        if !selection.replays.is_empty() {
            return Self::again(scheme, setting, &selection.replays, made);
        }
        let shard = selection.shard.unwrap_or((1, 1));
        let chosen = made.cases.iter().enumerate().filter(|(_, case)| {
            let matches = |globs: &[String]| globs.iter().any(|glob| glob_matches(glob, case.id.as_str()));
            (selection.cases.is_empty() || matches(&selection.cases)) && !matches(&selection.skip)
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
            controls: controls(&made.cases),
            disagreements: made.disagreements.iter().map(ToString::to_string).collect(),
            all: made.cases.into_iter().map(Arc::new).collect(),
            selected,
            replays: Vec::new(),
            setting,
        })
    }

    /// Plans findings, after the controls of the suite.
    fn again(
        scheme: &Scheme,
        setting: Setting,
        replays: &[FuzzCase],
        made: Suite,
    ) -> Result<Self, PlanError> {
        let controls: Vec<usize> = controls(&made.cases);
        let controls_only = controls
            .iter()
            .filter_map(|index| made.cases.get(*index))
            .cloned();
        let mut all: Vec<_> = controls_only.map(Arc::new).collect();
        let n_controls = all.len();
        all.extend(replayed(scheme, &setting, replays)?.into_iter().map(Arc::new));
        Ok(Self {
            scheme: scheme.clone(),
            controls: (0..n_controls).collect(),
            disagreements: made.disagreements.iter().map(ToString::to_string).collect(),
            selected: (n_controls..all.len()).collect(),
            all,
            replays: replays.to_vec(),
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

    /// The control deliveries, as indices for [`Plan::case`].
    #[must_use]
    pub fn controls(&self) -> &[usize] {
        &self.controls
    }

    /// A case by its index.
    #[must_use]
    pub fn case(&self, index: usize) -> Option<&Arc<Case>> {
        self.all.get(index)
    }

    /// Every case of the scheme, selected or not.
    #[must_use]
    pub fn cases(&self) -> &[Arc<Case>] {
        &self.all
    }

    /// The ids of all cases of the scheme, selected or not.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(|case| case.id.as_str())
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
        if !self.replays.is_empty() {
            let selection = Selection {
                replays: self.replays.clone(),
                ..Selection::default()
            };
            if let Ok(plan) = Self::new(&self.scheme, setting, &selection) {
                *self = plan;
            }
            return;
        }
        // Ids and their order do not hang on the time; if they did, the old cases stay.
        if let Ok(made) = suite(&self.scheme, &setting) {
            let same = made.cases.len() == self.all.len()
                && made
                    .cases
                    .iter()
                    .zip(&self.all)
                    .all(|(new, old)| new.id == old.id);
            if same {
                self.all = made.cases.into_iter().map(Arc::new).collect();
                self.setting = setting;
            }
        }
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
