//! What a run must not claim: conformity of what nobody looked at, a fault where a limit is, a mistake that the answers
//! disprove; and no more of a secret than nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use hookproof::delivery::parse_http_message;
use hookproof::outcome::{Report, Verdict};
use hookproof::scheme::catalog_scheme;
use hookproof::signing::Verifier;

use crate::command::hookproof;
use crate::programs::{empty_folder, has_python};
use crate::told::{receiver, serving};

const SECRET: &str = "s3cr3t-of-the-test";

fn told(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&[output.stdout.as_slice(), &output.stderr].concat()).into_owned()
}

fn answer(status: u16, body: &str) -> String {
    format!(
        "HTTP/1.1 {status} x\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// A judge of GitHub's deliveries: what it answers to a genuine one and to a forgery, both to the body.
fn judge(
    genuine: impl Fn(&[u8]) -> String + Send + Clone + 'static,
    forged: impl Fn(&[u8]) -> String + Send + Clone + 'static,
) -> impl Fn(&[u8], &mut bool) -> String + Send + Clone + 'static {
    let verifier = Arc::new(Verifier::new(&catalog_scheme("github").unwrap(), &[SECRET]).unwrap());
    move |request, _| {
        let delivery = parse_http_message(request).unwrap();
        match verifier.verify(&delivery, 0) {
            Ok(_) => genuine(&delivery.body),
            Err(_) => forged(&delivery.body),
        }
    }
}

#[test]
fn a_limit_of_requests_is_no_fault_of_verification() {
    let asked = Arc::new(AtomicUsize::new(0));
    let verify = judge(|_| answer(200, "ok"), |_| answer(401, ""));
    let url = serving(move |request, trusted| {
        if asked.fetch_add(1, Ordering::Relaxed) > 40 {
            answer(429, "")
        } else {
            verify(request, trusted)
        }
    });
    let output = receiver("github", SECRET, &[&url]);
    let text = told(&output);
    assert_eq!(output.status.code(), Some(3), "{text}");
    assert!(
        text.contains("hint: the target limits requests; lift its limit"),
        "{text}"
    );
    assert!(
        !text.contains("does not conform") && !text.contains("it fails"),
        "{text}"
    );
}

#[test]
fn genuine_deliveries_that_are_refused_among_others_are_named() {
    let refuses_the_smallest = |body: &[u8]| match body {
        b"{}" => answer(401, ""),
        _ => answer(200, "ok"),
    };
    let url = serving(judge(refuses_the_smallest, |_| answer(401, "")));
    let output = receiver("github", SECRET, &[&url]);
    let text = told(&output);
    assert_eq!(output.status.code(), Some(3), "{text}");
    assert!(
        text.contains("are taken, so that scheme and secret are right"),
        "{text}"
    );
    assert!(text.contains("refused: `github/genuine/control`"), "{text}");
    assert!(!text.contains("for the same secret?"), "{text}");
    // Where none is taken, nothing is known to be right.
    let url = serving(judge(|_| answer(401, ""), |_| answer(401, "")));
    let text = told(&receiver("github", SECRET, &[&url]));
    assert!(
        text.contains("for the same secret?") && !text.contains("are taken"),
        "{text}"
    );
}

#[test]
fn what_the_answers_disprove_is_not_suspected() {
    let text = |genuine, forged: fn(&[u8]) -> String| {
        told(&receiver("github", SECRET, &[&serving(judge(genuine, forged))]))
    };
    let ok = |_: &[u8]| answer(200, "ok");
    let one = text(ok, |_| answer(500, "RuntimeError"));
    assert!(
        one.contains("`mismatch-answers-500`") && !one.contains("redirects"),
        "{one}"
    );
    let one = text(ok, |_| answer(200, "{\"error\":\"signature\"}"));
    assert!(one.contains("`refusal-answers-200`"), "{one}");
    let one = text(ok, |_| answer(200, "ok"));
    assert!(
        one.contains("`never-verifies`") && !one.contains("`refusal-answers-200`"),
        "{one}"
    );
}

#[test]
fn forged_tokens_are_written_nowhere() {
    let token = "Tr0ub4dor-zQwVxYpLmKjHgF-93";
    let url = serving(|_, _| answer(200, "ok"));
    for scheme in ["telegram", "valohai-static-query"] {
        for format in ["terminal", "json", "junit", "html", "github"] {
            let output = receiver(scheme, token, &["--report", format, &url]);
            assert_eq!(output.status.code(), Some(1));
            check_tells_nothing(&told(&output), token);
        }
    }
}

/// No eight characters of the token on end are in a text, forwards or backwards.
#[track_caller]
fn check_tells_nothing(text: &str, token: &str) {
    let text = text.to_ascii_lowercase();
    let forward: Vec<char> = token.to_ascii_lowercase().chars().collect();
    let backward: Vec<char> = forward.iter().rev().copied().collect();
    for piece in forward.windows(8).chain(backward.windows(8)) {
        let piece: String = piece.iter().collect();
        assert!(!text.contains(&piece), "`{piece}` is in:\n{text}");
    }
}

#[test]
fn a_finding_of_the_fuzzer_does_not_tell_most_of_a_token() {
    let token = "Tr0ub4dor-zQwVxYpLmKjHgF-93";
    let url = serving(move |request, _| {
        let delivery = parse_http_message(request).unwrap();
        let given = delivery.headers.text("X-Telegram-Bot-Api-Secret-Token");
        let is_near = given.is_some_and(|given| given.get(..20) == token.get(..20));
        answer(if is_near { 200 } else { 401 }, "")
    });
    let file = empty_folder("near_token").join("finding.json");
    let file = file.to_str().unwrap();
    let fuzz = [
        "fuzz", "receiver", "--scheme", "telegram", "--secret", token, "--save", file, &url,
    ];
    let output = hookproof(&fuzz);
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
    assert!(
        told(&output).contains("holds the secret, or much of it"),
        "{}",
        told(&output)
    );
    check_tells_nothing(&told(&output), token);
    let saved = std::fs::read_to_string(file).unwrap();
    check_tells_nothing(&saved, token);
    assert!(!saved.contains("\"request\""), "{saved}");
}

#[test]
fn a_scheme_whose_sender_it_does_not_take_tests_nobody() {
    let folder = empty_folder("contradiction");
    let file = folder.join("linkly.toml");
    let scheme = "id = \"linkly\"\nname = \"Linkly\"\n[signature]\nmethod = \"hmac-sha256\"\nin = \"query:sig\"\n\
                  encoding = \"hex\"\nbase_string = \"{body}\"\n[delivery]\n\
                  url = \"https://receiver.example/hook?sig=OLD\"\n";
    std::fs::write(&file, scheme).unwrap();
    let output = receiver(
        file.to_str().unwrap(),
        SECRET,
        &["--", "a-shim-that-is-not-asked"],
    );
    let text = told(&output);
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(
        text.contains("no genuine delivery of scheme `linkly` can be made"),
        "{text}"
    );
    assert!(!text.contains("conforms"), "{text}");
}

#[test]
fn a_glob_without_a_case_is_told() {
    let url = serving(judge(|_| answer(200, "ok"), |_| answer(401, "")));
    let output = receiver(
        "github",
        SECRET,
        &["--case", "*/genuine/control", "--case", "*/genuin/*", &url],
    );
    let text = told(&output);
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(
        text.contains("note: `*/genuin/*` fits no case of scheme `github`"),
        "{text}"
    );
    assert_eq!(text.matches("fits no case").count(), 1, "{text}");
}

#[test]
fn a_sender_that_signs_nothing_does_not_conform() {
    if !has_python() {
        return;
    }
    let shim = ["python3", "examples/determined_shim.py"];
    let arguments = [
        "test", "sender", "--scheme", "github", "--secret", SECRET, "--report", "json",
    ];
    let output = hookproof(&[&arguments[..], &["--shim", "--"], &shim].concat());
    let report: Report = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(3), "{}", told(&output));
    assert!(
        report
            .cases
            .iter()
            .all(|case| case.verdict == Verdict::Unsupported)
    );
    assert!(!report.conforms);
    assert!(told(&output).contains("answers `sign` with `unsupported`"));
}

