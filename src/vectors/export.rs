//! From cases to vector files, byte for byte the same on every run.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::cases::{Case, FLAGS, Flag, Setting, Suite, SuiteError, Trace, flag, suite};
use crate::delivery::RequestJson;
use crate::encoding::{base64_text, hex_text};
use crate::scheme::Scheme;
use crate::vectors::format::{FlagJson, TraceJson, VectorCase, VectorFile};
use crate::vectors::{NOTICE, SUITE_VERSION};

/// Bytes of body, URL and headers together above which a case is made afresh in each run and not exported, so
/// that the files stay small.
pub const LARGEST_DELIVERY: usize = 2500;

/// Makes a scheme's vector file.
///
/// # Errors
/// When the scheme's test secrets cannot be used or its base delivery cannot be signed.
pub fn export(scheme: &Scheme) -> Result<VectorFile, SuiteError> {
    let Suite { cases, .. } = suite(scheme, &Setting::vectors(scheme))?;
    let exported: Vec<&Case> = cases.iter().filter(|case| is_exported(case)).collect();
    let traces: BTreeMap<&str, &Trace> = exported
        .iter()
        .filter_map(|case| Some((case.id.as_str(), case.trace.as_ref()?)))
        .collect();
    let used = |name: &str| exported.iter().any(|case| case.flags.contains(&name));
    Ok(VectorFile {
        format: 1,
        suite: SUITE_VERSION.to_owned(),
        scheme: scheme.to_json(),
        notice: NOTICE.to_owned(),
        flags: FLAGS.iter().filter(|flag| used(flag.name)).map(|flag| flag_json(flag)).collect(),
        cases: exported.iter().map(|case| case_json(case, &traces)).collect(),
    })
}

/// A case that needs deliveries before it, or is large, is made afresh in each run.
fn is_exported(case: &Case) -> bool {
    let headers: usize = case.delivery.headers.iter().map(|h| h.name.len() + h.value.len()).sum();
    case.before.is_empty() && case.delivery.body.len() + case.delivery.url.len() + headers <= LARGEST_DELIVERY
}

fn case_json(case: &Case, traces: &BTreeMap<&str, &Trace>) -> VectorCase {
    let base = case.base.as_ref().map(|base| base.as_str());
    let shared = base.and_then(|base| traces.get(base).copied());
    let trace = case.trace.as_ref().filter(|trace| shared != Some(trace));
    VectorCase {
        id: case.id.to_string(),
        title: case.title.clone(),
        role: case.role,
        flags: case.flags.iter().map(|&name| name.to_owned()).collect(),
        level: case.level,
        expected: case.expected,
        reasons: case.reasons.iter().map(|&name| name.to_owned()).collect(),
        base: base.map(str::to_owned),
        secrets: case.secrets.clone(),
        tolerance: case.tolerance,
        now: case.now,
        request: RequestJson {
            body_text: case.delivery.body_text().map(str::to_owned),
            ..RequestJson::of(&case.delivery)
        },
        trace: trace.map(|trace| TraceJson {
            base_string: base64_text(&trace.base_string),
            mac: hex_text(&trace.mac),
        }),
    }
}

fn flag_json(flag: &Flag) -> (String, FlagJson) {
    let texts = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
    let json = FlagJson {
        class: flag.class.to_owned(),
        description: flag.description.to_owned(),
        effect: flag.effect.to_owned(),
        cwe: texts(flag.cwe),
        references: texts(flag.references),
    };
    (flag.name.to_owned(), json)
}

/// Every flag with its meaning: `vectors/flags.json`.
#[must_use]
pub fn flags_json() -> String {
    let all: BTreeMap<String, FlagJson> = FLAGS.iter().map(|flag| flag_json(flag)).collect();
    let mut text = serde_json::to_string_pretty(&all).unwrap_or_default();
    text.push('\n');
    text
}

/// Writes a file: the head, then one case a line, so that a change shows as the lines that changed.
#[must_use]
pub fn write(file: &VectorFile) -> String {
    let flags: Vec<String> =
        file.flags.iter().map(|(name, flag)| format!("{}: {}", json(name), json(flag))).collect();
    let cases: Vec<String> = file.cases.iter().map(json).collect();
    format!(
        "{{\n\"format\": {},\n\"suite\": {},\n\"scheme\": {},\n\"notice\": {},\n\"flags\": {{\n{}\n}},\n\
         \"cases\": [\n{}\n]\n}}\n",
        file.format,
        json(&file.suite),
        json(&file.scheme),
        json(&file.notice),
        flags.join(",\n"),
        cases.join(",\n")
    )
}

fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Whether a flag exists; a case with an unknown one would not explain itself.
pub(super) fn is_known(name: &str) -> bool {
    flag(name).is_some()
}
