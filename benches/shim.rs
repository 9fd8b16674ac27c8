//! A shim, pipelined, beside a bare loop over the same pipes: row 11 of docs/performance.md. `cargo bench --bench shim`.

#![expect(clippy::print_stdout, reason = "the table is what the bench is for")]
#![expect(clippy::print_stderr, reason = "a bench that is skipped says so")]

#[path = "shared/deliveries.rs"]
#[expect(dead_code, reason = "nothing is verified here")]
mod deliveries;
#[path = "shared/interleave.rs"]
#[expect(dead_code, reason = "two processes are measured by the clock on the wall")]
mod interleave;

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use deliveries::{NOW, measured};
use hookproof::delivery::RequestJson;
use hookproof::outcome::Verdict;
use hookproof::target::{Exchange, Receiver as _, Shim, ShimOptions};
use interleave::{Goal, heading, is_smoke_run, row};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/echo_shim.py");

/// How many requests are on their way at once, on both sides.
const AHEAD: usize = 16;

/// Pairs of runs of which the median counts.
const PAIRS: usize = 9;

fn main() {
    let python = Command::new("python3").arg("--version").output();
    if !python.is_ok_and(|output| output.status.success()) {
        eprintln!("SKIPPED: there is no python3");
        return;
    }
    let n_cases = if is_smoke_run() { 100 } else { 10_000 };
    let m = measured("determined", 256, NOW);
    let exchange = Exchange {
        index: 0,
        scheme: m.scheme.id().to_owned(),
        secrets: vec![m.secret],
        tolerance: None,
        now: NOW,
        before: Vec::new(),
        delivery: m.genuine,
    };
    let mut options = ShimOptions::default();
    options.concurrency = AHEAD;
    let mut shim = Shim::start(["python3", SCRIPT], options).expect("the echo shim starts");
    let mut bare = Bare::start(&exchange, n_cases);
    let mut rates: Vec<(f64, f64)> = (0..PAIRS)
        .map(|_| {
            (
                n_cases as f64 / ours(&mut shim, &exchange, n_cases),
                n_cases as f64 / bare.run(),
            )
        })
        .collect();
    rates.sort_by(|a, b| (a.0 / a.1).total_cmp(&(b.0 / b.1)));
    let (ours, theirs) = rates.get(PAIRS / 2).copied().unwrap_or_default();
    println!("{}", heading());
    let what = format!("11 shim ({ours:.0} cases/s) ÷ bare pipes ({theirs:.0}/s)");
    println!("{}", row(&what, ours / theirs, Goal::AtLeast(0.8)));
}

/// Seconds for all cases through the shim target.
fn ours(shim: &mut Shim, exchange: &Exchange, n_cases: usize) -> f64 {
    let started = Instant::now();
    let (mut n_asked, mut n_accepted) = (0, 0);
    let mut next = || {
        n_asked += 1;
        (n_asked <= n_cases).then(|| Exchange {
            index: n_asked,
            ..exchange.clone()
        })
    };
    let mut observe = |_, observation: hookproof::target::Observation| {
        n_accepted += usize::from(observation.verdict == Verdict::Accept);
    };
    shim.run(&mut next, &mut observe).expect("the echo shim lives");
    assert_eq!(n_accepted, n_cases);
    started.elapsed().as_secs_f64()
}

/// The same requests, written beforehand, through pipes without a thought.
struct Bare {
    child: Child,
    lines: Vec<String>,
}

impl Bare {
    fn start(exchange: &Exchange, n_cases: usize) -> Self {
        let request = serde_json::to_value(RequestJson::of(&exchange.delivery)).expect("a request is JSON");
        let line = |id: usize| {
            let message = serde_json::json!({
                "op": "verify", "id": id.to_string(), "scheme": exchange.scheme, "secrets": exchange.secrets,
                "tolerance": exchange.tolerance, "now": exchange.now, "request": request,
            });
            format!("{message}\n")
        };
        let child = Command::new("python3")
            .arg(SCRIPT)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the echo shim starts");
        Self {
            child,
            lines: (0..n_cases).map(line).collect(),
        }
    }

    /// Seconds for all cases.
    fn run(&mut self) -> f64 {
        let stdin = self.child.stdin.as_mut().expect("it is a pipe");
        let mut answers = BufReader::new(self.child.stdout.as_mut().expect("it is a pipe"));
        let started = Instant::now();
        let mut next = self.lines.iter();
        for line in next.by_ref().take(AHEAD) {
            stdin.write_all(line.as_bytes()).expect("the echo shim reads");
        }
        let mut answer = String::new();
        for _ in &self.lines {
            answer.clear();
            answers.read_line(&mut answer).expect("the echo shim writes");
            assert!(answer.contains("accept"), "{answer}");
            if let Some(line) = next.next() {
                stdin.write_all(line.as_bytes()).expect("the echo shim reads");
            }
        }
        started.elapsed().as_secs_f64()
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}
