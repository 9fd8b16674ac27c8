//! Making a signed delivery.

use std::borrow::Cow;

use crate::delivery::{Delivery, Headers, set_json_member};
use crate::encoding::Encoding;
use crate::mac::Hasher;
use crate::scheme::{Format, Location, Method, Scheme, Source, Step};
use crate::signing::base_string::{Parts, expand};
use crate::signing::key::key_of;
use crate::signing::{Reason, SecretError, Timestamp};

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

/// A scheme and its secrets, ready to sign.
#[derive(Clone)]
pub struct Signer {
    scheme: Scheme,
    keys: Vec<Vec<u8>>,
}

impl Signer {
    /// Compiles a scheme with its secrets; a scheme whose format is a list carries one signature for each.
    ///
    /// # Errors
    /// When there is no secret, or one is not written as the scheme writes it, or its key is empty.
    pub fn new<S: AsRef<[u8]>>(scheme: &Scheme, secrets: &[S]) -> Result<Self, SecretError> {
        if secrets.is_empty() {
            return Err(SecretError::None(scheme.id().to_owned()));
        }
        #[cfg(not(feature = "jwt"))]
        if scheme.method() == Method::Jwt {
            return Err(SecretError::Feature {
                scheme: scheme.id().to_owned(),
                feature: "jwt",
            });
        }
        let keys = secrets
            .iter()
            .map(|secret| key_of(scheme, secret.as_ref()))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            scheme: scheme.clone(),
            keys,
        })
    }

    /// A signer with key bytes as they are: for cases that need a key which no secret stands for.
    #[must_use]
    pub fn with_key(scheme: &Scheme, key: Vec<u8>) -> Self {
        Self {
            scheme: scheme.clone(),
            keys: vec![key],
        }
    }

    /// The scheme.
    #[must_use]
    pub const fn scheme(&self) -> &Scheme {
        &self.scheme
    }

    /// The first key's bytes.
    #[must_use]
    pub fn key(&self) -> &[u8] {
        self.keys.first().map_or(b"", Vec::as_slice)
    }

    /// Signs an event at `now`, Unix seconds.
    ///
    /// # Errors
    /// When a value cannot be placed, the base string cannot be made, or the key cannot sign.
    pub fn sign(&self, event: &Event, now: i64) -> Result<Delivery, SignError> {
        let timestamp = self
            .scheme
            .timestamp()
            .map(|spec| Timestamp::from_seconds(now).write(spec.unit));
        self.sign_with_timestamp(event, timestamp, now)
    }

    /// Signs an event with this text as its timestamp; `now` is the present time for a token's claims.
    ///
    /// # Errors
    /// As [`Signer::sign`].
    pub fn sign_with_timestamp(
        &self,
        event: &Event,
        timestamp: Option<Vec<u8>>,
        now: i64,
    ) -> Result<Delivery, SignError> {
        let draft = self.draft(event, timestamp)?;
        let signatures = self.signatures(&draft, now)?;
        self.finish(draft, &signatures)
    }

    /// Puts timestamp and id in place.
    ///
    /// # Errors
    /// When one cannot be put where the scheme says.
    pub fn draft(&self, event: &Event, timestamp: Option<Vec<u8>>) -> Result<Draft, SignError> {
        let mut delivery = Delivery {
            method: event.method.clone(),
            url: event.url.clone(),
            headers: event.headers.clone(),
            body: event.body.clone(),
        };
        let id = self
            .scheme
            .message_id()
            .map(|spec| (&spec.location, event.id.clone().into_bytes()));
        if let Some((location, id)) = &id {
            place(&mut delivery, location, id)?;
        }
        if let (Some(spec), Some(timestamp)) = (self.scheme.timestamp(), &timestamp) {
            place(&mut delivery, &spec.location, timestamp)?;
        }
        Ok(Draft {
            delivery,
            timestamp,
            id: id.map(|(_, id)| id),
        })
    }

    /// The bytes that are signed.
    ///
    /// # Errors
    /// When a value is missing.
    pub fn base_string(&self, draft: &Draft) -> Result<Vec<u8>, SignError> {
        let mut bytes = Vec::new();
        if let Some(template) = self.scheme.base_string() {
            expand(template, &self.parts(draft, self.key()), &mut bytes).map_err(SignError::BaseString)?;
        }
        Ok(bytes)
    }

    /// The signatures' texts, one for each secret; only the first where the format holds one.
    ///
    /// # Errors
    /// When the base string cannot be made or the key cannot sign.
    pub fn signatures(&self, draft: &Draft, now: i64) -> Result<Vec<Vec<u8>>, SignError> {
        let keys = if self.scheme.format().is_list() {
            self.keys.len()
        } else {
            1
        };
        self.keys
            .iter()
            .take(keys)
            .map(|key| self.signature(draft, key, now))
            .collect()
    }

    fn signature(&self, draft: &Draft, key: &[u8], now: i64) -> Result<Vec<u8>, SignError> {
        let encoding = self.scheme.signature().encoding;
        let parts = self.parts(draft, key);
        let mut hasher = match self.scheme.method() {
            Method::Static | Method::Basic => return Ok(encoding.encode(key)),
            Method::Jwt => return jwt(key, &parts, now),
            Method::Hmac(hash) => Hasher::keyed(hash, key),
            Method::Digest(hash) => Hasher::unkeyed(hash),
            Method::Ecdsa { .. } | Method::Ed25519 | Method::RsaPkcs1(_) | Method::RsaPss(_) => {
                return Err(SignError::Key(self.scheme.id().to_owned()));
            }
        };
        if let Some(template) = self.scheme.base_string() {
            expand(template, &parts, &mut hasher).map_err(SignError::BaseString)?;
        }
        Ok(encoding.encode(hasher.finish().as_bytes()))
    }

    /// Puts the signatures' texts in place, written as the scheme's format writes them.
    ///
    /// # Errors
    /// When they cannot be put where the scheme says.
    pub fn finish(&self, draft: Draft, signatures: &[Vec<u8>]) -> Result<Delivery, SignError> {
        let text = self.signature_text(&draft, signatures);
        self.finish_with_text(draft, &text)
    }

    /// Puts a whole signature text in place.
    ///
    /// # Errors
    /// When it cannot be put where the scheme says.
    pub fn finish_with_text(&self, draft: Draft, text: &[u8]) -> Result<Delivery, SignError> {
        let mut delivery = draft.delivery;
        place(&mut delivery, self.scheme.signature().places.first(), text)?;
        Ok(delivery)
    }

    /// The whole text of the signature's header, parameter or field.
    #[must_use]
    pub fn signature_text(&self, draft: &Draft, signatures: &[Vec<u8>]) -> Vec<u8> {
        let lead = self.scheme.format().lead().into_bytes();
        let led = |signature: &Vec<u8>| [lead.as_slice(), signature].concat();
        let fields = [
            (
                self.scheme.timestamp().map(|spec| &spec.location.source),
                &draft.timestamp,
            ),
            (
                self.scheme.message_id().map(|spec| &spec.location.source),
                &draft.id,
            ),
        ];
        let fields = fields.iter().filter_map(|(source, value)| match (source, value) {
            (Some(Source::Field(name)), Some(value)) => Some((name, value)),
            _ => None,
        });
        match self.scheme.format() {
            Format::Bare { .. } => signatures.first().map(led).unwrap_or_default(),
            Format::Fields { separator, .. } => {
                let keyed = fields.map(|(name, value)| [name.as_bytes(), b"=", value].concat());
                keyed
                    .chain(signatures.iter().map(led))
                    .collect::<Vec<_>>()
                    .join(separator.as_bytes())
            }
            Format::Positional { separator, .. } => {
                let items = fields
                    .map(|(_, value)| value.clone())
                    .chain(signatures.iter().cloned());
                items.collect::<Vec<_>>().join(separator.as_bytes())
            }
            Format::List { separator, .. } | Format::Tagged { separator, .. } => signatures
                .iter()
                .map(led)
                .collect::<Vec<_>>()
                .join(separator.as_bytes()),
        }
    }

    fn parts<'a>(&'a self, draft: &'a Draft, key: &'a [u8]) -> Parts<'a> {
        Parts {
            scheme: &self.scheme,
            delivery: &draft.delivery,
            timestamp: draft.timestamp.as_deref(),
            id: draft.id.as_deref(),
            signature: None,
            key,
        }
    }
}

