//! Where a value is found in a delivery.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::delivery::is_token;

/// A place in a delivery, written `header:X-Signature`, `query:sig`, `form:sig`, `json:/a/b`, `body`, `field:t`
/// (an item of the signature's own list), `claim:iat` or `jose:kid` (of a token's header); ` > base64`,
/// ` > json:/x` and ` > param:created` read on inside it. `header:X-Sig-{n}` is X-Sig-1, X-Sig-2 and so on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Location {
    /// The first place.
    pub source: Source,
    /// What is done with the text found there, in order.
    pub steps: Vec<Step>,
}

impl Location {
    /// Whether the value is the body or stands in it.
    pub(crate) const fn is_in_body(&self) -> bool {
        matches!(self.source, Source::Body | Source::Form(_) | Source::Json(_))
    }
}

/// The namespaces in which a value is looked up.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Source {
    /// The whole body.
    Body,
    /// A claim of the JSON Web Token that is the signature.
    Claim(String),
    /// An item of the signature's list: `t` of `t=…,v1=…`, or the number of a positional item.
    Field(String),
    /// A field of a URL-encoded body.
    Form(String),
    /// A request header; names are compared without regard to case.
    Header(String),
    /// A member of the JOSE header of the token that is the signature.
    Jose(String),
    /// An RFC 6901 pointer into a JSON body.
    Json(String),
    /// Headers with a number from 1 at the end of this name.
    Numbered(String),
    /// A parameter of the URL's query.
    Query(String),
}

/// A step on from a text that was found.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Step {
    /// Decode it as base64.
    Base64,
    /// Decode it as base64url, with or without padding.
    Base64url,
    /// Parse it as JSON and take the string at the pointer.
    Json(String),
    /// Take the parameter `;NAME=…` of a structured field.
    Parameter(String),
}

/// The text is no location.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no location; write `header:NAME`, `query:NAME`, `form:NAME`, `json:/POINTER`, `body`, \
     `field:NAME`, `claim:NAME` or `jose:NAME`, and after it ` > base64`, ` > base64url`, ` > json:/POINTER` \
     or ` > param:NAME` to read on inside"
)]
pub struct LocationError(String);

impl FromStr for Location {
    type Err = LocationError;

    fn from_str(text: &str) -> Result<Self, LocationError> {
        let error = || LocationError(text.to_owned());
        let mut pieces = text.split(" > ");
        let first = pieces.next().unwrap_or_default();
        let (namespace, key) = first.split_once(':').unwrap_or((first, ""));
        if key.is_empty() && !["json", "body"].contains(&namespace) {
            return Err(error());
        }
        let key = key.to_owned();
        let source = match namespace {
            "body" if first == "body" => Source::Body,
            "claim" => Source::Claim(key),
            "field" => Source::Field(key),
            "form" => Source::Form(key),
            "header" if is_header_name(&key) => Source::Header(key),
            "header" => match key.strip_suffix("{n}") {
                Some(name) if is_header_name(name) => Source::Numbered(name.to_owned()),
                _ => return Err(error()),
            },
            "jose" => Source::Jose(key),
            "json" if first != "json" && is_pointer(&key) => Source::Json(key),
            "query" => Source::Query(key),
            _ => return Err(error()),
        };
        let steps = pieces.map(|step| match step.split_once(':') {
            None if step == "base64" => Ok(Step::Base64),
            None if step == "base64url" => Ok(Step::Base64url),
            Some(("param", name)) if is_header_name(name) => Ok(Step::Parameter(name.to_owned())),
            Some(("json", pointer)) if is_pointer(pointer) => Ok(Step::Json(pointer.to_owned())),
            _ => Err(error()),
        });
        Ok(Self {
            source,
            steps: steps.collect::<Result<_, _>>()?,
        })
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.source {
            Source::Body => write!(f, "body")?,
            Source::Claim(key) => write!(f, "claim:{key}")?,
            Source::Field(key) => write!(f, "field:{key}")?,
            Source::Form(key) => write!(f, "form:{key}")?,
            Source::Header(key) => write!(f, "header:{key}")?,
            Source::Jose(key) => write!(f, "jose:{key}")?,
            Source::Json(key) => write!(f, "json:{key}")?,
            Source::Numbered(key) => write!(f, "header:{key}{{n}}")?,
            Source::Query(key) => write!(f, "query:{key}")?,
        }
        for step in &self.steps {
            match step {
                Step::Base64 => write!(f, " > base64")?,
                Step::Base64url => write!(f, " > base64url")?,
                Step::Parameter(name) => write!(f, " > param:{name}")?,
                Step::Json(pointer) => write!(f, " > json:{pointer}")?,
            }
        }
        Ok(())
    }
}

impl TryFrom<String> for Location {
    type Error = LocationError;

    fn try_from(text: String) -> Result<Self, LocationError> {
        text.parse()
    }
}

impl From<Location> for String {
    fn from(location: Location) -> Self {
        location.to_string()
    }
}

pub(crate) fn is_header_name(name: &str) -> bool {
    is_token(name.as_bytes())
}

pub(crate) fn is_pointer(text: &str) -> bool {
    text.is_empty() || text.starts_with('/')
}

#[cfg(test)]
mod tests {
    use super::Location;

    #[test]
    fn written_as_read() {
        for text in [
            "header:X-A",
            "query:a b",
            "form:x",
            "json:/a/0",
            "field:t",
            "header:E > base64 > json:/s",
            "header:X-Sig-{n}",
            "header:Signature-Input > param:created",
            "body",
            "body > base64url",
            "jose:ts",
            "json:",
        ] {
            assert_eq!(text.parse::<Location>().unwrap().to_string(), text);
        }
        for text in [
            "",
            "header",
            "header:",
            "header:a b",
            "cookie:x",
            "json:a",
            "header:A > zip",
            "header:A-{n}-B",
            "body:x",
            "json",
            "jose:",
        ] {
            assert!(text.parse::<Location>().is_err(), "{text}");
        }
    }
}
