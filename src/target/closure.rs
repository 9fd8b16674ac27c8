//! A function in this process as a receiver.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use crate::outcome::{TargetInfo, TargetKind, Verdict};
use crate::target::{Clock, Exchange, Observation, Receiver, TargetError};

/// A receiver that is a closure: told the exchange, it answers with a verdict and its reason.
/// A panic is a crash.
pub struct Closure<F> {
    name: String,
    verify: F,
}

impl<F: FnMut(&Exchange) -> (Verdict, String)> Closure<F> {
    /// Wraps `verify` under the name that reports show.
    pub fn new(name: impl Into<String>, verify: F) -> Self {
        Self {
            name: name.into(),
            verify,
        }
    }
}

impl<F: FnMut(&Exchange) -> (Verdict, String)> Receiver for Closure<F> {
    fn info(&self) -> TargetInfo {
        TargetInfo {
            kind: TargetKind::Builtin,
            name: self.name.clone(),
            version: String::new(),
        }
    }

    fn clock(&self) -> Clock {
        Clock::Injected
    }

    fn run(
        &mut self,
        next: &mut dyn FnMut() -> Option<Exchange>,
        observe: &mut dyn FnMut(usize, Observation),
    ) -> Result<(), TargetError> {
        while let Some(mut exchange) = next() {
            let started = Instant::now();
            let mut run = |exchange: &Exchange| {
                catch_unwind(AssertUnwindSafe(|| (self.verify)(exchange)))
                    .unwrap_or_else(|panic| (Verdict::Crash, panic_text(panic.as_ref())))
            };
            for delivery in std::mem::take(&mut exchange.before) {
                run(&Exchange {
                    delivery,
                    ..exchange.clone()
                });
            }
            let (verdict, reason) = run(&exchange);
            let answer = reason.clone().into_bytes();
            observe(
                exchange.index,
                Observation {
                    verdict,
                    reason,
                    elapsed: started.elapsed(),
                    answer,
                },
            );
        }
        Ok(())
    }
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    format!("panicked: {}", text.unwrap_or_default())
}
