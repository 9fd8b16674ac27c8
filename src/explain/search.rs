//! The search: every mistake by itself, then every two of them, within a bound that is counted in bytes hashed.

use std::collections::BTreeSet;

use crate::explain::clock_reads::clock_reads;
use crate::explain::hypothesis::{Context, Hypothesis, Variation};
use crate::explain::registry::{Axis, Effort, MISTAKES, Mistake, Trace};

/// How many bytes are hashed or written at most: about a second for a body of 10 kB.
pub(crate) const BOUND: u64 = 192 * 1024 * 1024;

/// How many bytes of changed bodies are kept for the pairs.
const MOST_KEPT: u64 = 48 * 1024 * 1024;

/// The longest body whose JSON is re-written.
pub(crate) const LONGEST_REWRITTEN: usize = 2 * 1024 * 1024;

/// What was tried.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tried {
    /// The mistakes that were supposed, in the order in which they were tried.
    pub mistakes: Vec<&'static str>,
    /// How many suppositions were computed.
    pub n_suppositions: u64,
    /// Whether two mistakes at once were tried as well.
    pub pairs: Pairs,
}

/// How far the search for two mistakes at once came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Pairs {
    /// They were not looked for.
    #[default]
    NotTried,
    /// All were tried.
    All,
    /// The search ended at its bound.
    Bounded,
}

/// A proven explanation.
pub(crate) struct Proof {
    /// The mistakes with their details, likeliest first.
    pub(crate) mistakes: Vec<(&'static str, String)>,
    /// What was signed.
    pub(crate) signed: Vec<u8>,
}

/// Singles only, or pairs as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Depth {
    Singles,
    Pairs,
}

struct Supposed {
    index: usize,
    mistake: &'static Mistake,
    variation: Variation,
}

impl Supposed {
    /// Whether a mistake is put on this one: two changes of the body in either order, other two in one.
    fn comes_before(&self, index: usize, second: &Mistake) -> bool {
        match self.mistake.axis == Axis::Body && second.axis == Axis::Body {
            true => index != self.index,
            false => index > self.index,
        }
    }
}

pub(crate) struct Search<'a> {
    context: &'a Context<'a>,
    spent: u64,
    pub(crate) tried: Tried,
}

impl<'a> Search<'a> {
    pub(crate) fn new(context: &'a Context<'a>) -> Self {
        Self {
            context,
            spent: 0,
            tried: Tried::default(),
        }
    }

    /// Every proof that is found.
    pub(crate) fn run(&mut self, stated: &Hypothesis, depth: Depth) -> Vec<Proof> {
        let order = self.order();
        let (singles, mut proofs) = self.singles(stated, &order);
        if proofs.is_empty() {
            proofs.extend(self.other_moments(stated));
        }
        if proofs.is_empty() && depth == Depth::Pairs {
            self.tried.pairs = Pairs::All;
            proofs.extend(self.pairs(stated, &singles, &order));
        }
        proofs
    }

