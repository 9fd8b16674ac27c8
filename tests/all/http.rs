//! Receivers behind a URL, good and bad: what goes over the wire, and what each answer means.
#![expect(clippy::indexing_slicing, reason = "a panic is how a test fails")]

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver as Requests, channel};
use std::time::{Duration, Instant};

use hookproof::delivery::Delivery;
use hookproof::outcome::Verdict;
use hookproof::target::{ANSWER_LIMIT, Exchange, Http, HttpOptions, Observation, Receiver as _};

/// How a server treats a connection, once the first request is there: it may read on from the stream.
type Behavior = fn(&mut TcpStream);

const OK: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

/// A server on loopback; its URL, and each connection's bytes up to the first blank line and body.
fn serve(behavior: Behavior) -> (String, Requests<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/hook?a=1", listener.local_addr().unwrap());
    let (sender, requests) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (mut stream, sender) = (stream.unwrap(), sender.clone());
            std::thread::spawn(move || {
                while let Some(request) = read_request(&mut stream) {
                    // The test may not look at them.
                    let _ = sender.send(request);
                    behavior(&mut stream);
                }
            });
        }
    });
    (url, requests)
}

/// One request; `None` once the other side has closed.
fn read_request(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let mut request = Vec::new();
    let mut byte = [0];
    while !request.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte).ok()? == 0 {
            return None;
        }
        request.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&request).to_ascii_lowercase();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap()).min(100_000)];
    stream.read_exact(&mut body).ok()?;
    request.append(&mut body);
    Some(request)
}

fn options(concurrency: usize) -> HttpOptions {
    let mut options = HttpOptions::default();
    options.timeout = Duration::from_secs(1);
    options.concurrency = concurrency;
    options
}

fn exchange(index: usize, delivery: Delivery) -> Exchange {
    Exchange {
        index,
        scheme: "s".to_owned(),
        secrets: vec!["k".to_owned()],
        tolerance: None,
        now: 0,
        before: Vec::new(),
        delivery,
    }
}

fn run(http: &mut Http, exchanges: Vec<Exchange>) -> Vec<Observation> {
    let mut results = vec![None; exchanges.len()];
    let mut next = exchanges.into_iter();
    http.run(&mut || next.next(), &mut |index, observation| {
        results[index] = Some(observation);
    })
    .unwrap();
    results.into_iter().map(Option::unwrap).collect()
}

/// One exchange with a server that behaves so; the result must come soon after the time-out at the latest.
#[track_caller]
fn check(behavior: Behavior, verdict: Verdict, part: &str) -> Observation {
    let (url, _requests) = serve(behavior);
    let mut http = Http::connect(&url, options(1)).unwrap();
    let started = Instant::now();
    let mut results = run(&mut http, vec![exchange(0, Delivery::post(url, "{}"))]);
    assert!(
        started.elapsed() < Duration::from_secs(10),
        "{:?}",
        started.elapsed()
    );
    let observation = results.remove(0);
    assert_eq!(observation.verdict, verdict, "{}", observation.reason);
    assert!(observation.reason.contains(part), "{}", observation.reason);
    observation
}

fn answer(stream: &mut TcpStream, bytes: &[u8]) {
    // The other side may have hung up.
    let _ = stream.write_all(bytes);
}

