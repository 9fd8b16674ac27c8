//! The tables `[signature]`, `[[variant]]` and `[[require]]` of a scheme file.

use std::fmt;

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::encoding::Encoding;
use crate::scheme::canonicalization::Canonicalization;
use crate::scheme::condition::Condition;
use crate::scheme::format::FormatName;
use crate::scheme::location::Location;
use crate::scheme::method::Method;
use crate::scheme::template::Template;

/// `[signature]`: how a signature is made, written and where it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SignatureSpec {
    /// With what it is made.
    pub method: Method,
    /// Where it is; senders write the first.
    #[serde(rename = "in")]
    pub places: Places,
    /// Which of several places count.
    #[serde(default, skip_serializing_if = "Several::is_first")]
    pub several: Several,
    /// What must hold of a delivery; none of the variants applied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// The name of the grammar; `bare` if absent.
    #[serde(default, skip_serializing_if = "FormatName::is_bare")]
    pub(crate) format: FormatName,
    /// Fixed text before the signature, cut once and exactly.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) prefix: String,
    /// Between the items of a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) separator: Option<String>,
    /// The key of the items that are signatures, for `fields`, `parameters` and `dictionary`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) field: Option<String>,
    /// Between key and value, for `fields`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) key_separator: Option<String>,
    /// Whether `parameters` are written in quotes; they are read either way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) quotes: Option<bool>,
    /// The version before each signature, for `tagged`; may name a `{config:N}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) tag: Option<String>,
    /// Between version and signature, for `tagged`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) tag_separator: Option<String>,
    /// The first item that is a signature, from 0, for `positional`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) position: Option<usize>,
    /// Items beside timestamp, id and signature that senders write: `NAME=TEMPLATE`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) parameters: Vec<Parameter>,
    /// The JSON object into which a signature with a ` > json:` step is put.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) envelope: Option<String>,
    /// How its bytes are written.
    #[serde(default = "text", skip_serializing_if = "is_text")]
    pub encoding: Encoding,
    /// What is signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_string: Option<Template>,
    /// Base strings that count as well; senders use the first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Template>,
    /// A named construction of the base string, where a template is not enough.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub canonicalization: Option<Canonicalization>,
}

const fn text() -> Encoding {
    Encoding::Text
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_text(encoding: &Encoding) -> bool {
    *encoding == Encoding::Text
}

/// Which of several places of a signature count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Several {
    /// All: a delivery is right if any of them is; senders write one place for each secret.
    Any,
    /// The first that is present.
    #[default]
    First,
}

impl Several {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
    const fn is_first(&self) -> bool {
        matches!(self, Self::First)
    }
}

/// `[[variant]]`: another way to sign, for deliveries of which its condition holds. What it does not say
/// is as in `[signature]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct VariantSpec {
    /// When it applies; of several that apply, the first.
    pub when: Condition,
    /// Its method.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
    /// How its signature is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<Encoding>,
    /// What it signs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_string: Option<Template>,
    /// What counts as well.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Template>,
}

/// `[[require]]`: a value that must be there and equal, such as a version header or a digest of the body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RequireSpec {
    /// Where it is; senders write it before they sign.
    #[serde(rename = "in")]
    pub location: Location,
    /// What it must equal.
    pub equals: Template,
    /// When it is required; always if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
}

/// An item of a list that senders write beside the signature, written `NAME=TEMPLATE`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) value: Template,
}

impl TryFrom<String> for Parameter {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let (name, value) = text
            .split_once('=')
            .ok_or_else(|| format!("`{text}` is no parameter; write `NAME=TEMPLATE`"))?;
        let value = value
            .parse()
            .map_err(|error| format!("parameter `{name}`: {error}"))?;
        Ok(Self {
            name: name.to_owned(),
            value,
        })
    }
}

impl From<Parameter> for String {
    fn from(parameter: Parameter) -> Self {
        format!("{}={}", parameter.name, parameter.value)
    }
}

/// One location, or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places(Vec<Location>);

impl Places {
    /// The place where senders write.
    #[must_use]
    #[expect(
        clippy::missing_panics_doc,
        reason = "a list of places that exists has an element"
    )]
    pub fn first(&self) -> &Location {
        self.0
            .first()
            .expect("a list of places that exists has an element")
    }

    /// All places, preferred first.
    #[must_use]
    pub fn all(&self) -> &[Location] {
        &self.0
    }
}

impl Serialize for Places {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.as_slice() {
            [one] => one.serialize(serializer),
            several => several.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Places {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PlacesVisitor)
    }
}

struct PlacesVisitor;

impl<'de> Visitor<'de> for PlacesVisitor {
    type Value = Places;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a location such as `header:X-Signature`, or a list of them")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Places, E> {
        text.parse()
            .map(|location| Places(vec![location]))
            .map_err(E::custom)
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<Places, A::Error> {
        let mut places = Vec::new();
        while let Some(place) = list.next_element()? {
            places.push(place);
        }
        if places.is_empty() {
            return Err(de::Error::custom(
                "the list is empty; write at least one location",
            ));
        }
        Ok(Places(places))
    }
}
