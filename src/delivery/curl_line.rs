//! A delivery read from a `curl` command line, as browsers, logs and `sign --format curl` print it.

use crate::delivery::shell_words::{ShellError, Token, printed, shell_tokens};
use crate::delivery::{Delivery, Headers};
use crate::encoding::base64_text;

/// What is wrong with a curl command line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CurlError {
    /// The shell could not read it either, or only a shell can.
    #[error(transparent)]
    Shell(#[from] ShellError),
    /// There is no URL.
    #[error("it has no URL")]
    NoUrl,
    /// A value is not UTF-8 where it must be.
    #[error("the {0} is not UTF-8 text")]
    NotText(&'static str),
    /// The last option needs a value.
    #[error("the option `{0}` has no value")]
    NoValue(String),
    /// The body is in a file.
    #[error(
        "its body is in the file `{0}`; give the headers and the body as files of their own, with --headers and --body"
    )]
    File(String),
    /// A form with files.
    #[error("it sends a multipart form, whose boundary curl makes up; capture the request itself")]
    Multipart,
}

/// Options that take a value and do not change what is signed.
const SKIPPED: &[&str] = &[
    "--output",
    "--max-time",
    "--connect-timeout",
    "--proxy",
    "--cacert",
    "--capath",
    "--cert",
    "--key",
    "--write-out",
    "--resolve",
    "--retry",
    "--retry-delay",
    "--interface",
    "--limit-rate",
    "--max-redirs",
    "--dump-header",
    "--cookie-jar",
    "--ciphers",
    "--tls-max",
    "--proxy-user",
    "--connect-to",
    "--noproxy",
    "--pass",
    "--trace",
    "--trace-ascii",
    "--stderr",
    "--unix-socket",
    "--local-port",
    "--keepalive-time",
    "--speed-limit",
    "--speed-time",
];

/// Short options that take a value, with their long names.
const SHORT: &[(u8, &str)] = &[
    (b'A', "--user-agent"),
    (b'b', "--cookie"),
    (b'c', "--cookie-jar"),
    (b'd', "--data"),
    (b'D', "--dump-header"),
    (b'e', "--referer"),
    (b'E', "--cert"),
    (b'F', "--form"),
    (b'H', "--header"),
    (b'm', "--max-time"),
    (b'o', "--output"),
    (b'u', "--user"),
    (b'w', "--write-out"),
    (b'x', "--proxy"),
    (b'X', "--request"),
];

/// Whether bytes look like a curl command line.
pub(super) fn is_curl(bytes: &[u8]) -> bool {
    let text = bytes.trim_ascii_start();
    let text = text.strip_prefix(b"$ ").unwrap_or(text);
    text.starts_with(b"curl ")
        || text.starts_with(b"curl\t")
        || text.starts_with(b"curl \\")
        || text.starts_with(b"printf '%b' ")
}

/// Reads a curl command line.
///
/// # Errors
/// When it is not whole, has no URL, or its body is in a file.
pub fn parse_curl(line: &[u8]) -> Result<Delivery, CurlError> {
    let text = line.trim_ascii();
    let tokens = shell_tokens(text.strip_prefix(b"$ ").unwrap_or(text))?;
    let (piped, words) = command(tokens);
    let mut request = Request {
        piped,
        ..Request::default()
    };
    let mut words = words.into_iter();
    while let Some(word) = words.next() {
        if word == b"--" {
            continue;
        }
        if word.starts_with(b"--") {
            request.long(&word, &mut words)?;
        } else if word.len() > 1 && word.starts_with(b"-") {
            request.short(word.get(1..).unwrap_or_default(), &mut words)?;
        } else {
            request.url = Some(text_of(word, "URL")?);
        }
    }
    request.finish()
}

/// What is piped into curl, and its words.
fn command(tokens: Vec<Token>) -> (Option<Vec<u8>>, Vec<Vec<u8>>) {
    let mut piped = None;
    let mut words: Vec<Vec<u8>> = Vec::new();
    for token in tokens {
        match token {
            Token::Word(word) => words.push(word),
            Token::Operator(b'|') if words.first().is_some_and(|word| word == b"printf") => {
                piped = words.get(2).map(|word| printed(word));
                words.clear();
            }
            Token::Operator(_) => break,
        }
    }
    if words.first().is_some_and(|word| word == b"curl") {
        words.remove(0);
    }
    (piped, words)
}

