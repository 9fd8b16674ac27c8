//! A target that refuses the control delivery and takes other genuine ones: which it refuses is what to look at.

use crate::cases::{Expected, Level};
use crate::outcome::{CaseResult, Report, Verdict};

/// How many genuine deliveries are named where some are refused.
const MOST_NAMED: usize = 4;

/// The results of deliveries that every receiver must take, of this verdict.
fn genuine(report: &Report, verdict: Verdict) -> impl Iterator<Item = &str> {
    let is_genuine = |case: &&CaseResult| case.level == Level::Must && case.expected == Expected::Accept;
    let cases = report.cases.iter().filter(is_genuine);
    cases
        .filter(move |case| case.verdict == verdict)
        .map(|case| case.id.as_str())
}

/// Whether genuine deliveries other than the control were taken, so that the secret is right.
pub(crate) fn takes_others(report: &Report) -> bool {
    genuine(report, Verdict::Accept).next().is_some()
}

/// The genuine deliveries that are refused where others are taken.
pub(crate) fn what_is_refused(report: &Report) -> String {
    let taken = genuine(report, Verdict::Accept).count();
    let refused: Vec<&str> = genuine(report, Verdict::Reject).collect();
    let named: Vec<String> = refused
        .iter()
        .take(MOST_NAMED)
        .map(|id| format!("`{id}`"))
        .collect();
    let more = match refused.len().saturating_sub(MOST_NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!(
        "of the genuine deliveries {taken} are taken, so that scheme and secret are right, and {} refused: {}{more}; what \
         sets them apart is where to look",
        refused.len(),
        named.join(", ")
    )
}
