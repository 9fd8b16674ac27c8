//! Workflow commands of GitHub Actions: annotations on the run's page, and a summary in its log.

use std::fmt::Write as _;

use crate::outcome::{CaseResult, Outcome, Report};
use crate::report::Format;
use crate::report::visible::visible;
use crate::report::wording::{
    Weight, conclusion, count, counts, counts_line, flags_of, story, target_line, what_happened,
};

pub(super) const FORMAT: Format = Format {
    name: "github",
    title: "annotations for a GitHub Actions workflow",
    render,
};

fn render(report: &Report) -> String {
    let mut text = String::new();
    // The page shows ten annotations of a kind: the verdict comes first, and what is many comes as one.
    let kind = if report.conforms { "notice" } else { "error" };
    let last = format!("{}; {}", counts_line(&report.summary), target_line(report));
    annotate(
        &mut text,
        kind,
        &format!("hookproof: {}", conclusion(report)),
        &last,
    );
    for (weight, kind) in [(Weight::Fails, "error"), (Weight::Warns, "warning")] {
        let weighs = |case: &&CaseResult| counts(report, case) == weight && case.outcome != Outcome::Void;
        for case in report.cases.iter().filter(weighs) {
            let title = format!("{} {}", visible(&case.id), case.outcome.name());
            annotate(&mut text, kind, &title, &body(case));
        }
    }
    together(&mut text, report, Outcome::Void, "error");
    together(&mut text, report, Outcome::Informational, "notice");
    text
}

fn annotate(text: &mut String, kind: &str, title: &str, body: &str) {
    let _ = writeln!(text, "::{kind} title={}::{}", property(title), message(body));
}

/// All cases of an outcome in one annotation.
fn together(text: &mut String, report: &Report, outcome: Outcome, kind: &str) {
    let cases: Vec<&CaseResult> = report
        .cases
        .iter()
        .filter(|case| case.outcome == outcome)
        .collect();
    let Some(first) = cases.first() else { return };
    let lines: Vec<String> = cases
        .iter()
        .map(|case| format!("{}: {}", visible(&case.id), what_happened(case)))
        .collect();
    let title = format!("{} {}", count(cases.len(), "case"), first.outcome.name());
    annotate(text, kind, &title, &lines.join("\n"));
}

fn body(case: &CaseResult) -> String {
    let mut lines = vec![
        format!("sent: {}", visible(&case.title)),
        format!("target: {}", story(case)),
    ];
    for flag in flags_of(std::iter::once(case)) {
        lines.push(format!("{}: {} {}", flag.name, flag.description, flag.effect));
    }
    // The page shows a few thousand characters of an annotation.
    if !case.reproduce.is_empty() && case.reproduce.len() <= 2000 {
        lines.push(format!("again: {}", case.reproduce));
    }
    lines.join("\n")
}

/// The message of a workflow command, whose line ends a line end would be.
fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a workflow command, which `:` or `,` would end as well.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{message, property};

    #[test]
    fn commands_cannot_be_smuggled_in() {
        assert_eq!(
            message("100%\r\n::set-env name=A::b"),
            "100%25%0D%0A::set-env name=A::b"
        );
        assert_eq!(property("a,b::c%3A"), "a%2Cb%3A%3Ac%253A");
    }
}
