//! The built-in receiver over real HTTP: in process, and as `hookproof serve`.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hookproof::delivery::Delivery;
use hookproof::serve::{Answer, BODY_LIMIT, Site, serve};

use crate::command::{hookproof, program};
use crate::served::Served;

/// Sends raw bytes and reads all that comes back.
fn exchange(address: &str, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    // A server that has heard enough may close before all is written.
    let _ = stream.write_all(request);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

/// What a judge sees of one raw request, and what comes back.
fn through(public_url: Option<&str>, request: &[u8]) -> (Option<Delivery>, String) {
    let seen = Arc::new(Mutex::new(None));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let answer = runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let slot = Arc::clone(&seen);
        let judge = move |delivery: &Delivery, now: i64| {
            assert_eq!(now, 7);
            *slot.lock().unwrap() = Some(delivery.clone());
            assert!(delivery.body != b"panic", "as asked");
            Answer {
                status: 418,
                text: "told".to_owned(),
            }
        };
        let site = Site::new(public_url.unwrap_or("http://here"), judge, || 7);
        let request = request.to_vec();
        let client = tokio::task::spawn_blocking(move || exchange(&address, &request));
        let (end, ended) = tokio::sync::oneshot::channel::<()>();
        let server = serve(listener, site, async move {
            let _ = ended.await;
        });
        let (served, answer) = tokio::join!(server, async move {
            let answer = client.await.unwrap();
            end.send(()).unwrap();
            answer
        });
        served.unwrap();
        answer
    });
    let delivery = seen
        .lock()
        .map_or_else(|poisoned| poisoned.into_inner().clone(), |seen| seen.clone());
    (delivery, answer)
}

#[test]
fn a_judge_sees_what_travels() {
    let request =
        b"PUT /a/../b?x=%20&x=2 HTTP/1.1\r\nHost: h\r\nX-Sig: \xe9\xff\r\nX-Sig: 2\r\nContent-Length: 5\r\n\
                    Connection: close\r\n\r\n\0\xff\r\n.";
    let (delivery, answer) = through(Some("https://hooks.example/base/"), request);
    let delivery = delivery.unwrap();
    assert_eq!(delivery.method, "PUT");
    assert_eq!(delivery.url, "https://hooks.example/base/a/../b?x=%20&x=2");
    assert_eq!(delivery.body, b"\0\xff\r\n.");
    let values: Vec<_> = delivery.headers.values("x-sig").collect();
    assert_eq!(values, [b"\xe9\xff".as_slice(), b"2"]);
    assert!(answer.starts_with("HTTP/1.1 418 "), "{answer}");
    assert!(answer.ends_with("\r\n\r\ntold"), "{answer}");
}

#[test]
fn chunked_bodies_arrive_whole() {
    let request = b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n\
                    3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
    assert_eq!(through(None, request).0.unwrap().body, b"abcde");
}

#[test]
fn a_panic_closes_the_connection() {
    let request = b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\npanic";
    assert_eq!(through(None, request).1, "");
}

#[test]
fn a_body_beyond_the_limit_is_not_judged() {
    let head = format!(
        "POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        BODY_LIMIT + 1
    );
    let request = [head.into_bytes(), vec![b'x'; BODY_LIMIT + 1]].concat();
    let (delivery, answer) = through(None, &request);
    assert!(delivery.is_none());
    // The answer may be lost where the connection is closed with bytes unread.
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 413 "),
        "{answer}"
    );
}

/// A running `hookproof serve` whose log is kept.
struct Serving(Served);

impl Serving {
    fn start(arguments: &[&str]) -> Self {
        Self(Served::start(arguments, Stdio::piped()))
    }

    fn deliver(&self, message: &[u8]) -> String {
        // The connection shall end with the answer.
        let text = String::from_utf8(message.to_vec()).unwrap();
        let text = text.replacen("\r\n", "\r\nConnection: close\r\n", 1);
        exchange(&self.0.address, text.as_bytes())
    }

    /// Ends it as Ctrl-C does; exit status and log.
    fn end(mut self) -> (Option<i32>, String) {
        let killed = Command::new("kill")
            .args(["-INT", &self.0.child.id().to_string()])
            .status();
        assert!(killed.unwrap().success());
        let mut log = String::new();
        self.0
            .child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut log)
            .unwrap();
        (self.0.child.wait().unwrap().code(), log)
    }
}

fn sign(arguments: &[&str]) -> Vec<u8> {
    let output = hookproof(&[&["sign"], arguments].concat());
    assert!(output.status.success());
    output.stdout
}

