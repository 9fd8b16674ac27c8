//! The `curl` lines run as printed, in `sh`, and every byte arrives.

#![expect(clippy::print_stderr, reason = "a skip is told loudly")]

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::thread::JoinHandle;
use std::time::Duration;

use hookproof::delivery::{Delivery, parse_http_message, write_curl};

use crate::command::program;

/// A server for one request; it hands back what came.
fn listen() -> (String, JoinHandle<Delivery>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let thread = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let message = read_message(&mut stream);
        stream
            .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            .unwrap();
        parse_http_message(&message).unwrap()
    });
    (url, thread)
}

fn read_message(stream: &mut TcpStream) -> Vec<u8> {
    let mut message = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        let head = message.windows(4).position(|window| window == b"\r\n\r\n");
        if let Some(end) = head {
            let text = String::from_utf8_lossy(message.split_at(end).0).to_ascii_lowercase();
            let length = text
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "));
            let length: usize = length.map_or(0, |length| length.trim().parse().unwrap());
            if message.len() >= end + 4 + length {
                return message;
            }
            if text.contains("expect: 100-continue") && message.len() == end + 4 {
                stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").unwrap();
            }
        }
        let n = stream.read(&mut chunk).unwrap();
        assert!(n > 0, "the request broke off");
        message.extend_from_slice(chunk.split_at(n).0);
    }
}

fn curl_is_there() -> bool {
    let there = Command::new("curl").arg("--version").output().is_ok();
    if !there {
        eprintln!("SKIPPED: curl is missing");
    }
    there
}

/// Runs a line in `sh` in an empty folder; no proxy comes between.
fn run_line(line: &str) {
    let mut shell = Command::new("sh")
        .env("no_proxy", "*")
        .env("NO_PROXY", "*")
        .env("CURL_HOME", "/nonexistent")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // As typed: an argument of `sh -c` would be limited in length.
    shell.stdin.take().unwrap().write_all(line.as_bytes()).unwrap();
    let output = shell.wait_with_output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && told.is_empty(), "{line}\n{told}");
    assert!(output.stdout.starts_with(b"HTTP/1.1 200"), "{line}");
}

/// Sends `delivery` as a line and compares everything that it states.
fn check(mut delivery: Delivery, target: &str) {
    if !curl_is_there() {
        return;
    }
    let (url, server) = listen();
    delivery.url = format!("{url}{target}");
    run_line(&write_curl(&delivery, &delivery.url));
    let arrived = server.join().unwrap();
    assert_eq!(arrived.method, delivery.method);
    assert_eq!(arrived.url.replace("https://", "http://"), delivery.url);
    assert_eq!(arrived.body, delivery.body);
    let ours = |name: &str| !["host", "user-agent", "accept", "content-length", "expect"].contains(&name);
    let lines = |delivery: &Delivery| -> Vec<(String, Vec<u8>)> {
        let lines = delivery
            .headers
            .iter()
            .map(|h| (h.name.to_ascii_lowercase(), h.value.clone()));
        lines.filter(|(name, _)| ours(name)).collect()
    };
    assert_eq!(lines(&arrived), lines(&delivery));
}

fn body(body: &[u8]) {
    let mut delivery = Delivery::post("", body);
    delivery.headers.push("Content-Type", "application/json");
    check(delivery, "/hook");
}

#[test]
fn quotes() {
    body(br#"{"a":"it's","b":"\"$(id)\" `id` \\ ${HOME} !x %s"}"#);
}

#[test]
fn line_ends() {
    body(b"\na\r\nb\n\n");
}

#[test]
fn an_at_sign_in_front() {
    body(b"@/etc/passwd");
}

#[test]
fn a_dash_in_front() {
    body(b"-d --help");
}

#[test]
fn nul() {
    body(b"a\0b\0");
}

#[test]
fn bytes_that_are_no_text() {
    body(b"\xff\xfe\x80 'x' \\ !");
    body(&(0..=255).collect::<Vec<u8>>());
}

#[test]
fn text_beyond_ascii() {
    body("naïve 日本 🎉 \u{202e} \u{feff}".as_bytes());
}

#[test]
fn long_bodies() {
    body(&b"0123456789abcdef".repeat(20_000));
}

#[test]
fn no_body() {
    check(Delivery::post("", ""), "/hook");
}

#[test]
fn no_content_type() {
    check(Delivery::post("", "{}"), "/hook");
}

#[test]
fn headers() {
    let mut delivery = Delivery::post("", "{}");
    delivery.headers.push("X-Empty", "");
    delivery.headers.push("X-Quote", "it's \"$HOME\" `id` \\ !x;");
    delivery.headers.push("X-Bytes", b"caf\xe9 \x80'".to_vec());
    delivery.headers.push("X-Twice", "1");
    delivery.headers.push("x-twice", "2");
    delivery.headers.push("X-Tab", "a\tb");
    delivery.headers.push("Content-Type", "text/plain");
    check(delivery, "/hook");
}

#[test]
fn urls() {
    check(Delivery::post("", "{}"), "/a/../b/./c?x=[1-3]&y={a,b}&z='%20'*");
}

#[test]
fn methods() {
    for method in ["PUT", "PATCH", "DELETE"] {
        let mut delivery = Delivery::post("", "{\"a\":1}");
        method.clone_into(&mut delivery.method);
        check(delivery, "/hook");
    }
    for method in ["GET", "HEAD"] {
        let mut delivery = Delivery::post("", "");
        method.clone_into(&mut delivery.method);
        check(delivery, "/hook?a=b");
    }
}

/// The same through the command line, as a person would use it.
#[test]
fn sign_prints_a_line_that_runs() {
    if !curl_is_there() {
        return;
    }
    let file = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("curl-body");
    for bytes in [b"@it's\n\"x\"".as_slice(), b"\0\xff\r\n", b"{}"] {
        std::fs::write(&file, bytes).unwrap();
        let (url, server) = listen();
        let output = program()
            .args([
                "sign", "--scheme", "github", "--secret", "s", "--format", "curl", "--url", &url,
            ])
            .arg("--body")
            .arg(&file)
            .output()
            .unwrap();
        run_line(&String::from_utf8(output.stdout).unwrap());
        assert_eq!(server.join().unwrap().body, bytes);
    }
    std::fs::remove_file(&file).unwrap();
}
