//! The catching server: `wiremock`, kept from what it cannot bear.
//!
//! It keeps every request that a mock matched, also with recording off; it panics where a body ends early or a URL
//! cannot be read; and it takes bodies of any length. So it sits behind a front that reads requests within bounds,
//! gets whole ones with a length only, one at a time, and forgets all of them after each batch.

use std::net::TcpListener;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use ::wiremock::{Mock, MockServer, Request as Matched, Respond, ResponseTemplate};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::delivery::{Delivery, Headers};
use crate::sender::Play;
use crate::sender::wire::Request;

/// After so many requests, or so many bytes, the server forgets what it keeps.
const BATCH: usize = 64;
const BATCH_BYTES: usize = 1024 * 1024;

/// How long the server may take for an answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// The longest answer of the server.
const ANSWER_LIMIT: usize = 64 * 1024;

/// Headers that belong to one connection, and are not handed on.
const HOP_BY_HOP: [&str; 9] = [
    "connection",
    "content-length",
    "expect",
    "http2-settings",
    "keep-alive",
    "proxy-connection",
    "te",
    "transfer-encoding",
    "upgrade",
];

/// What the server is to make of the next request, and what it caught of it.
struct Slot {
    template: ResponseTemplate,
    caught: Option<(String, Vec<u8>)>,
}

/// Answers as the slot says and puts into it what was matched.
struct Catching(Arc<Mutex<Slot>>);

impl Respond for Catching {
    fn respond(&self, request: &Matched) -> ResponseTemplate {
        let mut slot = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        slot.caught = Some((request.method.as_str().to_owned(), request.body.clone()));
        slot.template.clone()
    }
}

/// A `wiremock` server that is given one request after the other.
pub(crate) struct Catcher {
    server: MockServer,
    slot: Arc<Mutex<Slot>>,
    connection: Option<TcpStream>,
    n_kept: usize,
    bytes_kept: usize,
}

impl Catcher {
    pub(crate) async fn start() -> std::io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let server = MockServer::builder()
            .listener(listener)
            .disable_request_recording()
            .start()
            .await;
        let slot = Slot {
            template: ResponseTemplate::new(200),
            caught: None,
        };
        let mut catcher = Self {
            server,
            slot: Arc::new(Mutex::new(slot)),
            connection: None,
            n_kept: 0,
            bytes_kept: 0,
        };
        catcher.mount().await;
        Ok(catcher)
    }

    async fn mount(&mut self) {
        let catching = Catching(Arc::clone(&self.slot));
        let any = Mock::given(::wiremock::matchers::any()).respond_with(catching);
        self.server.register(any).await;
        (self.n_kept, self.bytes_kept) = (0, 0);
    }

    /// Hands a request on and gives back what the server caught, with names and order of the headers as they were
    /// written, and the bytes with which the server answers.
    pub(crate) async fn hand_on(
        &mut self,
        request: &Request,
        url: String,
        play: Play,
        location: &str,
    ) -> Result<(Delivery, Vec<u8>), String> {
        if self.n_kept >= BATCH || self.bytes_kept >= BATCH_BYTES {
            self.server.reset().await;
            self.mount().await;
        }
        self.n_kept += 1;
        self.bytes_kept += request.body.len();
        {
            let mut slot = self.slot.lock().unwrap_or_else(PoisonError::into_inner);
            slot.template = template(play, location);
            slot.caught = None;
        }
        let message = message(request);
        let answer = match self.exchange(&message).await {
            Ok(answer) => answer,
            Err(_) => {
                // The server may have closed a connection that was idle.
                self.connection = None;
                self.exchange(&message).await?
            }
        };
        let caught = {
            let mut slot = self.slot.lock().unwrap_or_else(PoisonError::into_inner);
            slot.caught.take()
        };
        let (method, body) = caught.ok_or("it matched nothing")?;
        let delivery = Delivery {
            method,
            url,
            headers: request.headers.clone(),
            body,
        };
        Ok((delivery, answer))
    }

    async fn exchange(&mut self, message: &[u8]) -> Result<Vec<u8>, String> {
        let outcome = timeout(PATIENCE, self.exchange_unbounded(message)).await;
        let outcome = outcome.unwrap_or_else(|_| Err("it does not answer".to_owned()));
        if outcome.is_err() {
            self.connection = None;
        }
        outcome
    }

    async fn exchange_unbounded(&mut self, message: &[u8]) -> Result<Vec<u8>, String> {
        let told = |error: std::io::Error| error.to_string();
        let stream = match &mut self.connection {
            Some(stream) => stream,
            empty => {
                let stream = TcpStream::connect(self.server.address()).await.map_err(told)?;
                stream.set_nodelay(true).map_err(told)?;
                empty.insert(stream)
            }
        };
        stream.write_all(message).await.map_err(told)?;
        let mut answer = Vec::new();
        loop {
            if stream.read_buf(&mut answer).await.map_err(told)? == 0 {
                return Err("it closed the connection without a whole answer".to_owned());
            }
            if let Some(length) = answer_length(&answer)
                && answer.len() >= length
            {
                return Ok(answer);
            }
            if answer.len() > ANSWER_LIMIT {
                return Err("its answer has no end".to_owned());
            }
        }
    }
}

fn template(play: Play, location: &str) -> ResponseTemplate {
    match play {
        Play::Status(status) => ResponseTemplate::new(status).set_body_string("seen\n"),
        Play::Later(status) => ResponseTemplate::new(status).insert_header("Retry-After", "1"),
        Play::Redirect(status) => ResponseTemplate::new(status).insert_header("Location", location),
        // The front keeps the answer to itself.
        Play::Hang | Play::Reset => ResponseTemplate::new(503),
    }
}

/// The request with a length, on a path that any reader of URLs takes, without the headers of the connection.
fn message(request: &Request) -> Vec<u8> {
    let path = request
        .target
        .find("://")
        .and_then(|at| request.target.get(at + 3..))
        .map_or(request.target.as_str(), |rest| {
            rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/")
        });
    let path = if path.starts_with('/') && path.parse::<hyper::Uri>().is_ok() {
        path
    } else {
        "/"
    };
    let mut message = format!("{} {path} HTTP/1.1\r\n", request.method).into_bytes();
    append(&mut message, &request.headers);
    message.extend_from_slice(format!("Content-Length: {}\r\n\r\n", request.body.len()).as_bytes());
    message.extend_from_slice(&request.body);
    message
}

fn append(message: &mut Vec<u8>, headers: &Headers) {
    for header in headers {
        if HOP_BY_HOP
            .iter()
            .any(|name| header.name.eq_ignore_ascii_case(name))
        {
            continue;
        }
        message.extend_from_slice(header.name.as_bytes());
        message.extend_from_slice(b": ");
        message.extend_from_slice(&header.value);
        message.extend_from_slice(b"\r\n");
    }
}

/// How long the answer is that begins with these bytes; `None` until its head is whole.
fn answer_length(bytes: &[u8]) -> Option<usize> {
    let mut lines = [httparse::EMPTY_HEADER; 32];
    let mut response = httparse::Response::new(&mut lines);
    let Ok(httparse::Status::Complete(head)) = response.parse(bytes) else {
        return None;
    };
    let length = response
        .headers
        .iter()
        .find(|line| line.name.eq_ignore_ascii_case("content-length"))
        .and_then(|line| str::from_utf8(line.value).ok()?.parse::<usize>().ok());
    Some(head + length.unwrap_or(0))
}
