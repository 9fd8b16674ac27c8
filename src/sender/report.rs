//! From the findings about a sender to a report.

use crate::cases::{CaseId, Expected};
use crate::outcome::{CaseResult, Outcome, Redactor, Report, Summary, TargetInfo, Verdict, judge, this_tool};
use crate::scheme::Scheme;
use crate::sender::{CHECKS, Evidence, Finding, SCENES};

/// Whether the report says anything about the sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "it was tested or it was not")]
pub enum Tested {
    /// A delivery came, or what came instead was judged.
    Yes,
    /// Nothing came that the wanted checks judge.
    No,
}

/// The report on what was seen; `checks` are the names of those that are wanted, none for all. Reasons are redacted
/// of the secrets.
#[must_use]
pub fn sender_report(evidence: &Evidence<'_>, checks: &[String], target: TargetInfo) -> (Report, Tested) {
    let redactor = Redactor::new(evidence.secrets);
    let mut cases = Vec::new();
    for check in CHECKS {
        if !checks.is_empty() && !checks.iter().any(|name| name == check.id) {
            continue;
        }
        let findings = check.judge(evidence);
        cases.extend(
            findings
                .into_iter()
                .map(|finding| result(evidence.scheme, check.id, finding, &redactor)),
        );
    }
    let silent = evidence
        .seen
        .iter()
        .all(|seen| seen.n_caught == 0 && seen.n_troubles == 0);
    if silent && SCENES.len() == evidence.seen.len() {
        for case in &mut cases {
            (case.verdict, case.outcome) = (Verdict::Hang, Outcome::Failed);
            "no delivery came".clone_into(&mut case.reason);
        }
    }
    // Rubbish is what some checks judge; the others have seen nothing.
    let unjudged = evidence.seen.iter().all(|seen| seen.n_caught == 0)
        && cases.iter().all(|case| case.outcome == Outcome::Skipped);
    let tested = if silent || unjudged {
        Tested::No
    } else {
        Tested::Yes
    };
    (report(evidence.scheme, target, cases, tested), tested)
}

/// One case of a report on a sender.
pub(crate) fn result(scheme: &Scheme, family: &str, finding: Finding, redactor: &Redactor) -> CaseResult {
    let shown = |text: &str| -> String {
        let text = redactor.redact(text);
        text.chars()
            .map(|c| if c.is_control() { '\u{fffd}' } else { c })
            .collect()
    };
    CaseResult {
        id: CaseId::new(scheme.id(), family, &finding.what).to_string(),
        title: finding.title,
        family: family.to_owned(),
        flags: Vec::new(),
        level: finding.level,
        expected: Expected::Accept,
        verdict: finding.verdict,
        outcome: judge(finding.level, Expected::Accept, finding.verdict),
        reason: shown(&finding.reason),
        elapsed_us: 0,
        reproduce: String::new(),
    }
}

/// A report on a sender.
pub(crate) fn report(scheme: &Scheme, target: TargetInfo, cases: Vec<CaseResult>, tested: Tested) -> Report {
    Report {
        format: 1,
        tool: this_tool(),
        scheme: scheme.id().to_owned(),
        role: "sender".to_owned(),
        target,
        conforms: tested == Tested::Yes && !cases.iter().any(|case| case.outcome == Outcome::Failed),
        seed: 0,
        summary: Summary::of(cases.iter().map(|case| case.outcome)),
        cases,
    }
}
