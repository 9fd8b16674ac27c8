//! Ratios on a shared and noisy machine: A B A B in short slices, and the median of the slices' ratios. A slice is
//! counted in the time that this thread had a processor, so that what else runs does not count.

use std::hint::black_box;
use std::time::Duration;

/// How long one slice of one side takes.
const SLICE: Duration = Duration::from_micros(500);

/// Pairs of slices in one run.
const PAIRS: usize = 300;

/// Runs of which the best counts.
const RUNS: usize = 3;

/// Whether a bench is run only to see that it runs: `-- --test`.
pub(crate) fn is_smoke_run() -> bool {
    std::env::args().any(|argument| argument == "--test")
}

/// The cost of `a` ÷ the cost of `b`, and nanoseconds of `a`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ratio {
    /// a ÷ b: the median over slices, the lowest of the runs.
    pub(crate) ratio: f64,
    /// Nanoseconds of one `a`, the fastest slice.
    pub(crate) a_ns: f64,
    /// Nanoseconds of one `b`, the fastest slice.
    pub(crate) b_ns: f64,
}

/// Measures two functions side by side.
pub(crate) fn ratio<A, B>(mut a: impl FnMut() -> A, mut b: impl FnMut() -> B) -> Ratio {
    let (n_a, n_b) = (calibrated(&mut a), calibrated(&mut b));
    let (mut best, mut a_ns, mut b_ns) = (f64::INFINITY, f64::INFINITY, f64::INFINITY);
    for _ in 0..RUNS {
        let mut ratios: Vec<f64> = (0..PAIRS)
            .map(|pair| {
                // Whoever goes first changes, so that neither always finds the caches warm.
                let (x, y) = if pair % 2 == 0 {
                    let x = timed(&mut a, n_a);
                    (x, timed(&mut b, n_b))
                } else {
                    let y = timed(&mut b, n_b);
                    (timed(&mut a, n_a), y)
                };
                a_ns = a_ns.min(x);
                b_ns = b_ns.min(y);
                x / y
            })
            .collect();
        ratios.sort_by(f64::total_cmp);
        best = best.min(ratios.get(PAIRS / 2).copied().unwrap_or(f64::INFINITY));
    }
    Ratio {
        ratio: best,
        a_ns,
        b_ns,
    }
}

/// How often a function runs in a slice.
fn calibrated<T>(f: &mut impl FnMut() -> T) -> u32 {
    let mut n = 1;
    loop {
        let started = processor_time();
        for _ in 0..n {
            black_box(f());
        }
        let elapsed = processor_time() - started;
        if elapsed >= SLICE || n >= 1 << 24 {
            return n;
        }
        n = if elapsed * 8 < SLICE { n * 4 } else { n * 2 };
    }
}

/// Nanoseconds of one call.
fn timed<T>(f: &mut impl FnMut() -> T, n: u32) -> f64 {
    let started = processor_time();
    for _ in 0..n {
        black_box(f());
    }
    (processor_time() - started).as_secs_f64() * 1e9 / f64::from(n)
}

/// For how long this thread has run.
#[cfg(unix)]
pub(crate) fn processor_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::try_from(time).expect("processor time begins at zero")
}

#[cfg(not(unix))]
pub(crate) fn processor_time() -> Duration {
    static BEGIN: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    BEGIN.get_or_init(std::time::Instant::now).elapsed()
}

/// What a ratio should be.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Goal {
    /// At least this.
    AtLeast(f64),
    /// At most this.
    AtMost(f64),
}

/// The line above a table.
pub(crate) fn heading() -> String {
    format!("{:50} {:>8}   goal", "what", "measured")
}

/// One line of a table: what was measured, how much it is, the goal, and whether it was missed.
pub(crate) fn row(what: &str, measured: f64, goal: Goal) -> String {
    let (sign, limit, is_reached) = match goal {
        Goal::AtLeast(limit) => ("≥", limit, measured >= limit),
        Goal::AtMost(limit) => ("≤", limit, measured <= limit),
    };
    let note = if is_reached { "" } else { "  MISSED" };
    format!("{what:50} {measured:8.3}   {sign} {limit:<5}{note}")
}
