//! A receiver behind a URL. Requests are written by hand, since no client lets the case of header names and
//! odd bytes in values through; each connection is kept alive and carries one request at a time.

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::Poll;
use std::time::{Duration, Instant};

use tokio::runtime::Runtime;

use crate::delivery::{Delivery, write_http_message};
use crate::outcome::{TargetInfo, TargetKind, Verdict};
use crate::target::http_answer::Answer;
use crate::target::http_connection::{Endpoint, Lost, Stream, exchange, resolve};
use crate::target::{Clock, Exchange, NO_CONNECTION, Observation, Receiver, StatusRanges, TargetError};

/// How much of an answer's body is shown; the runner redacts it before it is cut shorter.
const SHOWN: usize = 4_096;

/// How a receiver behind a URL is asked.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct HttpOptions {
    /// How long a case may take.
    pub timeout: Duration,
    /// How many requests are under way at once. One suits every receiver: one that serves a single
    /// connection at a time never answers a second that is kept alive.
    pub concurrency: usize,
    /// The statuses that accept.
    pub accept: StatusRanges,
    /// The statuses that reject.
    pub reject: StatusRanges,
    /// The addresses of the URL's host, if they are already known.
    pub addresses: Vec<SocketAddr>,
}

impl Default for HttpOptions {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(2),
            concurrency: 1,
            accept: StatusRanges::of(200..=299),
            reject: StatusRanges::of(400..=499),
            addresses: Vec::new(),
        }
    }
}

/// A receiver behind a URL.
pub struct Http {
    url: String,
    options: HttpOptions,
    endpoint: Endpoint,
    runtime: Runtime,
    /// Connections that carry no request now.
    idle: RefCell<Vec<Box<dyn Stream>>>,
}

impl Http {
    /// The addresses of a URL's host, for whoever wants to look at them before anything is sent.
    ///
    /// # Errors
    /// When the URL has no host or the host has no address.
    pub fn resolve(url: &str) -> Result<Vec<SocketAddr>, TargetError> {
        resolve(url)
    }

    /// Connects to the receiver.
    ///
    /// # Errors
    /// When it cannot be reached.
    pub fn connect(url: &str, options: HttpOptions) -> Result<Self, TargetError> {
        let addresses = match options.addresses.as_slice() {
            [] => resolve(url)?,
            addresses => addresses.to_vec(),
        };
        let mut endpoint = Endpoint::new(url, addresses)?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .enable_time()
            .build()
            .map_err(|error| TargetError::crash(format!("cannot set up the network: {error}")))?;
        let connected =
            runtime.block_on(async { tokio::time::timeout(options.timeout, endpoint.settle()).await });
        let stream = match connected {
            Ok(Ok(stream)) => stream,
            Ok(Err(error)) => {
                let question = match error.kind() {
                    ErrorKind::ConnectionRefused => "; is the receiver running?",
                    _ => "",
                };
                return Err(TargetError::crash(format!(
                    "cannot connect to `{url}`: {error}{question}"
                )));
            }
            Err(_) => {
                let seconds = options.timeout.as_secs_f64();
                return Err(TargetError::hang(format!(
                    "cannot connect to `{url}` within {seconds} s"
                )));
            }
        };
        Ok(Self {
            url: url.to_owned(),
            options,
            endpoint,
            runtime,
            idle: RefCell::new(vec![stream]),
        })
    }

    /// Sends what goes before, then the delivery to judge.
    async fn observe(&self, exchange: &Exchange) -> Observation {
        for delivery in &exchange.before {
            let observation = self.send(delivery).await;
            if observation.is_unsent() {
                return observation;
            }
            match observation.verdict {
                // Whoever dies or hangs here does not come to the delivery that is judged.
                Verdict::Crash | Verdict::Hang | Verdict::ProtocolError => {
                    return Observation {
                        reason: format!("a delivery that goes before: {}", observation.reason),
                        ..observation
                    };
                }
                Verdict::Accept
                | Verdict::Reject
                | Verdict::ConfigError
                | Verdict::Error
                | Verdict::Unsupported => {}
            }
        }
        self.send(&exchange.delivery).await
    }

    async fn send(&self, delivery: &Delivery) -> Observation {
        let started = Instant::now();
        let observed = |verdict, reason: String, answer| Observation {
            verdict,
            reason,
            elapsed: started.elapsed(),
            answer,
        };
        if let Err(what) = travels(delivery) {
            return observed(Verdict::Unsupported, what, Vec::new());
        }
        let request = write_http_message(delivery);
        let answered = tokio::time::timeout(self.options.timeout, self.answer(delivery, &request)).await;
        match answered {
            Ok(Ok(answer)) => {
                let verdict = self.verdict(answer.status());
                observed(verdict, self.reason(verdict, &answer), answer.into_bytes())
            }
            Ok(Err(Lost::Connection { what, .. })) => observed(Verdict::Crash, what, Vec::new()),
            Ok(Err(Lost::Garbage(what))) => observed(Verdict::ProtocolError, what, Vec::new()),
            Err(_) => {
                let seconds = self.options.timeout.as_secs_f64();
                observed(
                    Verdict::Hang,
                    format!("no whole answer within {seconds} s"),
                    Vec::new(),
                )
            }
        }
    }