    /// The mistakes that apply to the scheme: by axis, and in each the likeliest first.
    fn order(&mut self) -> Vec<&'static Mistake> {
        let applies =
            |mistake: &&&Mistake| Axis::SEARCHED.contains(&mistake.axis) && self.context.has(mistake.axis);
        let mut order: Vec<&'static Mistake> = MISTAKES.iter().filter(applies).copied().collect();
        order.sort_by_key(|mistake| (mistake.axis, mistake.rank));
        let mut listed = order.clone();
        listed.sort_by_key(|mistake| mistake.rank);
        self.tried.mistakes = listed.iter().map(|mistake| mistake.name).collect();
        order
    }

    fn singles(&mut self, stated: &Hypothesis, order: &[&'static Mistake]) -> (Vec<Supposed>, Vec<Proof>) {
        let mut kept = Vec::new();
        let mut n_kept = 0;
        let mut proofs = Vec::new();
        let mut named = BTreeSet::new();
        let mut by_rank: Vec<_> = order.iter().copied().enumerate().collect();
        by_rank.sort_by_key(|(_, mistake)| mistake.rank);
        for (index, mistake) in by_rank {
            for variation in self.variations(mistake, stated, Effort::Full) {
                if let Some(proof) = self.judge(&variation, &[(mistake.name, &variation.detail)])
                    && named.insert(mistake.name)
                {
                    proofs.push(proof);
                }
                if mistake.axis == Axis::Body {
                    n_kept += length(&variation.hypothesis);
                }
                if n_kept <= MOST_KEPT {
                    kept.push(Supposed {
                        index,
                        mistake,
                        variation,
                    });
                }
                if self.spent > BOUND {
                    return (kept, proofs);
                }
            }
        }
        // One mistake explains more than two of which one is in the writing only.
        if let Some(fewest) = proofs.iter().map(|proof| proof.mistakes.len()).min() {
            proofs.retain(|proof| proof.mistakes.len() == fewest);
        }
        (kept, proofs)
    }

    /// Other moments than the stated one, as far as they cost a small part of the bound.
    fn other_moments(&mut self, stated: &Hypothesis) -> Option<Proof> {
        let variations = clock_reads(stated, self.context);
        let affordable = BOUND / 4 / length(stated).max(1);
        variations
            .iter()
            .take(usize::try_from(affordable).unwrap_or(usize::MAX))
            .find_map(|(name, variation)| self.judge(variation, &[(*name, &variation.detail)]))
    }

    fn pairs(
        &mut self,
        stated: &Hypothesis,
        singles: &[Supposed],
        order: &[&'static Mistake],
    ) -> Option<Proof> {
        // What a mistake makes of a secret hangs on the secret alone.
        let secrets: Vec<Option<Vec<Variation>>> = order
            .iter()
            .map(|mistake| {
                (mistake.axis == Axis::Secret).then(|| self.variations(mistake, stated, Effort::Quick))
            })
            .collect();
        for first in singles {
            let from = &first.variation.hypothesis;
            for (index, second) in order.iter().copied().enumerate() {
                if !first.comes_before(index, second) {
                    continue;
                }
                let known = secrets.get(index).and_then(Option::as_ref);
                let variations = match known.filter(|_| from.has_secret_of(stated)) {
                    Some(known) => known.iter().map(|secret| secret.on(from)).collect(),
                    None => self.variations(second, from, Effort::Quick),
                };
                for variation in variations {
                    let mut names = [
                        (first.mistake, first.variation.detail.as_ref()),
                        (second, variation.detail.as_ref()),
                    ];
                    names.sort_by_key(|(mistake, _)| mistake.rank);
                    let names = names.map(|(mistake, detail)| (mistake.name, detail));
                    if let Some(proof) = self.judge(&variation, &names) {
                        return Some(proof);
                    }
                    if self.spent > BOUND {
                        self.tried.pairs = Pairs::Bounded;
                        return None;
                    }
                }
            }
        }
        None
    }

    fn variations(&mut self, mistake: &Mistake, from: &Hypothesis, effort: Effort) -> Vec<Variation> {
        let variations = match mistake.trace {
            Trace::Supposed(vary) => vary(from, self.context, effort),
            Trace::Read | Trace::Judged => Vec::new(),
        };
        if mistake.axis == Axis::Body {
            // Writing a body costs about as much as hashing it.
            self.spent += variations
                .iter()
                .map(|variation| length(&variation.hypothesis))
                .sum::<u64>();
        }
        variations
    }

    /// Whether a supposition comes out.
    pub(crate) fn judge(&mut self, variation: &Variation, names: &[(&'static str, &str)]) -> Option<Proof> {
        self.tried.n_suppositions += 1;
        let found = self.context.judge(&variation.hypothesis, &mut self.spent)?;
        let mut mistakes: Vec<_> = names
            .iter()
            .map(|(name, detail)| (*name, (*detail).to_owned()))
            .collect();
        mistakes.extend(found.written);
        // A prefix that names the hash is no mistake of its own.
        if let Some(hash) = variation.hypothesis.hash {
            let label = format!("{}=", hash.name());
            let is_named = self.context.observed.text.starts_with(label.as_bytes());
            mistakes.retain(|(name, _)| !(is_named && *name == "digest/prefix"));
        }
        Some(Proof {
            mistakes,
            signed: found.base_string,
        })
    }
}

fn length(hypothesis: &Hypothesis) -> u64 {
    u64::try_from(hypothesis.delivery.body.len()).unwrap_or(u64::MAX)
}
