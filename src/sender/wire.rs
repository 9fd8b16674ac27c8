//! Reading a request from a connection, bounded in bytes and in time: what the catching server must never see is
//! found here.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::delivery::Headers;
use crate::sender::{Chunked, Framing, Trouble};

/// Longer bodies are refused with 413.
pub const BODY_LIMIT: usize = 4 * 1024 * 1024;

/// The longest head.
const HEAD_LIMIT: usize = 64 * 1024;

/// The most header lines, some fewer than the catching server takes.
const MOST_HEADERS: usize = 90;

/// Bodies longer than this wait for each other, so that many connections at once stay in bounded memory.
const SMALL: usize = 64 * 1024;

/// How much is read at once.
const CHUNK: usize = 16 * 1024;

/// A request as it was written.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Headers,
    pub(crate) body: Vec<u8>,
    pub(crate) framing: Framing,
    /// HTTP/1.1 keeps its connection unless it says otherwise.
    pub(crate) keeps: Keeps,
    /// Held while a large body is in memory.
    _large: Option<OwnedSemaphorePermit>,
}

/// Whether the connection is for another request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keeps {
    Open,
    Closes,
}

/// The reading half of a connection.
pub(crate) struct Reader<R> {
    stream: R,
    buffer: Vec<u8>,
    patience: Duration,
    large: Arc<Semaphore>,
}

struct Head {
    method: String,
    target: String,
    headers: Headers,
    keeps: Keeps,
    length: usize,
}

impl<R: AsyncRead + Unpin> Reader<R> {
    pub(crate) fn new(stream: R, patience: Duration, large: Arc<Semaphore>) -> Self {
        Self {
            stream,
            buffer: Vec::new(),
            patience,
            large,
        }
    }

    /// The stream, to look whether the other side is still there.
    pub(crate) fn stream(&mut self) -> &mut R {
        &mut self.stream
    }

    /// The stream itself; what was read ahead is dropped.
    pub(crate) fn into_stream(self) -> R {
        self.stream
    }

    /// The next request; `None` where the connection ended between two. `proceed` is called before a body that
    /// is waited for.
    pub(crate) async fn next(&mut self, proceed: impl AsyncFnOnce()) -> Result<Option<Request>, Trouble> {
        let Some(head) = self.head().await? else {
            return Ok(None);
        };
        self.buffer.drain(..head.length);
        let (framing, length) = framing(&head.headers)?;
        if length.is_some_and(|length| length > BODY_LIMIT as u64) {
            return Err(Trouble::TooLong(BODY_LIMIT));
        }
        let expects = head.headers.text("expect");
        if expects.is_some_and(|value| value.eq_ignore_ascii_case("100-continue")) {
            proceed().await;
        }
        let mut large = None;
        let body = match framing.chunked {
            Chunked::Yes => self.chunks(&mut large).await?,
            Chunked::No => self.counted(length.unwrap_or(0), &mut large).await?,
        };
        Ok(Some(Request {
            method: head.method,
            target: head.target,
            headers: head.headers,
            body,
            framing,
            keeps: head.keeps,
            _large: large,
        }))
    }

    async fn head(&mut self) -> Result<Option<Head>, Trouble> {
        loop {
            if let Some(head) = parse_head(&self.buffer)? {
                return Ok(Some(head));
            }
            if self.buffer.len() > HEAD_LIMIT {
                return Err(Trouble::Rubbish(format!(
                    "its head has more than {HEAD_LIMIT} bytes"
                )));
            }
            if !self.more().await {
                return match self.buffer.is_empty() {
                    true => Ok(None),
                    false => Err(Trouble::TornHead),
                };
            }
        }
    }

    async fn counted(
        &mut self,
        length: u64,
        large: &mut Option<OwnedSemaphorePermit>,
    ) -> Result<Vec<u8>, Trouble> {
        let wanted = usize::try_from(length).unwrap_or(usize::MAX);
        while self.buffer.len() < wanted {
            self.may_grow(large).await;
            if !self.more().await {
                return Err(Trouble::Torn {
                    stated: length,
                    actual: self.buffer.len() as u64,
                });
            }
        }
        let rest = self.buffer.split_off(wanted);
        Ok(std::mem::replace(&mut self.buffer, rest))
    }

