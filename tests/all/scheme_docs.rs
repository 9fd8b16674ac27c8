//! The table of the schemes and the page of the lints are those that the catalogue makes.
//! `BLESS=1 cargo test --test all scheme_docs::` writes them.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use hookproof::scheme::{
    Binding, CATALOG, Finding, Format, LINTS, Method, Scheme, Several, TimestampUnit, catalog_scheme, lint,
};

/// A longer base string is cut; the file has it whole.
const LONGEST: usize = 200;

fn schemes() -> Vec<Scheme> {
    CATALOG
        .iter()
        .map(|entry| catalog_scheme(entry.id).unwrap())
        .collect()
}

fn check(name: &str, expected: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    if std::env::vars().any(|(name, value)| name == "BLESS" && value == "1") {
        fs::write(&path, expected).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == expected,
        "docs/{name} is not what the catalogue makes; run `BLESS=1 cargo test --test all scheme_docs::`"
    );
}

#[test]
fn the_table_is_that_of_the_catalogue() {
    check("schemes.md", &table(&schemes()));
}

#[test]
fn the_lints_are_those_of_the_registry() {
    check("lint.md", &lints(&schemes()));
}

/// Text for a cell: a bar would end it, and a line end the table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', "\\n")
}

fn code(text: &str) -> String {
    // No scheme file has a backtick, and a cell with one would be drawn wrongly.
    assert!(!text.contains('`'), "{text}");
    match text {
        "" => String::new(),
        _ => format!("`{}`", cell(text)),
    }
}

fn link(scheme: &Scheme) -> String {
    format!("[`{0}`](../src/scheme/catalog/{0}.toml)", scheme.id())
}

fn table(schemes: &[Scheme]) -> String {
    let mut text = format!(
        "# The schemes\n\n\
         The {} schemes of the catalogue, as their files say. `hookproof schemes show ID` prints one whole, [the scheme file](scheme-format.md) \
         says how to read it, [the lints](lint.md) what is weak about some, and [what is not covered](not-covered.md) who is missing and why.\n\n\
         *Made by `BLESS=1 cargo test --test all scheme_docs::`; the same test holds it.*\n\n\
         | scheme | method | what is signed | where | written | freshness | bound | lints | sources |\n\
         |---|---|---|---|---|---|---|---|---|\n",
        schemes.len()
    );
    for scheme in schemes {
        let found = lint(scheme);
        let lints: Vec<String> = found
            .iter()
            .map(|finding| format!("[{0}](lint.md#{0})", finding.rule))
            .collect();
        let sources: Vec<String> = scheme.sources().iter().map(|source| cell(&source.at)).collect();
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} | {} | {} | {} |",
            link(scheme),
            scheme.method(),
            signed(scheme),
            places(scheme),
            written(scheme),
            freshness(scheme),
            bound(&scheme.binds()),
            lints.join(", "),
            sources.join("; ")
        );
    }
    text
}

fn signed(scheme: &Scheme) -> String {
    let main = match (scheme.base_string(), scheme.signature().canonicalization) {
        (Some(template), _) => {
            let whole = template.to_string();
            let cut: String = whole.chars().take(LONGEST).collect();
            code(&if cut == whole { whole } else { cut + "…" })
        }
        (None, Some(canonicalization)) => {
            let name = serde_json::to_value(canonicalization).unwrap();
            format!("the construction {}", code(name.as_str().unwrap()))
        }
        (None, None) => match scheme.method() {
            Method::Jwt => claims(scheme),
            Method::Basic | Method::Static => "nothing".to_owned(),
            _ => String::new(),
        },
    };
    match scheme.variants().len() {
        0 => main,
        1 => format!("{main}, and 1 variant"),
        count => format!("{main}, and {count} variants"),
    }
}

fn claims(scheme: &Scheme) -> String {
    let claims: Vec<String> = scheme
        .jwt()
        .into_iter()
        .flat_map(|jwt| jwt.claims.iter())
        .map(|(name, template)| code(&format!("{name}={template}")))
        .collect();
    match claims.as_slice() {
        [] => "the token".to_owned(),
        _ => format!("the token, with {}", claims.join(", ")),
    }
}

fn places(scheme: &Scheme) -> String {
    let places: Vec<String> = scheme
        .signature()
        .places
        .all()
        .iter()
        .map(|place| code(&place.to_string()))
        .collect();
    match scheme.signature().several {
        Several::Any => places.join(" and "),
        _ => places.join(" or "),
    }
}

fn written(scheme: &Scheme) -> String {
    let encoding = match scheme.method() {
        Method::Jwt => "JWS".to_owned(),
        _ => scheme.signature().encoding.name().to_owned(),
    };
    let lead = scheme.format().lead();
    let after = if lead.is_empty() {
        String::new()
    } else {
        format!(" after {}", code(&lead))
    };
    let list = match scheme.format() {
        Format::Bare { .. } => "",
        Format::Dictionary { .. } => " in a dictionary",
        Format::Fields { .. } => " in a list of fields",
        Format::List { .. } => " in a list",
        Format::Parameters { .. } => " in a list of parameters",
        Format::Positional { .. } => " in a list without keys",
        Format::Tagged { .. } => " in a list with versions",
        _ => panic!("a format without words"),
    };
    format!("{encoding}{after}{list}")
}

