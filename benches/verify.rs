//! Verification through a scheme, beside the hand-written ideal and the bare HMAC. `cargo bench --bench verify`.

#[path = "shared/deliveries.rs"]
#[expect(dead_code, reason = "each bench uses a part of it")]
mod deliveries;
#[path = "shared/ideals.rs"]
mod ideals;

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use deliveries::{NOW, SCHEMES, SIZES, measured};
use ideals::{bare, ideal, key};

fn verify(c: &mut Criterion) {
    let mut group = c.benchmark_group("verify");
    for id in SCHEMES {
        for (label, size) in SIZES {
            let m = measured(id, size, NOW);
            let (by_hand, key) = (ideal(id), key(id, &m.secret));
            group.throughput(Throughput::Bytes(size as u64));
            group.bench_function(BenchmarkId::new(format!("{id}/accept"), label), |b| {
                b.iter(|| m.verifier.verify(black_box(&m.genuine), NOW));
            });
            group.bench_function(BenchmarkId::new(format!("{id}/reject"), label), |b| {
                b.iter(|| m.verifier.verify(black_box(&m.forged), NOW));
            });
            group.bench_function(BenchmarkId::new(format!("{id}/ideal"), label), |b| {
                b.iter(|| by_hand(&key, black_box(&m.genuine), NOW));
            });
            group.bench_function(BenchmarkId::new(format!("{id}/bare-hmac"), label), |b| {
                b.iter(|| bare(&key, black_box(&m.genuine.body)));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, verify);
criterion_main!(benches);
