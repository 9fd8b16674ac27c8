//! What no sender should do gets a clear result, in bounded time and memory.

use std::io::Write as _;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use hookproof::delivery::UrlParts;
use hookproof::sender::{SCENES, Stage, StageOptions, Trouble};
use hookproof::signing::Verifier;

use crate::senders::sender::{BEGIN, exchange, setup};

fn stage() -> Stage {
    let setup = setup("github", &["It's a Secret"]);
    let verifier = Verifier::new(&setup.scheme, &setup.secrets).unwrap();
    let mut options = StageOptions::default();
    options.patience = Duration::from_millis(300);
    Stage::start(
        verifier,
        options,
        || Duration::from_secs(BEGIN.unsigned_abs()),
        |_| {},
    )
    .unwrap()
}

#[track_caller]
fn trouble(bytes: &[u8]) -> Trouble {
    let stage = stage();
    let begun = Instant::now();
    exchange(stage.base_url(), bytes);
    assert!(stage.wait(&SCENES[0], Duration::from_secs(5), |seen| seen.n_troubles == 1));
    assert!(begun.elapsed() < Duration::from_secs(5));
    let seen = stage.seen();
    assert_eq!(seen[0].n_caught, 0);
    // It serves the next one all the same.
    let answer = exchange(
        stage.base_url(),
        b"POST / HTTP/1.1\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}",
    );
    assert!(answer.unwrap().starts_with("HTTP/1.1 200"));
    seen[0].troubles[0].clone()
}

#[test]
fn rubbish() {
    assert!(matches!(
        trouble(b"\x00\xff rubbish\r\n\r\n"),
        Trouble::Rubbish(_)
    ));
    assert!(
        trouble(b"\x16\x03\x01\x02\x00\x01\x00")
            .to_string()
            .contains("TLS")
    );
    assert!(
        trouble(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
            .to_string()
            .contains("HTTP/2")
    );
    assert_eq!(trouble(b"POST / HTTP/1.1\r\nContent-"), Trouble::TornHead);
    let endless = [b"POST / HTTP/1.1\r\nX: ".as_slice(), &[b'a'; 200_000]].concat();
    assert!(matches!(trouble(&endless), Trouble::Rubbish(_)));
}

#[test]
fn torn_bodies() {
    let torn = Trouble::Torn { stated: 9, actual: 2 };
    assert_eq!(trouble(b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n{}"), torn);
    let chunked = b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
    assert!(matches!(
        trouble(&[chunked.as_slice(), b"5\r\n{}"].concat()),
        Trouble::Torn { .. }
    ));
    assert_eq!(trouble(&[chunked.as_slice(), b"zz\r\n"].concat()), Trouble::Chunk);
    let both = b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n";
    assert_eq!(trouble(both), Trouble::TwoLengths);
}

#[test]
fn a_gigabyte() {
    let stated = b"POST / HTTP/1.1\r\nContent-Length: 1000000000\r\n\r\n";
    assert!(matches!(trouble(stated), Trouble::TooLong(_)));
    // Without a stated length it is cut off on the way.
    let stage = stage();
    let mut stream = TcpStream::connect(UrlParts::of(stage.base_url()).authority).unwrap();
    stream
        .write_all(b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n")
        .unwrap();
    let chunk = [b"10000\r\n".as_slice(), &[b'a'; 65_536], b"\r\n"].concat();
    let n_sent = (0..16_384)
        .take_while(|_| stream.write_all(&chunk).is_ok())
        .count();
    assert!(n_sent < 16_384, "it was taken whole");
    assert!(stage.wait(&SCENES[0], Duration::from_secs(5), |seen| seen.n_troubles == 1));
    assert!(matches!(stage.seen()[0].troubles[0], Trouble::TooLong(_)));
}
