//! The shape of a scheme file.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::encoding::Encoding;
use crate::scheme::format::{Format, FormatName};
use crate::scheme::location::{Location, Source};
use crate::scheme::method::Method;
use crate::scheme::template::{Template, Value};

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
    #[serde(default)]
    pub(crate) secret: SecretSpec,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) timestamp: Option<TimestampSpec>,
    #[serde(default, rename = "message_id", skip_serializing_if = "Option::is_none")]
    pub(crate) id_spec: Option<IdSpec>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) jwt: Option<JwtSpec>,
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

/// `[signature]`: how a signature is made, written and where it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SignatureSpec {
    /// With what it is made.
    pub method: Method,
    /// Where it is; of several places the first that is present counts, and senders write the first.
    #[serde(rename = "in")]
    pub places: Places,
    /// The name of the grammar; `bare` if absent.
    #[serde(default, skip_serializing_if = "FormatName::is_bare")]
    pub(crate) format: FormatName,
    /// Fixed text before the signature, cut once and exactly.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) prefix: String,
    /// Between the items of a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) separator: Option<String>,
    /// The key of the items that are signatures, for `fields`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) field: Option<String>,
    /// The version before each signature, for `tagged`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) tag: Option<String>,
    /// Between version and signature, for `tagged`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) tag_separator: Option<String>,
    /// The first item that is a signature, from 0, for `positional`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) position: Option<usize>,
    /// How its bytes are written.
    #[serde(default = "text", skip_serializing_if = "is_text")]
    pub encoding: Encoding,
    /// What is signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_string: Option<Template>,
}

const fn text() -> Encoding {
    Encoding::Text
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_text(encoding: &Encoding) -> bool {
    *encoding == Encoding::Text
}

/// One location, or several of which the first present one counts.
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

/// `[secret]`: how the secret is written and becomes a key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SecretSpec {
    /// How the key's bytes are written in the secret.
    #[serde(default)]
    pub encoding: SecretEncoding,
    /// Text before the encoded key, cut once where it is present.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub prefix: String,
    /// A secret that the documentation prints.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
    /// For a public-key scheme: a public test key whose private half signs test deliveries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub test_key: Option<String>,
}

/// How a key is written in a secret.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SecretEncoding {
    /// Standard base64, with or without padding.
    Base64,
    /// Hexadecimal in either case.
    Hex,
    /// The text's own bytes.
    #[default]
    Text,
}

/// `[timestamp]`: where the sender's time is, and how old or new it may be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct TimestampSpec {
    /// Where it is.
    #[serde(rename = "in")]
    pub location: Location,
    /// How it is written.
    pub unit: TimestampUnit,
    /// Seconds that it may lie in the past; absent if the documentation states no window.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub past: Option<u64>,
    /// Seconds that it may lie in the future; absent if the documentation states no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub future: Option<u64>,
}

/// How a timestamp is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum TimestampUnit {
    /// Unix milliseconds, decimal.
    Milliseconds,
    /// Unix seconds, decimal.
    Seconds,
}

/// `[message_id]`: where the message id is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct IdSpec {
    /// Where it is.
    #[serde(rename = "in")]
    pub location: Location,
}

/// `[jwt]`: what the token must hold.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct JwtSpec {
    /// The algorithms that are allowed: `HS256`, `RS256`, ….
    pub algorithms: Vec<String>,
    /// Claims that must be there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub require: Vec<String>,
    /// Seconds of leeway on `exp` and `nbf`.
    #[serde(default)]
    pub leeway: u64,
    /// Claims that must equal an expanded template.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub claims: BTreeMap<String, Template>,
    /// Numeric claims that the signer writes: seconds from the present time.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub times: BTreeMap<String, i64>,
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
}

