//! The crates `svix`, `standardwebhooks`, `webhook-verify` and `jsonwebtoken` beside Hookproof: rows 4 and 5 of
//! docs/performance.md. `cargo run --release --manifest-path benches/peers/Cargo.toml`; with `-- --criterion`, through
//! criterion.

#[path = "../../shared/deliveries.rs"]
#[expect(dead_code, reason = "the peers judge no forgeries here")]
mod deliveries;
#[path = "../../shared/interleave.rs"]
#[expect(dead_code, reason = "the peers have no goal from above")]
mod interleave;

use std::hint::black_box;
use std::time::{SystemTime, UNIX_EPOCH};

use criterion::{BenchmarkId, Criterion, Throughput};
use deliveries::{Measured, SIZES, measured};
use interleave::{Goal, heading, ratio, row};

/// A peer that is ready: it judges the genuine delivery.
type Ready = Box<dyn Fn() -> bool>;

/// A peer, with the scheme that it verifies.
struct Peer {
    name: &'static str,
    scheme: &'static str,
    goals: [Option<f64>; 3],
    prepare: fn(&Measured) -> Ready,
}

/// The goals are the least that the peer's time ÷ ours should be, for each size.
const PEERS: [Peer; 5] = [
    Peer {
        name: "svix",
        scheme: "standard-webhooks",
        goals: [Some(4.5), Some(5.0), Some(5.0)],
        prepare: svix,
    },
    Peer {
        name: "standardwebhooks",
        scheme: "standard-webhooks",
        goals: [Some(4.5), Some(5.0), Some(5.0)],
        prepare: standardwebhooks,
    },
    Peer {
        name: "webhook-verify",
        scheme: "github",
        goals: [Some(1.6), Some(1.3), None],
        prepare: webhook_verify,
    },
    Peer {
        name: "webhook-verify",
        scheme: "stripe",
        goals: [None, None, None],
        prepare: webhook_verify_stripe,
    },
    Peer {
        name: "jsonwebtoken",
        scheme: "valohai-jwt",
        goals: [None, None, None],
        prepare: jsonwebtoken,
    },
];

fn main() {
    // The peers read the machine's clock.
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("it is after 1970").as_secs();
    let now = i64::try_from(now).expect("it is before the year 292 billion");
    if std::env::args().any(|argument| argument == "--criterion") {
        criterion(now);
    } else {
        table(now);
    }
}

fn table(now: i64) {
    println!("{}", heading());
    for peer in PEERS {
        for ((label, size), goal) in SIZES.into_iter().zip(peer.goals) {
            let m = measured(peer.scheme, size, now);
            let theirs = (peer.prepare)(&m);
            assert!(theirs() && m.verifier.verify(&m.genuine, now).is_ok(), "{} refuses {}", peer.name, peer.scheme);
            let measured = ratio(&theirs, || m.verifier.verify(black_box(&m.genuine), now));
            let what = format!("{} {label} ÷ {} ({:.0} ns)", peer.name, peer.scheme, measured.a_ns);
            match goal {
                Some(goal) => println!("{}", row(&what, measured.ratio, Goal::AtLeast(goal))),
                None => println!("{what:50} {:8.3}", measured.ratio),
            }
        }
    }
}

fn criterion(now: i64) {
    let mut criterion = Criterion::default();
    let mut group = criterion.benchmark_group("peers");
    for peer in PEERS {
        for (label, size) in SIZES {
            let m = measured(peer.scheme, size, now);
            let theirs = (peer.prepare)(&m);
            group.throughput(Throughput::Bytes(size as u64));
            group.bench_function(BenchmarkId::new(format!("{}/{}", peer.scheme, peer.name), label), |b| b.iter(&theirs));
            group.bench_function(BenchmarkId::new(format!("{}/hookproof", peer.scheme), label), |b| {
                b.iter(|| m.verifier.verify(black_box(&m.genuine), now));
            });
        }
    }
    group.finish();
}

/// The delivery's headers as the `http` crate holds them.
fn header_map(m: &Measured) -> http::HeaderMap {
    let lines = m.genuine.headers.iter().map(|line| {
        let name = http::HeaderName::from_bytes(line.name.as_bytes()).expect("names are tokens");
        (name, http::HeaderValue::from_bytes(&line.value).expect("values are visible"))
    });
    lines.collect()
}

fn svix(m: &Measured) -> Ready {
    let webhook = svix::webhooks::Webhook::new(&m.secret).expect("it takes the secret");
    let (headers, body) = (header_map(m), m.genuine.body.clone());
    Box::new(move || webhook.verify(black_box(&body), black_box(&headers)).is_ok())
}

fn standardwebhooks(m: &Measured) -> Ready {
    let webhook = standardwebhooks::Webhook::new(&m.secret).expect("it takes the secret");
    let (headers, body) = (header_map(m), m.genuine.body.clone());
    Box::new(move || webhook.verify(black_box(&body), black_box(&headers)).is_ok())
}

fn webhook_verify(m: &Measured) -> Ready {
    with_webhook_verify(m, webhook_verify::Provider::GitHub)
}

fn webhook_verify_stripe(m: &Measured) -> Ready {
    with_webhook_verify(m, webhook_verify::Provider::Stripe)
}

fn with_webhook_verify(m: &Measured, provider: webhook_verify::Provider) -> Ready {
    let text = |value: &[u8]| String::from_utf8(value.to_vec()).expect("values are text");
    let lines = m.genuine.headers.iter().map(|line| (line.name.clone(), text(&line.value)));
    let headers: Vec<(String, String)> = lines.collect();
    let (secret, body) = (webhook_verify::Secret::new(&m.secret), m.genuine.body.clone());
    Box::new(move || {
        let options = webhook_verify::VerifyOptions::default();
        webhook_verify::verify(provider.clone(), black_box(&headers), black_box(&body), &secret, options).is_ok()
    })
}

fn jsonwebtoken(m: &Measured) -> Ready {
    let token = m.genuine.headers.text("Authorization").expect("the token is there").to_owned();
    let key = jsonwebtoken::DecodingKey::from_secret(m.secret.as_bytes());
    let mut validation = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::HS256);
    validation.required_spec_claims.clear();
    Box::new(move || jsonwebtoken::decode::<serde_json::Value>(black_box(&token), &key, &validation).is_ok())
}
