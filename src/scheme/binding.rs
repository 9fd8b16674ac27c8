//! What a signature binds: a change of anything else is not a forgery.

use crate::scheme::canonicalization::Canonicalization;
use crate::scheme::filter::Filter;
use crate::scheme::location::{Location, Source};
use crate::scheme::template::Template;
use crate::scheme::value::Value;
use crate::scheme::{Method, Scheme};

/// The parts of a delivery that the signature covers, derived from the base string or the token's claims.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each part is bound or not, independently"
)]
#[non_exhaustive]
pub struct Binding {
    /// The whole body, byte for byte.
    pub body: bool,
    /// Not all of the body but some of it, or the body only after a step that loses differences: some changes
    /// of the body are refused and some are not.
    pub part_of_body: bool,
    /// The timestamp.
    pub timestamp: bool,
    /// The message id.
    pub id: bool,
    /// The method.
    pub method: bool,
    /// The whole URL.
    pub url: bool,
    /// Something of the URL, exactly or not: some changes of the URL are refused.
    pub part_of_url: bool,
    /// The host with its port.
    pub host: bool,
    /// The path.
    pub path: bool,
    /// The query.
    pub query: bool,
    /// Some of the query, or its parameters in whichever order or spelling.
    pub part_of_query: bool,
    /// Names of headers.
    pub headers: Vec<String>,
    /// Fields of the query, the form or the JSON body, as locations.
    pub fields: Vec<Location>,
}

/// Whether the steps around a value lose differences.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Grip {
    Exact,
    Loose,
}

impl Binding {
    pub(crate) fn of(scheme: &Scheme) -> Self {
        let mut binding = Self::default();
        let claims = scheme.jwt().into_iter().flat_map(|jwt| jwt.claims.values());
        for template in scheme.base_string().into_iter().chain(claims) {
            binding.add_template(template, scheme, Grip::Exact);
        }
        if let Some(canonicalization) = scheme.signature().canonicalization {
            binding.add_components(canonicalization, scheme);
        }
        // A required value is as good as bound where the place is that has it; elsewhere a change is refused
        // unless the place is changed with it.
        for require in scheme.requires().iter().filter(|require| require.when.is_none()) {
            if binding.has(&require.location, scheme) {
                binding.add_template(&require.equals, scheme, Grip::Exact);
            } else if require.equals.values().any(|value| *value == Value::Body) {
                binding.part_of_body = true;
            }
        }
        let timestamp = scheme
            .timestamp()
            .is_some_and(|spec| binding.has(&spec.location, scheme));
        let id = scheme
            .message_id()
            .is_some_and(|spec| binding.has(&spec.location, scheme));
        binding.timestamp |= timestamp;
        binding.id |= id;
        // A signed length binds the body's length.
        binding.part_of_body |= binding
            .headers
            .iter()
            .any(|name| name.eq_ignore_ascii_case("content-length"));
        binding.part_of_body &= !binding.body;
        binding.part_of_query &= !binding.query;
        binding
    }

    fn has(&self, location: &Location, scheme: &Scheme) -> bool {
        let is_field = || {
            self.fields.iter().any(|other| {
                other.source == location.source && (other.steps.is_empty() || other.steps == location.steps)
            })
        };
        match &location.source {
            Source::Body => self.body,
            Source::Claim(_) | Source::Jose(_) => scheme.method() == Method::Jwt,
            Source::Field(_) => is_field(),
            Source::Form(_) | Source::Json(_) => self.body || is_field(),
            Source::Header(name) | Source::Numbered(name) => {
                self.headers.iter().any(|other| other.eq_ignore_ascii_case(name))
            }
            Source::Query(_) => self.query || self.url || is_field(),
        }
    }

    fn add_template(&mut self, template: &Template, scheme: &Scheme, grip: Grip) {
        for (value, filters) in template.placeholders() {
            let grip = match grip {
                Grip::Exact if filters.iter().all(Filter::keeps_differences) => Grip::Exact,
                Grip::Exact | Grip::Loose => Grip::Loose,
            };
            match value {
                Value::Group(inner) => self.add_template(inner, scheme, grip),
                // Which of the values stands where is lost at most, not what they are.
                Value::List(values) => values
                    .iter()
                    .for_each(|value| self.add(value, scheme, Grip::Exact)),
                _ => {
                    self.add(value, scheme, grip);
                    self.chosen(value, filters, scheme);
                }
            }
        }
    }

