//! The program as a person or a script calls it: exit statuses, messages, round trips.

use std::path::PathBuf;
use std::process::{Output, Stdio};

use hookproof::cases::{Setting, VECTOR_TIME};
use hookproof::scheme::{CATALOG, Scheme, catalog_scheme};

use crate::command::{fed, program};

/// Runs the program with `input` on standard input.
fn run_with(arguments: &[&str], input: &[u8]) -> Output {
    let mut program = program();
    program
        .args(arguments)
        .env_remove("HOOKPROOF_TEST_ABSENT")
        .env("HOOKPROOF_TEST_SECRET", "from the environment");
    fed(&mut program, input)
}

fn run(arguments: &[&str]) -> Output {
    run_with(arguments, b"")
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The command is refused as wrongly used, with one message that holds each of `words`.
fn refused(arguments: &[&str], input: &[u8], words: &[&str]) {
    let output = run_with(arguments, input);
    let told = stderr(&output);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}\n{told}");
    assert!(told.starts_with("error: "), "{arguments:?}\n{told}");
    assert_eq!(told.matches("error: ").count(), 1, "{arguments:?}\n{told}");
    for word in words {
        assert!(told.contains(word), "{arguments:?}: no `{word}` in\n{told}");
    }
    assert_eq!(stdout(&output), "", "{arguments:?}");
}

/// A file of this test process.
fn file(name: &str, bytes: &[u8]) -> String {
    let folder: PathBuf = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("cli");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path.to_str().unwrap().to_owned()
}

const GITHUB: [&str; 4] = ["--scheme", "github", "--secret", "s"];

