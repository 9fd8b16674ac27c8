//! One HTTP request that carries an event: method, URL, ordered headers and body, exactly as they travel.

mod capture;
mod curl;
mod curl_line;
mod har;
mod headers;
mod http_message;
mod json_text;
mod lookup;
mod request_json;
mod shell_words;
mod url;

pub use capture::{CaptureError, parse_capture};
pub use curl::write_curl;
pub use curl_line::{CurlError, parse_curl};
pub use har::HarError;
pub use headers::{Header, Headers};
pub(crate) use http_message::is_token;
pub use http_message::{MessageError, parse_http_head, parse_http_message, write_http_message};
pub use json_text::{json_object, json_scalar, json_string, json_text, set_json, set_json_member};
pub use lookup::{Found, form_pairs, pairs_of};
pub use request_json::{RequestError, RequestJson};
pub use shell_words::ShellError;
pub use url::UrlParts;
pub(crate) use url::is_url;

/// One HTTP request, byte for byte. Nothing in it is normalized.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The method as it travels: `POST`.
    pub method: String,
    /// The absolute URL to which the sender posts; for a message captured without one, the path.
    pub url: String,
    /// The headers in their order.
    pub headers: Headers,
    /// The raw bytes after the headers.
    pub body: Vec<u8>,
}

impl Delivery {
    /// A `POST` of `body` to `url` without headers.
    #[must_use]
    pub fn post(url: impl Into<String>, body: impl Into<Vec<u8>>) -> Self {
        Self {
            method: "POST".to_owned(),
            url: url.into(),
            headers: Headers::new(),
            body: body.into(),
        }
    }

    /// The URL's parts.
    #[must_use]
    pub fn url_parts(&self) -> UrlParts<'_> {
        UrlParts::of(&self.url)
    }

    /// The body as text, if it is UTF-8.
    #[must_use]
    pub fn body_text(&self) -> Option<&str> {
        str::from_utf8(&self.body).ok()
    }
}
