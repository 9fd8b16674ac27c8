//! A sender in this process, whose every step can be made wrong, and the stage before which it is put.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use hookproof::delivery::{Delivery, UrlParts, write_http_message};
use hookproof::outcome::{CaseResult, Outcome, Report, TargetInfo, TargetKind};
use hookproof::scheme::{Scheme, catalog_scheme};
use hookproof::sender::{Evidence, Purpose, SCENES, Scene, Stage, StageOptions, sender_report};
use hookproof::signing::{Event, Signer, Verifier};

/// Where the test's clock begins.
pub(crate) const BEGIN: i64 = 1_700_000_000;

/// How long the rest of a message is waited for.
const PATIENCE: Duration = Duration::from_secs(2);

/// How long each scene is said to have waited.
const WAIT: Duration = Duration::from_millis(500);

/// What a sender signs with and for.
pub(crate) struct Setup {
    pub(crate) scheme: Scheme,
    pub(crate) secrets: Vec<String>,
}

/// One attempt to deliver one event.
pub(crate) struct Attempt<'a> {
    pub(crate) setup: &'a Setup,
    pub(crate) signer: &'a Signer,
    pub(crate) event: Event,
    /// Counts attempts from 0.
    pub(crate) n_attempt: usize,
    pub(crate) now: i64,
    /// The time of the event's first attempt.
    pub(crate) first: i64,
}

impl Attempt<'_> {
    /// The delivery as it should be.
    pub(crate) fn right(&self) -> Delivery {
        self.signer.sign(&self.event, self.now).unwrap()
    }
}

