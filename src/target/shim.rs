//! A library behind a shim: a child process that keeps the shim protocol.

use std::collections::VecDeque;
use std::ffi::OsString;
use std::time::{Duration, Instant};

use crate::outcome::{TargetInfo, TargetKind, Verdict};
use crate::target::shim_messages::{Hello, hello_line, read_hello, shown};
use crate::target::shim_process::{Received, ShimProcess};
use crate::target::shim_window::{Settled, Window};
use crate::target::{Clock, Exchange, Observation, Receiver, TargetError};

/// How often a shim is started again.
const RESTARTS: usize = 10;

/// For how long a shim that reads the clock may have requests before it, so that none is old when its turn
/// comes.
const AHEAD: Duration = Duration::from_millis(500);

/// How long the leader of a process group may take to stop once its standard output has ended.
const LAST_BREATH: Duration = Duration::from_millis(200);

/// How a shim is run.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ShimOptions {
    /// How long a case may take.
    pub timeout: Duration,
    /// How many requests are sent ahead.
    pub concurrency: usize,
    /// How long the answer to `hello` may take.
    pub hello_timeout: Duration,
}

impl Default for ShimOptions {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(2),
            concurrency: 16,
            hello_timeout: Duration::from_secs(10),
        }
    }
}

/// A running shim. Its process group is ended when it is dropped.
pub struct Shim {
    command: Vec<OsString>,
    options: ShimOptions,
    hello: Hello,
    process: Option<ShimProcess>,
    window: Window,
    n_restarts: usize,
    /// Why there is no process.
    obituary: String,
    /// How many requests are sent ahead now.
    ahead: usize,
}

impl Shim {
    /// Starts the command and says hello.
    ///
    /// # Errors
    /// When it cannot be started, does not answer in time or speaks no protocol.
    pub fn start<S: Into<OsString>>(
        command: impl IntoIterator<Item = S>,
        options: ShimOptions,
    ) -> Result<Self, TargetError> {
        let command: Vec<OsString> = command.into_iter().map(Into::into).collect();
        let (process, hello) = greet(&command, &options, "; `hookproof shim check -- CMD…` says more")?;
        let mut window = Window::default();
        window.begin_process();
        let ahead = match hello.clock {
            Clock::Injected => options.concurrency.max(1),
            Clock::System => 1,
        };
        Ok(Self {
            command,
            options,
            hello,
            process: Some(process),
            window,
            n_restarts: 0,
            obituary: String::new(),
            ahead,
        })
    }

    /// What the shim says of itself.
    #[must_use]
    pub const fn hello(&self) -> &Hello {
        &self.hello
    }

    /// How long a request may take.
    pub(crate) const fn timeout(&self) -> Duration {
        self.options.timeout
    }

    /// An id that no request has had.
    pub(crate) fn fresh_id(&mut self) -> String {
        self.window.fresh_id().to_string()
    }

    /// The living process; a dead one is started again, unless that was done too often.
    pub(crate) fn living(&mut self) -> Option<&mut ShimProcess> {
        if let Some(process) = &mut self.process
            && process.is_over()
        {
            // It stopped while nothing was asked of it.
            self.obituary = process.end(LAST_BREATH);
            self.process = None;
        }
        while self.process.is_none() && self.n_restarts < RESTARTS {
            self.n_restarts += 1;
            match greet(&self.command, &self.options, "") {
                Ok((process, _)) => {
                    self.process = Some(process);
                    self.window.begin_process();
                }
                Err(error) => self.obituary = error.what,
            }
        }
        self.process.as_mut()
    }

    /// Ends the process, which did not stop by itself (a hang) or has just stopped (a crash).
    pub(crate) fn bury(&mut self, verdict: Verdict) -> String {
        let Some(mut process) = self.process.take() else {
            return self.obituary.clone();
        };
        let text = if verdict == Verdict::Hang {
            process.end(Duration::ZERO);
            format!("no answer within {} s", self.options.timeout.as_secs_f64())
        } else {
            format!("the shim stopped: {}", process.end(LAST_BREATH))
        };
        self.obituary.clone_from(&text);
        text
    }

    /// Fills the window from `next`.
    fn fill(
        &mut self,
        again: &mut VecDeque<Exchange>,
        next: &mut dyn FnMut() -> Option<Exchange>,
        settled: &mut Settled,
    ) {
        let mut lines = Vec::new();
        while self.window.len() < self.ahead {
            // A dead process must not be asked, or its death would cost the next case.
            if self.window.is_empty() && self.living().is_none() {
                let Some(exchange) = again.pop_front().or_else(&mut *next) else {
                    break;
                };
                let reason = format!(
                    "the shim was started again {RESTARTS} times; last: {}",
                    self.obituary
                );
                settled.push((exchange.index, not_run(reason)));
                // Results are handed on one by one, also when there is no process to wait for.
                return;
            }
            let Some(exchange) = again.pop_front().or_else(&mut *next) else {
                break;
            };
            self.window.send(exchange, &mut lines, Instant::now());
        }
        self.send(lines);
    }

