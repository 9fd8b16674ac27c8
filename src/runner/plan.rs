//! Which cases run, in which order, and how each is made at the moment it is sent.

use std::sync::Arc;

use crate::cases::{Case, Setting, SuiteError, controls, suite};
use crate::outcome::glob_matches;
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
}

/// No plan can be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
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
}

/// The cases of a run. With a target that reads the machine's clock they are made afresh as time goes by.
#[derive(Clone, Debug)]
pub struct Plan {
    scheme: Scheme,
    setting: Setting,
    all: Vec<Arc<Case>>,
    selected: Vec<usize>,
    controls: Vec<usize>,
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
