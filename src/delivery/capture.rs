//! A captured delivery in either of the forms that `sign` prints.

use crate::delivery::{Delivery, MessageError, RequestError, RequestJson, parse_http_message};

/// What is wrong with a captured delivery.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CaptureError {
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

/// Reads a raw HTTP/1.1 message or the JSON `request` object of the shim protocol; the first byte that is no
/// blank tells them apart.
///
/// # Errors
/// When the text is neither, or its framing is broken.
pub fn parse_capture(bytes: &[u8]) -> Result<Delivery, CaptureError> {
    if bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{') {
        return Ok(serde_json::from_slice::<RequestJson>(bytes)?.delivery()?);
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
