//! `hookproof test sender` and `hookproof send` as programs.

use std::path::Path;
use std::process::Output;

use hookproof::outcome::{CaseResult, Outcome, Report, Verdict};

use crate::command::program;
use crate::programs::has_python;

const HOOKPROOF: &str = env!("CARGO_BIN_EXE_hookproof");

fn run(arguments: &[&str]) -> Output {
    program()
        .args(arguments)
        .env("SECRET", "s3cr3t-of-the-test")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap()
}

fn tested(scheme: &str, options: &[&str], command: &[&str]) -> (i32, Report) {
    let start = [
        "test",
        "sender",
        "--scheme",
        scheme,
        "--secret-env",
        "SECRET",
        "--report",
        "json",
    ];
    let output = run(&[start.as_slice(), options, &["--"], command].concat());
    let report = serde_json::from_slice(&output.stdout);
    let report =
        report.unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
    (output.status.code().unwrap(), report)
}

fn case<'r>(report: &'r Report, what: &str) -> &'r CaseResult {
    let id = format!("{}/{what}", report.scheme);
    report
        .cases
        .iter()
        .find(|case| case.id == id)
        .unwrap_or_else(|| panic!("there is no case {id}"))
}

const CALM: &[&str] = &["--checks", "signature,timestamp,leak,framing", "--wait", "20"];

#[track_caller]
fn launched(scheme: &str, how: &str) -> Report {
    let (status, report) = tested(scheme, CALM, &["python3", "tests/python/launch.py", how]);
    let failed: Vec<_> = report
        .cases
        .iter()
        .filter(|case| case.outcome == Outcome::Failed)
        .collect();
    assert_eq!((status, failed), (0, vec![]), "{how}");
    assert_eq!(case(&report, "signature/right").verdict, Verdict::Accept);
    report
}

#[test]
fn the_launch_programs_are_right_and_what_is_doubtful_is_told() {
    if !has_python() {
        return;
    }
    launched("valohai-static", "static");
    launched("valohai-hmac", "hmac");
    let stamped = launched("valohai-hmac-timestamp", "hmac-timestamp");
    assert_eq!(case(&stamped, "timestamp/fresh").outcome, Outcome::Passed);
    launched("y42", "y42");
    let token = launched("valohai-jwt", "jwt");
    let expires = case(&token, "timestamp/expires");
    assert_eq!(expires.outcome, Outcome::Informational);
    assert!(
        expires.reason.contains("where no library looks"),
        "{}",
        expires.reason
    );
}

#[test]
fn one_that_signs_for_another_scheme_is_named() {
    if !has_python() {
        return;
    }
    let (status, report) = tested("github", CALM, &["python3", "tests/python/launch.py", "y42"]);
    assert_eq!(status, 1);
    assert_eq!(case(&report, "signature/present").outcome, Outcome::Failed);
}

#[test]
fn determined_is_told_the_truth() {
    let send = format!(
        "exec {HOOKPROOF} send --scheme determined --secret-env HOOKPROOF_SECRET --event shipped-test-event $HOOKPROOF_URL"
    );
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("saved-deliveries");
    let _ = std::fs::remove_dir_all(&folder);
    let folder = folder.to_str().unwrap();
    let options = ["--wait", "8", "--save", folder];
    let (status, report) = tested("determined", &options, &["sh", "-c", &send]);
    assert_eq!(status, 0);
    for what in [
        "retry/server-error-sent-again",
        "retry/reset-fresh",
        "retry/hang-same-body",
        "retry/gone-left-alone",
    ] {
        assert_eq!(case(&report, what).verdict, Verdict::Accept, "{what}");
    }
    assert_eq!(
        case(&report, "retry/too-many-requests-sent-again").outcome,
        Outcome::Informational
    );
    let lost = case(&report, "redirect/302-event-kept");
    assert!(
        lost.outcome == Outcome::Warned && lost.reason.contains("it is lost"),
        "{}",
        lost.reason
    );
    assert_eq!(case(&report, "redirect/307-event-kept").outcome, Outcome::Passed);
    for status in ["301", "302", "307", "308"] {
        let stays = case(&report, &format!("redirect/{status}-signature-stays"));
        assert_eq!(stays.outcome, Outcome::Warned);
    }
    let saved = format!("{folder}/0001.http");
    let text = String::from_utf8(std::fs::read(&saved).unwrap()).unwrap();
    assert!(
        text.contains("\r\nX-Determined-Ai-Signature-Timestamp: "),
        "{text}"
    );
    let verified = run(&[
        "verify",
        "--scheme",
        "determined",
        "--secret-env",
        "SECRET",
        &saved,
    ]);
    assert_eq!(String::from_utf8_lossy(&verified.stdout).trim(), "accept");
}

