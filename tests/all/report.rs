//! Every report format on one handcrafted report that holds every outcome and every hostile text.

use std::process::{Command, Stdio};

use hookproof::cases::{Expected, Level};
use hookproof::outcome::{CaseResult, Outcome, Report, Summary, TargetInfo, TargetKind, Tool, Verdict};
use hookproof::report::{FORMATS, format};

/// Everything that some format acts on, in one text.
const HOSTILE: &str = "\u{1b}[31mred\u{1b}]8;;http://x\u{7}\0 \r\n::error title=x::y ##[error]z ]]> <script>alert('1')</script> \
                       &amp; \"%0A \u{202e}evil\u{2028}\u{9b}\u{ffff}";

fn case(
    what: &str,
    flag: &str,
    level: Level,
    expected: Expected,
    verdict: Verdict,
    outcome: Outcome,
) -> CaseResult {
    let (family, _) = what.split_once('/').unwrap();
    CaseResult {
        id: format!("determined/{what}"),
        title: format!("a delivery with {}", what.replace(['/', '-'], " ")),
        family: family.to_owned(),
        flags: vec![flag.to_owned()],
        level,
        expected,
        verdict,
        outcome,
        reason: String::new(),
        elapsed_us: 1234,
        reproduce: String::new(),
    }
}

/// Made-up families, but for one: the texts of the registry are not what is tested here.
fn sample() -> Report {
    use Expected::{Accept, Reject};
    use Level::{Must, Should, Unspecified};
    let mut cases = vec![
        case(
            "genuine/control",
            "Genuine",
            Must,
            Accept,
            Verdict::Accept,
            Outcome::Passed,
        ),
        case(
            "genuine/spaced",
            "BodyReserialized",
            Must,
            Accept,
            Verdict::Reject,
            Outcome::Failed,
        ),
        case(
            "genuine/unicode",
            "BodyReserialized",
            Must,
            Accept,
            Verdict::ConfigError,
            Outcome::Failed,
        ),
        case(
            "edited/body",
            "ModifiedBody",
            Must,
            Reject,
            Verdict::Reject,
            Outcome::Void,
        ),
        case(
            "edited/leak",
            "ModifiedBody",
            Must,
            Reject,
            Verdict::Reject,
            Outcome::Failed,
        ),
        case(
            "aging/stale",
            "StaleTimestamp",
            Must,
            Reject,
            Verdict::Accept,
            Outcome::Failed,
        ),
        case(
            "aging/huge",
            "StaleTimestamp",
            Must,
            Reject,
            Verdict::Crash,
            Outcome::Failed,
        ),
        case(
            "aging/slow",
            "StaleTimestamp",
            Must,
            Reject,
            Verdict::Hang,
            Outcome::Failed,
        ),
        case(
            "aging/broken",
            "StaleTimestamp",
            Must,
            Reject,
            Verdict::Error,
            Outcome::Failed,
        ),
        case(
            "aging/garbled",
            "StaleTimestamp",
            Must,
            Reject,
            Verdict::ProtocolError,
            Outcome::Failed,
        ),
        case(
            "aging/repaired",
            "StaleTimestamp",
            Must,
            Reject,
            Verdict::Reject,
            Outcome::UnexpectedPass,
        ),
        case(
            "aging/old-friend",
            "StaleTimestamp",
            Must,
            Reject,
            Verdict::Accept,
            Outcome::KnownFailure,
        ),
        case(
            "spelling/upper",
            "LenientEncoding",
            Should,
            Reject,
            Verdict::Accept,
            Outcome::Warned,
        ),
        case(
            "spelling/blank",
            "LenientEncoding",
            Unspecified,
            Reject,
            Verdict::Accept,
            Outcome::Informational,
        ),
        case(
            "spelling/comma",
            "LenientEncoding",
            Unspecified,
            Accept,
            Verdict::Error,
            Outcome::Informational,
        ),
        case(
            "address/port",
            "UrlVariant",
            Must,
            Reject,
            Verdict::Unsupported,
            Outcome::Skipped,
        ),
    ];
    for (what, reason) in [
        ("genuine/spaced", "signature_mismatch"),
        ("edited/leak", "the answer holds the secret; 400"),
        ("aging/huge", HOSTILE),
        ("spelling/upper", "ok"),
    ] {
        let id = format!("determined/{what}");
        let case = cases.iter_mut().find(|case| case.id == id).unwrap();
        case.reason = reason.to_owned();
        case.reproduce =
            "curl -sS -i -X POST http://127.0.0.1:1/ -H 'X-Sig: 1' --data-binary '{\"a\":\n<1>}'".to_owned();
    }
    Report {
        format: 1,
        tool: Tool {
            name: "hookproof".to_owned(),
            version: "0.0.0".to_owned(),
        },
        scheme: "determined".to_owned(),
        role: "receiver".to_owned(),
        target: TargetInfo {
            kind: TargetKind::Shim,
            name: format!("example {HOSTILE}"),
            version: "1.2".to_owned(),
        },
        conforms: false,
        seed: 7,
        summary: Summary::of(cases.iter().map(|case| case.outcome)),
        cases,
    }
}

