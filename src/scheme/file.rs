//! The shape of a scheme file.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::scheme::secret_spec::SecretSpec;
use crate::scheme::sending::SendingSpec;
use crate::scheme::signature_spec::{RequireSpec, SignatureSpec, VariantSpec};
use crate::scheme::timing::{IdSpec, JwtSpec, TimestampSpec};

/// A fault between fields that are each well formed.
#[derive(Debug)]
pub(crate) struct Fault {
    /// The path of the field or table at fault.
    pub(crate) path: FieldPath,
    /// What is wrong and what to write instead.
    pub(crate) reason: String,
}

/// The way to a field through the tables and lists of a file.
#[derive(Clone, Debug)]
pub(crate) struct FieldPath(pub(crate) Vec<FieldStep>);

/// One step of the way.
#[derive(Clone, Debug)]
pub(crate) enum FieldStep {
    /// Into a table.
    Key(String),
    /// Into a list, from 0.
    Index(usize),
}

impl FieldPath {
    /// On into a table.
    pub(crate) fn key(mut self, name: impl Into<String>) -> Self {
        self.0.push(FieldStep::Key(name.into()));
        self
    }

    /// On into a list.
    pub(crate) fn index(mut self, position: usize) -> Self {
        self.0.push(FieldStep::Index(position));
        self
    }
}

impl From<&[&str]> for FieldPath {
    fn from(names: &[&str]) -> Self {
        Self(
            names
                .iter()
                .map(|name| FieldStep::Key((*name).to_owned()))
                .collect(),
        )
    }
}

impl<const N: usize> From<&[&str; N]> for FieldPath {
    fn from(names: &[&str; N]) -> Self {
        names.as_slice().into()
    }
}

impl fmt::Display for FieldPath {
    /// The keys; which of several tables it is, the line says.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys: Vec<&str> = self
            .0
            .iter()
            .filter_map(|step| match step {
                FieldStep::Key(name) => Some(name.as_str()),
                FieldStep::Index(_) => None,
            })
            .collect();
        f.write_str(&keys.join("."))
    }
}

pub(crate) fn fault<T>(path: impl Into<FieldPath>, reason: impl Into<String>) -> Result<T, Fault> {
    Err(Fault {
        path: path.into(),
        reason: reason.into(),
    })
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SchemeFile {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) signature: SignatureSpec,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) variant: Vec<VariantSpec>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) require: Vec<RequireSpec>,
    #[serde(default)]
    pub(crate) secret: SecretSpec,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) timestamp: Option<TimestampSpec>,
    #[serde(default, rename = "message_id", skip_serializing_if = "Option::is_none")]
    pub(crate) id_spec: Option<IdSpec>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) jwt: Option<JwtSpec>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) canonical: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) delivery: DeliverySpec,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) config: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) unspecified: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) source: Vec<SourceNote>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) sample: Vec<Sample>,
}

/// `[delivery]`: how deliveries travel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct DeliverySpec {
    /// The method.
    pub method: String,
    /// The content type of ordinary bodies.
    pub content_type: String,
    /// A URL for test deliveries.
    pub url: String,
    /// Headers that senders add beside those of the signature, with values for test deliveries.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// How the sender behaves beside signing.
    #[serde(skip_serializing_if = "SendingSpec::is_default")]
    pub sending: SendingSpec,
}

impl Default for DeliverySpec {
    fn default() -> Self {
        Self {
            method: "POST".to_owned(),
            content_type: "application/json".to_owned(),
            url: "https://receiver.example/hook".to_owned(),
            headers: BTreeMap::new(),
            sending: SendingSpec::default(),
        }
    }
}

/// `[[source]]`: where facts come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SourceNote {
    /// An address, or a repository with file and commit.
    pub at: String,
    /// What it states.
    pub states: String,
}

/// `[[sample]]`: a documented body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Sample {
    /// A name, kebab-case: the case id's last part.
    pub name: String,
    /// What it is.
    pub title: String,
    /// The body's text.
    pub body: String,
    /// Its content type, if it is not that of `[delivery]`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
}