fn freshness(scheme: &Scheme) -> String {
    let expires = scheme
        .jwt()
        .is_some_and(|jwt| jwt.require.iter().any(|name| name == "exp"));
    let token = if expires { "the token expires" } else { "" };
    let Some(spec) = scheme.timestamp() else {
        return if expires { token } else { "none" }.to_owned();
    };
    let unit = match spec.unit {
        TimestampUnit::FloatSeconds => "seconds with a fraction",
        TimestampUnit::HttpDate => "an HTTP date",
        TimestampUnit::Iso8601 => "ISO 8601",
        TimestampUnit::Iso8601Basic => "ISO 8601 basic",
        TimestampUnit::Milliseconds => "milliseconds",
        TimestampUnit::Rfc3339 => "RFC 3339",
        TimestampUnit::Seconds => "seconds",
        _ => panic!("a unit without words"),
    };
    let window = match (spec.past, spec.future) {
        (None, None) => "no limit".to_owned(),
        (Some(past), None) => format!("{past} s back"),
        (None, Some(future)) => format!("{future} s ahead"),
        (Some(past), Some(future)) if past == future => format!("{past} s either way"),
        (Some(past), Some(future)) => format!("{past} s back, {future} s ahead"),
    };
    let place = code(&spec.location.to_string());
    [format!("{place}, {unit}, {window}").as_str(), token]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join("; ")
}

fn bound(binding: &Binding) -> String {
    let part = |whole: bool, part: bool, name: &str| match (whole, part) {
        (true, _) => Some(name.to_owned()),
        (false, true) => Some(format!("part of the {name}")),
        (false, false) => None,
    };
    let one = |is_bound: bool, name: &str| is_bound.then(|| name.to_owned());
    let url_parts = !binding.url && (binding.host || binding.path || binding.query || binding.part_of_query);
    let parts = [
        part(binding.body, binding.part_of_body, "body"),
        one(binding.timestamp, "timestamp"),
        one(binding.id, "id"),
        one(binding.method, "method"),
        part(binding.url, binding.part_of_url && !url_parts, "URL"),
        one(binding.host && !binding.url, "host"),
        one(binding.path && !binding.url, "path"),
        part(
            binding.query && !binding.url,
            binding.part_of_query && !binding.url,
            "query",
        ),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    match parts.as_slice() {
        [] => "nothing".to_owned(),
        _ => parts.join(", "),
    }
}

fn lints(schemes: &[Scheme]) -> String {
    let found: Vec<(&Scheme, Vec<Finding>)> = schemes.iter().map(|scheme| (scheme, lint(scheme))).collect();
    let of = |rule: &str| -> Vec<(&Scheme, Finding)> {
        let those = found.iter().flat_map(|(scheme, findings)| {
            let those = findings.iter().filter(|finding| finding.rule == rule);
            those
                .map(|finding| (*scheme, finding.clone()))
                .collect::<Vec<_>>()
        });
        those.collect()
    };
    let mut text = "# What is weak about a scheme\n\n\
        `hookproof schemes lint FILE` looks for faults of a scheme's design, from the model alone. An *error* means that no delivery can ever be right, \
        a *warning* that a forgery may be possible, a *note* that something is worth knowing. A finding is about the scheme, and \
        whoever implements the scheme as it is documented inherits it; for that person each rule says what can be done all the same.\n\n\
        *Made by `BLESS=1 cargo test --test all scheme_docs::`; the same test holds it.*\n\n\
        | rule | what it finds | schemes of the catalogue |\n|---|---|---|\n"
        .to_owned();
    for rule in LINTS {
        let _ = writeln!(
            text,
            "| [{0}](#{0}) | {1} | {2} |",
            rule.name,
            rule.title,
            of(rule.name).len()
        );
    }
    for rule in LINTS {
        let _ = write!(
            text,
            "\n## `{}`\n\n{}\n\n**Who designs the scheme:** {}\n\n**Who implements it:** {}\n\n",
            rule.name, rule.says, rule.advice, rule.implementer
        );
        let those = of(rule.name);
        if those.is_empty() {
            let _ = writeln!(text, "No scheme of the catalogue has it.");
        } else if those
            .iter()
            .all(|(_, finding)| finding.message == those.first().unwrap().1.message)
        {
            let severity = those.first().unwrap().1.severity.name();
            let ids: Vec<String> = those.iter().map(|(scheme, _)| link(scheme)).collect();
            let _ = writeln!(text, "In the catalogue ({severity}): {}.", ids.join(", "));
        } else {
            let _ = writeln!(text, "| scheme | | what was found |\n|---|---|---|");
            for (scheme, finding) in those {
                let _ = writeln!(
                    text,
                    "| {} | {} | {} |",
                    link(scheme),
                    finding.severity.name(),
                    cell(&finding.message)
                );
            }
        }
    }
    text
}
