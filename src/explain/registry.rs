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

#[cfg(test)]
mod tests {
    use super::{Axis, MISTAKES, Trace};

    /// The names of the contract, section 7, and one more that users meet: `body/gzip`.
    const CONTRACT: &str = "secret/{untrimmed,prefix-kept,prefix-dropped,not-decoded,decoded,empty,other} \
        body/{reserialized,newline,line-endings,byte-order-mark,charset,base64,form,empty,double-encoded,gzip} \
        base-string/{timestamp-missing,id-missing,separator,order,timestamp-unit,timestamp-reprinted} \
        url/{scheme,host,port,path,query} \
        digest/{algorithm,encoding,case,prefix,unkeyed,swapped,truncated} \
        timestamp/{stale,future,unit,malformed,missing} signature/{missing,malformed,duplicated}";

    #[test]
    fn the_names_are_those_of_the_contract() {
        let expected: Vec<String> = CONTRACT
            .split_whitespace()
            .flat_map(|group| {
                let (axis, names) = group.split_once("/{").unwrap();
                names
                    .trim_end_matches('}')
                    .split(',')
                    .map(move |name| format!("{axis}/{name}"))
            })
            .collect();
        let names: Vec<_> = MISTAKES.iter().map(|mistake| mistake.name).collect();
        assert_eq!(names, expected);
    }

    #[test]
    fn every_entry_is_whole() {
        for mistake in MISTAKES {
            let texts = [
                mistake.title,
                mistake.what,
                mistake.how,
                mistake.see,
                mistake.mend,
            ];
            for text in texts {
                assert!(
                    text.len() > 15 && !text.contains("  "),
                    "{}: {text:?}",
                    mistake.name
                );
            }
            let group = mistake.name.split('/').next().unwrap();
            let axis = match mistake.axis {
                Axis::Body => "body",
                Axis::Url => "url",
                Axis::BaseString => "base-string",
                Axis::Digest => "digest",
                Axis::Secret => "secret",
                Axis::Timestamp => "timestamp",
                Axis::Signature => "signature",
            };
            assert_eq!(group, axis);
            let is_searched = Axis::SEARCHED.contains(&mistake.axis);
            assert_eq!(
                is_searched,
                !matches!(mistake.trace, Trace::Judged),
                "{}",
                mistake.name
            );
        }
    }
}