#[test]
fn what_cannot_travel_is_no_command_line() {
    let sign = ["sign", "--scheme", "github", "--secret", SECRET];
    for wrong in [
        ["--url", "hook"],
        ["--url", "ftp://x/y"],
        ["--url", "http://x y/"],
        ["--url", "http://"],
        ["--header", "X A: b"],
    ] {
        let output = hookproof(&[&sign[..], &wrong].concat());
        let text = told(&output);
        assert_eq!(output.status.code(), Some(2), "{wrong:?} {text}");
        assert!(text.contains(wrong[1]), "{text}");
    }
    for right in [
        ["--url", "/hook?a=1"],
        ["--url", "https://h.example:8443"],
        ["--header", "X-A: b"],
    ] {
        let output = hookproof(&[&sign[..], &right].concat());
        assert_eq!(output.status.code(), Some(0), "{right:?} {}", told(&output));
    }
    let nothing = [
        "send",
        "--scheme",
        "github",
        "--secret",
        SECRET,
        "--count",
        "0",
        "http://127.0.0.1:9/",
    ];
    assert_eq!(hookproof(&nothing).status.code(), Some(2));
}

#[test]
fn a_shim_for_other_schemes_is_not_asked_about_its_secret() {
    if !has_python() {
        return;
    }
    let shim = |schemes: &str| {
        format!(
            "import sys,json\n\
             for line in sys.stdin:\n\
             \x20   r = json.loads(line)\n\
             \x20   a = dict(id=r['id'], verdict='reject')\n\
             \x20   if r['op'] == 'hello': a = dict(id=r['id'], protocol=1, implementation=dict(name='s', version='1'), schemes={schemes}, roles=['verify'], clock='injected')\n\
             \x20   print(json.dumps(a), flush=True)\n"
        )
    };
    let asked = |schemes: &str| {
        told(&receiver(
            "github",
            SECRET,
            &["--", "python3", "-c", &shim(schemes)],
        ))
    };
    let other = asked("['stripe']");
    assert!(
        other.contains("hint: the shim's `hello` does not name `github` among its schemes"),
        "{other}"
    );
    assert!(!other.contains("each case brings its secret"), "{other}");
    for schemes in ["['github', 'stripe']", "[]"] {
        let own = asked(schemes);
        assert!(own.contains("hint: each case brings its secret"), "{own}");
    }
}
