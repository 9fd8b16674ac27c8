//! What is told of a target that refused the genuine control delivery or was not there, and of one that trusts whom
//! it has seen: a newcomer's first result.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Output, Stdio};

use hookproof::delivery::parse_http_message;
use hookproof::scheme::catalog_scheme;
use hookproof::signing::Verifier;

use crate::command::hookproof;
use crate::programs::empty_folder;
use crate::served::Served;

const SECRET: &str = "s3cr3t-of-the-test";

pub(crate) fn receiver(scheme: &str, secret: &str, more: &[&str]) -> Output {
    hookproof(
        &[
            &["test", "receiver", "--scheme", scheme, "--secret", secret],
            more,
        ]
        .concat(),
    )
}

/// The report is short, tells the control and nothing of conformance; standard error has these words.
#[track_caller]
fn check_untested(output: &Output, words: &[&str]) {
    let report = String::from_utf8_lossy(&output.stdout);
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{report}{told}");
    for word in words {
        assert!(told.contains(word), "`{word}` is not in:\n{told}");
    }
    assert!(report.contains("nothing was tested"), "{report}");
    assert_eq!(report.matches('✗').count(), 1, "{report}");
    for word in ["does not conform", "misread", "void"] {
        assert!(
            !report
                .lines()
                .filter(|line| !line.contains("cases: "))
                .any(|line| line.contains(word)),
            "{report}"
        );
    }
    assert!(report.lines().count() < 20, "{report}");
    assert!(!told.contains("it fails just"), "{told}");
}

/// A server that gives every request of a connection the same answer; its URL.
fn answering(answer: &'static str) -> String {
    serving(move |_, _| answer.to_owned())
}

/// A server whose connections each begin with nobody trusted.
pub(crate) fn serving(judge: impl Fn(&[u8], &mut bool) -> String + Send + Clone + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let judge = judge.clone();
            std::thread::spawn(move || {
                let mut stream = stream.unwrap();
                let mut trusted = false;
                while let Some(request) = request_of(&mut stream) {
                    if stream
                        .write_all(judge(&request, &mut trusted).as_bytes())
                        .is_err()
                    {
                        break;
                    }
                }
            });
        }
    });
    url
}

/// One request with its body.
fn request_of(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut byte = [0];
    while !bytes.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).ok()?;
        bytes.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&bytes).to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    let mut body = vec![0; length.map_or(0, |length| length.trim().parse().unwrap())];
    stream.read_exact(&mut body).ok()?;
    bytes.extend(body);
    Some(bytes)
}

#[test]
fn a_refused_control_stands_alone_with_its_command() {
    let served = Served::start(
        &["--scheme", "github", "--secret", "another-secret"],
        Stdio::null(),
    );
    let url = format!("http://{}/hook", served.address);
    let output = receiver("github", SECRET, &[&url]);
    check_untested(
        &output,
        &["hint: is it set up for scheme `github` and for the same secret?"],
    );
    let report = String::from_utf8_lossy(&output.stdout);
    for part in [
        "github/genuine/control",
        "reject: ",
        "curl ",
        "`--report json` holds them all",
    ] {
        assert!(report.contains(part), "`{part}` is not in:\n{report}");
    }
}

#[test]
fn the_near_secret_that_it_takes_is_named() {
    // The text that the user gave is the key there, not what it encodes.
    let (text, encoded) = (
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "TWZLUTlyOEdLWXFyVHdqVVBEOElMUFpJbzJMYUxhU3c=",
    );
    let secret = format!("whsec_{encoded}");
    let served = Served::start(
        &["--scheme", "standard-webhooks", "--secret", &secret],
        Stdio::null(),
    );
    let url = format!("http://{}/hook", served.address);
    let output = receiver("standard-webhooks", &format!("whsec_{text}"), &[&url]);
    check_untested(
        &output,
        &["it accepts the delivery when the secret is used undecoded\n"],
    );

    let secret = format!("{SECRET}\n");
    let served = Served::start(&["--scheme", "github", "--secret", &secret], Stdio::null());
    let url = format!("http://{}/hook", served.address);
    let output = receiver("github", SECRET, &[&url]);
    check_untested(&output, &["when a line feed follows the secret"]);
}

