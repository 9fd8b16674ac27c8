//! One connection to a receiver behind a URL, on which requests go out byte for byte as they are given.

use std::io;
use std::net::{SocketAddr, ToSocketAddrs as _};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;

use crate::delivery::UrlParts;
use crate::target::TargetError;
use crate::target::http_answer::{Answer, Progress};
use crate::target::tls::Tls;

/// Requests up to this size are written at once, before the answer is looked at: they fit into any socket's
/// buffer.
const SMALL: usize = 16 * 1024;

/// Between two pieces of a request, so that the receiver reads them as two.
const PAUSE: Duration = Duration::from_millis(3);

/// A stream of bytes, encrypted or not.
pub(crate) trait Stream: AsyncRead + AsyncWrite + Unpin {
    /// Acknowledges at once what has come. Many servers write head and body of an answer one after the other, and
    /// their system holds the body back until the head is acknowledged, which ours would put off for 40 ms.
    fn acknowledge(&self);
}

impl Stream for TcpStream {
    fn acknowledge(&self) {
        // It is for speed alone, so that a refusal does not matter.
        #[cfg(target_os = "linux")]
        let _ = self.set_quickack(true);
    }
}

impl Stream for TlsStream<TcpStream> {
    fn acknowledge(&self) {
        self.get_ref().0.acknowledge();
    }
}

/// Where a receiver is.
pub(crate) struct Endpoint {
    addresses: Vec<SocketAddr>,
    tls: Option<Tls>,
}

/// How an exchange ended without an answer.
#[derive(Debug)]
pub(crate) enum Lost {
    /// The connection could not be made, or was closed. `untouched` if not one byte of an answer came.
    Connection { what: String, untouched: bool },
    /// The answer is none.
    Garbage(String),
}

/// The addresses of a URL's host.
pub(crate) fn resolve(url: &str) -> Result<Vec<SocketAddr>, TargetError> {
    let parts = UrlParts::of(url);
    let port = parts
        .port()
        .ok_or_else(|| TargetError::crash(format!("`{url}` is no URL with `http://` or `https://`")))?;
    let addresses = (parts.host(), port).to_socket_addrs();
    let addresses: Vec<SocketAddr> = addresses
        .map_err(|error| TargetError::crash(format!("cannot find the host `{}`: {error}", parts.host())))?
        .collect();
    if addresses.is_empty() {
        return Err(TargetError::crash(format!(
            "the host `{}` has no address",
            parts.host()
        )));
    }
    Ok(addresses)
}

impl Endpoint {
    pub(crate) fn new(url: &str, addresses: Vec<SocketAddr>) -> Result<Self, TargetError> {
        let parts = UrlParts::of(url);
        let tls = match parts.scheme {
            "http" => None,
            "https" => Some(Tls::to(parts.host())?),
            _ => {
                return Err(TargetError::crash(format!(
                    "`{url}` does not begin with `http://` or `https://`"
                )));
            }
        };
        Ok(Self { addresses, tls })
    }

    /// Only the address that answered is used from now on.
    pub(crate) async fn settle(&mut self) -> io::Result<Box<dyn Stream>> {
        let mut last = io::Error::from(io::ErrorKind::AddrNotAvailable);
        for address in self.addresses.clone() {
            match self.connect_to(address).await {
                Ok(stream) => {
                    self.addresses = vec![address];
                    return Ok(stream);
                }
                Err(error) => last = io::Error::new(error.kind(), format!("{address}: {error}")),
            }
        }
        Err(last)
    }

    pub(crate) async fn connect(&self) -> io::Result<Box<dyn Stream>> {
        match self.addresses.first() {
            Some(address) => self.connect_to(*address).await,
            None => Err(io::ErrorKind::AddrNotAvailable.into()),
        }
    }

    async fn connect_to(&self, address: SocketAddr) -> io::Result<Box<dyn Stream>> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(match &self.tls {
            None => Box::new(stream),
            Some(tls) => Box::new(tls.over(stream).await?),
        })
    }
}

/// Sends a request and reads its answer.
pub(crate) async fn exchange(
    stream: &mut Box<dyn Stream>,
    request: &[u8],
    mut answer: Answer,
) -> Result<Answer, Lost> {
    if request.len() <= SMALL {
        // A receiver that closes early may still have answered; reading tells.
        let written = write(stream, request).await;
        return match read(stream, &mut answer, |stream| stream.acknowledge()).await {
            Ok(()) => Ok(answer),
            Err(Lost::Connection { what, untouched }) => Err(Lost::Connection {
                what: written.err().map_or(what, |error| error.to_string()),
                untouched,
            }),
            Err(garbage) => Err(garbage),
        };
    }
    // A large body is refused before it is read: look for the answer while writing.
    let (outcome, whole) = {
        let (mut reader, mut writer) = tokio::io::split(stream);
        let mut writing = Box::pin(write(&mut writer, request));
        let mut reading = Box::pin(read(&mut reader, &mut answer, |_| ()));
        tokio::select! {
            biased;
            outcome = &mut reading => (outcome, false),
            written = &mut writing => (reading.await, written.is_ok()),
        }
    };
    outcome?;
    if !whole {
        // The rest of the request is still due; the connection cannot be used for another.
        answer.close();
    }
    Ok(answer)
}

/// A large request in characters of several bytes goes out in two pieces that part one of them, as a network may cut it
/// anywhere: whoever decodes what comes piece by piece shows it then, and not by chance.
async fn write(stream: &mut (impl AsyncWrite + Unpin), request: &[u8]) -> io::Result<()> {
    let (first, rest) = request.split_at(within_character(request).unwrap_or(request.len()));
    stream.write_all(first).await?;
    stream.flush().await?;
    if !rest.is_empty() {
        tokio::time::sleep(PAUSE).await;
        stream.write_all(rest).await?;
        stream.flush().await?;
    }
    Ok(())
}

/// Where a byte of a large request, beyond what goes out at once, goes on with a character of UTF-8.
fn within_character(request: &[u8]) -> Option<usize> {
    let beyond = request.get(SMALL..)?;
    let at = beyond.iter().position(|byte| (0x80..0xc0).contains(byte))?;
    Some(SMALL + at)
}

/// `more` is called where an answer has begun and is not yet whole.
async fn read<S: AsyncRead + Unpin>(
    stream: &mut S,
    answer: &mut Answer,
    more: impl Fn(&S),
) -> Result<(), Lost> {
    loop {
        let n = match stream.read_buf(&mut answer.unread).await {
            // TLS says so where the other side closes without a farewell.
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(0),
            n => n,
        };
        match n {
            Ok(0) if answer.close() => return Ok(()),
            Ok(0) if answer.is_untouched() => {
                return Err(Lost::Connection {
                    what: "the connection was closed without an answer".to_owned(),
                    untouched: true,
                });
            }
            Ok(0) => {
                return Err(Lost::Connection {
                    what: "the connection was closed in the middle of the answer".to_owned(),
                    untouched: false,
                });
            }
            Ok(_) => match answer.advance() {
                Ok(Progress::Incomplete) => more(stream),
                Ok(Progress::Complete | Progress::CutOff) => return Ok(()),
                Err(garbage) => return Err(Lost::Garbage(garbage.0)),
            },
            Err(error) => {
                return Err(Lost::Connection {
                    what: format!("the connection broke: {error}"),
                    untouched: answer.is_untouched(),
                });
            }
        }
    }
}
