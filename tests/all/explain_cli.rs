//! `hookproof explain` as a person or a script calls it.

use std::path::PathBuf;
use std::process::Output;

use crate::command::{fed, program};

const SECRET: &str = "topsecret";

/// What a receiver that writes JSON with blanks would have had to be sent.
const SIGNED: &str = r#"{"a": 1}"#;

fn run(arguments: &[&str], input: &[u8]) -> Output {
    fed(program().args(arguments), input)
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn signature() -> String {
    let digest = hookproof::mac::Hash::Sha256.hmac(SECRET.as_bytes(), SIGNED.as_bytes());
    format!("sha256={}", hookproof::encoding::hex_text(digest.as_bytes()))
}

fn explained(more: &[&str], input: &[u8]) -> Output {
    let arguments = [&["explain", "--scheme", "github", "--secret", SECRET], more].concat();
    run(&arguments, input)
}

/// The answer in JSON names the rewriting, and nothing else is in it.
fn names_the_rewriting(more: &[&str], input: &[u8]) {
    let output = explained(&[&["--format", "json"], more].concat(), input);
    let told = format!("{}{}", stdout(&output), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(1), "{told}");
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let names: Vec<_> = json.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(names, ["verifies", "findings"]);
    assert_eq!(json.pointer("/verifies"), Some(&false.into()));
    assert_eq!(
        json.pointer("/findings/0/mistake"),
        Some(&"body/reserialized".into()),
        "{told}"
    );
    assert_eq!(json.pointer("/findings/0/proof"), Some(&true.into()));
    let detail = json.pointer("/findings/0/detail").unwrap().as_str().unwrap();
    assert!(detail.contains("json.dumps"), "{detail}");
    assert!(!told.contains(SECRET));
}

fn file(name: &str, bytes: &[u8]) -> String {
    let folder: PathBuf = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("explain_cli");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn every_form_of_a_capture_is_read() {
    let signature = signature();
    for end in ["\r\n", "\n"] {
        let message = format!(
            "POST /hook HTTP/1.1{end}Host: h.example{end}X-Hub-Signature-256: {signature}{end}{end}{{\"a\":1}}"
        );
        names_the_rewriting(&["-"], message.as_bytes());
    }
    let curl = format!(
        "curl -sS -X POST https://h.example/hook \\\n  -H 'X-Hub-Signature-256: {signature}' --data-raw $'{{\"a\":1}}'"
    );
    names_the_rewriting(&["-"], curl.as_bytes());
    let entry = serde_json::json!({"request": {"method": "POST", "url": "https://h.example/hook",
        "headers": [{"name": "X-Hub-Signature-256", "value": signature}], "postData": {"text": "{\"a\":1}"}}});
    names_the_rewriting(&["-"], entry.to_string().as_bytes());
    let request = serde_json::json!({"method": "POST", "url": "https://h.example/hook",
        "headers": [["X-Hub-Signature-256", signature]], "body": "eyJhIjoxfQ=="});
    names_the_rewriting(&["-"], request.to_string().as_bytes());
    let headers = file(
        "headers",
        format!("X-Hub-Signature-256: {signature}\nContent-Length: 999\n").as_bytes(),
    );
    let body = file("body", b"{\"a\":1}");
    names_the_rewriting(&["--headers", &headers, "--body", &body], b"");
}

#[test]
fn the_text_shows_the_difference_and_how_to_mend_it() {
    let message = format!(
        "POST / HTTP/1.1\nX-Hub-Signature-256: {}\n\n{{\"a\":1}}",
        signature()
    );
    let output = explained(&["-"], message.as_bytes());
    let text = stdout(&output);
    assert_eq!(output.status.code(), Some(1));
    for part in [
        "body/reserialized",
        "  signed:   {\"a\": 1}\n  expected: {\"a\":1}\n                 ^ byte 5\n",
        "Express",
        "actix",
    ] {
        assert!(text.contains(part), "no {part:?} in\n{text}");
    }
    let right = hookproof::mac::Hash::Sha256.hmac(SECRET.as_bytes(), b"{\"a\":1}");
    let right = hookproof::encoding::hex_text(right.as_bytes());
    assert!(!text.contains(&right) && !text.contains(SECRET));
    let revealed = stdout(&explained(&["--reveal", "-"], message.as_bytes()));
    assert!(revealed.contains(&format!("sha256={right}")), "{revealed}");
}

#[test]
fn what_verifies_and_what_nothing_explains() {
    let genuine = run(&["sign", "--scheme", "github", "--secret", SECRET], b"");
    let output = explained(&["--format", "json", "-"], &genuine.stdout);
    assert_eq!(output.status.code(), Some(0));
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json, serde_json::json!({"verifies": true, "findings": []}));
    let any = run(
        &["explain", "--scheme", "any", "--secret", SECRET, "-"],
        &genuine.stdout,
    );
    assert!(stdout(&any).contains("`github` fits"), "{}", stdout(&any));
    let set = run(
        &[
            "explain", "--scheme", "any", "--set", "url=x", "--secret", SECRET, "-",
        ],
        &genuine.stdout,
    );
    let told = String::from_utf8_lossy(&set.stderr);
    assert_eq!(set.status.code(), Some(2), "{told}");
    assert!(told.contains("`--set` is for one scheme"), "{told}");
    let unknown = format!(
        "POST / HTTP/1.1\nX-Hub-Signature-256: sha256={}\n\n\u{e9}",
        "5a".repeat(32)
    );
    let output = explained(&["--format", "json", "-"], unknown.as_bytes());
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json.pointer("/findings"), Some(&serde_json::json!([])));
    let tried = json.pointer("/tried").unwrap().as_array().unwrap();
    assert!(
        tried.len() > 15 && tried.contains(&"body/charset".into()),
        "{tried:?}"
    );
}

#[test]
fn the_list_has_every_mistake() {
    let output = run(&["explain", "--list"], b"");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(
        stdout(&output).lines().count(),
        hookproof::explain::MISTAKES.len()
    );
    for refused in [
        &["explain", "--scheme", "github", "-"] as &[&str],
        &["explain", "-"],
        &["explain", "--scheme", "any", "-"],
    ] {
        assert_eq!(run(refused, b"").status.code(), Some(2), "{refused:?}");
    }
}

/// A secret that is a word of our own is taken out of what comes of the delivery, and not out of our sentences.
#[test]
fn our_own_sentences_stay_whole() {
    let message =
        "POST / HTTP/1.1\r\nHost: h\r\nX-Hub-Signature-256: sha256=00\r\nContent-Length: 9\r\n\r\nsay other";
    let output = run(
        &["explain", "--scheme", "github", "--secret", "other", "-"],
        message.as_bytes(),
    );
    let told = stdout(&output);
    assert!(told.contains("say [redacted]"), "{told}");
    assert!(
        told.contains("secret/other") || told.contains("another one"),
        "{told}"
    );
    assert_eq!(
        told.matches("[redacted]").count(),
        told.matches("say [redacted]").count(),
        "{told}"
    );
}