#[test]
fn an_event_that_is_not_signed_is_found() {
    let send = format!("exec {HOOKPROOF} send --scheme determined --event slack-test-event $HOOKPROOF_URL");
    let (status, report) = tested("determined", CALM, &["sh", "-c", &send]);
    assert_eq!(status, 1);
    assert_eq!(case(&report, "signature/present").outcome, Outcome::Failed);
    assert_eq!(case(&report, "framing/content-type").outcome, Outcome::Warned);
}

#[test]
fn one_that_sends_nothing_could_not_be_tested() {
    let (status, report) = tested("github", &["--wait", "0.2"], &["true"]);
    assert_eq!(status, 3);
    assert!(!report.conforms && report.role == "sender");
    assert!(report.cases.iter().all(|case| case.outcome == Outcome::Failed));
}

/// Rubbish is judged by `framing`; a check of signatures has seen none.
#[test]
fn rubbish_does_not_conform_to_what_was_not_judged() {
    if !has_python() {
        return;
    }
    let rubbish = "import os, socket, urllib.parse as u; p = u.urlsplit(os.environ['HOOKPROOF_URL']); \
                   socket.create_connection((p.hostname, p.port)).sendall(b'what is this\\r\\n\\r\\n')";
    let command = ["python3", "-c", rubbish];
    for (checks, expected) in [("signature", 3), ("signature,framing", 1)] {
        let (status, report) = tested("github", &["--checks", checks, "--wait", "5"], &command);
        assert_eq!((status, report.conforms), (expected, false), "{checks}");
    }
}

#[test]
fn usage_is_told() {
    let start = ["test", "sender", "--scheme", "github", "--secret", "x"];
    let output = run(&[start.as_slice(), &["--checks", "timestamps", "--", "true"]].concat());
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("did you mean `timestamp`?"));
    let output = run(&["send", "--scheme", "github", "--secret", "x", "http://192.0.2.1/"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("--allow-remote 192.0.2.1"));
}

#[test]
fn a_library_that_signs_behind_a_shim() {
    if !has_python() {
        return;
    }
    let shim = r#"
import sys, json, hmac, hashlib, base64
for line in sys.stdin:
    m = json.loads(line)
    if m["op"] == "hello":
        a = {"protocol": 1, "implementation": {"name": "t", "version": "1", "language": "python"},
             "schemes": ["github"], "roles": ["sign"], "clock": "injected"}
    elif m["op"] == "sign":
        e = m["event"]
        body = base64.b64decode(e["body"])
        signed = body if WHOLE else body.strip()
        mac = hmac.new(m["secrets"][0].encode(), signed, hashlib.sha256).hexdigest()
        a = {"request": {"method": e["method"], "url": e["url"], "body": e["body"],
             "headers": [["X-Hub-Signature-256", "sha256=" + mac]]}}
    else:
        a = {"verdict": "unsupported"}
    print(json.dumps({"id": m["id"], **a}), flush=True)
"#;
    let right = shim.replace("WHOLE", "True");
    let (status, report) = tested("github", &["--shim"], &["python3", "-c", &right]);
    assert_eq!((status, report.summary.failed), (0, 0));
    assert!(report.summary.passed > 20);
    let (status, report) = tested(
        "github",
        &["--shim"],
        &["python3", "-c", &shim.replace("WHOLE", "False")],
    );
    assert_eq!(status, 1);
    let named = report
        .cases
        .iter()
        .any(|case| case.reason.contains("body/newline"));
    assert!(named && report.summary.passed > 10, "{:?}", report.summary);
}
