//! What `hookproof::fuzzing::verify` takes, judged by a check that is written by hand for each of five schemes.
#![no_main]

#[path = "../../shared/ideals.rs"]
#[expect(dead_code, reason = "the bare HMAC is for benches")]
mod ideals;

use std::hint::black_box;
use std::sync::OnceLock;

use hmac::Hmac;
use hookproof::cases::{VECTOR_TIME, test_secret};
use hookproof::delivery::parse_http_message;
use hookproof::scheme::catalog_scheme;
use ideals::{Ideal, ideal, key};
use sha2::Sha256;

const SCHEMES: [&str; 5] = ["determined", "github", "slack", "standard-webhooks", "stripe"];

/// The check of a scheme, and its key.
struct Ready(&'static str, Ideal, Hmac<Sha256>);

fn ready(name: &[u8]) -> Option<&'static Ready> {
    static ALL: OnceLock<Vec<Ready>> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        let prepared = |id| {
            let scheme = catalog_scheme(id).expect("it is in the catalogue");
            Ready(id, ideal(id), key(id, &test_secret(&scheme, 0)))
        };
        SCHEMES.into_iter().map(prepared).collect()
    });
    all.iter().find(|Ready(id, ..)| id.as_bytes() == name)
}

fn line(data: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = data.iter().position(|byte| *byte == b'\n')?;
    Some((&data[..at], &data[at + 1..]))
}

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Some((name, rest)) = line(data) else { return };
    let Some((seconds, message)) = line(rest) else { return };
    let Ok(delivery) = parse_http_message(message) else { return };
    let seconds = str::from_utf8(seconds).ok().and_then(|text| text.parse().ok());
    let now = VECTOR_TIME.saturating_add(seconds.unwrap_or_default());
    if let Some(Ready(_, check, key)) = ready(name) {
        black_box(check(key, &delivery, now));
    }
});
