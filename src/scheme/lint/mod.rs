//! What is weak or impossible about a scheme, for the person who designs or documents it.

mod ambiguity;

use crate::mac::Hash;
use crate::scheme::condition::Test;
use crate::scheme::filter::Filter;
use crate::scheme::location::{Location, Source};
use crate::scheme::method::Method;
use crate::scheme::template::{Part, Template};
use crate::scheme::value::Value;
use crate::scheme::{Scheme, SecretEncoding};

/// Something about a scheme that its owner should know.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The rule's name, kebab-case.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is the matter.
    pub message: String,
    /// What to do.
    pub advice: String,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "there are three")]
pub enum Severity {
    /// No delivery can ever be right.
    Error,
    /// A forgery may be possible.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// `error`, `warning` or `note`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// Keys shorter than this many bytes can be guessed.
const SHORTEST_KEY: usize = 16;

/// Everything that the rules find, worst first.
#[must_use]
pub fn lint(scheme: &Scheme) -> Vec<Finding> {
    let rules = [
        signature_signed,
        ambiguity::ambiguous_concatenation,
        body_not_bound,
        timestamp_not_bound,
        id_not_bound,
        no_freshness,
        optional_prefix,
        algorithm_from_request,
        weak_hash,
        secret_first,
        short_key,
    ];
    let mut findings: Vec<_> = rules.iter().flat_map(|rule| rule(scheme)).collect();
    findings.sort_by_key(|finding| finding.severity);
    findings
}

fn finding(rule: &'static str, severity: Severity, message: impl Into<String>, advice: &str) -> Vec<Finding> {
    vec![Finding {
        rule,
        severity,
        message: message.into(),
        advice: advice.to_owned(),
    }]
}

fn templates(scheme: &Scheme) -> impl Iterator<Item = &Template> {
    let variants = scheme
        .variants()
        .iter()
        .filter_map(|variant| variant.base_string.as_ref());
    scheme.base_string().into_iter().chain(variants)
}

fn signature_signed(scheme: &Scheme) -> Vec<Finding> {
    for place in scheme.signature().places.all() {
        for (value, filters) in templates(scheme).flat_map(Template::placeholders) {
            if covers(value, filters, place) {
                return finding(
                    "signature-signed",
                    Severity::Error,
                    format!("the signature at `{place}` is itself part of what is signed, by `{{{value}}}`"),
                    "Leave the signature out of the base string (`except:`), or move it to a header.",
                );
            }
        }
    }
    Vec::new()
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
            name == other
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

/// Whether a name is the pattern, or begins as a pattern that ends in `*` does.
pub(crate) fn matches_name(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => pattern == name,
    }
}

fn body_not_bound(scheme: &Scheme) -> Vec<Finding> {
    let binding = scheme.binds();
    if binding.body {
        return Vec::new();
    }
    if binding.part_of_body {
        return finding(
            "body-partly-bound",
            Severity::Note,
            "the signature binds not every byte of the body",
            "A receiver may use only what is bound. Sign the raw body where you can.",
        );
    }
    finding(
        "body-not-bound",
        Severity::Warning,
        "the signature does not bind the body: whoever has one delivery can send any other body with it",
        "Sign the raw body, or a digest of it.",
    )
}

fn timestamp_not_bound(scheme: &Scheme) -> Vec<Finding> {
    if scheme.timestamp().is_none() || scheme.binds().timestamp {
        return Vec::new();
    }
    finding(
        "timestamp-not-bound",
        Severity::Warning,
        "the timestamp is not signed, so it can be set anew in an old delivery",
        "Put `{timestamp}` into the base string.",
    )
}

fn id_not_bound(scheme: &Scheme) -> Vec<Finding> {
    if scheme.message_id().is_none() || scheme.binds().id {
        return Vec::new();
    }
    finding(
        "id-not-bound",
        Severity::Note,
        "the message id is not signed, so a delivery can be repeated under another id",
        "Put `{id}` into the base string.",
    )
}

fn no_freshness(scheme: &Scheme) -> Vec<Finding> {
    let is_limited = scheme.timestamp().is_some_and(|spec| spec.past.is_some());
    let expires = scheme
        .jwt()
        .is_some_and(|jwt| jwt.require.iter().any(|name| name == "exp"));
    if is_limited || expires {
        return Vec::new();
    }
    finding(
        "no-freshness",
        Severity::Note,
        "a delivery stays valid for ever",
        "Sign a timestamp and state how old it may be.",
    )
}

fn optional_prefix(scheme: &Scheme) -> Vec<Finding> {
    let Some(other) = scheme.secret().unprefixed else {
        return Vec::new();
    };
    if other == scheme.secret().encoding {
        return Vec::new();
    }
    finding(
        "optional-prefix",
        Severity::Note,
        "the secret's prefix decides how the rest is read, and may be left out",
        "Demand the prefix, so that one text stands for one key.",
    )
}

fn algorithm_from_request(scheme: &Scheme) -> Vec<Finding> {
    let by_request = scheme.variants().iter().any(|variant| {
        variant.method.is_some_and(|method| method != scheme.method())
            && variant
                .when
                .clauses()
                .iter()
                .any(|clause| matches!(clause.test, Test::Equals(..) | Test::Present(_)))
    });
    if by_request || scheme.jwt().is_some_and(|jwt| jwt.algorithms.len() > 1) {
        return finding(
            "algorithm-from-request",
            Severity::Warning,
            "the delivery names the algorithm, so a sender of forgeries chooses the weakest that is allowed",
            "Fix one algorithm for each key.",
        );
    }
    Vec::new()
}

fn weak_hash(scheme: &Scheme) -> Vec<Finding> {
    let hash = scheme.method().hash();
    let Some(hash) = hash.filter(|hash| matches!(hash, Hash::Md5 | Hash::Sha1)) else {
        return Vec::new();
    };
    let severity = match scheme.method() {
        Method::Hmac(_) => Severity::Note,
        _ => Severity::Warning,
    };
    finding(
        "weak-hash",
        severity,
        format!("{} is broken for collisions", hash.name()),
        "Use SHA-256.",
    )
}

/// The construction that can be extended without the key.
fn secret_first(scheme: &Scheme) -> Vec<Finding> {
    let Method::Digest(_) = scheme.method() else {
        return Vec::new();
    };
    let last = scheme.base_string().and_then(|template| template.parts().last());
    if matches!(last, Some(Part::Placeholder(Value::Secret, _))) {
        return Vec::new();
    }
    finding(
        "length-extension",
        Severity::Warning,
        "a plain digest over secret and text can be extended by whoever has seen one",
        "Use HMAC.",
    )
}

fn short_key(scheme: &Scheme) -> Vec<Finding> {
    let spec = scheme.secret();
    let Some(example) = spec.example.as_deref().filter(|_| scheme.is_symmetric()) else {
        return Vec::new();
    };
    let text = example.strip_prefix(spec.prefix.as_str()).unwrap_or(example);
    let bytes = match spec.encoding {
        SecretEncoding::Base64 | SecretEncoding::Base64url => text.trim_end_matches('=').len() * 3 / 4,
        SecretEncoding::Hex => text.len() / 2,
        SecretEncoding::Text => text.len(),
    };
    if bytes >= SHORTEST_KEY {
        return Vec::new();
    }
    finding(
        "short-key",
        Severity::Warning,
        format!("the example's key has {bytes} bytes"),
        "Use keys of 32 random bytes.",
    )
}

#[cfg(test)]
mod tests {
    use super::lint;
    use crate::scheme::{Scheme, catalog_scheme};

