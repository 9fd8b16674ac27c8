//! The values that a placeholder of a template names.

use std::fmt;

use crate::scheme::location::{Location, is_header_name, is_pointer};
use crate::scheme::template::Template;

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
    /// `{form}`: all fields of a URL-encoded body, decoded; a list.
    FormPairs,
    /// `{(…)}`: a template of its own, so that filters apply to all of it.
    Group(Template),
    /// `{header:N}`: a header's bytes.
    Header(String),
    /// `{headers:LOCATION}`: the headers whose names are listed there, in that order; a list.
    Headers(Location),
    /// `{host}`: the URL's authority as written, port included.
    Host,
    /// `{id}`: the message id as found.
    Id,
    /// `{json:/p}`: a string, number or boolean of the JSON body; null is empty.
    Json(String),
    /// `{json-members:/p}`: the members of a JSON object; a list.
    JsonMembers(String),
    /// `{json-text:/p}`: the text of any JSON value, exactly as it stands in the body.
    JsonText(String),
    /// `{list:A,B}`: other values; a list.
    List(Vec<Self>),
    /// `{method}`: as it travels.
    Method,
    /// `{origin}`: scheme and authority of the URL.
    Origin,
    /// `{path}`: of the URL, without the query.
    Path,
    /// `{query}` (all after `?`).
    Query,
    /// `{query-pairs}`: all parameters of the query, decoded; a list.
    QueryPairs,
    /// `{query:N}`: a parameter of the query, decoded.
    QueryParameter(String),
    /// `{secret}`: the key itself, for plain digests.
    Secret,
    /// `{target}`: path and query, as in the request line.
    Target,
    /// `{timestamp}`: the text as found.
    Timestamp,
    /// `{url}`: the whole URL.
    Url,
    /// `{url-without-query}`: the URL up to its `?`.
    UrlWithoutQuery,
}

impl Value {
    /// Reads the text of a placeholder before its filters.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let Some((kind, key)) = text.split_once(':') else {
            return Self::plain(text);
        };
        let name = || (!key.is_empty()).then(|| key.to_owned());
        let pointer = || is_pointer(key).then(|| key.to_owned());
        Some(match kind {
            "config" => Self::Config(name()?),
            "field" => Self::Field(name()?),
            "form" => Self::Form(name()?),
            "header" if is_header_name(key) => Self::Header(key.to_owned()),
            "headers" => Self::Headers(key.parse().ok()?),
            "json" => Self::Json(name().and_then(|_| pointer())?),
            "json-members" => Self::JsonMembers(pointer()?),
            "json-text" => Self::JsonText(pointer()?),
            "list" => {
                let values = key.split(',').map(Self::of).collect::<Option<Vec<_>>>()?;
                if values.iter().any(Self::is_list) {
                    return None;
                }
                Self::List(values)
            }
            "query" => Self::QueryParameter(name()?),
            _ => return None,
        })
    }

    fn plain(name: &str) -> Option<Self> {
        Some(match name {
            "body" => Self::Body,
            "form" => Self::FormPairs,
            "host" => Self::Host,
            "id" => Self::Id,
            "json-members" => Self::JsonMembers(String::new()),
            "method" => Self::Method,
            "origin" => Self::Origin,
            "path" => Self::Path,
            "query" => Self::Query,
            "query-pairs" => Self::QueryPairs,
            "secret" => Self::Secret,
            "target" => Self::Target,
            "timestamp" => Self::Timestamp,
            "url" => Self::Url,
            "url-without-query" => Self::UrlWithoutQuery,
            _ => return None,
        })
    }

    /// Whether it is several keys with their values rather than one text.
    #[must_use]
    pub const fn is_list(&self) -> bool {
        matches!(
            self,
            Self::FormPairs | Self::Headers(_) | Self::JsonMembers(_) | Self::List(_) | Self::QueryPairs
        )
    }

    /// The values inside it, itself if there are none.
    pub(crate) fn leaves<'a>(&'a self, into: &mut Vec<&'a Self>) {
        match self {
            Self::Group(template) => template.placeholders().for_each(|(value, _)| value.leaves(into)),
            Self::List(values) => values.iter().for_each(|value| value.leaves(into)),
            _ => into.push(self),
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
            Self::FormPairs => write!(f, "form"),
            Self::Group(template) => write!(f, "({template})"),
            Self::Header(key) => write!(f, "header:{key}"),
            Self::Headers(location) => write!(f, "headers:{location}"),
            Self::Host => write!(f, "host"),
            Self::Id => write!(f, "id"),
            Self::Json(key) => write!(f, "json:{key}"),
            Self::JsonMembers(key) => write!(f, "json-members:{key}"),
            Self::JsonText(key) => write!(f, "json-text:{key}"),
            Self::List(values) => {
                let texts: Vec<_> = values.iter().map(ToString::to_string).collect();
                write!(f, "list:{}", texts.join(","))
            }
            Self::Method => write!(f, "method"),
            Self::Origin => write!(f, "origin"),
            Self::Path => write!(f, "path"),
            Self::Query => write!(f, "query"),
            Self::QueryPairs => write!(f, "query-pairs"),
            Self::QueryParameter(key) => write!(f, "query:{key}"),
            Self::Secret => write!(f, "secret"),
            Self::Target => write!(f, "target"),
            Self::Timestamp => write!(f, "timestamp"),
            Self::Url => write!(f, "url"),
            Self::UrlWithoutQuery => write!(f, "url-without-query"),
        }
    }
}
