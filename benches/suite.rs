//! The whole catalogue: loading it, and generating and checking every vector. `cargo bench --bench suite`.

#![expect(clippy::print_stdout, reason = "the table is what the bench is for")]

#[path = "shared/interleave.rs"]
#[expect(dead_code, reason = "one side alone is measured")]
mod interleave;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group};
use hookproof::cases::Expected;
use hookproof::scheme::{CATALOG, Scheme, catalog_scheme};
use hookproof::signing::Verifier;
use hookproof::vectors::{Extent, export};
use interleave::{Goal, heading, is_smoke_run, processor_time, row};

fn load() -> Vec<Scheme> {
    CATALOG
        .iter()
        .filter_map(|entry| catalog_scheme(entry.id))
        .collect()
}

/// Generates every vector, and has each judged once more through its JSON.
fn generate_and_check(schemes: &[Scheme]) -> usize {
    let mut cases = 0;
    for scheme in schemes {
        let file = export(scheme, Extent::Whole).expect("every scheme of the catalogue has a suite");
        for case in &file.cases {
            let delivery = case
                .request
                .delivery()
                .expect("exported requests are well formed");
            let verdict =
                Verifier::new(scheme, &case.secrets).map(|verifier| verifier.verify(&delivery, case.now));
            assert_eq!(
                matches!(verdict, Ok(Ok(()))),
                case.expected == Expected::Accept,
                "{}",
                case.id
            );
        }
        cases += file.cases.len();
    }
    cases
}

fn suite(c: &mut Criterion) {
    let mut group = c.benchmark_group("suite");
    group.sample_size(10);
    group.throughput(Throughput::Elements(CATALOG.len() as u64));
    group.bench_function("load the catalogue", |b| b.iter(load));
    let mut schemes = load();
    if is_smoke_run() {
        // Whether it runs at all is seen by a few.
        schemes.truncate(8);
    }
    group.bench_function("generate and check every vector", |b| {
        b.iter(|| generate_and_check(&schemes));
    });
    group.finish();
}

/// Row 8 of docs/performance.md: milliseconds of processor time, the fastest of three.
fn table() {
    let millis = |work: &dyn Fn()| {
        let once = || {
            let started = processor_time();
            work();
            (processor_time() - started).as_secs_f64() * 1000.0
        };
        (0..3).map(|_| once()).fold(f64::INFINITY, f64::min)
    };
    println!("{}", heading());
    let loading = millis(&|| drop(black_box(load())));
    println!("{}", row("8 load the catalogue, ms", loading, Goal::AtMost(20.0)));
    let schemes = load();
    let checking = millis(&|| _ = black_box(generate_and_check(&schemes)));
    println!(
        "{}",
        row(
            "8 generate and check every vector, ms",
            checking,
            Goal::AtMost(1500.0)
        )
    );
}

criterion_group!(benches, suite);

fn main() {
    if !is_smoke_run() {
        table();
    }
    benches();
    Criterion::default().configure_from_args().final_summary();
}