#[derive(Default)]
struct Request {
    piped: Option<Vec<u8>>,
    method: Option<String>,
    url: Option<String>,
    headers: Headers,
    dropped: Vec<String>,
    body: Option<Vec<u8>>,
    in_query: bool,
    json: bool,
}

type Words = std::vec::IntoIter<Vec<u8>>;

impl Request {
    fn long(&mut self, word: &[u8], words: &mut Words) -> Result<(), CurlError> {
        let name = String::from_utf8_lossy(word).into_owned();
        let mut value = || words.next().ok_or_else(|| CurlError::NoValue(name.clone()));
        match name.as_str() {
            "--request" => self.method = Some(text_of(value()?, "method")?),
            "--url" => self.url = Some(text_of(value()?, "URL")?),
            "--header" => self.header(&value()?)?,
            "--user-agent" => self.headers.push("User-Agent", value()?),
            "--referer" => self.headers.push("Referer", value()?),
            "--cookie" => self.headers.push("Cookie", value()?),
            "--user" => {
                let text = format!("Basic {}", base64_text(&value()?));
                self.headers.push("Authorization", text);
            }
            "--oauth2-bearer" => {
                let text = [b"Bearer ".as_slice(), &value()?].concat();
                self.headers.push("Authorization", text);
            }
            "--data" | "--data-ascii" | "--data-binary" => {
                let value = value()?;
                self.data(value)?;
            }
            "--data-raw" => {
                let value = value()?;
                self.append(&value);
            }
            "--json" => {
                let value = value()?;
                self.json = true;
                // Several are written one after the other, without a sign between them.
                let body = [self.body.take().unwrap_or_default(), self.read(value)?].concat();
                self.body = Some(body);
            }
            "--data-urlencode" => {
                let value = value()?;
                self.append(&urlencoded(&value));
            }
            "--form" | "--form-string" => return Err(CurlError::Multipart),
            "--get" => self.in_query = true,
            "--head" => self.method = Some("HEAD".to_owned()),
            name if SKIPPED.contains(&name) => {
                value()?;
            }
            _ => {}
        }
        Ok(())
    }

    fn short(&mut self, mut letters: &[u8], words: &mut Words) -> Result<(), CurlError> {
        while let [letter, rest @ ..] = letters {
            if let Some((_, name)) = SHORT.iter().find(|(short, _)| short == letter) {
                let mut value = match rest {
                    [] => words.next().into_iter().collect::<Vec<_>>().into_iter(),
                    rest => vec![rest.to_vec()].into_iter(),
                };
                return self.long(name.as_bytes(), &mut value);
            }
            match letter {
                b'G' => self.in_query = true,
                b'I' => self.method = Some("HEAD".to_owned()),
                _ => {}
            }
            letters = rest;
        }
        Ok(())
    }

    fn header(&mut self, line: &[u8]) -> Result<(), CurlError> {
        if let Some(file) = line.strip_prefix(b"@") {
            return Err(CurlError::File(String::from_utf8_lossy(file).into_owned()));
        }
        let colon = line.iter().position(|byte| *byte == b':');
        if let (None, Some(name)) = (colon, line.strip_suffix(b";")) {
            self.headers.push(text_of(name.to_vec(), "name of a header")?, "");
            return Ok(());
        }
        let (name, value) = line.split_at(colon.unwrap_or(line.len()));
        let name = text_of(name.to_vec(), "name of a header")?;
        match value.get(1..).unwrap_or_default().trim_ascii() {
            // `Name:` drops a header that curl would write.
            [] => self.dropped.push(name),
            value => self.headers.push(name, value),
        }
        Ok(())
    }

    fn data(&mut self, value: Vec<u8>) -> Result<(), CurlError> {
        let value = self.read(value)?;
        self.append(&value);
        Ok(())
    }

    fn read(&mut self, value: Vec<u8>) -> Result<Vec<u8>, CurlError> {
        match value.strip_prefix(b"@") {
            None => Ok(value),
            Some(b"-") if self.piped.is_some() => Ok(self.piped.take().unwrap_or_default()),
            Some(file) => Err(CurlError::File(String::from_utf8_lossy(file).into_owned())),
        }
    }

    fn append(&mut self, value: &[u8]) {
        self.body = Some(match self.body.take() {
            None => value.to_vec(),
            Some(body) => [body.as_slice(), b"&", value].concat(),
        });
    }

