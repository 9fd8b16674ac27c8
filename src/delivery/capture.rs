//! A captured delivery in any of the forms that `sign` prints and that other tools export.

use serde_json::Value;

use crate::delivery::curl_line::is_curl;
use crate::delivery::har::har_request;
use crate::delivery::{
    CurlError, Delivery, HarError, MessageError, RequestError, RequestJson, parse_curl, parse_http_message,
};

/// What is wrong with a captured delivery.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CaptureError {
    /// It is no curl command line that can be read without a shell.
    #[error("the curl command line cannot be read: {0}")]
    Curl(#[from] CurlError),
    /// It is no HTTP archive with one delivery.
    #[error("{0}")]
    Har(#[from] HarError),
    /// It begins like JSON but is no `request` object.
    #[error("it is no JSON `request` object: {0}")]
    Json(#[from] serde_json::Error),
    /// It is no raw HTTP message.
    #[error("it is no raw HTTP/1.1 message: {0}")]
    Message(#[from] MessageError),
    /// The `request` object holds something that is no bytes.
    #[error("the JSON `request` object is faulty: {0}")]
    Request(#[from] RequestError),
}

/// Reads a raw HTTP/1.1 message, the JSON `request` object of the shim protocol, alone or in an object that has it
/// as `request`, an HTTP archive or an entry of one, or a curl command line; how it begins tells them apart.
///
/// # Errors
/// When the text is neither, or its framing is broken.
pub fn parse_capture(bytes: &[u8]) -> Result<Delivery, CaptureError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.trim_ascii_start().starts_with(b"{") {
        let json: Value = serde_json::from_slice(bytes)?;
        if let Some(delivery) = har_request(&json) {
            return Ok(delivery?);
        }
        let request = match json {
            Value::Object(mut members)
                if !members.contains_key("headers") && members.contains_key("request") =>
            {
                members.remove("request").unwrap_or_default()
            }
            json => json,
        };
        return Ok(serde_json::from_value::<RequestJson>(request)?.delivery()?);
    }
    if is_curl(bytes) {
        return Ok(parse_curl(bytes)?);
    }
    Ok(parse_http_message(bytes)?)
}

#[cfg(test)]
mod tests {
    use super::parse_capture;
    use crate::delivery::{Delivery, RequestJson, write_http_message};

    #[test]
    fn both_forms_are_read() {
        let mut delivery = Delivery::post("https://h.example/x", vec![0, 255]);
        delivery.headers.push("X-A", vec![0xe9]);
        let json = serde_json::to_vec(&RequestJson::of(&delivery)).unwrap();
        assert_eq!(parse_capture(&json).unwrap(), delivery);
        assert_eq!(
            parse_capture(&write_http_message(&delivery)).unwrap().body,
            delivery.body
        );
        assert!(
            parse_capture(b"{}")
                .unwrap_err()
                .to_string()
                .contains("`request`")
        );
        assert!(parse_capture(b"").is_err());
    }
}
