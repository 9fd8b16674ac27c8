//! What a sender has to deliver, before and while it is signed.

use crate::delivery::{Delivery, Headers};
use crate::scheme::Scheme;
use crate::signing::Reason;

/// What is to be delivered, before it is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The message id, for schemes that have one.
    pub id: String,
    /// The method.
    pub method: String,
    /// The absolute URL.
    pub url: String,
    /// Headers that do not belong to the scheme, `Content-Type` among them.
    pub headers: Headers,
    /// The body.
    pub body: Vec<u8>,
}

impl Event {
    /// An event as the scheme's sender delivers it.
    #[must_use]
    pub fn new(scheme: &Scheme, id: impl Into<String>, body: impl Into<Vec<u8>>) -> Self {
        let delivery = scheme.delivery();
        let mut headers = Headers::new();
        headers.push("Content-Type", delivery.content_type.clone());
        for (name, value) in &delivery.headers {
            headers.push(name.clone(), value.as_bytes());
        }
        Self {
            id: id.into(),
            method: delivery.method.clone(),
            url: delivery.url.clone(),
            headers,
            body: body.into(),
        }
    }
}

/// An event with its timestamp and id in place, not yet signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The delivery so far.
    pub delivery: Delivery,
    /// The timestamp's text, if the scheme has one.
    pub timestamp: Option<Vec<u8>>,
    /// The message id, if the scheme has one.
    pub id: Option<Vec<u8>>,
}

/// An event that cannot be signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignError {
    /// A value cannot be put where the scheme says.
    #[error("a value cannot be put at `{0}` of this body")]
    Place(String),
    /// The base string needs a value that the event does not have.
    #[error("the base string cannot be made: {0}")]
    BaseString(Reason),
    /// The key cannot sign.
    #[error("the key cannot sign for scheme `{0}`; a public-key scheme signs with the private key")]
    Key(String),
}
