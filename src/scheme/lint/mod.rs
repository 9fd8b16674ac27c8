//! What is weak or impossible about a scheme, for the person who designs or documents it: a flat table of rules, one
//! file a rule.

mod algorithm_from_request;
mod ambiguous_concatenation;
mod body_not_bound;
mod body_partly_bound;
mod id_not_bound;
mod length_extension;
mod no_freshness;
mod optional_prefix;
mod short_key;
mod signature_signed;
mod timestamp_cut;
mod timestamp_not_bound;
mod weak_hash;

use crate::scheme::Scheme;
use crate::scheme::template::Template;

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

/// A rule.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Lint {
    /// Its name, kebab-case.
    pub name: &'static str,
    /// What it finds, in a few words.
    pub title: &'static str,
    /// What is the matter with a scheme that has it, and when it is how bad.
    pub says: &'static str,
    /// What the scheme's owner can do.
    pub advice: &'static str,
    /// What somebody can do who has to implement the scheme as it is.
    pub implementer: &'static str,
    check: fn(&Scheme) -> Option<Found>,
}

/// What a rule found.
struct Found {
    severity: Severity,
    message: String,
}

impl Found {
    fn new(severity: Severity, message: impl Into<String>) -> Self {
        Self {
            severity,
            message: message.into(),
        }
    }
}

/// Every rule.
pub const LINTS: &[Lint] = &[
    signature_signed::LINT,
    timestamp_cut::LINT,
    ambiguous_concatenation::LINT,
    body_not_bound::LINT,
    body_partly_bound::LINT,
    timestamp_not_bound::LINT,
    id_not_bound::LINT,
    no_freshness::LINT,
    optional_prefix::LINT,
    algorithm_from_request::LINT,
    weak_hash::LINT,
    length_extension::LINT,
    short_key::LINT,
];

/// Everything that the rules find, worst first.
#[must_use]
pub fn lint(scheme: &Scheme) -> Vec<Finding> {
    let found = LINTS.iter().filter_map(|rule| {
        let Found { severity, message } = (rule.check)(scheme)?;
        Some(Finding {
            rule: rule.name,
            severity,
            message,
            advice: rule.advice.to_owned(),
        })
    });
    let mut findings: Vec<_> = found.collect();
    findings.sort_by_key(|finding| finding.severity);
    findings
}

fn templates(scheme: &Scheme) -> impl Iterator<Item = &Template> {
    let variants = scheme
        .variants()
        .iter()
        .filter_map(|variant| variant.base_string.as_ref());
    scheme.base_string().into_iter().chain(variants)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{LINTS, Severity, lint};
    use crate::scheme::{CATALOG, Scheme, catalog_scheme};

    /// Every scheme of the catalogue signs deliveries that verify, so that an error would be a false alarm.
    #[test]
    fn no_scheme_of_the_catalogue_is_impossible() {
        for entry in CATALOG {
            let found = lint(&catalog_scheme(entry.id).unwrap());
            let error = found.iter().find(|finding| finding.severity == Severity::Error);
            assert!(error.is_none(), "{}: {error:?}", entry.id);
        }
    }

    #[test]
    fn escaped_separators_are_no_ambiguity() {
        assert!(!rules_of("adyen-hpp").contains(&"ambiguous-concatenation"));
    }

    #[test]
    fn rules_have_unique_names_and_say_all() {
        let names: BTreeSet<_> = LINTS.iter().map(|rule| rule.name).collect();
        assert_eq!(names.len(), LINTS.len());
        for rule in LINTS {
            for text in [rule.says, rule.advice, rule.implementer] {
                assert!(text.ends_with('.'), "{}: {text}", rule.name);
            }
            assert!(!rule.title.ends_with('.'), "{}", rule.name);
        }
    }

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
