//! A delivery read from an HTTP archive (HAR 1.2), as browsers and proxies export it.

use serde_json::Value;

use crate::delivery::{Delivery, Headers};
use crate::encoding::{Encoding, from_latin1};

/// What is wrong with an HTTP archive.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HarError {
    /// A field is missing or of another type.
    #[error("the HAR entry has no `{0}`, or not as HAR 1.2 has it")]
    Field(&'static str),
    /// There is not exactly one request with a body.
    #[error("the archive has {0} requests with a body; cut out the entry that is meant")]
    Entries(usize),
    /// The body is not the base64 that it says it is.
    #[error("`postData.text` is not standard base64, as its `encoding` says")]
    Body,
}

/// The request of an archive, an entry or a request object; `None` if the JSON is none of them.
pub(super) fn har_request(json: &Value) -> Option<Result<Delivery, HarError>> {
    if let Some(entries) = json.pointer("/log/entries").and_then(Value::as_array) {
        let with_body: Vec<_> = entries
            .iter()
            .filter(|entry| entry.pointer("/request/postData").is_some())
            .collect();
        return Some(match (with_body.as_slice(), entries.as_slice()) {
            ([one], _) => delivery(one.get("request").unwrap_or(&Value::Null)),
            ([], [one]) => delivery(one.get("request").unwrap_or(&Value::Null)),
            (several, _) => Err(HarError::Entries(several.len())),
        });
    }
    let request = json.get("request").unwrap_or(json);
    let first = request.get("headers")?.as_array()?.first();
    let is_har = request.get("postData").is_some() || first.is_some_and(Value::is_object);
    is_har.then(|| delivery(request))
}

fn delivery(request: &Value) -> Result<Delivery, HarError> {
    let text = |name: &'static str| {
        request
            .get(name)
            .and_then(Value::as_str)
            .ok_or(HarError::Field(name))
    };
    let mut headers = Headers::new();
    for header in request
        .get("headers")
        .and_then(Value::as_array)
        .ok_or(HarError::Field("headers"))?
    {
        let part = |name: &str| {
            header
                .get(name)
                .and_then(Value::as_str)
                .ok_or(HarError::Field("headers"))
        };
        let (name, value) = (part("name")?, part("value")?);
        // HTTP/2 has its pseudo-headers listed.
        if !name.starts_with(':') {
            headers.push(
                name,
                from_latin1(value).unwrap_or_else(|| value.as_bytes().to_vec()),
            );
        }
    }
    let body = match request.get("postData") {
        None | Some(Value::Null) => Vec::new(),
        Some(data) => {
            let text = data
                .get("text")
                .and_then(Value::as_str)
                .ok_or(HarError::Field("postData.text"))?;
            match data.get("encoding").and_then(Value::as_str) {
                Some("base64") => Encoding::Base64
                    .decode(text.as_bytes())
                    .map_err(|_| HarError::Body)?,
                _ => text.as_bytes().to_vec(),
            }
        }
    };
    Ok(Delivery {
        method: text("method")?.to_owned(),
        url: text("url")?.to_owned(),
        headers,
        body,
    })
}

#[cfg(test)]
mod tests {
    use super::{HarError, har_request};

    const ENTRY: &str = r#"{"request":{"method":"POST","url":"https://h.example/x","httpVersion":"HTTP/2",
        "headers":[{"name":":method","value":"POST"},{"name":"X-Sig","value":"ab\u00e9"}],
        "postData":{"mimeType":"application/json","text":"{\"a\":1}"}}}"#;

    fn read(text: &str) -> Option<Result<crate::delivery::Delivery, HarError>> {
        har_request(&serde_json::from_str(text).unwrap())
    }

    #[test]
    fn archives_and_entries_are_read() {
        for text in [
            ENTRY.to_owned(),
            format!(r#"{{"log":{{"entries":[{ENTRY},{{"request":{{}}}}]}}}}"#),
        ] {
            let delivery = read(&text).unwrap().unwrap();
            assert_eq!(delivery.body, b"{\"a\":1}");
            assert_eq!(delivery.headers.len(), 1);
            assert_eq!(delivery.headers.first("x-sig"), Some(b"ab\xe9".as_slice()));
        }
        let two = format!(r#"{{"log":{{"entries":[{ENTRY},{ENTRY}]}}}}"#);
        assert_eq!(read(&two), Some(Err(HarError::Entries(2))));
        assert_eq!(
            read(r#"{"method":"POST","url":"x","headers":[["a","b"]],"body":""}"#),
            None
        );
    }
}