#[test]
fn statuses_are_verdicts() {
    check(|s| answer(s, OK), Verdict::Accept, "HTTP 200: ok");
    check(
        |s| answer(s, b"HTTP/1.1 204 No Content\r\n\r\n"),
        Verdict::Accept,
        "HTTP 204",
    );
    check(
        |s| answer(s, b"HTTP/1.1 401 No\r\nContent-Length: 4\r\n\r\nnope"),
        Verdict::Reject,
        "HTTP 401: nope",
    );
    let error = |s: &mut TcpStream| answer(s, b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n");
    check(error, Verdict::Error, "HTTP 500");
    let redirect = |s: &mut TcpStream| {
        answer(
            s,
            b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
        );
    };
    check(
        redirect,
        Verdict::Error,
        "HTTP 302, which neither accepts (200-299) nor rejects (400-499)",
    );
    let interim = |s: &mut TcpStream| answer(s, &[b"HTTP/1.1 103 Early Hints\r\n\r\n", OK].concat());
    check(interim, Verdict::Accept, "HTTP 200");
    check(
        |s| answer(s, b"HTTP/1.1 101 Switching\r\n\r\n"),
        Verdict::Error,
        "HTTP 101",
    );
}

#[test]
fn no_answer_is_a_hang_or_a_crash() {
    check(
        |_| std::thread::sleep(Duration::from_secs(30)),
        Verdict::Hang,
        "within 1 s",
    );
    let close = |s: &mut TcpStream| s.shutdown(std::net::Shutdown::Both).unwrap();
    check(close, Verdict::Crash, "closed without an answer");
    let torn = |s: &mut TcpStream| {
        answer(s, b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalf");
        s.shutdown(std::net::Shutdown::Both).unwrap();
    };
    check(torn, Verdict::Crash, "in the middle");
}

#[test]
fn a_body_that_does_not_end_is_bounded_in_time_and_size() {
    let slow = |s: &mut TcpStream| {
        answer(s, b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n");
        for _ in 0..300 {
            answer(s, b".");
            std::thread::sleep(Duration::from_millis(100));
        }
    };
    check(slow, Verdict::Hang, "within 1 s");
    let endless = |s: &mut TcpStream| {
        answer(s, b"HTTP/1.1 400 No\r\n\r\n");
        while s.write_all(&[b'x'; 10_000]).is_ok() {}
    };
    assert_eq!(
        check(endless, Verdict::Reject, "HTTP 400").answer.len(),
        ANSWER_LIMIT
    );
}

#[test]
fn what_is_no_http_is_a_protocol_error() {
    check(
        |s| answer(s, b"SSH-2.0-dropbear\r\n"),
        Verdict::ProtocolError,
        "SSH-2.0-dropbear",
    );
    check(
        |s| answer(s, b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n"),
        Verdict::ProtocolError,
        "Content-Length",
    );
}

#[test]
fn the_bytes_on_the_wire_are_those_of_the_delivery() {
    let (url, requests) = serve(|s| answer(s, OK));
    let host = url.split('/').nth(2).unwrap().to_owned();
    let mut delivery = Delivery::post(url.clone(), b"\x00\xff{}\r\n".to_vec());
    delivery.url.push_str("&b=%2f+%C3%A9");
    delivery.headers.push("X-GitHub-eVENT", "push");
    delivery.headers.push("x-twice", "1");
    delivery.headers.push("X-Twice", b"\xe9 2\x01".to_vec());
    delivery.headers.push("content-TYPE", "");
    let mut http = Http::connect(&url, options(1)).unwrap();
    assert_eq!(
        run(&mut http, vec![exchange(0, delivery)])[0].verdict,
        Verdict::Accept
    );
    let head = format!(
        "POST /hook?a=1&b=%2f+%C3%A9 HTTP/1.1\r\nHost: {host}\r\nX-GitHub-eVENT: push\r\nx-twice: 1\r\n"
    );
    let expected = [
        head.as_bytes(),
        b"X-Twice: \xe9 2\x01\r\ncontent-TYPE: \r\nContent-Length: 6\r\n\r\n\x00\xff{}\r\n",
    ]
    .concat();
    let request = requests.recv().unwrap();
    assert_eq!(
        String::from_utf8_lossy(&request),
        String::from_utf8_lossy(&expected)
    );
    assert_eq!(request, expected);
}

#[test]
fn what_http_cannot_carry_is_not_sent() {
    let (url, requests) = serve(|s| answer(s, OK));
    let mut smuggled = Delivery::post(url.clone(), "");
    smuggled.headers.push("X-A", "1\r\nX-B: 2");
    let mut http = Http::connect(&url, options(1)).unwrap();
    let results = run(&mut http, vec![exchange(0, smuggled)]);
    assert_eq!(results[0].verdict, Verdict::Unsupported, "{}", results[0].reason);
    assert!(requests.try_recv().is_err());
}

#[test]
fn connections_are_kept_and_many_run_at_once() {
    let (url, requests) = serve(|s| {
        std::thread::sleep(Duration::from_millis(200));
        answer(s, OK);
    });
    let exchanges = |n| {
        (0..n)
            .map(|i| exchange(i, Delivery::post(url.clone(), i.to_string())))
            .collect()
    };
    let mut http = Http::connect(&url, options(16)).unwrap();
    let started = Instant::now();
    let results = run(&mut http, exchanges(64));
    assert!(
        results
            .iter()
            .all(|observation| observation.verdict == Verdict::Accept)
    );
    // One after another they would take 12.8 s.
    assert!(
        started.elapsed() < Duration::from_secs(8),
        "{:?}",
        started.elapsed()
    );
    assert_eq!(requests.try_iter().count(), 64);
}

#[test]
fn a_connection_that_was_closed_between_requests_is_made_anew() {
    // It says nothing of closing, and does.
    let (url, _requests) = serve(|s| {
        answer(s, OK);
        s.shutdown(std::net::Shutdown::Both).unwrap();
    });
    let mut http = Http::connect(&url, options(1)).unwrap();
    let exchanges = (0..5)
        .map(|i| exchange(i, Delivery::post(url.clone(), "")))
        .collect();
    for observation in run(&mut http, exchanges) {
        assert_eq!(observation.verdict, Verdict::Accept, "{}", observation.reason);
    }
}

#[test]
fn an_answer_before_the_body_is_read_counts() {
    let (url, _requests) = serve(|s| {
        answer(
            s,
            b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        );
        std::thread::sleep(Duration::from_secs(3));
    });
    let mut http = Http::connect(&url, options(1)).unwrap();
    let results = run(
        &mut http,
        vec![exchange(0, Delivery::post(url, vec![b'x'; 20_000_000]))],
    );
    assert_eq!(results[0].verdict, Verdict::Reject, "{}", results[0].reason);
}

#[test]
fn what_goes_before_is_sent_first_in_order() {
    let (url, requests) = serve(|s| answer(s, OK));
    let mut one = exchange(0, Delivery::post(url.clone(), "last"));
    one.before = ["first", "second"]
        .map(|body| Delivery::post(url.clone(), body))
        .to_vec();
    let mut http = Http::connect(&url, options(1)).unwrap();
    run(&mut http, vec![one]);
    let bodies: Vec<_> = requests
        .try_iter()
        .map(|request| {
            String::from_utf8(request)
                .unwrap()
                .rsplit_once("\r\n\r\n")
                .unwrap()
                .1
                .to_owned()
        })
        .collect();
    assert_eq!(bodies, ["first", "second", "last"]);
}

#[test]
fn nobody_there() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let mut http = Http::connect(&url, options(1)).unwrap();
    // From now on nobody listens: the first connection is reset, and no other is made.
    drop(listener);
    let results = run(&mut http, vec![exchange(0, Delivery::post(url.clone(), ""))]);
    assert_eq!(results[0].verdict, Verdict::Crash, "{}", results[0].reason);
    let error = Http::connect(&url, options(1)).err().unwrap();
    assert!(error.what.contains("is the receiver running?"), "{error}");
}

#[test]
fn a_large_body_comes_in_pieces_that_part_a_character() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let (sender, pieces) = channel();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut buffer = vec![0; 1 << 20];
        let mut length = 0;
        while length < 30_000 {
            let read = stream.read(&mut buffer).unwrap();
            length += read;
            sender.send(buffer[..read].to_vec()).unwrap();
        }
        stream.write_all(OK).unwrap();
    });
    let mut http = Http::connect(&url, options(1)).unwrap();
    let body = "\u{20ac}".repeat(10_000);
    let results = run(&mut http, vec![exchange(0, Delivery::post(url, body))]);
    assert_eq!(results[0].verdict, Verdict::Accept, "{}", results[0].reason);
    let pieces: Vec<Vec<u8>> = pieces.try_iter().collect();
    assert!(pieces.len() > 1);
    assert!(pieces.iter().any(|piece| str::from_utf8(piece).is_err()));
    assert!(str::from_utf8(&pieces.concat()).is_ok());
}
