//! Reading an HTTP/1.1 answer as it comes in, bounded. Knows no socket.

use crate::target::ANSWER_LIMIT;

/// The longest head that is read.
const LONGEST_HEAD: usize = 64 * 1024;

/// The most header lines of an answer.
const MOST_HEADERS: usize = 128;

/// The most interim answers (1xx) before the final one.
const MOST_INTERIM: usize = 16;

/// How far an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    /// More has to come.
    Incomplete,
    /// All of it is there.
    Complete,
    /// It goes on, but enough was read.
    CutOff,
}

/// An answer that is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Garbage(pub(crate) String);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Head,
    /// So many bytes of the body are missing.
    Length(u64),
    ChunkSize,
    /// So many bytes of the chunk are missing.
    Chunk(u64),
    ChunkEnd,
    Trailer,
    UntilClose,
    Complete,
}

/// An answer that is being read.
#[derive(Debug)]
pub(crate) struct Answer {
    state: State,
    /// What was read and not yet understood.
    pub(crate) unread: Vec<u8>,
    head: Vec<u8>,
    body: Vec<u8>,
    status: u16,
    keeps_alive: bool,
    n_interim: usize,
    is_head_request: bool,
}

impl Answer {
    /// An answer to a request of this method.
    pub(crate) fn to(method: &str) -> Self {
        Self {
            state: State::Head,
            unread: Vec::with_capacity(1_024),
            head: Vec::new(),
            body: Vec::new(),
            status: 0,
            keeps_alive: false,
            n_interim: 0,
            is_head_request: method == "HEAD",
        }
    }

    /// The final status.
    pub(crate) const fn status(&self) -> u16 {
        self.status
    }

    /// The body so far.
    pub(crate) fn body(&self) -> &[u8] {
        &self.body
    }

    /// Whether nothing has come yet.
    pub(crate) fn is_untouched(&self) -> bool {
        self.state == State::Head && self.unread.is_empty() && self.n_interim == 0
    }

    /// Whether the next request may go over the same connection.
    pub(crate) fn keeps_alive(&self) -> bool {
        self.keeps_alive && self.state == State::Complete && self.unread.is_empty()
    }

    /// Head and body, to look for leaks.
    pub(crate) fn into_bytes(mut self) -> Vec<u8> {
        self.head.append(&mut self.body);
        self.head.truncate(ANSWER_LIMIT);
        self.head
    }

    /// Understands what has been added to `unread`.
    pub(crate) fn advance(&mut self) -> Result<Progress, Garbage> {
        loop {
            if self.body.len() > ANSWER_LIMIT {
                return Ok(Progress::CutOff);
            }
            let before = (self.state, self.unread.len());
            match self.state {
                State::Head => self.read_head()?,
                State::Length(left) => {
                    let left = self.take_body(left);
                    self.state = if left == 0 {
                        State::Complete
                    } else {
                        State::Length(left)
                    };
                }
                State::ChunkSize => self.read_chunk_size()?,
                State::Chunk(left) => {
                    let left = self.take_body(left);
                    self.state = if left == 0 {
                        State::ChunkEnd
                    } else {
                        State::Chunk(left)
                    };
                }
                State::ChunkEnd => match self.unread.as_slice() {
                    [b'\r', b'\n', ..] => {
                        self.unread.drain(..2);
                        self.state = State::ChunkSize;
                    }
                    [] | [b'\r'] => {}
                    _ => return Err(Garbage("a chunk of the answer does not end with CRLF".to_owned())),
                },
                State::Trailer => self.read_trailer()?,
                State::UntilClose => {
                    self.body.append(&mut self.unread);
                }
                State::Complete => return Ok(Progress::Complete),
            }
            if (self.state, self.unread.len()) == before
                || (self.unread.is_empty() && self.state == State::UntilClose)
            {
                let cut_off = self.body.len() > ANSWER_LIMIT;
                return Ok(if cut_off {
                    Progress::CutOff
                } else {
                    Progress::Incomplete
                });
            }
        }
    }

