//! What comes without end stays in bounded memory: in a process of its own, so that nothing else is measured.

#![cfg(all(feature = "http", feature = "wiremock"))]
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]
#![expect(clippy::print_stderr, reason = "a skip is told loudly")]

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use hookproof::delivery::UrlParts;
use hookproof::outcome::Verdict;
use hookproof::scheme::catalog_scheme;
use hookproof::sender::{Caught, Stage, StageOptions};
use hookproof::signing::{Event, Signer, Verifier};
use hookproof::target::{Exchange, Receiver as _, Shim, ShimOptions};

#[path = "all/programs.rs"]
#[expect(dead_code, reason = "the module is shared with tests that use more of it")]
mod programs;

const BEGIN: i64 = 1_700_000_000;

/// Kilobytes of this process: `VmRSS` are resident now, `VmHWM` were at most.
fn kilobytes(name: &str) -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}

/// One after the other: each would be part of what the other measures.
#[test]
fn what_has_no_end_takes_no_memory() {
    ten_thousand_deliveries();
    #[cfg(unix)]
    a_line_of_a_gigabyte();
}

#[cfg(unix)]
fn a_line_of_a_gigabyte() {
    let shim = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/python/shim.py");
    let command = ["python3", shim, "gigabyte", "{}"].map(str::to_owned).to_vec();
    if !programs::has_python() {
        return;
    }
    let mut shim = Shim::start(command, ShimOptions::default()).unwrap();
    let scheme = catalog_scheme("github").unwrap();
    let signer = Signer::new(&scheme, &["key"]).unwrap();
    let mut exchange = Some(Exchange {
        index: 0,
        scheme: "github".to_owned(),
        secrets: vec!["key".to_owned()],
        tolerance: None,
        now: BEGIN,
        before: Vec::new(),
        delivery: signer.sign(&Event::new(&scheme, "", "{}"), BEGIN).unwrap(),
    });
    let mut verdict = None;
    shim.run(&mut || exchange.take(), &mut |_, observation| {
        verdict = Some(observation.verdict);
    })
    .unwrap();
    assert_eq!(verdict, Some(Verdict::ProtocolError));
    if let Some(peak) = kilobytes("VmHWM") {
        assert!(peak < 256 * 1024, "{peak} kB were resident");
    }
}

fn ten_thousand_deliveries() {
    let n_seen = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&n_seen);
    let scheme = catalog_scheme("github").unwrap();
    let verifier = Verifier::new(&scheme, &["It's a Secret"]).unwrap();
    let witness = move |_: &Caught| {
        counted.fetch_add(1, Ordering::Relaxed);
    };
    let stage = Stage::start(
        verifier,
        StageOptions::default(),
        || Duration::from_secs(BEGIN.unsigned_abs()),
        witness,
    )
    .unwrap();
    let signer = Signer::new(&scheme, &["It's a Secret"]).unwrap();
    let event = Event::new(&scheme, "1", vec![b'a'; 2_000]);
    let message = hookproof::delivery::write_http_message(&signer.sign(&event, BEGIN).unwrap());
    let before = kilobytes("VmRSS");
    let mut stream = TcpStream::connect(UrlParts::of(stage.base_url()).authority).unwrap();
    let mut answer = [0; 1024];
    for _ in 0..10_000 {
        stream.write_all(&message).unwrap();
        assert!(stream.read(&mut answer).unwrap() > 0);
    }
    assert_eq!(n_seen.load(Ordering::Relaxed), 10_000);
    let seen = stage.seen().into_iter().next().unwrap();
    assert_eq!((seen.n_caught, seen.n_wrong), (10_000, 0));
    assert!(seen.caught.len() <= 100);
    match (before, kilobytes("VmRSS")) {
        // Without the guard it is about a hundred megabytes.
        (Some(before), Some(after)) => assert!(
            after.saturating_sub(before) < 32_000,
            "{before} kB, then {after} kB"
        ),
        _ => eprintln!("SKIPPED: this system does not tell how much memory a process has"),
    }
}
