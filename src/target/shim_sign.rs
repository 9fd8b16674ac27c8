//! A library behind a shim as the one that signs.

use std::time::Instant;

use crate::delivery::{Delivery, RequestJson};
use crate::outcome::Verdict;
use crate::scheme::Scheme;
use crate::signing::Event;
use crate::target::Shim;
use crate::target::shim_messages::{read_object, shown, sign_line};
use crate::target::shim_process::Received;

/// Why an implementation signed nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {reason}", verdict.name())]
#[non_exhaustive]
pub struct SignFailure {
    /// What it did instead.
    pub verdict: Verdict,
    /// Its own words, or what went wrong; not yet redacted.
    pub reason: String,
}

impl SignFailure {
    fn new(verdict: Verdict, reason: impl Into<String>) -> Self {
        Self {
            verdict,
            reason: reason.into(),
        }
    }
}

/// An implementation that signs events.
pub trait Signing {
    /// Makes the signed delivery of an event.
    ///
    /// # Errors
    /// When it refuses, does not answer or answers with something else.
    fn sign(
        &mut self,
        scheme: &Scheme,
        secrets: &[String],
        now: i64,
        event: &Event,
    ) -> Result<Delivery, SignFailure>;
}

impl Signing for Shim {
    fn sign(
        &mut self,
        scheme: &Scheme,
        secrets: &[String],
        now: i64,
        event: &Event,
    ) -> Result<Delivery, SignFailure> {
        let id = self.fresh_id();
        let deadline = Instant::now() + self.timeout();
        let Some(process) = self.living() else {
            let reason = self.bury(Verdict::Crash);
            return Err(SignFailure::new(Verdict::Crash, reason));
        };
        process.send(sign_line(&id, scheme.id(), secrets, now, event));
        let line = match process.receive(deadline) {
            Received::Line(line) => line,
            Received::Silence => return Err(SignFailure::new(Verdict::Hang, self.bury(Verdict::Hang))),
            Received::End => return Err(SignFailure::new(Verdict::Crash, self.bury(Verdict::Crash))),
        };
        let broken = |what: String| SignFailure::new(Verdict::ProtocolError, what);
        let (answered, mut object) = read_object(&line).map_err(|fault| broken(fault.what))?;
        if answered != id {
            return Err(broken(format!(
                "an answer to request {id} has another `id`: {}",
                shown(&line)
            )));
        }
        if let Some(request) = object.remove("request") {
            return serde_json::from_value::<RequestJson>(request)
                .map_err(|error| error.to_string())
                .and_then(|request| request.delivery().map_err(|error| error.to_string()))
                .map_err(|error| broken(format!("`request` is faulty: {error}: {}", shown(&line))));
        }
        let text = |name: &str| {
            object
                .get(name)
                .and_then(serde_json::Value::as_str)
                .unwrap_or_default()
        };
        match Verdict::of(text("verdict")) {
            Some(
                verdict @ (Verdict::Reject | Verdict::ConfigError | Verdict::Error | Verdict::Unsupported),
            ) => Err(SignFailure::new(verdict, text("reason"))),
            None | Some(Verdict::Accept | Verdict::Crash | Verdict::Hang | Verdict::ProtocolError) => {
                Err(broken(format!(
                    "an answer to `sign` has neither `request` nor a refusal: {}",
                    shown(&line)
                )))
            }
        }
    }
}
