//! What the second verifier knows of the model; the rest it answers with `unsupported`.

use crate::encoding::Encoding;
use crate::scheme::{
    Detached, Filter, Format, Location, Part, Scheme, SecretEncoding, Several, Source, Step, Template,
    TimestampUnit, Value,
};

/// Whether the second verifier can judge deliveries of a scheme.
///
/// It models shared secrets over plain templates: no public keys, named canonicalizations, variants, required
/// values, derived keys or filters over lists.
#[must_use]
pub fn knows(scheme: &Scheme) -> bool {
    let signature = scheme.signature();
    let plain = signature.several == Several::First
        && signature.when.is_none()
        && signature.alternatives.is_empty()
        && signature.canonicalization.is_none()
        && scheme.variants().is_empty()
        && scheme.requires().is_empty();
    let secret = scheme.secret();
    let keys = secret.unprefixed.is_none()
        && secret.derive.all().is_empty()
        && secret.encoding != SecretEncoding::Base64url;
    let timestamp = scheme.timestamp().is_none_or(|spec| {
        matches!(spec.unit, TimestampUnit::Milliseconds | TimestampUnit::Seconds)
            && spec.aliases.is_empty()
            && knows_location(&spec.location)
    });
    let id = scheme
        .message_id()
        .is_none_or(|spec| spec.aliases.is_empty() && knows_location(&spec.location));
    let token = scheme.jwt().is_none_or(|spec| {
        spec.detached == Detached::No
            && spec.algorithms.iter().all(|name| name.starts_with("HS"))
            && spec.claims.values().all(knows_template)
    });
    scheme.method().is_symmetric()
        && plain
        && keys
        && timestamp
        && id
        && token
        && knows_format(scheme.format())
        && signature.encoding != Encoding::Base64Any
        && signature.places.all().iter().all(knows_location)
        && scheme.base_string().is_none_or(knows_template)
}

const fn knows_format(format: &Format) -> bool {
    match format {
        Format::Bare { .. } | Format::List { .. } | Format::Positional { .. } | Format::Tagged { .. } => true,
        Format::Fields { key_separator, .. } => matches!(key_separator.as_bytes(), [b'=']),
        Format::Dictionary { .. } | Format::Parameters { .. } => false,
    }
}

fn knows_location(location: &Location) -> bool {
    let source = match location.source {
        Source::Claim(_)
        | Source::Field(_)
        | Source::Form(_)
        | Source::Header(_)
        | Source::Json(_)
        | Source::Query(_) => true,
        Source::Body | Source::Jose(_) | Source::Numbered(_) => false,
    };
    source
        && location
            .steps
            .iter()
            .all(|step| matches!(step, Step::Base64 | Step::Json(_)))
}

fn knows_template(template: &Template) -> bool {
    template.parts().iter().all(|part| match part {
        Part::Literal(_) => true,
        Part::Placeholder(value, filters) => knows_value(value) && filters.iter().all(knows_filter),
    })
}

const fn knows_value(value: &Value) -> bool {
    match value {
        Value::Body
        | Value::Config(_)
        | Value::Field(_)
        | Value::Form(_)
        | Value::Header(_)
        | Value::Id
        | Value::Method
        | Value::Path
        | Value::Query
        | Value::QueryParameter(_)
        | Value::Secret
        | Value::Timestamp
        | Value::Url
        | Value::UrlWithoutQuery => true,
        Value::FormPairs
        | Value::Group(_)
        | Value::Headers(_)
        | Value::Host
        | Value::Json(_)
        | Value::JsonMembers(_)
        | Value::JsonText(_)
        | Value::List(_)
        | Value::Origin
        | Value::QueryPairs
        | Value::Target => false,
    }
}

fn knows_filter(filter: &Filter) -> bool {
    match filter {
        Filter::Encode(encoding) => *encoding != Encoding::Base64Any,
        Filter::Hash(_) | Filter::Lower | Filter::Upper => true,
        _ => false,
    }
}
