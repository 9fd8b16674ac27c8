//! The ratios that decide: rows 0, 1, 2 and 7 of docs/performance.md. `cargo bench --bench ratios`.

#![expect(clippy::print_stdout, reason = "the table is what the bench is for")]
#![expect(clippy::indexing_slicing, reason = "a panic is how a bench fails")]

#[path = "shared/deliveries.rs"]
#[expect(dead_code, reason = "each bench uses a part of it")]
mod deliveries;
#[path = "shared/ideals.rs"]
mod ideals;
#[path = "shared/interleave.rs"]
mod interleave;

use std::hint::black_box;

use deliveries::{NOW, SCHEMES, SIZES, body, measured};
use hmac_sha256::HMAC;
use ideals::{bare, ideal, key};
use interleave::{Goal, heading, is_smoke_run, ratio, row};

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.iter().position(|argument| argument == "--repeat") {
        Some(at) => repeat(&arguments[at + 1..]),
        None if is_smoke_run() => check(),
        None => table(),
    }
}

fn table() {
    check();
    println!("{}", heading());
    guard();
    for id in SCHEMES {
        for (label, size) in SIZES {
            let m = measured(id, size, NOW);
            let (by_hand, key) = (ideal(id), key(id, &m.secret));
            let ours = || m.verifier.verify(black_box(&m.genuine), NOW);
            let to_ideal = ratio(ours, || by_hand(&key, black_box(&m.genuine), NOW));
            let to_bare = ratio(ours, || bare(&key, black_box(&m.genuine.body)));
            let to_accept = ratio(|| m.verifier.verify(black_box(&m.forged), NOW), ours);
            let (goal_ideal, goal_bare) = match label {
                "256B" => (1.10, 1.30),
                "1KiB" => (1.05, 1.12),
                _ => (1.02, 1.02),
            };
            let what = format!("1 {id} {label} ÷ ideal ({:.0} ns)", to_ideal.a_ns);
            println!("{}", row(&what, to_ideal.ratio, Goal::AtMost(goal_ideal)));
            let what = format!("2 {id} {label} ÷ bare HMAC ({:.0} ns)", to_bare.b_ns);
            println!("{}", row(&what, to_bare.ratio, Goal::AtMost(goal_bare)));
            let what = format!("7 {id} {label} reject ÷ accept");
            println!("{}", row(&what, to_accept.ratio, Goal::AtMost(1.05)));
        }
    }
}

/// Row 0: the hash itself is as fast as it should be, in this build.
fn guard() {
    let message = body(1024);
    let secret = "a test key of no meaning";
    let key = key("github", secret);
    let mut state = [0x6a09_e667_u32; 8];
    let blocks = [[0x5a_u8; 64]; 18];
    let compressions = ratio(
        || bare(&key, black_box(&message)),
        || {
            sha2::block_api::compress256(&mut state, black_box(&blocks));
            state
        },
    );
    let what = format!(
        "0 HMAC of 1 KiB ÷ its 18 compressions ({:.0} ns)",
        compressions.a_ns
    );
    println!("{}", row(&what, compressions.ratio, Goal::AtMost(1.25)));
    let other = ratio(
        || HMAC::mac(black_box(&message), secret),
        || bare(&key, black_box(&message)),
    );
    println!(
        "{}",
        row("0 crate hmac-sha256 ÷ ours", other.ratio, Goal::AtLeast(3.0))
    );
}

/// Both sides judge alike, so that a ratio compares the same work.
fn check() {
    for id in SCHEMES {
        for (_, size) in SIZES {
            let m = measured(id, size, NOW);
            let (by_hand, key) = (ideal(id), key(id, &m.secret));
            assert!(
                m.verifier.verify(&m.genuine, NOW).is_ok() && by_hand(&key, &m.genuine, NOW),
                "{id} {size}"
            );
            assert!(
                m.verifier.verify(&m.forged, NOW).is_err() && !by_hand(&key, &m.forged, NOW),
                "{id} {size}"
            );
        }
    }
}

/// `--repeat SIDE SCHEME SIZE N`: one side alone, N times, for `benches/callgrind.sh`.
fn repeat(arguments: &[String]) {
    let [side, id, label, n, ..] = arguments else {
        panic!("write `--repeat ours|ideal SCHEME SIZE N`");
    };
    let (_, size) = SIZES
        .iter()
        .find(|(name, _)| name == label)
        .expect("SIZE is 256B, 1KiB or 64KiB");
    let m = measured(id, *size, NOW);
    let n: u32 = n.parse().expect("N is a number");
    match side.as_str() {
        "ours" => (0..n).for_each(|_| assert!(m.verifier.verify(black_box(&m.genuine), NOW).is_ok())),
        "ideal" => {
            let (by_hand, key) = (ideal(id), key(id, &m.secret));
            (0..n).for_each(|_| assert!(by_hand(&key, black_box(&m.genuine), NOW)));
        }
        other => panic!("there is no side `{other}`"),
    }
}