    /// The connection was closed. Whether the answer is whole.
    pub(crate) fn close(&mut self) -> bool {
        self.keeps_alive = false;
        match self.state {
            State::UntilClose | State::Complete => true,
            State::Head
            | State::Length(_)
            | State::ChunkSize
            | State::Chunk(_)
            | State::ChunkEnd
            | State::Trailer => false,
        }
    }

    fn read_head(&mut self) -> Result<(), Garbage> {
        let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
        let mut response = httparse::Response::new(&mut headers);
        let length = match response.parse(&self.unread) {
            Ok(httparse::Status::Complete(length)) => length,
            Ok(httparse::Status::Partial) if self.unread.len() <= LONGEST_HEAD => return Ok(()),
            Ok(httparse::Status::Partial) => {
                return Err(Garbage(format!(
                    "the answer's head is longer than {LONGEST_HEAD} bytes"
                )));
            }
            Err(error) => {
                let text = String::from_utf8_lossy(self.unread.get(..200).unwrap_or(&self.unread));
                return Err(Garbage(format!(
                    "the answer is no HTTP/1.1: {error}: `{}`",
                    text.trim_end()
                )));
            }
        };
        let status = response.code.unwrap_or_default();
        if (100..200).contains(&status) && status != 101 {
            self.unread.drain(..length);
            self.n_interim += 1;
            return match self.n_interim {
                ..=MOST_INTERIM => Ok(()),
                _ => Err(Garbage(format!("more than {MOST_INTERIM} interim answers"))),
            };
        }
        let (state, keeps_alive) = framing(&response, status, self.is_head_request)?;
        (self.state, self.keeps_alive, self.status) = (state, keeps_alive, status);
        self.head = self.unread.drain(..length).collect();
        Ok(())
    }

    /// Moves up to `left` bytes to the body; how many are still missing.
    fn take_body(&mut self, left: u64) -> u64 {
        let n = usize::try_from(left).unwrap_or(usize::MAX).min(self.unread.len());
        self.body.extend(self.unread.drain(..n));
        left - n as u64
    }

    fn read_chunk_size(&mut self) -> Result<(), Garbage> {
        match httparse::parse_chunk_size(&self.unread) {
            Ok(httparse::Status::Complete((length, size))) => {
                self.unread.drain(..length);
                self.state = if size == 0 {
                    State::Trailer
                } else {
                    State::Chunk(size)
                };
                Ok(())
            }
            Ok(httparse::Status::Partial) if self.unread.len() <= LONGEST_HEAD => Ok(()),
            _ => Err(Garbage("the answer's chunked framing is broken".to_owned())),
        }
    }

    fn read_trailer(&mut self) -> Result<(), Garbage> {
        match self.unread.windows(2).position(|pair| pair == b"\r\n") {
            Some(end) => {
                self.unread.drain(..end + 2);
                if end == 0 {
                    self.state = State::Complete;
                }
                Ok(())
            }
            None if self.unread.len() <= LONGEST_HEAD => Ok(()),
            None => Err(Garbage("the answer's trailer has no end".to_owned())),
        }
    }
}

/// How the body is framed, and whether the connection stays open.
fn framing(
    response: &httparse::Response<'_, '_>,
    status: u16,
    is_head_request: bool,
) -> Result<(State, bool), Garbage> {
    let (mut length, mut chunked, mut coded) = (None, false, false);
    let mut keeps_alive = response.version == Some(1);
    for header in response.headers.iter() {
        let value = header.value.trim_ascii();
        if header.name.eq_ignore_ascii_case("content-length") {
            let number = str::from_utf8(value)
                .ok()
                .and_then(|text| text.parse::<u64>().ok());
            match (number, length) {
                (Some(number), None) => length = Some(number),
                (Some(number), Some(other)) if number == other => {}
                _ => {
                    return Err(Garbage(
                        "the answer's Content-Length is no number, or two".to_owned(),
                    ));
                }
            }
        } else if header.name.eq_ignore_ascii_case("transfer-encoding") {
            coded = true;
            chunked = value.to_ascii_lowercase().ends_with(b"chunked");
        } else if header.name.eq_ignore_ascii_case("connection") {
            let value = value.to_ascii_lowercase();
            let says = |word: &[u8]| {
                value
                    .split(|&byte| byte == b',')
                    .any(|part| part.trim_ascii() == word)
            };
            keeps_alive = (keeps_alive || says(b"keep-alive")) && !says(b"close");
        }
    }
    let no_body = is_head_request || status == 204 || status == 304 || status == 101;
    Ok(match (no_body, coded, length) {
        (true, _, _) => (State::Complete, keeps_alive && status != 101),
        (false, true, _) if chunked => (State::ChunkSize, keeps_alive),
        (false, false, Some(0)) => (State::Complete, keeps_alive),
        (false, false, Some(length)) => (State::Length(length), keeps_alive),
        (false, true, _) | (false, false, None) => (State::UntilClose, false),
    })
}