    fn finish(mut self) -> Result<Delivery, CurlError> {
        let mut url = self.url.take().ok_or(CurlError::NoUrl)?;
        if !url.contains("://") {
            url = format!("http://{url}");
        }
        let has_body = self.body.is_some();
        let mut body = self.body.unwrap_or_default();
        if self.in_query {
            let text = text_of(std::mem::take(&mut body), "query")?;
            let mark = if url.contains('?') { '&' } else { '?' };
            url = format!("{url}{mark}{text}");
        }
        let is_posted = has_body && !self.in_query;
        let is_dropped = self
            .dropped
            .iter()
            .any(|name| name.eq_ignore_ascii_case("content-type"));
        if is_posted && !is_dropped && self.headers.first("content-type").is_none() {
            let kind = if self.json {
                "application/json"
            } else {
                "application/x-www-form-urlencoded"
            };
            self.headers.push("Content-Type", kind);
        }
        Ok(Delivery {
            method: self
                .method
                .unwrap_or_else(|| if is_posted { "POST" } else { "GET" }.to_owned()),
            url,
            headers: self.headers,
            body,
        })
    }
}

/// `content`, `=content` and `name=content`, as `--data-urlencode` takes them.
fn urlencoded(value: &[u8]) -> Vec<u8> {
    let at = value.iter().position(|byte| *byte == b'=');
    let (name, content) = match at {
        Some(0) | None => (b"".as_slice(), value.strip_prefix(b"=").unwrap_or(value)),
        Some(at) => (
            value.get(..=at).unwrap_or_default(),
            value.get(at + 1..).unwrap_or_default(),
        ),
    };
    const KEPT: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'.')
        .remove(b'_')
        .remove(b'~');
    let content = percent_encoding::percent_encode(content, KEPT).to_string();
    [name, content.as_bytes()].concat()
}

fn text_of(bytes: Vec<u8>, what: &'static str) -> Result<String, CurlError> {
    String::from_utf8(bytes).map_err(|_| CurlError::NotText(what))
}

#[cfg(test)]
mod tests {
    use super::{CurlError, parse_curl};
    use crate::delivery::{Delivery, write_curl};

    fn body(line: &str) -> Result<String, CurlError> {
        parse_curl(line.as_bytes()).map(|delivery| String::from_utf8(delivery.body).unwrap())
    }

    #[test]
    fn what_is_written_is_read_back() {
        for text in [
            b"{\"a\":\"it's\n\"}".to_vec(),
            vec![0, 255, b'\\', b'!', b'\''],
            b"@file".to_vec(),
            Vec::new(),
        ] {
            let mut delivery = Delivery::post("https://h.example/x?y=1", text);
            delivery.headers.push("X-A", "b c");
            delivery.headers.push("X-E", "");
            delivery.headers.push("Content-Type", "text/plain");
            delivery.headers.push("X-B", vec![0xe9]);
            let line = write_curl(&delivery, &delivery.url);
            assert_eq!(parse_curl(line.as_bytes()).unwrap(), delivery, "{line}");
        }
    }

    #[test]
    fn options_are_read_as_curl_reads_them() {
        let read = parse_curl(
            b"curl -sS --compressed 'https://h.example/a' \\\n  -XPUT -H 'X-A: 1' -H 'accept:' \\\n  --data-raw $'a\\'b' -o /dev/null",
        );
        let read = read.unwrap();
        assert_eq!(
            (read.method.as_str(), read.url.as_str()),
            ("PUT", "https://h.example/a")
        );
        assert_eq!(read.headers.text("x-a"), Some("1"));
        assert_eq!(
            read.headers.text("content-type"),
            Some("application/x-www-form-urlencoded")
        );
        assert_eq!(read.body, b"a'b");
        assert_eq!(body("curl h.example -d a=1 -d b=2").as_deref(), Ok("a=1&b=2"));
        assert_eq!(
            body("curl h.example --data-urlencode 'a=b c'").as_deref(),
            Ok("a=b%20c")
        );
        assert_eq!(
            body("curl h.example -d @x.json"),
            Err(CurlError::File("x.json".to_owned()))
        );
        assert_eq!(body("curl -d x"), Err(CurlError::NoUrl));
        assert_eq!(body("curl h.example -F a=b"), Err(CurlError::Multipart));
        let got = parse_curl(b"curl -G h.example/x -d a=1").unwrap();
        assert_eq!(
            (got.method.as_str(), got.url.as_str()),
            ("GET", "http://h.example/x?a=1")
        );
        let user = parse_curl(b"curl -u a:b h.example").unwrap();
        assert_eq!(user.headers.text("authorization"), Some("Basic YTpi"));
    }
}
