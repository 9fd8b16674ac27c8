//! Where a value is found in a delivery.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A place in a delivery, written `header:X-Signature`, `query:sig`, `form:sig`, `json:/a/b`, `field:t`
/// (an item of the signature's own list) or `claim:iat`; ` > base64` and ` > json:/x` read on inside it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Location {
    /// The first place.
    pub source: Source,
    /// What is done with the text found there, in order.
    pub steps: Vec<Step>,
}

/// The namespaces in which a value is looked up.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Source {
    /// A claim of the JSON Web Token that is the signature.
    Claim(String),
    /// An item of the signature's list: `t` of `t=…,v1=…`, or the number of a positional item.
    Field(String),
    /// A field of a URL-encoded body.
    Form(String),
    /// A request header; names are compared without regard to case.
    Header(String),
    /// An RFC 6901 pointer into a JSON body.
    Json(String),
    /// A parameter of the URL's query.
    Query(String),
}

/// A step on from a text that was found.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Step {
    /// Decode it as base64.
    Base64,
    /// Parse it as JSON and take the string at the pointer.
    Json(String),
}

/// The text is no location.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no location; write `header:NAME`, `query:NAME`, `form:NAME`, `json:/POINTER`, `field:NAME` \
     or `claim:NAME`"
)]
pub struct LocationError(String);

impl FromStr for Location {
    type Err = LocationError;

    fn from_str(text: &str) -> Result<Self, LocationError> {
        let error = || LocationError(text.to_owned());
        let mut pieces = text.split(" > ");
        let first = pieces.next().unwrap_or_default();
        let (namespace, key) = first.split_once(':').ok_or_else(error)?;
        if key.is_empty() && namespace != "json" {
            return Err(error());
        }
        let key = key.to_owned();
        let source = match namespace {
            "claim" => Source::Claim(key),
            "field" => Source::Field(key),
            "form" => Source::Form(key),
            "header" if is_header_name(&key) => Source::Header(key),
            "json" if is_pointer(&key) => Source::Json(key),
            "query" => Source::Query(key),
            _ => return Err(error()),
        };
        let steps = pieces.map(|step| match step.split_once(':') {
            None if step == "base64" => Ok(Step::Base64),
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
        let (namespace, key) = match &self.source {
            Source::Claim(key) => ("claim", key),
            Source::Field(key) => ("field", key),
            Source::Form(key) => ("form", key),
            Source::Header(key) => ("header", key),
            Source::Json(key) => ("json", key),
            Source::Query(key) => ("query", key),
        };
        write!(f, "{namespace}:{key}")?;
        for step in &self.steps {
            match step {
                Step::Base64 => write!(f, " > base64")?,
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
    !name.is_empty()
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
}

fn is_pointer(text: &str) -> bool {
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
        ] {
            assert!(text.parse::<Location>().is_err(), "{text}");
        }
    }
}