#[cfg(test)]
mod tests {
    use super::{Answer, Progress};
    use crate::target::ANSWER_LIMIT;

    /// Feeds the text byte by byte; the last progress, the status and the body.
    fn read(text: &str) -> (Result<Progress, String>, u16, String, bool) {
        let mut answer = Answer::to("POST");
        let mut progress = Ok(Progress::Incomplete);
        for &byte in text.as_bytes() {
            answer.unread.push(byte);
            progress = answer.advance().map_err(|garbage| garbage.0);
            if progress.is_err() {
                break;
            }
        }
        let body = String::from_utf8_lossy(answer.body()).into_owned();
        (progress, answer.status(), body, answer.keeps_alive())
    }

    #[track_caller]
    fn check(text: &str, status: u16, body: &str, keeps_alive: bool) {
        assert_eq!(
            read(text),
            (Ok(Progress::Complete), status, body.to_owned(), keeps_alive),
            "{text}"
        );
    }

    #[test]
    fn every_framing() {
        check("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", 200, "ok", true);
        check(
            "HTTP/1.1 200 OK\r\ncontent-length: 0\r\nConnection: close\r\n\r\n",
            200,
            "",
            false,
        );
        check("HTTP/1.0 401 No\r\nContent-Length: 1\r\n\r\nx", 401, "x", false);
        check(
            "HTTP/1.0 401 No\r\nConnection: Keep-Alive\r\nContent-Length: 1\r\n\r\nx",
            401,
            "x",
            true,
        );
        check("HTTP/1.1 204 \r\n\r\n", 204, "", true);
        check(
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n",
            202,
            "",
            true,
        );
        let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nT: 1\r\n\r\n";
        check(chunked, 200, "abc0123456789", true);
    }

    #[test]
    fn incomplete_and_torn() {
        let (progress, ..) = read("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok");
        assert_eq!(progress, Ok(Progress::Incomplete));
        let mut answer = Answer::to("POST");
        answer
            .unread
            .extend_from_slice(b"HTTP/1.1 200 OK\r\n\r\nuntil the end");
        assert_eq!(answer.advance(), Ok(Progress::Incomplete));
        assert!(answer.close() && answer.body() == b"until the end");
        assert!(!Answer::to("POST").close());
    }

    #[test]
    fn garbage_is_named() {
        for text in [
            "SSH-2.0-OpenSSH_9.2\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: two\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc",
        ] {
            assert!(read(text).0.is_err(), "{text}");
        }
    }

    #[test]
    fn a_body_without_end_is_cut_off() {
        let mut answer = Answer::to("POST");
        answer.unread.extend_from_slice(b"HTTP/1.1 200 OK\r\n\r\n");
        let mut progress = answer.advance();
        for _ in 0..ANSWER_LIMIT {
            answer.unread.extend_from_slice(&[b'x'; 1_000]);
            progress = answer.advance();
            if progress != Ok(Progress::Incomplete) {
                break;
            }
        }
        assert_eq!(progress, Ok(Progress::CutOff));
        assert!(!answer.keeps_alive());
        assert_eq!(answer.into_bytes().len(), ANSWER_LIMIT);
    }
}
