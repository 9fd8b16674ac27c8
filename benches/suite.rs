//! The whole catalogue: loading it, and generating and checking every vector. `cargo bench --bench suite`.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use hookproof::cases::Expected;
use hookproof::scheme::{CATALOG, Scheme, catalog_scheme};
use hookproof::signing::Verifier;
use hookproof::vectors::{Extent, export};

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
    group.bench_function("load the catalogue (goal: 20 ms)", |b| b.iter(load));
    let schemes = load();
    group.bench_function("generate and check every vector (goal: 1.5 s)", |b| {
        b.iter(|| generate_and_check(&schemes));
    });
    group.finish();
}

criterion_group!(benches, suite);
criterion_main!(benches);
