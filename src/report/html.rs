//! One self-contained page for people who were not there: no script, nothing loaded from elsewhere.

use std::fmt::Write as _;

use crate::outcome::{CaseResult, Outcome, Report};
use crate::report::Format;
use crate::report::visible::{visible, visible_lines};
use crate::report::wording::{
    Weight, conclusion, count, counts, counts_line, family_title, flags_of, story, target_line,
};

pub(super) const FORMAT: Format = Format {
    name: "html",
    title: "one self-contained page to hand on",
    render,
};

const STYLE: &str = include_str!("page.css");

fn render(report: &Report) -> String {
    let mut page = String::new();
    let title = format!("hookproof: {} {}", visible(&report.scheme), visible(&report.role));
    let _ = write!(
        page,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n",
        escaped(&title)
    );
    let class = if report.conforms { "good" } else { "bad" };
    let _ = write!(
        page,
        "<header>\n<h1>{} <small>{}</small></h1>\n<p>{}</p>\n<p class=\"verdict {class}\">{}</p>\n<p>{}</p>\n</header>\n",
        escaped(&visible(&report.scheme)),
        escaped(&visible(&report.role)),
        escaped(&target_line(report)),
        escaped(&conclusion(report)),
        escaped(&counts_line(&report.summary)),
    );
    page.push_str("<main>\n");
    for family in report.families() {
        section(&mut page, report, family);
    }
    page.push_str("</main>\n");
    let _ = write!(
        page,
        "<footer>{} {}, seed {}</footer>\n</body>\n</html>\n",
        escaped(&visible(&report.tool.name)),
        escaped(&visible(&report.tool.version)),
        report.seed
    );
    page
}

/// A family: open where something needs a look.
fn section(page: &mut String, report: &Report, family: &str) {
    let cases: Vec<&CaseResult> = report.cases.iter().filter(|case| case.family == family).collect();
    let notable: Vec<&CaseResult> = cases
        .iter()
        .copied()
        .filter(|case| counts(report, case) != Weight::Nothing)
        .collect();
    let failed = cases
        .iter()
        .filter(|case| counts(report, case) == Weight::Fails)
        .count();
    let warned = cases
        .iter()
        .filter(|case| counts(report, case) == Weight::Warns)
        .count();
    let class = match (failed, warned) {
        (0, 0) => "good",
        (0, _) => "odd",
        _ => "bad",
    };
    let open = if failed + warned > 0 { " open" } else { "" };
    let share = match failed {
        0 => count(cases.len(), "case"),
        failed => format!("{failed} of {} failed", count(cases.len(), "case")),
    };
    let _ = write!(
        page,
        "<details{open}>\n<summary><span class=\"{class}\">{}</span> <small>{share}</small></summary>\n",
        escaped(&family_title(family)),
    );
    let flags = flags_of(notable.into_iter());
    if !flags.is_empty() {
        page.push_str("<dl>\n");
        for flag in flags {
            let _ = writeln!(
                page,
                "<dt>{}</dt><dd>{} {}</dd>",
                escaped(flag.name),
                escaped(flag.description),
                escaped(flag.effect)
            );
        }
        page.push_str("</dl>\n");
    }
    page.push_str(
        "<table>\n<tr><th>outcome</th><th>case</th><th>expected</th><th>target</th><th>ms</th></tr>\n",
    );
    for case in cases {
        row(page, report, case);
    }
    page.push_str("</table>\n</details>\n");
}

fn row(page: &mut String, report: &Report, case: &CaseResult) {
    let class = match counts(report, case) {
        Weight::Fails => "bad",
        Weight::Warns => "odd",
        Weight::Informs => "note",
        Weight::Nothing if case.outcome == Outcome::Passed => "good",
        Weight::Nothing => "note",
    };
    let _ = write!(
        page,
        "<tr><td class=\"{class}\">{}</td><td><code>{}</code><br>{}",
        case.outcome.name(),
        escaped(&visible(&case.id)),
        escaped(&visible(&case.title)),
    );
    if !case.reproduce.is_empty() {
        let line = escaped(&visible_lines(&case.reproduce));
        let _ = write!(
            page,
            "<details><summary>again</summary><pre>{line}</pre></details>"
        );
    }
    let told = match case.outcome {
        Outcome::Passed => escaped(&visible(&case.reason)),
        Outcome::Failed
        | Outcome::Warned
        | Outcome::Informational
        | Outcome::Skipped
        | Outcome::KnownFailure
        | Outcome::UnexpectedPass
        | Outcome::Void => escaped(&story(case)),
    };
    let _ = writeln!(
        page,
        "</td><td>{} {}</td><td><b>{}</b> {told}</td><td>{}.{:03}</td></tr>",
        case.level.name(),
        case.expected.name(),
        case.verdict.name(),
        case.elapsed_us / 1000,
        case.elapsed_us % 1000,
    );
}

/// Text between tags.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn tags_and_quotes_are_text() {
        assert_eq!(
            escaped("<script>alert(\"x\" & 'y')</script>"),
            "&lt;script&gt;alert(&quot;x&quot; &amp; &#39;y&#39;)&lt;/script&gt;"
        );
    }
}
