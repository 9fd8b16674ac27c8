//! The declarative model: how deliveries are signed, as data. Knows no verb.

mod binding;
mod canonicalization;
mod catalog;
mod check;
mod check_templates;
mod condition;
mod error;
mod file;
mod filter;
mod format;
mod keys;
mod lint;
mod location;
mod method;
mod secret_spec;
mod sending;
mod signature_spec;
mod template;
mod timing;
mod value;

pub use binding::Binding;
pub use canonicalization::Canonicalization;
pub use catalog::{CATALOG, CatalogEntry, DEMO_SCHEME, EXEMPLARS, SHAPES, catalog_scheme};
pub use condition::{Clause, Condition, ConditionError, Test, Wanted};
pub use error::SchemeError;
pub use file::{DeliverySpec, Sample, SourceNote};
pub use filter::Filter;
pub use format::Format;
pub use keys::{TEST_KEYS, TestKey, test_key};
pub use lint::{Finding, LINTS, Lint, Severity, lint};
pub use location::{Location, LocationError, Source, Step};
pub use method::{Curve, EcdsaForm, Method, MethodError};
pub use secret_spec::{SecretEncoding, SecretSpec};
pub use sending::{HeaderCase, Kept, Redirects, Retried, SendingSpec, UnsignedEvent};
pub use signature_spec::{Places, RequireSpec, Several, SignatureSpec, VariantSpec};
pub use template::{Filters, Part, Template, TemplateError};
pub use timing::{Detached, IdSpec, JwtSpec, TimestampSpec, TimestampUnit};
pub use value::Value;

use std::collections::BTreeMap;

use file::SchemeFile;
use signature_spec::Parameter;

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
            .map_err(|fault| SchemeError::from_fault(&fault, text, origin))?;
        Ok(Self { file, format })
    }

    /// Writes the scheme as a file that [`Scheme::parse`] reads back to an equal scheme.
    #[must_use]
    pub fn to_toml(&self) -> String {
        toml::to_string(&self.to_json()).unwrap_or_default()
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

    /// The documented body that stands for all: the first of the kind that is usually delivered.
    #[must_use]
    pub fn usual_sample(&self) -> Option<&Sample> {
        let samples = self.samples();
        let usual = samples.iter().find(|sample| sample.content_type.is_none());
        usual.or_else(|| samples.first())
    }

    /// The test value of a configured name that the base string uses.
    #[must_use]
    pub fn config(&self, name: &str) -> Option<&str> {
        self.file.config.get(name).map(String::as_str)
    }

    /// The configured names of the scheme with their test values.
    pub fn configured(&self) -> impl Iterator<Item = (&str, &str)> {
        self.file
            .config
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The scheme with another value for a configured name, such as the URL that a receiver was registered with.
    /// A name that the scheme does not use changes nothing that is signed.
    ///
    /// # Errors
    ///
    /// If the scheme cannot be with this value, for example with a tag that holds a separator.
    pub fn with_config(&self, name: &str, value: &str) -> Result<Self, SchemeError> {
        let mut changed = self.clone();
        changed.file.config.insert(name.to_owned(), value.to_owned());
        Self::parse(
            &changed.to_toml(),
            &format!("{} with {name} = {value:?}", self.id()),
        )
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

    /// Other ways to sign, for deliveries of which their conditions hold.
    #[must_use]
    pub fn variants(&self) -> &[VariantSpec] {
        &self.file.variant
    }

    /// Values that must be there and equal.
    #[must_use]
    pub fn requires(&self) -> &[RequireSpec] {
        &self.file.require
    }

    /// The settings of the canonicalization.
    #[must_use]
    pub const fn canonical(&self) -> &BTreeMap<String, String> {
        &self.file.canonical
    }

    /// Items that senders write beside timestamp, id and signature.
    pub(crate) fn parameters(&self) -> &[Parameter] {
        &self.file.signature.parameters
    }

    /// The JSON object into which a signature is put.
    pub(crate) fn envelope(&self) -> &str {
        self.file.signature.envelope.as_deref().unwrap_or("{}")
    }

    /// Whether sender and receiver hold the same secret, rather than the two halves of a key.
    #[must_use]
    pub fn is_symmetric(&self) -> bool {
        self.test_key_name().is_none()
    }

    /// The name of the test key, for schemes whose sender holds the private half.
    #[must_use]
    pub fn test_key_name(&self) -> Option<&str> {
        // A key that is derived from a shared secret has no halves of its own.
        if !self.file.secret.derive.is_empty() {
            return None;
        }
        let algorithm = self.jwt().and_then(|jwt| jwt.algorithms.first());
        let fitting = keys::default_test_key(self.method(), algorithm.map(String::as_str))?;
        Some(self.file.secret.test_key.as_deref().unwrap_or(fitting))
    }

    /// The same scheme with one algorithm for its tokens.
    pub(crate) fn with_token_algorithm(&self, name: &str) -> Self {
        let mut scheme = self.clone();
        if let Some(jwt) = &mut scheme.file.jwt {
            jwt.algorithms = vec![name.to_owned()];
        }
        scheme
    }

    /// What the signature binds.
    #[must_use]
    pub fn binds(&self) -> Binding {
        Binding::of(self)
    }
}
