//! Sending events as the scheme's own sender does: attempts, what each keeps, redirects.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::time::{sleep, timeout};

use crate::delivery::{Delivery, Headers, UrlParts, write_http_message};
use crate::scheme::{HeaderCase, Kept, Redirects, Retried, SendingSpec};
use crate::signing::{Event, SignError, Signer, Timestamp};
use crate::target::{Answer, Endpoint, Lost, exchange};

/// How many redirects are followed.
const MOST_REDIRECTS: usize = 10;

/// One request and what came back.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Attempt {
    /// The number of the attempt, from 1.
    pub number: u32,
    /// The request's method.
    pub method: String,
    /// Where it went.
    pub url: String,
    /// The answer, or why there is none.
    pub answer: Result<Answered, String>,
}

/// An answer.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Answered {
    /// Its status.
    pub status: u16,
    /// The beginning of its body.
    pub body: Vec<u8>,
    location: Option<String>,
}

/// Whether the sender takes the event as delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a sender believes one or the other")]
pub enum Delivered {
    /// It does.
    Yes,
    /// It does not.
    No,
}

/// The addresses of a URL that may be sent to, or why it may not.
pub type Permit<'a> = dyn Fn(&str) -> Result<Vec<SocketAddr>, String> + 'a;

/// Sends events.
pub struct Dispatch<'a> {
    /// Signs them; none sends them as they are.
    pub signer: Option<&'a Signer>,
    /// How the sender behaves.
    pub sending: &'a SendingSpec,
    /// How long an answer may take.
    pub timeout: Duration,
    /// Unix seconds.
    pub clock: &'a dyn Fn() -> i64,
    /// Where events may go.
    pub permit: &'a Permit<'a>,
}

impl Dispatch<'_> {
    /// Sends one event, again where the sender would. `told` is called after each request.
    ///
    /// # Errors
    /// When the event cannot be signed.
    pub async fn send(&self, event: &Event, told: &mut dyn FnMut(&Attempt)) -> Result<Delivered, SignError> {
        let first = (self.clock)();
        let kept = |what: Kept| self.sending.kept.contains(&what);
        for number in 1..=self.sending.most_attempts() {
            let mut event = event.clone();
            if number > 1 && !kept(Kept::Id) {
                event.id = format!("{}-{number}", event.id);
            }
            let now = if kept(Kept::Timestamp) {
                first
            } else {
                (self.clock)()
            };
            let delivery = self.signed(&event, now)?;
            let again = match self.follow(number, delivery, told).await {
                Ok(status) => {
                    let retried = self.sending.retried.iter().any(|what| what.holds(status));
                    let taken = match self.sending.redirects {
                        Redirects::Followed => status < 400,
                        Redirects::Ignored => (200..300).contains(&status),
                    };
                    if taken && !retried {
                        return Ok(Delivered::Yes);
                    }
                    retried
                }
                Err(()) => self.sending.retried.contains(&Retried::Network),
            };
            if !again {
                break;
            }
            if number < self.sending.most_attempts() {
                sleep(Duration::from_millis(self.sending.backoff_after(number))).await;
            }
        }
        Ok(Delivered::No)
    }

    fn signed(&self, event: &Event, now: i64) -> Result<Delivery, SignError> {
        let Some(signer) = self.signer else {
            return Ok(Delivery {
                method: event.method.clone(),
                url: event.url.clone(),
                headers: event.headers.clone(),
                body: event.body.clone(),
            });
        };
        let unit = signer.scheme().timestamp().map(|spec| spec.unit);
        let timestamp = unit.map(|unit| Timestamp::from_seconds(now).write(unit));
        signer.sign_with_timestamp(event, timestamp, now)
    }

    /// Sends a request and follows redirects where the sender does; the last status counts.
    async fn follow(
        &self,
        number: u32,
        mut delivery: Delivery,
        told: &mut dyn FnMut(&Attempt),
    ) -> Result<u16, ()> {
        for _ in 0..=MOST_REDIRECTS {
            let answer = self.request(&delivery).await;
            let attempt = Attempt {
                number,
                method: delivery.method.clone(),
                url: delivery.url.clone(),
                answer,
            };
            told(&attempt);
            let answered = attempt.answer.map_err(|_| ())?;
            let target = answered.location.filter(|_| {
                self.sending.redirects == Redirects::Followed
                    && matches!(answered.status, 301 | 302 | 303 | 307 | 308)
            });
            let Some(target) = target else {
                return Ok(answered.status);
            };
            if !matches!(answered.status, 307 | 308) {
                "GET".clone_into(&mut delivery.method);
                delivery.body.clear();
                delivery.headers.remove("content-length");
            }
            delivery.url = joined(&delivery.url, &target);
            delivery.headers.remove("host");
        }
        Err(())
    }

    async fn request(&self, delivery: &Delivery) -> Result<Answered, String> {
        let addresses = (self.permit)(&delivery.url)?;
        let endpoint = Endpoint::new(&delivery.url, addresses).map_err(|error| error.what)?;
        let message = write_http_message(&spelled(delivery, self.sending.header_case));
        let exchanged = timeout(self.timeout, async {
            let mut endpoint = endpoint;
            let mut stream = endpoint.settle().await.map_err(|error| error.to_string())?;
            exchange(&mut stream, &message, Answer::to(&delivery.method))
                .await
                .map_err(|lost| match lost {
                    Lost::Connection { what, .. } | Lost::Garbage(what) => what,
                })
        });
        let answer = exchanged
            .await
            .map_err(|_| "there is no answer in time".to_owned())??;
        let status = answer.status();
        let body = answer.body().to_vec();
        Ok(Answered {
            status,
            body,
            location: location_of(&answer.into_bytes()),
        })
    }
}

/// The delivery with its header names spelled, and with the lines that every request has.
fn spelled(delivery: &Delivery, case: HeaderCase) -> Delivery {
    let mut headers = Headers::new();
    headers.push(
        case.spell("Host"),
        UrlParts::of(&delivery.url).authority.as_bytes(),
    );
    for header in &delivery.headers {
        headers.push(case.spell(&header.name), header.value.clone());
    }
    if headers.first("content-length").is_none() && (delivery.method != "GET" || !delivery.body.is_empty()) {
        headers.push(case.spell("Content-Length"), delivery.body.len().to_string());
    }
    headers.push(case.spell("Connection"), "close");
    Delivery {
        headers,
        ..delivery.clone()
    }
}

fn location_of(head: &[u8]) -> Option<String> {
    let mut lines = [httparse::EMPTY_HEADER; 100];
    let mut response = httparse::Response::new(&mut lines);
    // The head is whole; what follows it does not matter.
    response.parse(head).ok()?;
    let line = response
        .headers
        .iter()
        .find(|line| line.name.eq_ignore_ascii_case("location"))?;
    str::from_utf8(line.value).ok().map(str::to_owned)
}

/// A redirect's target, which may be a path.
fn joined(base: &str, target: &str) -> String {
    let parts = UrlParts::of(base);
    match target.strip_prefix("//") {
        Some(rest) => format!("{}://{rest}", parts.scheme),
        None if target.contains("://") => target.to_owned(),
        None if target.starts_with('/') => format!("{}://{}{target}", parts.scheme, parts.authority),
        None => {
            let folder = parts.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            format!("{}://{}{folder}/{target}", parts.scheme, parts.authority)
        }
    }
}
