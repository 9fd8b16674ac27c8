//! The base string as a template: literals and placeholders, expanded in one pass over bytes.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::scheme::filter::Filter;
use crate::scheme::value::Value;

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

/// What is wrong with a template.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TemplateError {
    /// A `{` without its `}`, or the reverse.
    #[error("a brace without its partner at byte {0}; write `{{{{` or `}}}}` for a literal brace")]
    Brace(usize),
    /// Groups inside groups, too many.
    #[error("more than 8 groups inside each other; write it flatter")]
    Depth,
    /// A filter that does not exist.
    #[error("unknown filter `{0}`; known are {known}", known = Filter::known())]
    Filter(String),
    /// A group without its `)`.
    #[error("a group without its end; write `{{(…)|FILTER}}`")]
    Group,
    /// A filter for lists after something that is none.
    #[error(
        "filter `{0}` works on a list, and this is one text; lists are {{form}}, {{query-pairs}}, \
         {{json-members:/POINTER}}, {{headers:LOCATION}} and {{list:A,B}}"
    )]
    NoList(String),
    /// A placeholder that does not exist.
    #[error(
        "unknown placeholder `{{{0}}}`; known are body, timestamp, id, method, url, url-without-query, origin, \
         host, path, query, target, secret, header:NAME, query:NAME, form:NAME, json:/POINTER, \
         json-text:/POINTER, field:NAME, config:NAME, and the lists form, query-pairs, \
         json-members:/POINTER, headers:LOCATION and list:A,B"
    )]
    Placeholder(String),
}

const MAX_DEPTH: usize = 8;

impl Template {
    /// The pieces in order.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The values that it names, in order, those inside groups and lists included.
    pub fn values(&self) -> impl Iterator<Item = &Value> {
        let mut leaves = Vec::new();
        self.placeholders()
            .for_each(|(value, _)| value.leaves(&mut leaves));
        leaves.into_iter()
    }

    /// The placeholders with their filters, in order.
    pub fn placeholders(&self) -> impl Iterator<Item = (&Value, &[Filter])> {
        self.parts.iter().filter_map(|part| match part {
            Part::Literal(_) => None,
            Part::Placeholder(value, filters) => Some((value, filters.as_slice())),
        })
    }

    /// A template of these pieces.
    #[must_use]
    pub fn of(parts: Vec<Part>) -> Self {
        Self { parts }
    }

    /// The literal text, if there is no placeholder.
    pub(crate) fn literal(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [Part::Literal(text)] => Some(text),
            _ => None,
        }
    }
}

impl FromStr for Template {
    type Err = TemplateError;

    fn from_str(text: &str) -> Result<Self, TemplateError> {
        let (parts, _) = pieces(text, text, 0)?;
        Ok(Self { parts })
    }
}

/// The pieces of `rest` up to its end or, inside a group, up to the group's `)`; and what is left.
fn pieces<'a>(whole: &str, mut rest: &'a str, depth: usize) -> Result<(Vec<Part>, &'a str), TemplateError> {
    let marks: &[char] = if depth == 0 { &['{', '}'] } else { &['{', '}', ')'] };
    let mut parts = Vec::new();
    let mut literal = String::new();
    while let Some(at) = rest.find(marks) {
        let (before, tail) = rest.split_at(at);
        let position = whole.len() - tail.len();
        literal.push_str(before);
        if let Some(after) = tail.strip_prefix(')') {
            if after.starts_with(['|', '}']) {
                flush(&mut parts, &mut literal);
                return Ok((parts, after));
            }
            literal.push(')');
            rest = after;
            continue;
        }
        if tail.starts_with("{{") || tail.starts_with("}}") {
            literal.extend(tail.chars().next());
            rest = tail.get(2..).unwrap_or_default();
            continue;
        }
        let inner = tail.strip_prefix('{').ok_or(TemplateError::Brace(position))?;
        flush(&mut parts, &mut literal);
        let (value, after) = match inner.strip_prefix('(') {
            Some(_) if depth == MAX_DEPTH => return Err(TemplateError::Depth),
            Some(group) => {
                let (inner, after) = pieces(whole, group, depth + 1)?;
                (Some(Value::Group(Template { parts: inner })), after)
            }
            None => (None, inner),
        };
        let (text, after) = after.split_once('}').ok_or(TemplateError::Brace(position))?;
        parts.push(placeholder(text, value)?);
        rest = after;
    }
    if depth > 0 {
        return Err(TemplateError::Group);
    }
    literal.push_str(rest);
    flush(&mut parts, &mut literal);
    Ok((parts, ""))
}