    fn add(&mut self, value: &Value, scheme: &Scheme, grip: Grip) {
        let exact = grip == Grip::Exact;
        self.part_of_url |= matches!(
            value,
            Value::Host
                | Value::Origin
                | Value::Path
                | Value::Query
                | Value::QueryPairs
                | Value::QueryParameter(_)
                | Value::Target
                | Value::Url
                | Value::UrlWithoutQuery
        );
        match value {
            Value::Body if exact => self.body = true,
            Value::Body | Value::FormPairs | Value::JsonMembers(_) => self.part_of_body = true,
            Value::Config(_) | Value::Secret | Value::Origin | Value::Group(_) | Value::List(_) => {}
            Value::Field(name) => self.field(Source::Field(name.clone())),
            Value::Form(name) => {
                self.part_of_body = true;
                self.field(Source::Form(name.clone()));
            }
            Value::Header(name) if exact => self.headers.push(name.clone()),
            Value::Header(_) => {}
            Value::Headers(location) => self.listed(location, scheme),
            Value::Host => self.host = true,
            Value::Id => {
                self.id = true;
                if let Some(Source::Header(name)) = scheme.message_id().map(|id| &id.location.source) {
                    self.headers.push(name.clone());
                }
            }
            Value::Json(pointer) | Value::JsonText(pointer) => {
                self.part_of_body = true;
                self.field(Source::Json(pointer.clone()));
            }
            Value::Method => self.method = true,
            Value::Path if exact => self.path = true,
            Value::Query if exact => self.query = true,
            Value::Query | Value::QueryPairs => self.part_of_query = true,
            Value::QueryParameter(name) => {
                self.part_of_query = true;
                self.field(Source::Query(name.clone()));
            }
            Value::Target if exact => {
                self.path = true;
                self.query = true;
            }
            Value::Timestamp => {
                self.timestamp = true;
                if let Some(Source::Header(name)) = scheme.timestamp().map(|t| &t.location.source) {
                    self.headers.push(name.clone());
                }
            }
            Value::Url if exact => self.whole_url(),
            Value::Url | Value::Target => self.part_of_query = true,
            Value::UrlWithoutQuery if exact => {
                self.host = true;
                self.path = true;
            }
            Value::Path | Value::UrlWithoutQuery => {}
        }
    }

    /// The entries of a list that are chosen by their names; where all are taken, those that mean something.
    fn chosen(&mut self, value: &Value, filters: &[Filter], scheme: &Scheme) {
        let names = filters.iter().find_map(|filter| match filter {
            Filter::Order(names) | Filter::Only(names) => Some(names),
            _ => None,
        });
        if names.is_none() {
            let is_left_out = |name: &String| {
                let mut lists = filters.iter();
                lists.any(|filter| matches!(filter, Filter::Except(names) if names.contains(name)))
            };
            let timestamp = scheme.timestamp().map(|spec| &spec.location);
            let id = scheme.message_id().map(|spec| &spec.location);
            for location in timestamp.into_iter().chain(id) {
                match (value, &location.source) {
                    (Value::FormPairs, Source::Form(name)) | (Value::QueryPairs, Source::Query(name))
                        if !is_left_out(name) =>
                    {
                        self.field(location.source.clone());
                    }
                    _ => {}
                }
            }
        }
        for name in names.into_iter().flatten().filter(|name| !name.ends_with('*')) {
            match value {
                Value::FormPairs => self.field(Source::Form(name.clone())),
                Value::JsonMembers(pointer) => {
                    let token = name.replace('~', "~0").replace('/', "~1");
                    self.field(Source::Json(format!("{pointer}/{token}")));
                }
                Value::QueryPairs => self.field(Source::Query(name.clone())),
                _ => {}
            }
        }
    }

    const fn whole_url(&mut self) {
        self.url = true;
        self.host = true;
        self.path = true;
        self.query = true;
    }

    fn field(&mut self, source: Source) {
        self.fields.push(Location {
            source,
            steps: Vec::new(),
        });
    }

    /// The headers that a sender lists, where the file says which.
    fn listed(&mut self, location: &Location, scheme: &Scheme) {
        let names = match &location.source {
            Source::Field(name) => scheme
                .parameters()
                .iter()
                .find(|parameter| parameter.name == *name)
                .and_then(|parameter| parameter.value.literal()),
            Source::Jose(name) => scheme
                .jwt()
                .and_then(|jwt| jwt.header.get(name))
                .and_then(Template::literal),
            Source::Header(name) => scheme
                .requires()
                .iter()
                .find(|r| matches!(&r.location.source, Source::Header(other) if other.eq_ignore_ascii_case(name)))
                .and_then(|require| require.equals.literal()),
            _ => None,
        };
        let names = names.unwrap_or_default().split([' ', ',', ';']);
        self.headers
            .extend(names.filter(|name| !name.is_empty()).map(str::to_owned));
    }

    fn add_components(&mut self, canonicalization: Canonicalization, scheme: &Scheme) {
        for name in canonicalization.covered(scheme.canonical()) {
            self.part_of_url |= name.starts_with(['@', '(']) || name.eq_ignore_ascii_case("host");
            match name.as_str() {
                "@method" => self.method = true,
                "@target-uri" => self.whole_url(),
                "@authority" => self.host = true,
                "@path" => self.path = true,
                "@query" => self.query = true,
                "@request-target" => {
                    self.path = true;
                    self.query = true;
                }
                "(request-target)" => {
                    self.method = true;
                    self.path = true;
                    self.query = true;
                }
                name if name.starts_with(['@', '(']) => {}
                name => self.headers.push(name.to_owned()),
            }
        }
        match canonicalization {
            // The parameters are the last line of the base string.
            Canonicalization::HttpMessageSignatures => self.headers.push("Signature-Input".to_owned()),
            Canonicalization::HttpSignatureDraft => {}
            Canonicalization::Sigv4 => {
                self.method = true;
                self.path = true;
                self.part_of_query = true;
                self.part_of_url = true;
                self.body = true;
            }
        }
    }
}
