//! Text for people at a terminal: what failed, why it matters, and how to see it again.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use crate::outcome::{CaseResult, Outcome, Report};
use crate::report::Format;
use crate::report::visible::{visible, visible_lines};
use crate::report::wording::{
    Weight, conclusion, control_of, count, counts, counts_line, family_title, flags_of, nothing_tested,
    story, target_line, what_of,
};
use crate::report::wrap::wrapped;

pub(super) const FORMAT: Format = Format {
    name: "terminal",
    title: "what failed and why it matters, for people",
    render,
};

const BAD: Style = AnsiColor::Red.on_default().bold();
const ODD: Style = AnsiColor::Yellow.on_default();
const GOOD: Style = AnsiColor::Green.on_default().bold();
const STRONG: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();

/// A longer command line than this is no help at a terminal.
const LONGEST_COMMAND: usize = 4000;

fn render(report: &Report) -> String {
    let mut text = head(report);
    for family in report.families() {
        failures(&mut text, report, family);
    }
    warnings(&mut text, report);
    in_brief(&mut text, report);
    let style = if report.conforms { GOOD } else { BAD };
    let _ = writeln!(text, "\n{}", counts_line(&report.summary));
    let _ = writeln!(text, "{style}{}{style:#}", conclusion(report));
    text
}

fn head(report: &Report) -> String {
    let head = format!(
        "{} {} {}",
        report.tool.name,
        report.tool.version,
        visible(&report.role)
    );
    format!(
        "{STRONG}{head} · {}{STRONG:#}\n{FAINT}{}{FAINT:#}\n",
        visible(&report.scheme),
        target_line(report)
    )
}

/// The report on a target that was not tested: the control delivery alone, for all else follows from it.
pub(crate) fn untested(report: &Report) -> String {
    if report.role == "sender" {
        let style = format!("\n{BAD}{}{BAD:#}\n", conclusion(report));
        return head(report) + &style;
    }
    let Some(control) = control_of(report) else {
        return render(report);
    };
    let mut text = head(report);
    failure(&mut text, control);
    let others = report.cases.len().saturating_sub(1);
    let held = match others {
        0 => String::new(),
        _ => format!(
            "\n{}; `--report json` holds them all",
            counts_line(&report.summary)
        ),
    };
    let _ = writeln!(text, "{held}\n{BAD}{}{BAD:#}", nothing_tested(report, control));
    text
}

/// A family's failures, after what its flags say once for all of them.
fn failures(text: &mut String, report: &Report, family: &str) {
    let of_family = || report.cases.iter().filter(|case| case.family == family);
    let fails = |case: &&CaseResult| counts(report, case) == Weight::Fails && case.outcome != Outcome::Void;
    let failed: Vec<&CaseResult> = of_family().filter(fails).collect();
    if failed.is_empty() {
        return;
    }
    let share = format!(
        "{} of {} failed",
        failed.len(),
        count(of_family().count(), "case")
    );
    let _ = writeln!(text, "\n{BAD}{}{BAD:#} ({share})", family_title(family));
    for flag in flags_of(failed.iter().copied()) {
        let why = format!("{} {}", flag.description, flag.effect);
        let _ = writeln!(text, "  {STRONG}{}{STRONG:#}", flag.name);
        let _ = writeln!(text, "{}", wrapped(&why, 4, 4));
    }
    for case in failed {
        failure(text, case);
    }
}

fn failure(text: &mut String, case: &CaseResult) {
    let _ = writeln!(text, "\n  {BAD}✗{BAD:#} {STRONG}{}{STRONG:#}", visible(&case.id));
    let _ = writeln!(text, "{}", labeled("sent", &visible(&case.title)));
    let _ = writeln!(text, "{}", labeled("target", &story(case)));
    if case.reproduce.len() > LONGEST_COMMAND {
        let hint = format!(
            "the command line is long; `--report json` holds it ({} bytes)",
            case.reproduce.len()
        );
        let _ = writeln!(text, "{}", labeled("again", &hint));
    } else if !case.reproduce.is_empty() {
        let _ = writeln!(
            text,
            "    again   {FAINT}{}{FAINT:#}",
            visible_lines(&case.reproduce)
        );
    }
}

fn warnings(text: &mut String, report: &Report) {
    let warned: Vec<&CaseResult> = report
        .cases
        .iter()
        .filter(|case| counts(report, case) == Weight::Warns)
        .collect();
    if warned.is_empty() {
        return;
    }
    let title = format!(
        "{}: hygiene, fails nothing but a `--strict` run",
        count(warned.len(), "warning")
    );
    let _ = writeln!(text, "\n{ODD}{title}{ODD:#}");
    for case in warned {
        let line = format!("{}: {}; {}", visible(&case.id), visible(&case.title), story(case));
        let _ = writeln!(text, "  {ODD}!{ODD:#} {}", wrapped(&line, 0, 4));
    }
}

/// What needs no action, a line for each family.
fn in_brief(text: &mut String, report: &Report) {
    let kinds = [
        (
            Outcome::Void,
            "void: the target does not take genuine deliveries either, so these rejections say nothing",
        ),
        (
            Outcome::Informational,
            "informational: the documentation is silent, and the target differs from the reference",
        ),
        (
            Outcome::KnownFailure,
            "known to fail, as the expected-failures file says",
        ),
        (
            Outcome::Skipped,
            match report.role.as_str() {
                "sender" => {
                    "skipped: they could not be seen, or the scheme does not ask for them; a JSON report says why"
                }
                _ => "skipped: the target does not support them",
            },
        ),
    ];
    for (outcome, title) in kinds {
        let cases: Vec<&CaseResult> = report
            .cases
            .iter()
            .filter(|case| case.outcome == outcome)
            .collect();
        if cases.is_empty() {
            continue;
        }
        let _ = writeln!(text, "\n{STRONG}{}{STRONG:#} {title}", cases.len());
        for family in report.families() {
            let whats: Vec<String> = cases
                .iter()
                .filter(|case| case.family == family)
                .map(|case| brief(case))
                .collect();
            if !whats.is_empty() {
                let line = format!("{}: {}", visible(family), whats.join(", "));
                let _ = writeln!(text, "{}", wrapped(&line, 2, 4));
            }
        }
    }
}

/// A case in a few words: what it is, and for information what the target did.
fn brief(case: &CaseResult) -> String {
    match case.outcome {
        Outcome::Informational => format!("{} ({})", what_of(&case.id), case.verdict.name()),
        Outcome::Passed
        | Outcome::Failed
        | Outcome::Warned
        | Outcome::Skipped
        | Outcome::KnownFailure
        | Outcome::UnexpectedPass
        | Outcome::Void => what_of(&case.id),
    }
}

fn labeled(label: &str, value: &str) -> String {
    wrapped(&format!("{label:8}{value}"), 4, 12)
}