impl Default for DeliverySpec {
    fn default() -> Self {
        Self {
            method: "POST".to_owned(),
            content_type: "application/json".to_owned(),
            url: "https://receiver.example/hook".to_owned(),
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

impl SchemeFile {
    /// Checks the fields against each other.
    pub(crate) fn checked(&self) -> Result<Format, Fault> {
        let kebab = |text: &str| {
            !text.is_empty()
                && text.split('-').all(|word| {
                    !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
                })
        };
        if !kebab(&self.id) {
            return fault(
                &["id"],
                format!(
                    "`{}` is not kebab-case; write lower-case words joined by `-`",
                    self.id
                ),
            );
        }
        let format = Format::of(&self.signature)?;
        let method = self.signature.method;
        match (&self.signature.base_string, method.signs_base_string()) {
            (None, true) => {
                return fault(
                    &["signature"],
                    format!("method `{method}` signs something; add `base_string = \"{{body}}\"`"),
                );
            }
            (Some(_), false) => {
                return fault(
                    &["signature", "base_string"],
                    format!("method `{method}` signs no base string; drop it"),
                );
            }
            _ => {}
        }
        if method == Method::Jwt && self.jwt.as_ref().is_none_or(|jwt| jwt.algorithms.is_empty()) {
            return fault(
                &["signature", "method"],
                "a JWT needs an allow-list; add `[jwt]` with `algorithms = [\"HS256\"]`",
            );
        }
        if method != Method::Jwt && self.jwt.is_some() {
            return fault(
                &["jwt"],
                format!("the table is for method `jwt`, and this one is `{method}`"),
            );
        }
        if method.signs_base_string() && self.signature.encoding == Encoding::Text {
            return fault(
                &["signature"],
                "say how the signature is written; add `encoding = \"hex\"` or `\"base64\"`",
            );
        }
        self.check_values()?;
        self.check_fields(&format)?;
        for (index, sample) in self.sample.iter().enumerate() {
            if !kebab(&sample.name)
                || self
                    .sample
                    .iter()
                    .take(index)
                    .any(|other| other.name == sample.name)
            {
                return fault(
                    &["sample"],
                    format!("`{}` is no unique kebab-case name", sample.name),
                );
            }
        }
        Ok(format)
    }

    fn check_values(&self) -> Result<(), Fault> {
        const PATH: &[&str] = &["signature", "base_string"];
        for value in self.signature.base_string.iter().flat_map(Template::values) {
            match value {
                Value::Timestamp if self.timestamp.is_none() => {
                    return fault(
                        PATH,
                        "`{timestamp}` is signed but nothing says where it is; add a table `[timestamp]`",
                    );
                }
                Value::Id if self.id_spec.is_none() => {
                    return fault(
                        PATH,
                        "`{id}` is signed but nothing says where it is; add a table `[message_id]`",
                    );
                }
                Value::Config(name) if !self.config.contains_key(name) => {
                    return fault(
                        PATH,
                        format!(
                            "`{{config:{name}}}` has no test value; add `{name} = \"…\"` under `[config]`"
                        ),
                    );
                }
                Value::Secret if !matches!(self.signature.method, Method::Digest(_)) => {
                    return fault(PATH, "only a plain digest has the `{secret}` in its base string");
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn check_fields(&self, format: &Format) -> Result<(), Fault> {
        let places = [
            (
                self.timestamp.as_ref().map(|t| &t.location),
                ["timestamp", "in"].as_slice(),
            ),
            (
                self.id_spec.as_ref().map(|i| &i.location),
                ["message_id", "in"].as_slice(),
            ),
        ];
        for (location, path) in places {
            let Some(location) = location else { continue };
            let reason = match &location.source {
                Source::Field(_) if !format.has_fields() => {
                    "the signature is no list with such items; set `format`"
                }
                Source::Claim(_) if self.signature.method != Method::Jwt => "only a JWT has claims",
                _ => continue,
            };
            // The paths are fixed texts, so that they live as long as the program.
            let path: &'static [&'static str] = if path.first() == Some(&"timestamp") {
                &["timestamp", "in"]
            } else {
                &["message_id", "in"]
            };
            return fault(path, reason);
        }
        if self
            .signature
            .places
            .all()
            .iter()
            .any(|p| matches!(p.source, Source::Field(_) | Source::Claim(_)))
        {
            return fault(
                &["signature", "in"],
                "a signature is in a header, a query, a form or a JSON body",
            );
        }
        Ok(())
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