/// What a sender puts on the wire.
pub(crate) type Writes = fn(&Attempt<'_>) -> Vec<u8>;

/// What a sender does after an answer.
#[derive(Clone, Copy)]
pub(crate) struct Manner {
    pub(crate) attempts: usize,
    pub(crate) follows: Follows,
    /// How long an attempt is on its way, and how long after it the next one is signed. One that is short bridges
    /// two seconds: signed in one, it arrives in the next.
    pub(crate) pause: Duration,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Follows {
    Never,
    /// 301 and 302 as a GET without body, 307 and 308 with it, all headers kept.
    Always,
}

pub(crate) const PATIENT: Manner = Manner {
    attempts: 3,
    follows: Follows::Never,
    pause: Duration::from_secs(5),
};

pub(crate) fn setup(scheme: &str, secrets: &[&str]) -> Setup {
    Setup {
        scheme: catalog_scheme(scheme).unwrap(),
        secrets: secrets.iter().map(|secret| (*secret).to_owned()).collect(),
    }
}

/// The delivery as a message with its connection closed after it.
pub(crate) fn message(delivery: &Delivery) -> Vec<u8> {
    let mut delivery = delivery.clone();
    delivery.headers.push("Connection", "close");
    write_http_message(&delivery)
}

/// Sends bytes and reads the answer's head; `None` where there is none.
pub(crate) fn exchange(url: &str, bytes: &[u8]) -> Option<String> {
    let mut stream = TcpStream::connect(UrlParts::of(url).authority).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream.write_all(bytes).ok()?;
    let _ = stream.shutdown(std::net::Shutdown::Write);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let answer = String::from_utf8_lossy(&answer).into_owned();
    answer.starts_with("HTTP/1.1 ").then_some(answer)
}

/// Plays every scene before a sender, and reports.
pub(crate) fn report_of(setup: &Setup, writes: Writes, manner: Manner) -> Report {
    let clock = Arc::new(AtomicU64::new(BEGIN.unsigned_abs() * 1000));
    let verifier = Verifier::new(&setup.scheme, &setup.secrets).unwrap();
    let mut options = StageOptions::default();
    options.hang = Duration::from_millis(40);
    options.patience = PATIENCE;
    let told = Arc::clone(&clock);
    let present = move || Duration::from_millis(told.load(Ordering::SeqCst));
    let stage = Stage::start(verifier, options, present, |_| {}).unwrap();
    let signer = Signer::new(&setup.scheme, &setup.secrets).unwrap();
    let mut n_event = 0;
    for scene in SCENES {
        stage.play(scene);
        let n_events = if scene.purpose == Purpose::Calm { 3 } else { 1 };
        for _ in 0..n_events {
            stage.triggered(scene);
            deliver(setup, &signer, &stage, scene, n_event, &clock, (writes, manner));
            n_event += 1;
        }
    }
    // A torn message is noticed a moment after the sender has gone.
    stage.wait(&SCENES[0], PATIENCE, |seen| seen.n_caught + seen.n_troubles >= 3);
    let seen = stage.seen();
    let evidence = Evidence::new(&setup.scheme, &setup.secrets, &seen)
        .unwrap()
        .within(WAIT);
    let target = TargetInfo {
        kind: TargetKind::Builtin,
        name: "a sender".to_owned(),
        version: String::new(),
    };
    sender_report(&evidence, &[], target).0
}

fn deliver(
    setup: &Setup,
    signer: &Signer,
    stage: &Stage,
    scene: &'static Scene,
    n_event: usize,
    clock: &AtomicU64,
    (writes, manner): (Writes, Manner),
) {
    let pause = u64::try_from(manner.pause.as_millis()).unwrap();
    if pause < 1000 {
        // So that the first attempt arrives at the end of a second, and the next one in another.
        let second = clock.load(Ordering::SeqCst) / 1000 + 1;
        clock.store(second * 1000 + 890, Ordering::SeqCst);
    }
    let seconds = |millis: u64| i64::try_from(millis / 1000).unwrap();
    let first = seconds(clock.load(Ordering::SeqCst));
    for n_attempt in 0..manner.attempts {
        let body = format!(r#"{{"event":"é","number":{n_event},"ok":true}}"#);
        let mut event = Event::new(&setup.scheme, format!("msg_{n_event}"), body.into_bytes());
        event.url = stage.url(scene);
        let now = seconds(clock.fetch_add(pause, Ordering::SeqCst));
        let attempt = Attempt {
            setup,
            signer,
            event,
            n_attempt,
            now,
            first,
        };
        let bytes = writes(&attempt);
        let answer = exchange(&stage.url(scene), &bytes);
        let status = answer
            .as_deref()
            .and_then(|answer| answer.get(9..12))
            .unwrap_or("000");
        if status.starts_with('3') && manner.follows == Follows::Always {
            let answer = answer.as_deref().unwrap();
            let lines = answer.lines();
            let location = lines.filter_map(|line| line.split_once(": "));
            let mut location = location.filter(|(name, _)| name.eq_ignore_ascii_case("location"));
            follow(&bytes, location.next().unwrap().1, status);
            return;
        }
        if status.starts_with('2') || status.starts_with('4') || status.starts_with('3') {
            return;
        }
    }
}

fn follow(bytes: &[u8], location: &str, status: &str) {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let (_, headers) = head.split_once("\r\n").unwrap();
    let parts = UrlParts::of(location);
    let kept: Vec<&str> = headers
        .split("\r\n")
        .filter(|line| !line.starts_with("Host:") && !line.starts_with("Content-Length"))
        .collect();
    let (method, body) = match status {
        "301" | "302" => ("GET", ""),
        _ => ("POST", body),
    };
    let message = format!(
        "{method} {} HTTP/1.1\r\nHost: {}\r\n{}\r\nContent-Length: {}\r\n\r\n{body}",
        parts.path,
        parts.authority,
        kept.join("\r\n"),
        body.len()
    );
    exchange(location, message.as_bytes()).unwrap();
}

pub(crate) fn case<'r>(report: &'r Report, what: &str) -> &'r CaseResult {
    let id = format!("{}/{what}", report.scheme);
    let found = report.cases.iter().find(|case| case.id == id);
    found.unwrap_or_else(|| panic!("there is no case {id}"))
}

pub(crate) fn blamed(report: &Report) -> Vec<String> {
    let blamed = |case: &&CaseResult| matches!(case.outcome, Outcome::Failed | Outcome::Warned);
    let cases = report.cases.iter().filter(blamed);
    cases
        .map(|case| format!("{}: {}", case.id, case.reason))
        .collect()
}
