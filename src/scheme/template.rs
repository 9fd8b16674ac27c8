//! The base string as a template: literals and placeholders, expanded in one pass over bytes.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::encoding::Encoding;
use crate::mac::Hash;
use crate::scheme::location::is_header_name;

/// What is signed, as a template such as `{timestamp}.{body}`. `{{` and `}}` are literal braces.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Template {
    parts: Vec<Part>,
}

/// One piece of a template.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a template is literals and placeholders")]
pub enum Part {
    /// Bytes as they stand.
    Literal(String),
    /// A value of the delivery, through filters.
    Placeholder(Value, Vec<Filter>),
}

/// A value that a placeholder names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Value {
    /// `{body}`: the raw bytes.
    Body,
    /// `{config:N}`: a value that is configured and does not travel.
    Config(String),
    /// `{field:N}`: the text of an item of the signature's list.
    Field(String),
    /// `{form:N}`: a field of a URL-encoded body, decoded.
    Form(String),
    /// `{header:N}`: a header's bytes.
    Header(String),
    /// `{id}`: the message id as found.
    Id,
    /// `{json:/p}`: a string or number of the JSON body.
    Json(String),
    /// `{method}`: as it travels.
    Method,
    /// `{path}`: of the URL, without the query.
    Path,
    /// `{query}` (all after `?`).
    Query,
    /// `{query:N}`: a parameter of the query, decoded.
    QueryParameter(String),
    /// `{secret}`: the key itself, for plain digests.
    Secret,
    /// `{timestamp}`: the text as found.
    Timestamp,
    /// `{url}`: the whole URL.
    Url,
}

/// A step that a value goes through before it is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Filter {
    /// Written in an encoding.
    Encode(Encoding),
    /// Its digest, raw bytes.
    Hash(Hash),
    /// ASCII letters in lower case.
    Lower,
    /// ASCII letters in upper case.
    Upper,
}

/// What is wrong with a template.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TemplateError {
    /// A `{` without its `}`, or the reverse.
    #[error("a brace without its partner at byte {0}; write `{{{{` or `}}}}` for a literal brace")]
    Brace(usize),
    /// A filter that does not exist.
    #[error("unknown filter `{0}`; known are {known}", known = Filter::known())]
    Filter(String),
    /// A placeholder that does not exist.
    #[error(
        "unknown placeholder `{{{0}}}`; known are body, timestamp, id, method, url, path, query, secret, \
         header:NAME, query:NAME, form:NAME, json:/POINTER, field:NAME and config:NAME"
    )]
    Placeholder(String),
}

impl Template {
    /// The pieces in order.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The values that it names, in order.
    pub fn values(&self) -> impl Iterator<Item = &Value> {
        self.parts.iter().filter_map(|part| match part {
            Part::Literal(_) => None,
            Part::Placeholder(value, _) => Some(value),
        })
    }

    /// A template of these pieces.
    #[must_use]
    pub fn of(parts: Vec<Part>) -> Self {
        Self { parts }
    }
}

impl FromStr for Template {
    type Err = TemplateError;

    fn from_str(text: &str) -> Result<Self, TemplateError> {
        let mut parts = Vec::new();
        let mut literal = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            let position = text.len() - rest.len() + at;
            let (before, brace) = rest.split_at(at);
            literal.push_str(before);
            if brace.starts_with("{{") || brace.starts_with("}}") {
                literal.extend(brace.chars().next());
                rest = brace.get(2..).unwrap_or_default();
                continue;
            }
            let inner = brace.strip_prefix('{').ok_or(TemplateError::Brace(position))?;
            let (name, after) = inner.split_once('}').ok_or(TemplateError::Brace(position))?;
            if !literal.is_empty() {
                parts.push(Part::Literal(std::mem::take(&mut literal)));
            }
            parts.push(placeholder(name)?);
            rest = after;
        }
        literal.push_str(rest);
        if !literal.is_empty() {
            parts.push(Part::Literal(literal));
        }
        Ok(Self { parts })
    }
}

