//! The registry of mistakes: one flat table, one file an entry.

use crate::explain::hypothesis::{Context, Hypothesis, Variation};
use crate::explain::mistakes;

/// What a mistake is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Axis {
    /// The body's bytes.
    Body,
    /// The URL.
    Url,
    /// What is signed.
    BaseString,
    /// How the signature is made and written.
    Digest,
    /// The secret.
    Secret,
    /// The sender's time.
    Timestamp,
    /// Whether and how often the signature is there.
    Signature,
}

impl Axis {
    /// Every axis, in the order in which two mistakes are put on each other.
    pub(crate) const SEARCHED: [Self; 5] = [
        Self::Body,
        Self::Url,
        Self::BaseString,
        Self::Digest,
        Self::Secret,
    ];
}

/// How thoroughly the variants of a mistake are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effort {
    /// All of them.
    Full,
    /// Only the likeliest, for pairs.
    Quick,
}

/// How a mistake is found.
pub(crate) enum Trace {
    /// By supposing it: each variation is computed and compared with what was observed.
    Supposed(fn(&Hypothesis, &Context<'_>, Effort) -> Vec<Variation>),
    /// In how the observed signature must be read to match.
    Read,
    /// In time or number, without any computation.
    Judged,
}

/// A mistake that signers, receivers and what lies between them make.
pub struct Mistake {
    /// The name, as `body/reserialized`.
    pub name: &'static str,
    /// What it is about.
    pub axis: Axis,
    /// One line for lists.
    pub title: &'static str,
    /// What it is.
    pub what: &'static str,
    /// How it comes about.
    pub how: &'static str,
    /// How to see it without this program.
    pub see: &'static str,
    /// How to mend it anywhere.
    pub mend: &'static str,
    /// How to mend it in common frameworks, as name and advice.
    pub frameworks: &'static [(&'static str, &'static str)],
    /// How often people meet it; the lowest is the most frequent.
    pub(crate) rank: u8,
    pub(crate) trace: Trace,
}

/// Every mistake, in the order of the contract.
pub const MISTAKES: &[&Mistake] = mistakes::ALL;

/// The mistake of that name.
#[must_use]
pub fn mistake(name: &str) -> Option<&'static Mistake> {
    MISTAKES.iter().copied().find(|mistake| mistake.name == name)
}

impl std::fmt::Debug for Mistake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mistake")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}
