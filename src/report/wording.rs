//! The words for people that several formats share, as functions named after what they tell.

use crate::cases::{Expected, FAMILIES, Flag, Level, flag};
use crate::outcome::{CaseResult, Outcome, Report, Summary, Verdict};
use crate::report::visible::visible;

/// `1 case`, `2 cases`.
pub(super) fn count(number: usize, noun: &str) -> String {
    match number {
        1 => format!("1 {noun}"),
        _ => format!("{number} {noun}s"),
    }
}

/// What the target did and what it should have done, without the target's own words.
pub(super) fn what_happened(case: &CaseResult) -> String {
    if let Some(told) = about_sender(case) {
        return told.to_owned();
    }
    match (case.outcome, as_expected(case)) {
        // The verdict is right and still something is wrong: the reason tells it.
        (Outcome::Failed, true) => return format!("{}, as it must, but", did(case)),
        (Outcome::UnexpectedPass, _) => {
            return format!(
                "{}, as it must; the expected-failures file still says that it fails",
                did(case)
            );
        }
        (Outcome::Void, _) => {
            return format!(
                "{}, which says nothing: it does not take genuine deliveries either",
                did(case)
            );
        }
        (Outcome::Skipped, _) | (Outcome::Passed, true) => return did(case).to_owned(),
        (
            Outcome::Passed
            | Outcome::Failed
            | Outcome::Warned
            | Outcome::Informational
            | Outcome::KnownFailure,
            _,
        ) => {}
    }
    let who = match case.level {
        Level::Must => "it must",
        Level::Should => "it should",
        Level::Unspecified => "the reference would",
    };
    match (case.verdict, case.expected) {
        (Verdict::Accept, Expected::Reject) => format!("accepted what {who} refuse"),
        (Verdict::Reject, Expected::Accept) => format!("refused a genuine delivery, which {who} accept"),
        (_, Expected::Accept) => format!("{}; {who} accept this genuine delivery", did(case)),
        (_, Expected::Reject) => format!("{}; {who} refuse this delivery", did(case)),
    }
}

/// What is told of a check of a sender, which has no flags, while every case of a receiver has some.
const fn about_sender(case: &CaseResult) -> Option<&'static str> {
    if !case.flags.is_empty() {
        return None;
    }
    match case.verdict {
        Verdict::Accept => Some("it holds"),
        Verdict::Reject => Some("it does not"),
        Verdict::Unsupported => Some("it could not be asked"),
        Verdict::Hang => Some("it could not be seen"),
        Verdict::ConfigError | Verdict::Error | Verdict::Crash | Verdict::ProtocolError => None,
    }
}

const fn did(case: &CaseResult) -> &'static str {
    match case.verdict {
        Verdict::Accept => "accepted it",
        Verdict::Reject => "refused it",
        Verdict::ConfigError => "refused the secret or the options",
        Verdict::Error => "ended in an error",
        Verdict::Crash => "broke off without an answer",
        Verdict::Hang => "gave no answer in time",
        Verdict::ProtocolError => "gave an answer that is none",
        Verdict::Unsupported => "does not support it",
    }
}

/// What the target did, what it should have done, and its own words, harmless and in one line.
pub(super) fn story(case: &CaseResult) -> String {
    let happened = what_happened(case);
    match excerpt(&case.reason) {
        reason if reason.is_empty() => happened,
        reason if happened.ends_with("but") => format!("{happened} {reason}"),
        reason => format!("{happened}: {reason}"),
    }
}

/// How many characters of a target's words are shown to people; a JSON report holds more.
const SHOWN: usize = 200;

/// A target's words in one harmless line: of a page its text, of a long text the beginning.
pub(crate) fn excerpt(words: &str) -> String {
    let words = without_tags(words);
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut shown: String = line.chars().take(SHOWN).collect();
    if line.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    visible(&shown)
}

/// A page's text where there is a page, and the words themselves where there is none.
fn without_tags(words: &str) -> String {
    let lower = words.to_ascii_lowercase();
    if !["<!doctype html", "<html", "<body"]
        .iter()
        .any(|tag| lower.contains(tag))
    {
        return words.to_owned();
    }
    let mut text = String::new();
    let mut rest = words;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        text.push(' ');
        // A tag that is cut off ends the text.
        rest = after.split_once('>').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    text
}

const fn as_expected(case: &CaseResult) -> bool {
    match case.verdict {
        Verdict::Accept => matches!(case.expected, Expected::Accept),
        Verdict::Reject | Verdict::ConfigError => matches!(case.expected, Expected::Reject),
        Verdict::Error | Verdict::Crash | Verdict::Hang | Verdict::ProtocolError | Verdict::Unsupported => {
            false
        }
    }
}

/// Whether the case makes the run fail. A report does not say whether it was a strict one; where warnings are
/// all that can have failed it, they did.
pub(super) fn counts(report: &Report, case: &CaseResult) -> Weight {
    match case.outcome {
        Outcome::Failed | Outcome::UnexpectedPass | Outcome::Void => Weight::Fails,
        Outcome::Warned if !report.conforms && nothing_failed(&report.summary) => Weight::Fails,
        Outcome::Warned => Weight::Warns,
        Outcome::Informational => Weight::Informs,
        Outcome::Passed | Outcome::Skipped | Outcome::KnownFailure => Weight::Nothing,
    }
}