/// A receiver signs over the URL that it was registered with, and that is not the one of the scheme file.
#[test]
fn a_configured_url_is_named_and_can_be_set() {
    let registered = "https://shop.example/square?store=7";
    let set = format!("notification_url={registered}");
    let served = Served::start(
        &["--scheme", "square", "--secret", SECRET, "--set", &set],
        Stdio::null(),
    );
    let url = format!("http://{}/hook", served.address);
    check_untested(
        &receiver("square", SECRET, &[&url]),
        &[
            "`notification_url = \"https://receiver.example/hook\"`",
            "`--set notification_url=URL`",
        ],
    );
    let output = receiver("square", SECRET, &["--set", &set, &url]);
    let report = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{report}");

    let capture = hookproof(&[
        "sign", "--scheme", "square", "--secret", SECRET, "--set", &set, "--now", "0",
    ]);
    let file = empty_folder("configured-url").join("delivery.http");
    std::fs::write(&file, capture.stdout).unwrap();
    let verified = |more: &[&str]| {
        let file = file.to_str().unwrap();
        let always = ["--scheme", "square", "--secret", SECRET, file];
        hookproof(&[&["verify"], always.as_slice(), more].concat())
            .status
            .code()
    };
    assert_eq!((verified(&["--set", &set]), verified(&[])), (Some(0), Some(1)));

    for (scheme, set, words) in [
        ("square", "notification_url", "has no `=`"),
        ("square", "url=x", "has `notification_url` to set"),
        ("github", "url=x", "has nothing to set"),
    ] {
        let output = receiver(scheme, SECRET, &["--set", set, "http://127.0.0.1:1/"]);
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains(words), "{told}");
    }
}

#[test]
fn a_status_leads_to_its_own_hint() {
    let hint = |answer, words: &[&str]| {
        let url = answering(answer);
        check_untested(
            &receiver("github", SECRET, &["--case", "*/genuine/*", &url]),
            words,
        );
    };
    let moved = "HTTP/1.1 308 x\r\nLocation: https://a.example/hook\r\nContent-Length: 0\r\n\r\n";
    hint(moved, &["it redirects to `https://a.example/hook`"]);
    hint(
        "HTTP/1.1 404 x\r\nContent-Length: 0\r\n\r\n",
        &["nothing takes deliveries at `POST /hook`"],
    );
    hint(
        "HTTP/1.1 405 x\r\nContent-Length: 0\r\n\r\n",
        &["is the route there for this method?"],
    );
    hint(
        "HTTP/1.1 415 x\r\nContent-Length: 0\r\n\r\n",
        &["`--body FILE`", "`--header NAME:VALUE`"],
    );
    hint(
        "HTTP/1.1 500 x\r\nContent-Length: 0\r\n\r\n",
        &["its log will tell"],
    );
    let page = "HTTP/1.1 401 x\r\nContent-Length: 40\r\n\r\n<!doctype html>\n<title>401 No</title>\n<p>x";
    hint(page, &["(reject: HTTP 401: 401 No)", "for the same secret?"]);
}

#[test]
fn what_is_not_there_was_not_tested() {
    let output = receiver("github", SECRET, &["http://127.0.0.1:9/hook"]);
    check_untested(&output, &["is the receiver running?"]);
    let html = receiver("github", SECRET, &["--report", "html", "http://127.0.0.1:9/hook"]);
    let html = String::from_utf8_lossy(&html.stdout);
    assert!(
        html.contains("nothing was tested") && !html.contains("does not conform"),
        "{html}"
    );
}

