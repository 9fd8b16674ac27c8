//! The `request` object of the shim protocol and of the golden vectors.

use serde::{Deserialize, Serialize};

use crate::delivery::{Delivery, Headers};
use crate::encoding::{Encoding, base64_text, from_latin1, latin1};

/// A delivery as JSON: header values are strings in which each character U+0000 to U+00FF is one byte,
/// the body is base64 of the exact bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestJson {
    /// The method.
    #[serde(default = "post")]
    pub method: String,
    /// The absolute URL.
    pub url: String,
    /// Name and value of each header line, in order.
    pub headers: Vec<(String, String)>,
    /// Base64 of the body.
    pub body: String,
    /// The body as text, for people; written in vectors, never read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body_text: Option<String>,
}

/// What is wrong with a `request` object.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RequestError {
    /// The body is not standard base64 with padding.
    #[error("`body` is not standard base64")]
    Body,
    /// A header value has a character above U+00FF.
    #[error("the value of header `{0}` has a character above U+00FF")]
    HeaderValue(String),
}

impl RequestJson {
    /// The delivery as JSON, without `body_text`.
    #[must_use]
    pub fn of(delivery: &Delivery) -> Self {
        Self {
            method: delivery.method.clone(),
            url: delivery.url.clone(),
            headers: delivery
                .headers
                .iter()
                .map(|h| (h.name.clone(), latin1(&h.value)))
                .collect(),
            body: base64_text(&delivery.body),
            body_text: None,
        }
    }

    /// The delivery that the JSON describes.
    ///
    /// # Errors
    /// When the body is not base64 or a header value is not bytes.
    pub fn delivery(&self) -> Result<Delivery, RequestError> {
        let mut headers = Headers::new();
        for (name, value) in &self.headers {
            let value = from_latin1(value).ok_or_else(|| RequestError::HeaderValue(name.clone()))?;
            headers.push(name.clone(), value);
        }
        let body = Encoding::Base64
            .decode(self.body.as_bytes())
            .map_err(|_| RequestError::Body)?;
        Ok(Delivery {
            method: self.method.clone(),
            url: self.url.clone(),
            headers,
            body,
        })
    }
}

fn post() -> String {
    "POST".to_owned()
}

#[cfg(test)]
mod tests {
    use super::RequestJson;
    use crate::delivery::Delivery;

    #[test]
    fn bytes_survive() {
        let mut delivery = Delivery::post("https://h.example/x", vec![0, 255, 13, 10]);
        delivery.headers.push("a", vec![0xe9, b' ', 0xff]);
        delivery.headers.push("A", "2");
        let json = serde_json::to_string(&RequestJson::of(&delivery)).unwrap();
        let read: RequestJson = serde_json::from_str(&json).unwrap();
        assert_eq!(read.delivery().unwrap(), delivery);
    }
}