fn placeholder(text: &str) -> Result<Part, TemplateError> {
    let error = || TemplateError::Placeholder(text.to_owned());
    let mut pieces = text.split('|');
    let name = pieces.next().unwrap_or_default();
    let value = match name.split_once(':') {
        Some((_, "")) => return Err(error()),
        Some(("config", key)) => Value::Config(key.to_owned()),
        Some(("field", key)) => Value::Field(key.to_owned()),
        Some(("form", key)) => Value::Form(key.to_owned()),
        Some(("header", key)) if is_header_name(key) => Value::Header(key.to_owned()),
        Some(("json", key)) if key.starts_with('/') => Value::Json(key.to_owned()),
        Some(("query", key)) => Value::QueryParameter(key.to_owned()),
        Some(_) => return Err(error()),
        None => match name {
            "body" => Value::Body,
            "id" => Value::Id,
            "method" => Value::Method,
            "path" => Value::Path,
            "query" => Value::Query,
            "secret" => Value::Secret,
            "timestamp" => Value::Timestamp,
            "url" => Value::Url,
            _ => return Err(error()),
        },
    };
    let filters = pieces.map(|name| Filter::of(name).ok_or_else(|| TemplateError::Filter(name.to_owned())));
    Ok(Part::Placeholder(value, filters.collect::<Result<_, _>>()?))
}

impl Filter {
    const ENCODINGS: [Encoding; 5] = [
        Encoding::Base64,
        Encoding::Base64url,
        Encoding::Base64urlUnpadded,
        Encoding::Hex,
        Encoding::HexUpper,
    ];

    fn all() -> impl Iterator<Item = Self> {
        let hashes = Hash::ALL.into_iter().map(Self::Hash);
        let encodings = Self::ENCODINGS.into_iter().map(Self::Encode);
        hashes.chain(encodings).chain([Self::Lower, Self::Upper])
    }

    fn of(name: &str) -> Option<Self> {
        Self::all().find(|filter| filter.name() == name)
    }

    fn known() -> String {
        Self::all().map(Self::name).collect::<Vec<_>>().join(", ")
    }

    /// The name as templates write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Encode(encoding) => encoding.name(),
            Self::Hash(hash) => hash.name(),
            Self::Lower => "lower",
            Self::Upper => "upper",
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Body => write!(f, "body"),
            Self::Config(key) => write!(f, "config:{key}"),
            Self::Field(key) => write!(f, "field:{key}"),
            Self::Form(key) => write!(f, "form:{key}"),
            Self::Header(key) => write!(f, "header:{key}"),
            Self::Id => write!(f, "id"),
            Self::Json(key) => write!(f, "json:{key}"),
            Self::Method => write!(f, "method"),
            Self::Path => write!(f, "path"),
            Self::Query => write!(f, "query"),
            Self::QueryParameter(key) => write!(f, "query:{key}"),
            Self::Secret => write!(f, "secret"),
            Self::Timestamp => write!(f, "timestamp"),
            Self::Url => write!(f, "url"),
        }
    }
}

impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in &self.parts {
            match part {
                Part::Literal(text) => f.write_str(&text.replace('{', "{{").replace('}', "}}"))?,
                Part::Placeholder(value, filters) => {
                    write!(f, "{{{value}")?;
                    for filter in filters {
                        write!(f, "|{}", filter.name())?;
                    }
                    f.write_str("}")?;
                }
            }
        }
        Ok(())
    }
}

impl TryFrom<String> for Template {
    type Error = TemplateError;

    fn try_from(text: String) -> Result<Self, TemplateError> {
        text.parse()
    }
}

impl From<Template> for String {
    fn from(template: Template) -> Self {
        template.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::Template;

    #[test]
    fn written_as_read() {
        for text in [
            "{body}",
            "v0:{timestamp}:{body}",
            "{{{header:X-A}}}{json:/a/b}",
            "{body|sha256|hex}.{config:url}",
            "",
        ] {
            assert_eq!(text.parse::<Template>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn errors_say_what_to_write() {
        for (text, part) in [
            ("{body", "byte 0"),
            ("a}", "byte 1"),
            ("{payload}", "{payload}"),
            ("{header:}", "header:NAME"),
            ("{body|rot13}", "sha256"),
        ] {
            let error = text.parse::<Template>().unwrap_err().to_string();
            assert!(error.contains(part), "{text}: {error}");
        }
    }
}