    async fn answer(&self, delivery: &Delivery, request: &[u8]) -> Result<Answer, Lost> {
        let idle = self.idle.borrow_mut().pop();
        if let Some(mut stream) = idle {
            match exchange(&mut stream, request, Answer::to(&delivery.method)).await {
                // The receiver closed the connection between two requests, as it may at any time.
                Err(Lost::Connection { untouched: true, .. }) => {}
                Ok(answer) => return Ok(self.kept(stream, delivery, answer)),
                Err(lost) => return Err(lost),
            }
        }
        let mut stream = self.endpoint.connect().await.map_err(|error| Lost::Connection {
            what: format!("{NO_CONNECTION}{error}"),
            untouched: true,
        })?;
        let answer = exchange(&mut stream, request, Answer::to(&delivery.method)).await?;
        Ok(self.kept(stream, delivery, answer))
    }

    /// Keeps the connection for the next request where both sides know where the next begins.
    fn kept(&self, stream: Box<dyn Stream>, delivery: &Delivery, answer: Answer) -> Answer {
        let own_framing = ["content-length", "transfer-encoding", "connection"]
            .iter()
            .any(|name| delivery.headers.first(name).is_some());
        if answer.keeps_alive() && !own_framing {
            self.idle.borrow_mut().push(stream);
        }
        answer
    }

    fn verdict(&self, status: u16) -> Verdict {
        if self.options.accept.contains(status) {
            Verdict::Accept
        } else if self.options.reject.contains(status) {
            Verdict::Reject
        } else {
            Verdict::Error
        }
    }

    fn reason(&self, verdict: Verdict, answer: &Answer) -> String {
        let status = answer.status();
        let body = answer.body();
        let body = String::from_utf8_lossy(body.get(..SHOWN).unwrap_or(body));
        let colon = if body.trim().is_empty() { "" } else { ": " };
        let sets = if verdict == Verdict::Error {
            let (accept, reject) = (&self.options.accept, &self.options.reject);
            format!(", which neither accepts ({accept}) nor rejects ({reject})")
        } else {
            String::new()
        };
        format!("HTTP {status}{sets}{colon}{}", body.trim())
    }
}

/// Whether HTTP/1.1 can carry the delivery: no line end in its head.
fn travels(delivery: &Delivery) -> Result<(), String> {
    let broken = |bytes: &[u8]| bytes.iter().any(|byte| matches!(byte, b'\r' | b'\n'));
    let name = delivery.headers.iter().find(|header| {
        broken(&header.value)
            || header.name.is_empty()
            || header.name.bytes().any(|byte| b"\r\n: ".contains(&byte))
    });
    if let Some(header) = name {
        return Err(format!(
            "a line end in the header `{}` cannot travel in an HTTP/1.1 message",
            header.name.escape_debug()
        ));
    }
    let target = delivery.url.bytes().chain(delivery.method.bytes());
    if target.clone().any(|byte| byte.is_ascii_whitespace()) {
        return Err("a blank in the URL cannot travel in an HTTP/1.1 request line".to_owned());
    }
    Ok(())
}

impl Receiver for Http {
    fn info(&self) -> TargetInfo {
        TargetInfo {
            kind: TargetKind::Http,
            name: self.url.clone(),
            version: String::new(),
        }
    }

    fn clock(&self) -> Clock {
        Clock::System
    }

    fn run(
        &mut self,
        next: &mut dyn FnMut() -> Option<Exchange>,
        observe: &mut dyn FnMut(usize, Observation),
    ) -> Result<(), TargetError> {
        let (next, observe) = (RefCell::new(next), RefCell::new(observe));
        let this = &*self;
        let lane = || async {
            loop {
                let pulled = (next.borrow_mut())();
                let Some(exchange) = pulled else { break };
                let observation = this.observe(&exchange).await;
                (observe.borrow_mut())(exchange.index, observation);
            }
        };
        let mut lanes: Vec<Pin<Box<dyn Future<Output = ()> + '_>>> = Vec::new();
        for _ in 0..this.options.concurrency.max(1) {
            lanes.push(Box::pin(lane()));
        }
        let all = poll_fn(|context| {
            lanes.retain_mut(|lane| lane.as_mut().poll(context).is_pending());
            if lanes.is_empty() {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        });
        // The lanes share one budget otherwise, and the last of them would starve.
        this.runtime.block_on(tokio::task::unconstrained(all));
        Ok(())
    }
}
