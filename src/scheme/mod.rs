//! The declarative model: how deliveries are signed, as data. Knows no verb.

mod binding;
mod catalog;
mod error;
mod file;
mod format;
mod location;
mod method;
mod template;

pub use binding::Binding;
pub use catalog::{CATALOG, CatalogEntry, catalog_scheme};
pub use error::SchemeError;
pub use file::{
    DeliverySpec, IdSpec, JwtSpec, Places, Sample, SecretEncoding, SecretSpec, SignatureSpec, SourceNote,
    TimestampSpec, TimestampUnit,
};
pub use format::Format;
pub use location::{Location, LocationError, Source, Step};
pub use method::{Curve, EcdsaForm, Method, MethodError};
pub use template::{Filter, Part, Template, TemplateError, Value};

use file::SchemeFile;

/// The complete rule by which a delivery is signed and verified. A `Scheme` that exists is well formed.
#[derive(Clone, Debug, PartialEq)]
pub struct Scheme {
    file: SchemeFile,
    format: Format,
}

impl Scheme {
    /// Reads a scheme file; `origin` is what errors call it.
    ///
    /// # Errors
    /// When the text is not TOML, has unknown or missing fields, or its fields contradict each other. The
    /// error names file, line, field and reason, and says what to write instead.
    pub fn parse(text: &str, origin: &str) -> Result<Self, SchemeError> {
        let file: SchemeFile =
            toml::from_str(text).map_err(|error| SchemeError::from_toml(&error, text, origin))?;
        let format = file
            .checked()
            .map_err(|fault| SchemeError::from_fault(fault, text, origin))?;
        Ok(Self { file, format })
    }

    /// Writes the scheme as a file that [`Scheme::parse`] reads back to an equal scheme.
    #[must_use]
    pub fn to_toml(&self) -> String {
        toml::to_string(&self.file).unwrap_or_default()
    }

    /// The whole model as JSON, with the fields of its file.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        serde_json::to_value(&self.file).unwrap_or_default()
    }

    /// The id, kebab-case.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.file.id
    }

    /// The name for people.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.file.name
    }

    /// Where each stated fact comes from.
    #[must_use]
    pub fn sources(&self) -> &[SourceNote] {
        &self.file.source
    }

    /// How a signature is made and where it is.
    #[must_use]
    pub const fn signature(&self) -> &SignatureSpec {
        &self.file.signature
    }

    /// With what a delivery is signed.
    #[must_use]
    pub const fn method(&self) -> Method {
        self.file.signature.method
    }

    /// How the signature's text is built.
    #[must_use]
    pub const fn format(&self) -> &Format {
        &self.format
    }

    /// What is signed; `None` for a static token, Basic and JWT.
    #[must_use]
    pub const fn base_string(&self) -> Option<&Template> {
        self.file.signature.base_string.as_ref()
    }

    /// How the secret is written.
    #[must_use]
    pub const fn secret(&self) -> &SecretSpec {
        &self.file.secret
    }

    /// Where the timestamp is and how fresh it must be.
    #[must_use]
    pub const fn timestamp(&self) -> Option<&TimestampSpec> {
        self.file.timestamp.as_ref()
    }

    /// Where the message id is.
    #[must_use]
    pub const fn message_id(&self) -> Option<&IdSpec> {
        self.file.id_spec.as_ref()
    }

    /// What the token must hold, for JWT.
    #[must_use]
    pub const fn jwt(&self) -> Option<&JwtSpec> {
        self.file.jwt.as_ref()
    }

    /// How deliveries travel.
    #[must_use]
    pub const fn delivery(&self) -> &DeliverySpec {
        &self.file.delivery
    }

    /// Documented bodies.
    #[must_use]
    pub fn samples(&self) -> &[Sample] {
        &self.file.sample
    }

    /// The test value of a configured name that the base string uses.
    #[must_use]
    pub fn config(&self, name: &str) -> Option<&str> {
        self.file.config.get(name).map(String::as_str)
    }

    /// What the documentation leaves open, as topic and note.
    pub fn unspecified(&self) -> impl Iterator<Item = (&str, &str)> {
        self.file
            .unspecified
            .iter()
            .map(|(topic, note)| (topic.as_str(), note.as_str()))
    }

    /// Whether the documentation leaves a topic open.
    #[must_use]
    pub fn leaves_open(&self, topic: &str) -> bool {
        self.file.unspecified.contains_key(topic)
    }

    /// What the signature binds.
    #[must_use]
    pub fn binds(&self) -> Binding {
        Binding::of(self)
    }
}