fn flush(parts: &mut Vec<Part>, literal: &mut String) {
    if !literal.is_empty() {
        parts.push(Part::Literal(std::mem::take(literal)));
    }
}

fn placeholder(text: &str, group: Option<Value>) -> Result<Part, TemplateError> {
    let mut pieces = text.split('|');
    let name = pieces.next().unwrap_or_default();
    let value = match group {
        Some(value) => value,
        None => Value::of(name).ok_or_else(|| TemplateError::Placeholder(text.to_owned()))?,
    };
    let filters = filters(pieces)?;
    let mut is_list = value.is_list() || matches!(value, Value::Header(_));
    for filter in &filters {
        if filter.needs_list() && !is_list {
            return Err(TemplateError::NoList(filter.to_string()));
        }
        is_list &= value.is_list() && !filter.ends_list();
    }
    Ok(Part::Placeholder(value, filters))
}

fn filters<'a>(names: impl Iterator<Item = &'a str>) -> Result<Vec<Filter>, TemplateError> {
    names
        .map(|name| Filter::of(name).ok_or_else(|| TemplateError::Filter(name.to_owned())))
        .collect()
}

/// Filters by themselves, written `sha256|hex`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Filters(Vec<Filter>);

impl Filters {
    /// In their order.
    #[must_use]
    pub fn all(&self) -> &[Filter] {
        &self.0
    }

    #[must_use]
    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl TryFrom<String> for Filters {
    type Error = TemplateError;

    fn try_from(text: String) -> Result<Self, TemplateError> {
        let filters = filters(text.split('|').filter(|name| !name.is_empty()))?;
        match filters.iter().find(|filter| filter.needs_list()) {
            Some(filter) => Err(TemplateError::NoList(filter.to_string())),
            None => Ok(Self(filters)),
        }
    }
}

impl From<Filters> for String {
    fn from(filters: Filters) -> Self {
        let names: Vec<_> = filters.0.iter().map(ToString::to_string).collect();
        names.join("|")
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
                        write!(f, "|{filter}")?;
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
    use super::{Filters, Template};

    #[test]
    fn written_as_read() {
        for text in [
            "{body}",
            "v0:{timestamp}:{body}",
            "{{{header:X-A}}}{json:/a/b}",
            "{body|sha256|hex}.{config:url}",
            "",
            "{(a(b){method|upper})|sha256|hex})",
            "{({({(x)})|optional}y)|reverse}}}",
            "{(id:{query:data.id|lower};)|optional}",
            "{form|except:sig,a*|replace:&:_|replace:%3A:=|sort|each:&<k>=<v>}",
            "{list:secret,query:timestamp,query:nonce|sort-values|join:%7C}",
            "{headers:header:X-Signed|lower-keys|each:<k>: <v>\n}",
            "{header:X-A|join:, }{json:/a|or:}{body|first:6|from-base64}",
            "{json-members:/Data|order:A,B|json-object|rewrite:json-stringify}",
            "{body|hmac-sha1|base64url-unpadded}{body|escape:\\:}",
        ] {
            assert_eq!(text.parse::<Template>().unwrap().to_string(), text);
        }
        let filters = Filters::try_from("sha1|hex".to_owned()).unwrap();
        assert_eq!(String::from(filters), "sha1|hex");
    }

    #[test]
    fn errors_say_what_to_write() {
        let deep = "{(".repeat(40);
        for (text, part) in [
            ("{body", "byte 0"),
            ("a}", "byte 1"),
            ("{payload}", "{payload}"),
            ("{header:}", "header:NAME"),
            ("{body|rot13}", "sha256"),
            ("{body|sort}", "works on a list"),
            ("{form|join:|sort}", "works on a list"),
            ("{(body", "without its end"),
            ("{list:body,form}", "unknown placeholder"),
            (&deep, "flatter"),
        ] {
            let error = text.parse::<Template>().unwrap_err().to_string();
            assert!(error.contains(part), "{text}: {error}");
        }
    }

    #[test]
    fn values_inside_groups_are_named() {
        let template: Template = "{({body}{list:id,secret|join:})|sha256}{path}".parse().unwrap();
        let names: Vec<_> = template.values().map(ToString::to_string).collect();
        assert_eq!(names, ["body", "id", "secret", "path"]);
    }
}
