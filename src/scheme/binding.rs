//! What a signature binds: a change of anything else is not a forgery.

use crate::scheme::file::{IdSpec, TimestampSpec};
use crate::scheme::location::{Location, Source};
use crate::scheme::template::{Template, Value};
use crate::scheme::{Method, Scheme};

/// The parts of a delivery that the signature covers, derived from the base string or the token's claims.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each part is bound or not, independently"
)]
#[non_exhaustive]
pub struct Binding {
    /// The whole body, byte for byte.
    pub body: bool,
    /// The timestamp.
    pub timestamp: bool,
    /// The message id.
    pub id: bool,
    /// The method.
    pub method: bool,
    /// The whole URL.
    pub url: bool,
    /// The path.
    pub path: bool,
    /// The query.
    pub query: bool,
    /// Names of headers.
    pub headers: Vec<String>,
    /// Fields of the query, the form or the JSON body, as locations.
    pub fields: Vec<Location>,
}

impl Binding {
    pub(crate) fn of(scheme: &Scheme) -> Self {
        let mut binding = Self::default();
        let claims = scheme.jwt().into_iter().flat_map(|jwt| jwt.claims.values());
        for value in scheme
            .base_string()
            .into_iter()
            .chain(claims)
            .flat_map(Template::values)
        {
            binding.add(value, scheme);
        }
        let is_bound = |location: Option<&Location>| {
            location.is_some_and(|location| match &location.source {
                Source::Header(name) => binding
                    .headers
                    .iter()
                    .any(|other| other.eq_ignore_ascii_case(name)),
                Source::Query(_) => {
                    binding.query || binding.url || binding.fields.iter().any(|other| other == location)
                }
                Source::Form(_) | Source::Json(_) => {
                    binding.body || binding.fields.iter().any(|other| other == location)
                }
                Source::Claim(_) => scheme.method() == Method::Jwt,
                Source::Field(_) => binding.fields.iter().any(|other| other == location),
            })
        };
        let timestamp = is_bound(scheme.timestamp().map(|TimestampSpec { location, .. }| location));
        let id = is_bound(scheme.message_id().map(|IdSpec { location, .. }| location));
        binding.timestamp |= timestamp;
        binding.id |= id;
        binding
    }

    fn add(&mut self, value: &Value, scheme: &Scheme) {
        let mut field = |source: Source| {
            self.fields.push(Location {
                source,
                steps: Vec::new(),
            });
        };
        match value {
            Value::Body => self.body = true,
            Value::Config(_) | Value::Secret => {}
            Value::Field(name) => field(Source::Field(name.clone())),
            Value::Form(name) => field(Source::Form(name.clone())),
            Value::Header(name) => self.headers.push(name.clone()),
            Value::Id => {
                self.id = true;
                if let Some(Source::Header(name)) = scheme.message_id().map(|id| &id.location.source) {
                    self.headers.push(name.clone());
                }
            }
            Value::Json(pointer) => field(Source::Json(pointer.clone())),
            Value::Method => self.method = true,
            Value::Path => self.path = true,
            Value::Query => self.query = true,
            Value::QueryParameter(name) => field(Source::Query(name.clone())),
            Value::Timestamp => {
                self.timestamp = true;
                if let Some(Source::Header(name)) = scheme.timestamp().map(|t| &t.location.source) {
                    self.headers.push(name.clone());
                }
            }
            Value::Url => {
                self.url = true;
                self.path = true;
                self.query = true;
            }
        }
    }
}