    fn rules(scheme: &Scheme) -> Vec<&'static str> {
        lint(scheme).iter().map(|finding| finding.rule).collect()
    }

    fn scheme(signature: &str, rest: &str) -> Scheme {
        let text = format!("id = \"x\"\nname = \"X\"\n[signature]\n{signature}\n{rest}");
        Scheme::parse(&text, "x").unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn good_schemes_have_no_warning() {
        let found = lint(&catalog_scheme("standard-webhooks").unwrap());
        // An id may contain a full stop.
        let rules: Vec<_> = found
            .iter()
            .map(|finding| (finding.rule, finding.severity.name()))
            .collect();
        assert_eq!(rules, [("ambiguous-concatenation", "note")]);
        assert!(rules_of("stripe").is_empty());
    }

    fn rules_of(id: &str) -> Vec<&'static str> {
        rules(&catalog_scheme(id).unwrap())
    }

    #[test]
    fn each_rule_finds_its_fault() {
        let signed = scheme(
            "method = \"hmac-sha1\"\nin = \"json:/sig\"\nencoding = \"hex\"\nbase_string = \"{body}\"",
            "",
        );
        assert_eq!(rules(&signed), ["signature-signed", "no-freshness", "weak-hash"]);
        let loose = scheme(
            "method = \"digest-sha256\"\nin = \"form:sig\"\nencoding = \"hex\"\nbase_string = \"{secret}{form|except:sig|sort}{id}\"",
            "[timestamp]\nin = \"header:T\"\nunit = \"seconds\"\n[message_id]\nin = \"header:I\"\n[secret]\nexample = \"short\"",
        );
        assert_eq!(
            rules(&loose),
            [
                "ambiguous-concatenation",
                "timestamp-not-bound",
                "length-extension",
                "short-key",
                "body-partly-bound",
                "no-freshness"
            ]
        );
        assert_eq!(rules_of("valohai-static"), ["body-not-bound", "no-freshness"]);
        let chosen = scheme(
            "method = \"hmac-sha256\"\nin = \"header:S\"\nencoding = \"hex\"\nbase_string = \"{body}\"",
            "[[variant]]\nwhen = \"header:A=512\"\nmethod = \"hmac-sha512\"\n[secret]\nprefix = \"p_\"\nunprefixed = \"hex\"\n[message_id]\nin = \"header:I\"",
        );
        assert_eq!(
            rules(&chosen),
            [
                "algorithm-from-request",
                "id-not-bound",
                "no-freshness",
                "optional-prefix"
            ]
        );
    }
}
