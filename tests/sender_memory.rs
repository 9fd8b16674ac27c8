//! Many deliveries stay in bounded memory: alone in its process, so that nothing else is measured.

#![cfg(all(feature = "http", feature = "wiremock"))]

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use hookproof::delivery::UrlParts;
use hookproof::scheme::catalog_scheme;
use hookproof::sender::{Caught, Stage, StageOptions};
use hookproof::signing::{Event, Signer, Verifier};

const BEGIN: i64 = 1_700_000_000;

/// Resident kilobytes of this process.
fn resident() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}

#[test]
fn ten_thousand_deliveries() {
    let n_seen = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&n_seen);
    let scheme = catalog_scheme("github").unwrap();
    let verifier = Verifier::new(&scheme, &["It's a Secret"]).unwrap();
    let witness = move |_: &Caught| {
        counted.fetch_add(1, Ordering::Relaxed);
    };
    let stage = Stage::start(verifier, StageOptions::default(), || BEGIN, witness).unwrap();
    let signer = Signer::new(&scheme, &["It's a Secret"]).unwrap();
    let event = Event::new(&scheme, "1", vec![b'a'; 2_000]);
    let message = hookproof::delivery::write_http_message(&signer.sign(&event, BEGIN).unwrap());
    let before = resident();
    let mut stream = TcpStream::connect(UrlParts::of(stage.base_url()).authority).unwrap();
    let mut answer = [0; 1024];
    for _ in 0..10_000 {
        stream.write_all(&message).unwrap();
        assert!(stream.read(&mut answer).unwrap() > 0);
    }
    assert_eq!(n_seen.load(Ordering::Relaxed), 10_000);
    let seen = &stage.seen()[0];
    assert_eq!((seen.n_caught, seen.n_wrong), (10_000, 0));
    assert!(seen.caught.len() <= 100);
    match (before, resident()) {
        // Without the guard it is about a hundred megabytes.
        (Some(before), Some(after)) => assert!(
            after.saturating_sub(before) < 32_000,
            "{before} kB, then {after} kB"
        ),
        _ => eprintln!("SKIPPED: this system does not tell how much memory a process has"),
    }
}
