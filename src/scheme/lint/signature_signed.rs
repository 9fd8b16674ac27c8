//! The rule `signature-signed`.

use crate::scheme::Scheme;
use crate::scheme::filter::Filter;
use crate::scheme::lint::{Found, Lint, Severity, templates};
use crate::scheme::location::{Location, Source, Step};
use crate::scheme::template::Template;
use crate::scheme::value::Value;

pub(super) const LINT: Lint = Lint {
    name: "signature-signed",
    title: "the signature is part of what it signs",
    says: "The base string covers the place where the signature is put. No sender can write such a \
           delivery: the signature would have to be known before it is made.",
    advice: "Leave the signature out of the base string (`except:`), or move it to a header.",
    implementer: "Nothing verifies. Find out what the sender leaves out before it signs; the documentation has \
           forgotten to say so.",
    check,
};

fn check(scheme: &Scheme) -> Option<Found> {
    for place in scheme.signature().places.all() {
        for (value, filters) in templates(scheme).flat_map(Template::placeholders) {
            if covers(value, filters, place) {
                return Some(Found::new(
                    Severity::Error,
                    format!("the signature at `{place}` is itself part of what is signed, by `{{{value}}}`"),
                ));
            }
        }
    }
    None
}

fn covers(value: &Value, filters: &[Filter], place: &Location) -> bool {
    let dropped = |name: &str| {
        filters.iter().any(|filter| match filter {
            Filter::Except(names) => names.iter().any(|pattern| matches_name(pattern, name)),
            Filter::Only(names) | Filter::Order(names) => {
                !names.iter().any(|pattern| matches_name(pattern, name))
            }
            _ => false,
        })
    };
    match (value, &place.source) {
        (Value::Group(inner), _) => inner
            .placeholders()
            .any(|(value, filters)| covers(value, filters, place)),
        (Value::Body, Source::Body | Source::Form(_) | Source::Json(_))
        | (Value::Url | Value::Query | Value::Target, Source::Query(_)) => {
            !filters.iter().any(|filter| matches!(filter, Filter::Rewrite(_)))
        }
        (Value::FormPairs, Source::Form(name)) | (Value::QueryPairs, Source::Query(name)) => !dropped(name),
        (Value::Form(name), Source::Form(other)) | (Value::QueryParameter(name), Source::Query(other)) => {
            name == other && reaches(filters, place)
        }
        (Value::Header(name), Source::Header(other)) => name.eq_ignore_ascii_case(other),
        (Value::Json(pointer) | Value::JsonText(pointer), Source::Json(other)) => {
            other == pointer || other.starts_with(&format!("{pointer}/"))
        }
        (Value::JsonMembers(pointer), Source::Json(other)) => {
            let member = other.strip_prefix(&format!("{pointer}/"));
            member.is_some_and(|member| !dropped(member.split('/').next().unwrap_or_default()))
        }
        _ => false,
    }
}

/// Whether what the filters take of a field holds the signature inside it.
fn reaches(filters: &[Filter], place: &Location) -> bool {
    match (filters.first(), place.steps.first()) {
        (Some(Filter::Json(pointer)), Some(Step::Json(other))) => {
            other == pointer || other.starts_with(&format!("{pointer}/"))
        }
        _ => true,
    }
}

/// Whether a name is the pattern, or begins as a pattern that ends in `*` does.
fn matches_name(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => pattern == name,
    }
}
