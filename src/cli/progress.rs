//! How far a run is, on standard error, where that is a terminal.

use std::io::{IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

/// How often the line is drawn.
const INTERVAL: Duration = Duration::from_millis(100);

/// A line that counts cases.
pub(crate) struct Counter {
    total: usize,
    n: usize,
    n_failed: usize,
    drawn: Option<Instant>,
    shows: bool,
}

impl Counter {
    pub(crate) fn new() -> Self {
        Self {
            total: 0,
            n: 0,
            n_failed: 0,
            drawn: None,
            shows: std::io::stderr().is_terminal(),
        }
    }

    pub(crate) fn start(&mut self, total: usize) {
        self.total = total;
    }

    /// One more is done.
    pub(crate) fn count(&mut self, failed: bool) {
        self.n += 1;
        self.n_failed += usize::from(failed);
        if self.shows && self.drawn.is_none_or(|drawn| drawn.elapsed() >= INTERVAL) {
            self.drawn = Some(Instant::now());
            // Nothing depends on the line.
            let _ = write!(
                std::io::stderr(),
                "\r{}/{}, {} failed ",
                self.n,
                self.total,
                self.n_failed
            );
        }
    }

    /// Takes the line away.
    pub(crate) fn clear(&mut self) {
        if self.drawn.take().is_some() {
            let _ = write!(std::io::stderr(), "\r\u{1b}[K");
        }
    }
}