/// What a case does to the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    Fails,
    Warns,
    Informs,
    Nothing,
}

const fn nothing_failed(summary: &Summary) -> bool {
    summary.failed == 0 && summary.unexpected_pass == 0 && summary.void == 0
}

/// The counts that are not zero: `12 cases: 9 passed, 3 failed`.
pub(crate) fn counts_line(summary: &Summary) -> String {
    let parts = [
        (summary.passed, "passed"),
        (summary.failed, "failed"),
        (summary.warned, "warned"),
        (summary.informational, "informational"),
        (summary.skipped, "skipped"),
        (summary.known_failure, "known to fail"),
        (summary.unexpected_pass, "passed unexpectedly"),
        (summary.void, "void"),
    ];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, word)| format!("{number} {word}"))
        .collect();
    if parts.is_empty() {
        return "no case ran".to_owned();
    }
    format!("{}: {}", count(summary.total, "case"), parts.join(", "))
}

/// The last word on the target.
pub(crate) fn conclusion(report: &Report) -> String {
    let summary = &report.summary;
    let scheme = visible(&report.scheme);
    if report.conforms {
        return format!("the {} conforms to {scheme}", visible(&report.role));
    }
    if summary.total == summary.skipped {
        return format!(
            "nothing was tested: the {} supports none of the cases",
            visible(&report.role)
        );
    }
    if is_unreached(report) {
        return match report.role.as_str() {
            "sender" => "nothing was tested: no delivery came".to_owned(),
            role => format!(
                "nothing was tested: the {} gave no answer that counts",
                visible(role)
            ),
        };
    }
    format!("the {} does not conform to {scheme}", visible(&report.role))
}

/// The control delivery that the target did not take, which makes a report say nothing.
pub(crate) fn control_of(report: &Report) -> Option<&CaseResult> {
    let failed = || {
        let is_wrong = |case: &&CaseResult| {
            case.expected == Expected::Accept
                && !matches!(case.verdict, Verdict::Accept | Verdict::Unsupported)
        };
        report.cases.iter().filter(is_wrong)
    };
    failed()
        .find(|case| case.reason.starts_with("as the first control delivery"))
        .or_else(|| failed().find(|case| case.id.ends_with("/genuine/control")))
        .or_else(|| failed().next())
}

/// Whether the target never got as far as to judge a delivery.
fn is_unreached(report: &Report) -> bool {
    let judged = |case: &CaseResult| match case.verdict {
        Verdict::Accept | Verdict::Reject | Verdict::ConfigError | Verdict::Error => true,
        Verdict::Crash | Verdict::Hang | Verdict::ProtocolError | Verdict::Unsupported => false,
    };
    !report.cases.is_empty() && !report.cases.iter().any(judged)
}

/// The last word where nothing is known of the target.
pub(super) fn nothing_tested(report: &Report, control: &CaseResult) -> String {
    let role = visible(&report.role);
    match control.verdict {
        Verdict::Crash | Verdict::Hang | Verdict::ProtocolError => {
            format!("nothing was tested: the {role} gave no answer that counts")
        }
        Verdict::Accept | Verdict::Reject | Verdict::ConfigError | Verdict::Error | Verdict::Unsupported => {
            format!(
                "nothing was tested: the {role} does not take a genuine delivery, so that its rejections say nothing"
            )
        }
    }
}

/// The target in one line: its name, its version and how it was reached.
pub(super) fn target_line(report: &Report) -> String {
    let target = &report.target;
    let version = match visible(&target.version) {
        version if version.is_empty() => version,
        version => format!(" {version}"),
    };
    let kind = match target.kind {
        crate::outcome::TargetKind::Shim => "behind a shim",
        crate::outcome::TargetKind::Http => "over HTTP",
        crate::outcome::TargetKind::Builtin => "built in",
    };
    format!("{}{version}, {kind}", visible(&target.name))
}

/// The title of a family: `reserialized: the body written anew`.
pub(super) fn family_title(id: &str) -> String {
    match FAMILIES.iter().find(|family| family.id == id) {
        Some(family) => format!("{}: {}", family.id, family.title),
        None => visible(id),
    }
}

/// The flags of these cases, each once, in the order in which they occur.
pub(super) fn flags_of<'a>(cases: impl Iterator<Item = &'a CaseResult>) -> Vec<&'static Flag> {
    let mut found: Vec<&'static Flag> = Vec::new();
    for name in cases.flat_map(|case| &case.flags) {
        if let Some(flag) = flag(name)
            && !found.iter().any(|other| other.name == flag.name)
        {
            found.push(flag);
        }
    }
    found
}

/// What stands after the last `/` of a case id.
pub(super) fn what_of(id: &str) -> String {
    visible(id.rsplit('/').next().unwrap_or(id))
}

#[cfg(test)]
mod tests {
    use super::excerpt;

    #[test]
    fn words_are_one_short_line() {
        assert_eq!(excerpt(" a\n b\t\u{1b}[31m "), "a b \\x1b[31m");
        assert_eq!(excerpt(&"x".repeat(201)), format!("{}…", "x".repeat(200)));
        let page = "HTTP 401: <!doctype html>\n<html lang=en>\n<title>401 Unauthorized</title>\n<h1>No</h1>";
        assert_eq!(excerpt(page), "HTTP 401: 401 Unauthorized No");
        assert_eq!(excerpt("a < b and <script>"), "a < b and <script>");
    }
}