#[test]
fn the_reference_receiver_accepts_rejects_and_ends() {
    let serving = Serving::start(&["--scheme", "slack", "--secret", "not-to-be-seen"]);
    let genuine = sign(&["--scheme", "slack", "--secret", "not-to-be-seen"]);
    let answer = serving.deliver(&genuine);
    assert!(
        answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("\r\n\r\nok\n"),
        "{answer}"
    );
    let forged = sign(&["--scheme", "slack", "--secret", "other"]);
    let answer = serving.deliver(&forged);
    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
    assert!(
        answer.ends_with("\r\n\r\nreject: signature_mismatch: the signature does not match\n"),
        "{answer}"
    );
    let stale = sign(&[
        "--scheme",
        "slack",
        "--secret",
        "not-to-be-seen",
        "--now",
        "1600000000",
    ]);
    assert!(serving.deliver(&stale).contains("timestamp_too_old"));
    let (status, log) = serving.end();
    assert_eq!(status, Some(0));
    assert_eq!(log.lines().count(), 3, "{log}");
    assert!(
        log.contains("bytes): 200 ok\n") && log.contains(": 400 reject: signature_mismatch"),
        "{log}"
    );
    for told in [
        "; explained: signature_mismatch: no known mistake explains it\n",
        "; explained: timestamp/stale: ",
    ] {
        assert!(log.contains(told), "{told} in {log}");
    }
    assert!(!log.contains("not-to-be-seen"), "{log}");
}

/// A token in the query reaches neither the log nor the answer.
#[test]
fn tokens_stay_out_of_the_log() {
    let secret = "tok-en-123456";
    let serving = Serving::start(&["--scheme", "valohai-static-query", "--secret", secret]);
    let genuine = sign(&["--scheme", "valohai-static-query", "--secret", secret]);
    assert!(String::from_utf8_lossy(&genuine).contains(secret));
    assert!(serving.deliver(&genuine).starts_with("HTTP/1.1 200"));
    let (status, log) = serving.end();
    assert_eq!(status, Some(0));
    assert!(!log.contains(secret) && log.contains("200 ok"), "{log}");
}

#[test]
fn an_address_that_is_taken_is_a_usage_error() {
    let serving = Serving::start(&["--scheme", "github", "--secret", "s"]);
    let output = program()
        .args([
            "serve",
            "--scheme",
            "github",
            "--secret",
            "s",
            "--listen",
            &serving.0.address,
        ])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains(&serving.0.address));
}

#[test]
fn a_receiver_makes_the_mistake_that_is_asked_for() {
    let scheme = ["--scheme", "determined", "--secret", "s"];
    let serving = Serving::start(&[scheme.as_slice(), &["--mistake", "python-repr"]].concat());
    // The body of the scheme's sample is not how Python writes it; an empty object is.
    assert!(serving.deliver(&sign(&scheme)).starts_with("HTTP/1.1 400"));
    let body = format!("{}/empty-object", env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(&body, "{}").unwrap();
    let empty = sign(&[scheme.as_slice(), &["--body", &body]].concat());
    assert!(serving.deliver(&empty).starts_with("HTTP/1.1 200"));
    assert_eq!(serving.end().0, Some(0));
}

/// A receiver that dies gives no answer, and is there again for the next delivery.
#[test]
fn a_receiver_that_dies_closes_the_connection() {
    let scheme = ["--scheme", "github", "--secret", "not-to-be-seen"];
    let serving =
        Serving::start(&[scheme.as_slice(), &["--mistake", "panics-on-missing-signature"]].concat());
    let unsigned = b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}";
    assert_eq!(serving.deliver(unsigned), "");
    assert!(serving.deliver(&sign(&scheme)).starts_with("HTTP/1.1 200"));
    let (status, log) = serving.end();
    assert_eq!(status, Some(0));
    assert!(log.contains("crashed, the connection is closed"), "{log}");
}

#[test]
fn mistakes_are_listed_and_an_unknown_one_gets_a_hint() {
    let serve = |mistake: &str| {
        program()
            .args([
                "serve",
                "--scheme",
                "determined",
                "--secret",
                "s",
                "--mistake",
                mistake,
            ])
            .output()
            .unwrap()
    };
    let listed = serve("list");
    assert_eq!(listed.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&listed.stdout).contains("python-repr "));
    let unknown = serve("python-rep");
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("did you mean `python-repr`?"));
}