fn sign(more: &[&str]) -> Output {
    let output = run(&[&["sign"], GITHUB.as_slice(), more].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    output
}

#[test]
fn an_unknown_scheme_gets_a_hint() {
    refused(
        &["sign", "--scheme", "determind", "--secret", "s"],
        b"",
        &["`determind`", "did you mean `determined`?"],
    );
    refused(
        &["sign", "--scheme", "qqqqqqqqqqqq", "--secret", "s"],
        b"",
        &["hookproof schemes list"],
    );
}

#[test]
fn a_scheme_file_that_is_not_there() {
    refused(
        &["sign", "--scheme", "./absent.toml", "--secret", "s"],
        b"",
        &["./absent.toml"],
    );
}

#[test]
fn a_broken_scheme_file_is_told_by_file_and_line() {
    let path = file("broken.toml", b"id = \"x\"\nname = \n");
    refused(&["schemes", "lint", &path], b"", &["broken.toml", "2"]);
    let path = file("unknown.toml", b"id = \"x\"\nname = \"X\"\ncolour = \"red\"\n");
    refused(&["schemes", "lint", &path], b"", &["unknown.toml", "colour"]);
    let path = file("latin.toml", b"id = \"\xff\"\n");
    refused(&["schemes", "lint", &path], b"", &["latin.toml", "UTF-8"]);
}

#[test]
fn a_missing_secret() {
    for command in ["sign", "serve"] {
        refused(
            &[command, "--scheme", "github"],
            b"",
            &["needs a secret", "--secret-env"],
        );
    }
    refused(
        &["verify", "--scheme", "github", "-"],
        b"",
        &["needs a secret", "--secret-file"],
    );
    refused(
        &[
            "sign",
            "--scheme",
            "github",
            "--secret-env",
            "HOOKPROOF_TEST_ABSENT",
        ],
        b"",
        &["HOOKPROOF_TEST_ABSENT", "not set"],
    );
    refused(
        &["sign", "--scheme", "github", "--secret-file", "/absent/secret"],
        b"",
        &["/absent/secret"],
    );
}

#[test]
fn an_unusable_secret_is_refused_and_not_shown() {
    let output = run(&[
        "sign",
        "--scheme",
        "standard-webhooks",
        "--secret",
        "whsec_!not!base64!",
    ]);
    assert_eq!(output.status.code(), Some(2));
    assert!(!stderr(&output).contains("not!base64"), "{}", stderr(&output));
}

#[test]
fn a_body_file_that_is_not_there() {
    refused(
        &[&["sign"], GITHUB.as_slice(), &["--body", "/absent/body"]].concat(),
        b"",
        &["/absent/body"],
    );
}

#[test]
fn a_header_that_is_none() {
    refused(
        &[&["sign"], GITHUB.as_slice(), &["--header", "no colon"]].concat(),
        b"",
        &["no colon", "NAME:VALUE"],
    );
}

#[test]
fn captures_that_cannot_be_read() {
    let verify = |input: &[u8], words: &[&str]| {
        refused(&[&["verify"], GITHUB.as_slice(), &["-"]].concat(), input, words);
    };
    verify(b"", &["standard input"]);
    verify(b"hello\n", &["standard input"]);
    verify(b"POST / HTTP/1.1\r\nbroken\r\n\r\n", &["line 2"]);
    verify(b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nx", &["9", "1"]);
    verify(b"{\"method\": \"POST\"", &["standard input"]);
    verify(
        b"{\"url\": \"https://h/\", \"headers\": [], \"body\": \"***\"}",
        &["base64"],
    );
    refused(
        &[&["verify"], GITHUB.as_slice(), &["/absent/capture"]].concat(),
        b"",
        &["/absent/capture"],
    );
}

#[test]
fn unknown_commands_and_options_are_usage_errors() {
    for arguments in [
        ["frobnicate"].as_slice(),
        &["sign", "--frobnicate"],
        &["sign", "--now", "soon"],
        &[],
    ] {
        assert_eq!(run(arguments).status.code(), Some(2), "{arguments:?}");
    }
    for arguments in [["--help"].as_slice(), &["--version"], &["sign", "--help"]] {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert!(output.stderr.is_empty(), "{arguments:?}");
    }
}

#[test]
fn an_unknown_case_gets_a_hint() {
    refused(
        &["cases", "show", "determined/genuine/contrl"],
        b"",
        &[
            "did you mean `determined/genuine/control`?",
            "cases list --scheme determined",
        ],
    );
    refused(&["cases", "show", "nonsense"], b"", &["SCHEME/FAMILY/CASE"]);
    refused(
        &["cases", "show", "githb/genuine/control"],
        b"",
        &["did you mean `github`?"],
    );
}

#[test]
fn cases_are_listed_and_each_can_be_shown() {
    let output = run(&["cases", "list", "--scheme", "determined", "--format", "json"]);
    let rows: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let rows = rows.as_array().unwrap();
    assert!(!rows.is_empty());
    let listed = stdout(&run(&["cases", "list", "--scheme", "determined"]));
    assert_eq!(listed.lines().count(), rows.len());
    for row in rows.iter().take(5).chain(rows.last()) {
        let id = row.get("id").and_then(|id| id.as_str()).unwrap();
        let shown = run(&["cases", "show", id]);
        assert!(shown.status.success() && stdout(&shown).starts_with(id), "{id}");
        let json = run(&["cases", "show", id, "--format", "json"]);
        let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
        assert_eq!(json.get("id"), row.get("id"));
    }
}

#[test]
fn every_scheme_signs_and_verifies() {
    for entry in CATALOG {
        let scheme: Scheme = catalog_scheme(entry.id).unwrap();
        let setting = Setting::vectors(&scheme);
        let now = VECTOR_TIME.to_string();
        let with = |secrets: &[String], arguments: &[&str]| -> Vec<String> {
            let given = arguments.iter().map(|&argument| argument.to_owned());
            given
                .chain(secrets.iter().map(|secret| format!("--secret={secret}")))
                .collect()
        };
        let signing = with(
            &setting.signing_secrets,
            &["sign", "--scheme", entry.id, "--now", &now],
        );
        let verifying = with(
            &setting.secrets,
            &["verify", "--scheme", entry.id, "--now", &now, "-"],
        );
        let signing: Vec<&str> = signing.iter().map(String::as_str).collect();
        let verifying: Vec<&str> = verifying.iter().map(String::as_str).collect();
        for format in ["http", "json"] {
            let signed = run(&[signing.as_slice(), &["--format", format]].concat());
            assert!(signed.status.success(), "{}: {}", entry.id, stderr(&signed));
            // The message has only path and Host; the JSON tells the URL.
            let url = scheme.delivery().url.clone();
            let judged = run_with(
                &[verifying.as_slice(), &["--url", &url_of(&signed, format, url)]].concat(),
                &signed.stdout,
            );
            assert_eq!(
                stdout(&judged),
                "accept\n",
                "{} as {format}: {}",
                entry.id,
                stderr(&judged)
            );
            assert_eq!(judged.status.code(), Some(0));
        }
    }
}

/// The URL of a signed delivery: a token may have been added to its query.
fn url_of(signed: &Output, format: &str, url: String) -> String {
    if format == "json" {
        let json: serde_json::Value = serde_json::from_slice(&signed.stdout).unwrap();
        return json.get("url").and_then(|url| url.as_str()).unwrap().to_owned();
    }
    let text = stdout(signed);
    let query = text.split(' ').nth(1).and_then(|target| target.split_once('?'));
    match query {
        Some((_, query)) => format!("{}?{query}", url.split('?').next().unwrap_or(&url)),
        None => url,
    }
}

#[test]
fn a_forged_delivery_exits_with_1_and_tells_why() {
    let signed = sign(&[]).stdout;
    let judged = run_with(
        &["verify", "--scheme", "github", "--secret", "other", "-"],
        &signed,
    );
    assert_eq!(judged.status.code(), Some(1));
    assert_eq!(
        stdout(&judged),
        "reject: signature_mismatch: the signature does not match\n"
    );
    assert_eq!(stderr(&judged), "");
}

#[test]
fn any_of_several_secrets_verifies() {
    let signed = sign(&[]).stdout;
    let judged = run_with(
        &[
            "verify", "--scheme", "github", "--secret", "old", "--secret", "s", "-",
        ],
        &signed,
    );
    assert_eq!(stdout(&judged), "accept\n");
}

#[test]
fn secrets_come_from_the_environment() {
    let signed = run(&[
        "sign",
        "--scheme",
        "github",
        "--secret-env",
        "HOOKPROOF_TEST_SECRET",
    ]);
    let judged = run_with(
        &[
            "verify",
            "--scheme",
            "github",
            "--secret",
            "from the environment",
            "-",
        ],
        &signed.stdout,
    );
    assert_eq!(stdout(&judged), "accept\n");
}

/// Of a secret file exactly one final line end is dropped, and nothing else.
#[test]
fn secret_files_lose_one_line_end() {
    for (content, secret) in [
        ("s", "s"),
        ("s\n", "s"),
        ("s\r\n", "s"),
        ("s\n\n", "s\n"),
        ("s\r\n\r\n", "s\r\n"),
        ("s\r", "s\r"),
        (" s \n", " s "),
    ] {
        let path = file("secret", content.as_bytes());
        let signed = run(&["sign", "--scheme", "github", "--secret-file", &path]);
        let judged = run_with(
            &["verify", "--scheme", "github", &format!("--secret={secret}"), "-"],
            &signed.stdout,
        );
        assert_eq!(stdout(&judged), "accept\n", "{content:?}");
    }
}

#[test]
fn bodies_are_signed_byte_for_byte() {
    for bytes in [b"".as_slice(), b"\0\xff\r\n\n", b"{ \"a\" : 1 }\n"] {
        let path = file("body", bytes);
        let signed = sign(&["--body", &path]).stdout;
        assert!(signed.ends_with(bytes));
        let judged = run_with(&[&["verify"], GITHUB.as_slice(), &["-"]].concat(), &signed);
        assert_eq!(stdout(&judged), "accept\n", "{bytes:?}");
        let piped = run_with(&[&["sign"], GITHUB.as_slice(), &["--body", "-"]].concat(), bytes);
        assert_eq!(piped.stdout, signed);
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = program()
        .args(["cases", "list", "--scheme", "github"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(stderr(&output), "");
}
