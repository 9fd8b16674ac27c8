//! `hookproof test receiver` as a user runs it: exit statuses, reports, expected failures.
#![cfg(unix)]

use std::path::PathBuf;
use std::process::{Output, Stdio};

use hookproof::cases::Expected;
use hookproof::outcome::{Outcome, Report, Verdict};

use crate::command::hookproof;
use crate::programs::has_python;
use crate::served::Served;

const SHIM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/python/shim.py");

fn receiver(arguments: &[&str]) -> Output {
    hookproof(&[&["test", "receiver", "--scheme", "github"], arguments].concat())
}

fn file(name: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    folder
        .join(format!("{name}-{}", std::process::id()))
        .to_str()
        .unwrap()
        .to_owned()
}

#[track_caller]
fn check(output: &Output, status: i32, words: &[&str]) {
    let text = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(output.status.code(), Some(status), "{text}");
    for word in words {
        assert!(text.contains(word), "`{word}` is not in:\n{text}");
    }
}

fn report(path: &str) -> Report {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

#[test]
fn wrong_input_is_told_before_anything_runs() {
    let url = "http://127.0.0.1:9/hook";
    let secret = ["--secret", "s"];
    let with = |more: &[&str]| receiver(&[&secret, more, &[url]].concat());
    check(&receiver(&[url]), 2, &["needs a secret"]);
    check(&receiver(&["--secret", "s"]), 2, &["URL"]);
    check(
        &receiver(&["--secret", "s", url, "--", "true"]),
        2,
        &["cannot be used with"],
    );
    check(&with(&["--body", "/no/such/file"]), 2, &["/no/such/file"]);
    check(&with(&["--expected", "/no/such/file"]), 2, &["/no/such/file"]);
    check(&with(&["--report", "jsn=x"]), 2, &["did you mean `json`"]);
    check(
        &with(&["--report", "json=/no/such/folder/x"]),
        2,
        &["/no/such/folder/x"],
    );
    check(&with(&["--shard", "3/2"]), 2, &["I/N"]);
    check(&with(&["--timeout", "0"]), 2, &["0.001"]);
    check(&with(&["--accept-status", "2xx"]), 2, &["200-299,304"]);
    check(&with(&["--accept-status", "200-400"]), 2, &["HTTP status 400"]);
    check(&with(&["--header", "nothing"]), 2, &["NAME:VALUE"]);
    check(
        &with(&["--header", "x-hub-signature-256: a"]),
        2,
        &["would replace"],
    );
    check(
        &receiver(&["--secret", "s", "http://192.0.2.1/"]),
        2,
        &["--allow-remote 192.0.2.1"],
    );
    check(&receiver(&["--secret", "s", "127.0.0.1:80"]), 2, &["is no URL"]);
    check(
        &receiver(&["--case", "github/nothing/*", "--", "true"]),
        2,
        &["no case"],
    );
}

#[test]
fn a_target_that_is_not_there_still_gets_its_report() {
    let json = file("refused.json");
    let output = receiver(&[
        "--secret",
        "s3cr3t-value",
        "--report",
        &format!("json={json}"),
        "http://127.0.0.1:9/hook",
    ]);
    check(&output, 3, &["is the receiver running?"]);
    let report = report(&json);
    assert!(!report.conforms && report.cases[0].verdict == Verdict::Crash);
    assert_eq!(report.summary.total, report.summary.failed);
}

#[test]
fn exit_statuses_of_shims() {
    if !has_python() {
        return;
    }
    let shim =
        |arguments: &[&str]| receiver(&[&["--timeout", "5", "--", "python3", SHIM], arguments].concat());
    check(&shim(&[]), 0, &["conforms"]);
    check(
        &shim(&["reject-all"]),
        3,
        &["does not accept the genuine control delivery"],
    );
    check(&shim(&["unsupported"]), 3, &[]);
    check(&shim(&["banner"]), 3, &["`listening for requests`"]);
    check(&shim(&["noise-on", "zen"]), 1, &["`verifying with care`"]);
    // It refuses everything from the third request on: the last control among them.
    check(&shim(&["reject-late", "3"]), 1, &[]);
    let strange = hookproof(&["shim", "check", "--", "python3", SHIM, "integer-id"]);
    check(&strange, 1, &["failed  id", "the contract:"]);
    check(
        &hookproof(&["shim", "check", "--", "python3", SHIM]),
        0,
        &["keeps the protocol"],
    );
    check(&hookproof(&["shim", "check", "--", "true"]), 3, &["hello"]);
}

#[test]
fn failures_that_are_known_pass_until_they_are_stale() {
    if !has_python() {
        return;
    }
    let known = file("known.toml");
    let with = |option: &str, fault: &str| {
        receiver(&[
            "--timeout",
            "5",
            option,
            &known,
            "--",
            "python3",
            SHIM,
            fault,
            "zen",
        ])
    };
    check(&with("--write-expected", "noise-on"), 1, &[]);
    let text = std::fs::read_to_string(&known).unwrap();
    assert!(
        text.contains("github/genuine/ping") && text.contains("protocol_error"),
        "{text}"
    );
    check(&with("--expected", "noise-on"), 0, &["known"]);
    // The fault is mended.
    let mended = receiver(&["--expected", &known, "--", "python3", SHIM]);
    check(&mended, 1, &["remove the entry"]);
    std::fs::write(&known, text.replace("ping", "pong")).unwrap();
    check(&with("--expected", "noise-on"), 1, &["matches no case"]);
}

#[test]
fn secrets_do_not_reach_any_report() {
    if !has_python() {
        return;
    }
    let secret = "a secret, of 30 characters & so";
    for format in ["terminal", "json", "junit", "html", "github"] {
        let output = receiver(&[
            "--secret", secret, "--report", format, "--", "python3", SHIM, "leak",
        ]);
        check(&output, 1, &["holds the secret"]);
        let text = [output.stdout, output.stderr].concat();
        assert!(
            !hookproof::outcome::Redactor::new(&[secret]).contains(&text),
            "{format}"
        );
    }
}

#[test]
fn the_reference_receiver_conforms_over_http() {
    let arguments = ["--scheme", "github", "--secret", "over http"];
    let server = Served::start(&arguments, Stdio::null());
    let url = format!("http://{}/hook", server.address);
    for concurrency in ["1", "16"] {
        let json = file("serve.json");
        let output = receiver(&[
            "--secret",
            "over http",
            "--concurrency",
            concurrency,
            "--timeout",
            "10",
            "--report",
            &format!("json={json}"),
            &url,
        ]);
        check(&output, 0, &["conforms"]);
        let report = report(&json);
        assert!(report.cases.iter().any(|case| case.outcome == Outcome::Passed));
        assert!(
            report.cases[0].reproduce.starts_with("curl "),
            "{}",
            report.cases[0].reproduce
        );
    }
    let output = receiver(&["--secret", "another", &url]);
    check(&output, 3, &["HTTP 4"]);
}

/// A receiver that refuses genuine deliveries conforms to nothing, whatever else it refuses.
#[test]
fn rejections_are_void_where_a_control_fails() {
    if !has_python() {
        return;
    }
    for (fault, argument, status) in [("reject-all", "", 3), ("reject-late", "6", 1)] {
        let json = file("void.json");
        let option = format!("json={json}");
        let output = receiver(&[
            "--timeout",
            "9",
            "--report",
            &option,
            "--",
            "python3",
            SHIM,
            fault,
            argument,
        ]);
        check(&output, status, &[]);
        let report = report(&json);
        let rejects = || {
            report
                .cases
                .iter()
                .filter(|case| case.expected == Expected::Reject)
        };
        assert!(rejects().any(|case| case.outcome == Outcome::Void), "{fault}");
        assert!(!rejects().any(|case| case.outcome == Outcome::Passed), "{fault}");
        assert!(!report.conforms && report.summary.void > 0);
    }
    let json = file("accept.json");
    let output = receiver(&[
        "--timeout",
        "9",
        "--report",
        &format!("json={json}"),
        "--",
        "python3",
        SHIM,
        "accept-all",
    ]);
    check(&output, 1, &["does not conform"]);
    let report = report(&json);
    assert!(report.summary.failed > 0 && report.summary.void == 0);
}

#[test]
fn shards_share_the_cases() {
    if !has_python() {
        return;
    }
    let ids = |options: &[&str]| -> Vec<String> {
        let json = file("shard.json");
        let report_option = format!("json={json}");
        let options = [&["--report", &report_option], options, &["--", "python3", SHIM]].concat();
        check(&receiver(&options), 0, &[]);
        report(&json).cases.into_iter().map(|case| case.id).collect()
    };
    let mut parts = [ids(&["--shard", "1/2"]), ids(&["--shard", "2/2"])].concat();
    let mut all = ids(&[]);
    parts.sort();
    all.sort();
    assert_eq!(parts, all);
    assert_eq!(ids(&["--case", "*/genuine/ping"]), ["github/genuine/ping"]);
}