    fn send(&self, lines: Vec<u8>) {
        if let (Some(process), false) = (&self.process, lines.is_empty()) {
            process.send(lines);
        }
    }

    /// Waits for lines and reads all that are there.
    fn listen(&mut self, again: &mut VecDeque<Exchange>, settled: &mut Settled) {
        let Some(deadline) = self.window.deadline(self.options.timeout) else {
            return;
        };
        let Some(process) = &mut self.process else { return };
        let mut lines = Vec::new();
        let lost = match process.receive(deadline) {
            Received::Line(line) => {
                let now = Instant::now();
                self.window.receive(&line, &mut lines, settled, now);
                while let Some(line) = process.pending() {
                    self.window.receive(&line, &mut lines, settled, now);
                }
                // A shim that writes without end must not outlive its case.
                let deadline = self.window.deadline(self.options.timeout);
                deadline
                    .filter(|deadline| *deadline <= now)
                    .map(|_| Verdict::Hang)
            }
            Received::Silence => Some(Verdict::Hang),
            Received::End => Some(Verdict::Crash),
        };
        match lost {
            None => self.send(lines),
            Some(verdict) => {
                let reason = self.bury(verdict);
                let rest = self.window.give_up(verdict, &reason, settled, Instant::now());
                match self.hello.clock {
                    Clock::Injected => rest
                        .into_iter()
                        .rev()
                        .for_each(|exchange| again.push_front(exchange)),
                    // They have grown old: whoever asked makes them afresh.
                    Clock::System => {}
                }
            }
        }
    }
}

impl Receiver for Shim {
    fn info(&self) -> TargetInfo {
        TargetInfo {
            kind: TargetKind::Shim,
            name: self.hello.name.clone(),
            version: self.hello.version.clone(),
        }
    }

    fn clock(&self) -> Clock {
        self.hello.clock
    }

    fn run(
        &mut self,
        next: &mut dyn FnMut() -> Option<Exchange>,
        observe: &mut dyn FnMut(usize, Observation),
    ) -> Result<(), TargetError> {
        let mut again = VecDeque::new();
        let mut settled = Settled::new();
        loop {
            self.fill(&mut again, next, &mut settled);
            if self.window.is_empty() && settled.is_empty() {
                return Ok(());
            }
            self.listen(&mut again, &mut settled);
            for (index, observation) in settled.drain(..) {
                if self.hello.clock == Clock::System {
                    self.ahead = requests_ahead(observation.elapsed, self.options.concurrency);
                }
                observe(index, observation);
            }
        }
    }
}

/// How many requests may wait before a shim that takes `elapsed` for each and reads the clock.
fn requests_ahead(elapsed: Duration, most: usize) -> usize {
    let fit = AHEAD.as_micros() / elapsed.as_micros().max(1);
    usize::try_from(fit).unwrap_or(usize::MAX).clamp(1, most.max(1))
}

fn not_run(reason: String) -> Observation {
    Observation {
        verdict: Verdict::Crash,
        reason,
        elapsed: Duration::ZERO,
        answer: Vec::new(),
    }
}

/// Starts a process and waits for its answer to `hello`; `advice` follows what is said of one that speaks no protocol.
pub(crate) fn greet(
    command: &[OsString],
    options: &ShimOptions,
    advice: &str,
) -> Result<(ShimProcess, Hello), TargetError> {
    let mut process = ShimProcess::start(command).map_err(TargetError::crash)?;
    process.send(hello_line());
    match process.receive(Instant::now() + options.hello_timeout) {
        Received::Line(line) => match read_hello(&line) {
            Ok(hello) if hello.roles.is_empty() => Err(TargetError::protocol_error(format!(
                "the shim has no role: {}",
                shown(&line)
            ))),
            Ok(hello) => Ok((process, hello)),
            Err(what) => {
                let log = log_of(&process.end(Duration::ZERO));
                Err(TargetError::protocol_error(format!(
                    "the shim does not speak the shim protocol: {what}{advice}{log}"
                )))
            }
        },
        Received::Silence => {
            let log = log_of(&process.end(Duration::ZERO));
            let seconds = options.hello_timeout.as_secs_f64();
            Err(TargetError::hang(format!(
                "the shim did not answer `hello` within {seconds} s{log}"
            )))
        }
        Received::End => Err(TargetError::crash(format!(
            "the shim stopped before it answered `hello`: {}",
            process.end(LAST_BREATH)
        ))),
    }
}

/// The last lines of standard error, where there are any, on lines of their own.
fn log_of(ended: &str) -> String {
    ended
        .split_once('\n')
        .map_or_else(String::new, |(_, words)| format!("\n{words}"))
}