#[test]
fn the_json_report_stays_whole() {
    let url = answering("HTTP/1.1 401 x\r\nContent-Length: 0\r\n\r\n");
    let output = receiver("github", SECRET, &["--report", "json", &url]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(
        report["summary"]["total"].as_u64() > Some(100) && report["summary"]["void"].as_u64() > Some(100)
    );
}

#[test]
fn one_that_trusts_a_connection_does_look_once() {
    let judge = |trusts: bool| {
        let verifier =
            std::sync::Arc::new(Verifier::new(&catalog_scheme("github").unwrap(), &[SECRET]).unwrap());
        move |request: &[u8], trusted: &mut bool| {
            let delivery = parse_http_message(request).unwrap();
            *trusted = verifier.verify(&delivery, 0).is_ok() || trusts && *trusted;
            let status = if *trusted || !trusts { 200 } else { 401 };
            format!("HTTP/1.1 {status} x\r\nContent-Length: 0\r\n\r\n")
        }
    };
    let told = |url: String| {
        let output = receiver("github", SECRET, &["--case", "*/tampered/*", &url]);
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stderr).unwrap()
    };
    let told_of_trust = told(serving(judge(true)));
    assert!(
        told_of_trust.contains("the target verifies once and then trusts"),
        "{told_of_trust}"
    );
    assert!(!told_of_trust.contains("it fails"), "{told_of_trust}");
    let told_of_none = told(serving(judge(false)));
    assert!(!told_of_none.contains("verifies once"), "{told_of_none}");
}

#[test]
fn a_silent_sender_gets_a_senders_words() {
    let output = hookproof(&[
        "test", "sender", "--scheme", "github", "--secret", SECRET, "--wait", "0.2", "--", "true",
    ]);
    let report = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(3));
    assert!(
        report.contains("nothing was tested: no delivery came"),
        "{report}"
    );
    assert!(!report.contains("genuine"), "{report}");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(
        told.contains("`$HOOKPROOF_URL`; each scene waits 0.2 s"),
        "{told}"
    );
}

#[test]
fn a_scheme_without_built_in_mistakes_says_so() {
    for scheme in ["twilio", "discord"] {
        let serve =
            |mistake: &str| hookproof(&["serve", "--scheme", scheme, "--secret", "s", "--mistake", mistake]);
        let listed = String::from_utf8(serve("list").stdout).unwrap();
        assert!(
            listed.starts_with("no built-in mistake can be made with scheme"),
            "{listed}"
        );
        let unknown = String::from_utf8(serve("never-verifies").stderr).unwrap();
        assert!(
            unknown.contains("no built-in mistake can be made with scheme"),
            "{unknown}"
        );
    }
}

#[test]
fn a_scheme_that_cannot_sign_is_not_just_well_formed() {
    let path = format!(
        "{}/cannot-sign-{}.toml",
        env!("CARGO_TARGET_TMPDIR"),
        std::process::id()
    );
    let scheme = "id = \"odd\"\nname = \"Odd\"\n[signature]\nmethod = \"hmac-sha256\"\nin = \"header:X-Signature\"\n\
                  encoding = \"hex\"\nbase_string = \"{target}\\n{header:X-Nonce}\\n{body}\"\n";
    std::fs::write(&path, scheme).unwrap();
    let linted = String::from_utf8(hookproof(&["schemes", "lint", &path]).stdout).unwrap();
    assert!(
        linted.contains("error: unsignable: ") && linted.contains("`{header:X-Nonce}`"),
        "{linted}"
    );
    assert!(!linted.contains("may itself contain"), "{linted}");
    let signed = hookproof(&["sign", "--scheme", &path, "--secret", "s"]);
    let told = String::from_utf8(signed.stderr).unwrap();
    assert!(
        told.contains("a value that is signed is missing: `{header:X-Nonce}`"),
        "{told}"
    );
    let given = [
        "sign",
        "--scheme",
        &path,
        "--secret",
        "s",
        "--header",
        "X-Nonce:7",
    ];
    assert_eq!(hookproof(&given).status.code(), Some(0));
}
