//! The shape of a scheme file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::scheme::secret_spec::SecretSpec;
use crate::scheme::sending::SendingSpec;
use crate::scheme::signature_spec::{RequireSpec, SignatureSpec, VariantSpec};
use crate::scheme::timing::{IdSpec, JwtSpec, TimestampSpec};

/// A fault between fields that are each well formed.
#[derive(Debug)]
pub(crate) struct Fault {
    /// The path of the field or table at fault.
    pub(crate) path: &'static [&'static str],
    /// What is wrong and what to write instead.
    pub(crate) reason: String,
}

pub(crate) fn fault<T>(path: &'static [&'static str], reason: impl Into<String>) -> Result<T, Fault> {
    Err(Fault {
        path,
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