#[cfg(feature = "jwt")]
fn jwt(key: &[u8], parts: &Parts<'_>, now: i64) -> Result<Vec<u8>, SignError> {
    crate::signing::jwt::sign(key, parts, now).ok_or_else(|| SignError::Key(parts.scheme.id().to_owned()))
}

#[cfg(not(feature = "jwt"))]
fn jwt(_: &[u8], parts: &Parts<'_>, _: i64) -> Result<Vec<u8>, SignError> {
    Err(SignError::Key(parts.scheme.id().to_owned()))
}

/// Puts a value where a location says, replacing a header and adding a parameter, field or member.
fn place(delivery: &mut Delivery, location: &Location, value: &[u8]) -> Result<(), SignError> {
    let error = || SignError::Place(location.to_string());
    let mut value = Cow::Borrowed(value);
    match location.steps.as_slice() {
        [] => {}
        [Step::Base64] => value = Cow::Owned(Encoding::Base64.encode(&value)),
        _ => return Err(error()),
    }
    match &location.source {
        // An item of the signature's list and a claim are written with the signature.
        Source::Claim(_) | Source::Field(_) => {}
        Source::Form(name) => {
            let separator: &[u8] = if delivery.body.is_empty() { b"" } else { b"&" };
            let pair = form_pair(name, &value);
            delivery.body = [&delivery.body, separator, pair.as_bytes()].concat();
        }
        Source::Header(name) => delivery.headers.set(name, value.into_owned()),
        Source::Json(pointer) => {
            let text = str::from_utf8(&value).map_err(|_| error())?;
            delivery.body = match pointer.get(1..).filter(|name| !name.contains(['/', '~'])) {
                Some(name) => json_member_added(&delivery.body, name, text).ok_or_else(error)?,
                None => set_json_member(&delivery.body, pointer, text).ok_or_else(error)?,
            };
        }
        Source::Query(name) => {
            let (before, fragment) = match delivery.url.split_once('#') {
                Some((before, fragment)) => (before, format!("#{fragment}")),
                None => (delivery.url.as_str(), String::new()),
            };
            let separator = if before.contains('?') { '&' } else { '?' };
            delivery.url = format!("{before}{separator}{}{fragment}", form_pair(name, &value));
        }
    }
    Ok(())
}

fn form_pair(name: &str, value: &[u8]) -> String {
    let encoded = |bytes: &[u8]| form_urlencoded::byte_serialize(bytes).collect::<String>();
    format!("{}={}", encoded(name.as_bytes()), encoded(value))
}

/// Adds a member at the end of a JSON object without touching the rest of its text.
fn json_member_added(body: &[u8], name: &str, value: &str) -> Option<Vec<u8>> {
    let document: serde_json::Value = serde_json::from_slice(body).ok()?;
    let comma: &[u8] = if document.as_object()?.is_empty() {
        b""
    } else {
        b","
    };
    let end = body.iter().rposition(|&byte| byte == b'}')?;
    let member = format!(
        "{}:{}",
        serde_json::Value::from(name),
        serde_json::Value::from(value)
    );
    let (before, after) = body.split_at(end);
    Some([before, comma, member.as_bytes(), after].concat())
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Signer")
            .field("scheme", &self.scheme.id())
            .finish_non_exhaustive()
    }
}