fn conforming() -> Report {
    let mut report = sample();
    report
        .cases
        .retain(|case| matches!(case.outcome, Outcome::Passed | Outcome::Warned));
    report.summary = Summary::of(report.cases.iter().map(|case| case.outcome));
    "example".clone_into(&mut report.target.name);
    report.conforms = true;
    report
}

fn rendered(name: &str, report: &Report) -> String {
    (format(name).unwrap().render)(report)
}

#[test]
fn every_format_on_every_outcome() {
    for format in FORMATS {
        let text = (format.render)(&sample());
        insta::assert_snapshot!(format.name, anstream::adapter::strip_str(&text).to_string());
    }
}

#[test]
fn every_format_on_a_conforming_run() {
    for format in FORMATS.iter().filter(|format| format.name != "html") {
        let text = (format.render)(&conforming());
        insta::assert_snapshot!(
            format!("{}_conforming", format.name),
            anstream::adapter::strip_str(&text).to_string()
        );
    }
}

#[test]
fn the_json_report_reads_back() {
    let text = rendered("json", &sample());
    assert_eq!(serde_json::from_str::<Report>(&text).unwrap(), sample());
}

#[test]
fn no_control_character_of_a_target_comes_through() {
    for format in FORMATS {
        let text = (format.render)(&sample());
        let text = if format.name == "terminal" {
            // The colors are ours; nothing else is left once they are gone.
            assert!(!text.contains("\u{1b}]") && !text.contains("\u{1b}[31mred"));
            anstream::adapter::strip_str(&text).to_string()
        } else {
            text
        };
        let found = text
            .chars()
            .find(|&c| c != '\n' && (c.is_control() || "\u{202e}\u{2028}\u{ffff}".contains(c)));
        assert_eq!(found, None, "{}", format.name);
    }
}

#[test]
fn no_line_but_ours_is_a_workflow_command() {
    let text = rendered("github", &sample());
    for line in text.lines() {
        assert!(
            line.starts_with("::error title=")
                || line.starts_with("::warning title=")
                || line.starts_with("::notice title="),
            "{line}"
        );
    }
    // The verdict, 8 failures and an unexpected pass, a warning, and one each for what is void and for information.
    assert_eq!(text.lines().count(), 1 + 9 + 1 + 1 + 1);
}

#[test]
fn no_tag_of_a_target_comes_through() {
    let text = rendered("html", &sample());
    assert!(!text.contains("<script"));
    assert!(!text.contains("http-equiv=\"refresh\"") && !text.contains(" src=") && !text.contains("href="));
}

#[test]
fn warnings_fail_a_strict_run_in_every_format() {
    let strict = Report {
        conforms: false,
        ..conforming()
    };
    assert!(rendered("junit", &strict).contains("<failure"));
    assert!(rendered("github", &strict).starts_with("::error"));
    assert!(rendered("terminal", &strict).contains('✗'));
    assert!(!rendered("junit", &conforming()).contains("<failure"));
}

/// An independent parser reads the XML, and finds the counts that the report states.
#[test]
fn junit_is_well_formed() {
    let program = "import sys, xml.etree.ElementTree as e\n\
                   r = e.fromstring(sys.stdin.buffer.read())\n\
                   print(*(len(r.findall('.//' + t)) for t in ('testcase', 'failure', 'error', 'skipped')))";
    let python = Command::new("python3")
        .args(["-c", program])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut python) = python else {
        eprintln!("SKIPPED: python3 is missing");
        return;
    };
    let text = rendered("junit", &sample());
    std::io::Write::write_all(&mut python.stdin.take().unwrap(), text.as_bytes()).unwrap();
    let output = python.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "16 5 5 2");
}
