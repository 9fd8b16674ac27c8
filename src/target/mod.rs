//! Receivers and senders under test: a closure, a shim, a URL.

mod closure;
#[cfg(feature = "http")]
mod http;
#[cfg(feature = "http")]
mod http_answer;
#[cfg(feature = "http")]
mod http_connection;
mod shim;
mod shim_lines;
mod shim_messages;
mod shim_pipes;
mod shim_probe;
mod shim_process;
mod shim_sign;
mod shim_window;
mod status;
#[cfg(feature = "http")]
mod tls;

pub use closure::Closure;
#[cfg(feature = "http")]
pub use http::{Http, HttpOptions};
#[cfg(all(feature = "http", feature = "wiremock"))]
pub(crate) use http_answer::Answer;
#[cfg(all(feature = "http", feature = "wiremock"))]
pub(crate) use http_connection::{Endpoint, Lost, exchange};
pub use shim::{Shim, ShimOptions};
#[cfg(feature = "fuzzing")]
pub(crate) use shim_messages::read_output;
pub use shim_messages::{Hello, SHIM_PROTOCOL};
pub use shim_probe::{Probe, ProbeResult, probe_shim};
pub use shim_sign::{SignFailure, Signing};
pub use status::{StatusRanges, StatusRangesError};

use std::time::Duration;

use crate::cases::is_header_of_identity;
use crate::delivery::{Delivery, Headers};
use crate::outcome::{TargetInfo, Verdict};

/// Which clock a target reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a target is told the time or reads it")]
pub enum Clock {
    /// It is told the present time with each delivery.
    Injected,
    /// It reads the machine's clock.
    System,
}

/// What goes to a target for one case. It never holds the expectation, the case id, the flags or the title.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// Names the exchange to the one who asked for it; means nothing to the target.
    pub index: usize,
    /// The scheme's id.
    pub scheme: String,
    /// The secrets as a user would configure them.
    pub secrets: Vec<String>,
    /// Seconds, or `None` for the library's own default.
    pub tolerance: Option<u64>,
    /// The present time, Unix seconds.
    pub now: i64,
    /// Deliveries that go first, in order, and whose verdicts are not judged.
    pub before: Vec<Delivery>,
    /// The delivery to judge.
    pub delivery: Delivery,
}

impl Exchange {
    /// The same with these headers on every delivery, in the place of others of their name. The id of a delivery stays
    /// its own: one for all would be a repetition.
    #[must_use]
    pub fn with_headers(mut self, headers: &Headers) -> Self {
        for header in headers {
            let is_identity = is_header_of_identity(&header.name);
            self.before
                .iter_mut()
                .chain([&mut self.delivery])
                .filter(|delivery| !is_identity || delivery.headers.first(&header.name).is_none())
                .for_each(|delivery| delivery.headers.set(&header.name, header.value.clone()));
        }
        self
    }
}

/// What a target made of one exchange.
#[derive(Clone, Debug)]
pub struct Observation {
    /// What it did.
    pub verdict: Verdict,
    /// Its own words, or what went wrong; not yet redacted.
    pub reason: String,
    /// From sending to the answer.
    pub elapsed: Duration,
    /// The beginning of the answer's head and body, at most [`ANSWER_LIMIT`] bytes, to look for leaks.
    pub answer: Vec<u8>,
}

/// How the reason of an observation begins where nobody takes connections any more.
pub(crate) const NO_CONNECTION: &str = "cannot connect: ";

impl Observation {
    /// Whether nobody was there to take the delivery.
    pub(crate) fn is_unsent(&self) -> bool {
        self.verdict == Verdict::Crash && self.reason.starts_with(NO_CONNECTION)
    }
}

/// How many bytes of an answer are kept.
pub const ANSWER_LIMIT: usize = 64 * 1024;

/// The target could not be tested at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct TargetError {
    /// What went wrong and what to do, as a lowercase fragment; not yet redacted.
    pub what: String,
    /// How a report puts it: a crash, a hang or a protocol error.
    pub verdict: Verdict,
}

impl TargetError {
    /// It did not start, or cannot be reached.
    pub fn crash(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            verdict: Verdict::Crash,
        }
    }

    /// It gives no answer.
    pub fn hang(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            verdict: Verdict::Hang,
        }
    }

    /// It speaks no protocol.
    pub fn protocol_error(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            verdict: Verdict::ProtocolError,
        }
    }
}

/// An implementation that verifies deliveries.
pub trait Receiver {
    /// How it is reached and what it calls itself.
    fn info(&self) -> TargetInfo;

    /// Which clock it reads.
    fn clock(&self) -> Clock;

    /// Pulls exchanges from `next` until there are none, sends each, and hands each result to `observe`
    /// once, in any order. A receiver pulls only as many ahead as it sends at once, so that each delivery
    /// is signed just before it goes out. One that reads the machine's clock may leave exchanges without a
    /// result when they have grown old through another's fault; they are made afresh and asked again.
    ///
    /// # Errors
    /// When the target cannot be reached at all; what happens to one exchange is its observation.
    fn run(
        &mut self,
        next: &mut dyn FnMut() -> Option<Exchange>,
        observe: &mut dyn FnMut(usize, Observation),
    ) -> Result<(), TargetError>;
}