    async fn chunks(&mut self, large: &mut Option<OwnedSemaphorePermit>) -> Result<Vec<u8>, Trouble> {
        let mut body = Vec::new();
        loop {
            let size = loop {
                match httparse::parse_chunk_size(&self.buffer) {
                    Ok(httparse::Status::Complete((used, size))) => {
                        self.buffer.drain(..used);
                        break size;
                    }
                    Ok(httparse::Status::Partial) if self.buffer.len() < HEAD_LIMIT => {
                        if !self.more().await {
                            return Err(torn(&body, 0));
                        }
                    }
                    Ok(httparse::Status::Partial) | Err(_) => return Err(Trouble::Chunk),
                }
            };
            if size == 0 {
                return self.trailers(&body).await.map(|()| body);
            }
            if body.len() as u64 + size > BODY_LIMIT as u64 {
                return Err(Trouble::TooLong(BODY_LIMIT));
            }
            let size = usize::try_from(size).unwrap_or(usize::MAX);
            while self.buffer.len() < size + 2 {
                if body.len() + self.buffer.len() > SMALL {
                    self.may_grow(large).await;
                }
                if !self.more().await {
                    return Err(torn(&body, self.buffer.len()));
                }
            }
            let rest = self.buffer.split_off(size);
            body.extend_from_slice(&self.buffer);
            self.buffer = rest;
            if !self.buffer.starts_with(b"\r\n") {
                return Err(Trouble::Chunk);
            }
            self.buffer.drain(..2);
        }
    }

    /// Lines after the last chunk, up to the empty one; they are no part of the delivery.
    async fn trailers(&mut self, body: &[u8]) -> Result<(), Trouble> {
        let mut n_seen = 0;
        loop {
            if let Some(at) = self.buffer.windows(2).position(|pair| pair == b"\r\n") {
                self.buffer.drain(..at + 2);
                if at == 0 {
                    return Ok(());
                }
                n_seen += at;
            } else if n_seen + self.buffer.len() > HEAD_LIMIT {
                return Err(Trouble::Chunk);
            } else if !self.more().await {
                return Err(torn(body, 0));
            }
        }
    }

    async fn may_grow(&self, large: &mut Option<OwnedSemaphorePermit>) {
        if large.is_none() && self.buffer.len() > SMALL {
            *large = Arc::clone(&self.large).acquire_owned().await.ok();
        }
    }

    /// Whether more bytes came in time.
    async fn more(&mut self) -> bool {
        self.buffer.reserve(CHUNK);
        let read = self.stream.read_buf(&mut self.buffer);
        matches!(timeout(self.patience, read).await, Ok(Ok(n)) if n > 0)
    }
}

fn torn(body: &[u8], rest: usize) -> Trouble {
    Trouble::Torn {
        stated: body.len() as u64,
        actual: (body.len() + rest) as u64,
    }
}

fn parse_head(buffer: &[u8]) -> Result<Option<Head>, Trouble> {
    let mut lines = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut request = httparse::Request::new(&mut lines);
    let length = match request.parse(buffer) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(error) => return Err(rubbish(buffer, &error)),
    };
    let (Some(method), Some(target), Some(version)) = (request.method, request.path, request.version) else {
        return Ok(None);
    };
    let headers: Headers = request
        .headers
        .iter()
        .map(|line| (line.name, line.value))
        .collect();
    let asks = |word: &str| {
        headers.text("connection").is_some_and(|value| {
            value
                .split(',')
                .any(|part| part.trim().eq_ignore_ascii_case(word))
        })
    };
    let keeps = match (version, asks("close")) {
        (1, false) => Keeps::Open,
        _ => Keeps::Closes,
    };
    Ok(Some(Head {
        method: method.to_owned(),
        target: target.to_owned(),
        keeps,
        length,
        headers,
    }))
}

fn rubbish(buffer: &[u8], error: &httparse::Error) -> Trouble {
    Trouble::Rubbish(match buffer {
        [0x16, 0x03, ..] => "it begins a TLS handshake, and the URL is `http://`".to_owned(),
        [b'P', b'R', b'I', b' ', ..] => "it is HTTP/2, which was not agreed on".to_owned(),
        _ => error.to_string(),
    })
}

/// How the body is framed, and how long it is.
fn framing(headers: &Headers) -> Result<(Framing, Option<u64>), Trouble> {
    let lengths: Vec<&[u8]> = headers.values("content-length").collect();
    let codings: Vec<&[u8]> = headers.values("transfer-encoding").collect();
    let n_lengths = lengths.len();
    let chunked = match codings.as_slice() {
        [] => Chunked::No,
        [coding] if coding.eq_ignore_ascii_case(b"chunked") => Chunked::Yes,
        _ => {
            return Err(Trouble::Rubbish(
                "its transfer coding is none that is known".to_owned(),
            ));
        }
    };
    if chunked == Chunked::Yes && n_lengths > 0 || lengths.windows(2).any(|pair| pair.first() != pair.last())
    {
        return Err(Trouble::TwoLengths);
    }
    let length = match lengths.first() {
        None => None,
        Some(text) => Some(
            str::from_utf8(text)
                .ok()
                .filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))
                .and_then(|text| text.parse().ok())
                .ok_or_else(|| Trouble::Rubbish("its Content-Length is no number".to_owned()))?,
        ),
    };
    Ok((Framing { n_lengths, chunked }, length))
}
