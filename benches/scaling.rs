//! How cost grows with the work: cases, body size, signatures in a list, schemes. `cargo bench --bench scaling`.

#![expect(clippy::print_stdout, reason = "the table is what the bench is for")]

#[path = "shared/deliveries.rs"]
#[expect(dead_code, reason = "each bench uses a part of it")]
mod deliveries;
#[path = "shared/interleave.rs"]
#[expect(dead_code, reason = "one side alone is measured")]
mod interleave;

use std::hint::black_box;
use std::time::Duration;

use deliveries::{NOW, measured};
use hookproof::cases::{Setting, suite};
use hookproof::delivery::Delivery;
use hookproof::scheme::{CATALOG, Scheme};
use interleave::{is_smoke_run, processor_time};

fn main() {
    let scale = if is_smoke_run() { 1 } else { 16 };
    println!("A slope of 1.0 is linear; the goal is at most 1.15.\n");
    println!("{:34} {:>8} {:>12} {:>7}", "what", "n", "time", "slope");
    table(
        "bytes of body",
        &[4096, 16384, 65536, 262_144 * scale / 16],
        |n| {
            let m = measured("github", n, NOW);
            fastest(|| _ = black_box(m.verifier.verify(&m.genuine, NOW)))
        },
    );
    table("signatures in a list", &[16, 64, 256, 1024], |n| {
        let m = measured("standard-webhooks", 256, NOW);
        let delivery = with_signatures(&m.genuine, n);
        fastest(|| _ = black_box(m.verifier.verify(&delivery, NOW)))
    });
    table("suites of one scheme", &[1, 2, 4, 8], |n| {
        let m = measured("determined", 256, NOW);
        let setting = Setting::vectors(&m.scheme);
        fastest(|| (0..n).for_each(|_| drop(suite(&m.scheme, &setting))))
    });
    let all = CATALOG.len();
    table("schemes loaded", &[all / 8, all / 4, all / 2, all], |n| {
        fastest(|| {
            CATALOG
                .iter()
                .take(n)
                .for_each(|entry| drop(Scheme::parse(entry.text, entry.id)));
        })
    });
}

/// The genuine signature behind `n - 1` others of the right shape.
fn with_signatures(delivery: &Delivery, n: usize) -> Delivery {
    let mut delivery = delivery.clone();
    let genuine = delivery
        .headers
        .text("webhook-signature")
        .expect("the header is there")
        .to_owned();
    let other = "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= ".repeat(n - 1);
    delivery
        .headers
        .set("webhook-signature", format!("{other}{genuine}"));
    delivery
}

fn table(what: &str, sizes: &[usize], cost: impl Fn(usize) -> Duration) {
    let mut before: Option<(usize, Duration)> = None;
    for &n in sizes {
        let time = cost(n);
        let slope = before.map(|(m, earlier)| {
            (time.as_secs_f64() / earlier.as_secs_f64()).ln() / (n as f64 / m as f64).ln()
        });
        let shown = slope.map_or_else(String::new, |slope| {
            format!("{slope:.2}{}", if slope > 1.15 { " MISSED" } else { "" })
        });
        println!("{what:34} {n:>8} {:>12} {shown:>7}", format!("{time:.1?}"));
        before = Some((n, time));
    }
}

/// The fastest of some runs, each long enough to be measured.
fn fastest(mut run: impl FnMut()) -> Duration {
    let started = processor_time();
    run();
    let once = (processor_time() - started).max(Duration::from_nanos(100));
    let n = (2_000_000 / once.as_nanos()).clamp(1, 10_000) as u32;
    (0..7)
        .map(|_| {
            let started = processor_time();
            (0..n).for_each(|_| run());
            (processor_time() - started) / n
        })
        .min()
        .unwrap_or_default()
}
