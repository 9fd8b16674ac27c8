//! From cases to vector files, byte for byte the same on every run.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::cases::{Case, CaseId, Expected, FLAGS, Flag, Level, Setting, Suite, SuiteError, Trace, suite};
use crate::delivery::RequestJson;
use crate::encoding::{base64_text, hex_text};
use crate::scheme::{CATALOG, EXEMPLARS, Scheme};
use crate::vectors::format::{FlagJson, TraceJson, VectorCase, VectorFile};
use crate::vectors::{NOTICE, SUITE_VERSION};

/// Bytes of body, URL and headers together above which a case is made afresh in each run and not exported, so
/// that the files stay small.
pub const LARGEST_DELIVERY: usize = 2000;

/// How many of a scheme's cases are exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "three steps from few to all")]
pub enum Extent {
    /// The first `must` case of each family, first flag and verdict.
    Selection,
    /// Every case that is binding: `must` and `should`.
    Binding,
    /// Those too on which the scheme's documentation is silent.
    Whole,
}

impl Extent {
    /// What the golden vectors hold of a scheme: every binding case where it stands for its kind, or is not of
    /// the catalogue.
    #[must_use]
    pub fn of(scheme: &Scheme) -> Self {
        let is_ordinary = |id| CATALOG.iter().any(|entry| entry.id == id) && !EXEMPLARS.contains(&id);
        match is_ordinary(scheme.id()) {
            true => Self::Selection,
            false => Self::Binding,
        }
    }
}

/// Makes a scheme's vector file.
///
/// # Errors
/// When the scheme's test secrets cannot be used or its base delivery cannot be signed.
pub fn export(scheme: &Scheme, extent: Extent) -> Result<VectorFile, SuiteError> {
    let suite = suite(scheme, &Setting::vectors(scheme))?;
    Ok(export_suite(scheme, &suite, extent))
}

/// As [`export`], of a suite that is made already, under [`Setting::vectors`].
#[must_use]
pub fn export_suite(scheme: &Scheme, suite: &Suite, extent: Extent) -> VectorFile {
    let cases = suite.cases.as_slice();
    let all: BTreeMap<&str, &Case> = cases
        .iter()
        .filter(|case| is_exportable(case))
        .map(|case| (case.id.as_str(), case))
        .collect();
    let wanted = match extent {
        Extent::Selection => with_bases(first_of_each_kind(cases, &all)),
        Extent::Binding => with_bases(
            all.values()
                .copied()
                .filter(|case| case.level != Level::Unspecified),
        ),
        Extent::Whole => with_bases(all.values().copied()),
    };
    // In the order of the families, and never without the genuine case that it changes.
    let has_base = |case: &&Case| {
        case.base
            .as_ref()
            .is_none_or(|base| all.contains_key(base.as_str()))
    };
    let exported: Vec<&Case> = cases
        .iter()
        .filter(|case| wanted.contains(case.id.as_str()))
        .filter(has_base)
        .collect();
    let used = |name: &str| exported.iter().any(|case| case.flags.contains(&name));
    VectorFile {
        format: 1,
        suite: SUITE_VERSION.to_owned(),
        scheme: scheme.to_json(),
        notice: NOTICE.to_owned(),
        flags: FLAGS
            .iter()
            .filter(|flag| used(flag.name))
            .map(|flag| flag_json(flag))
            .collect(),
        cases: exported.iter().map(|case| case_json(case, &all)).collect(),
    }
}

/// A case that needs deliveries before it, that probes the answer rather than the verdict, or that is large is
/// made afresh in each run.
fn is_exportable(case: &Case) -> bool {
    let headers = case.delivery.headers.iter();
    let headers: usize = headers.map(|h| h.name.len() + h.value.len()).sum();
    case.before.is_empty() && case.delivery.body.len() + case.delivery.url.len() + headers <= LARGEST_DELIVERY
}

/// The first `must` case of each family, first flag and verdict; plain genuine deliveries are of one kind.
fn first_of_each_kind<'c>(
    cases: &'c [Case],
    all: &BTreeMap<&str, &'c Case>,
) -> impl Iterator<Item = &'c Case> {
    let mut kinds = BTreeSet::new();
    cases.iter().filter(move |case| {
        let family = match case.flags.first() {
            Some(&"Genuine") => "genuine",
            _ => case.family,
        };
        case.level == Level::Must
            && all.contains_key(case.id.as_str())
            && kinds.insert((family, case.flags.first(), case.expected.name()))
    })
}

/// The ids of cases and of the genuine ones that they change.
fn with_bases<'c>(cases: impl Iterator<Item = &'c Case>) -> BTreeSet<&'c str> {
    cases
        .flat_map(|case| [Some(&case.id), case.base.as_ref()])
        .flatten()
        .map(CaseId::as_str)
        .collect()
}

fn case_json(case: &Case, all: &BTreeMap<&str, &Case>) -> VectorCase {
    let base = case
        .base
        .as_ref()
        .and_then(|base| all.get(base.as_str()).copied());
    let is_same_body = base.is_some_and(|base| base.delivery.body == case.delivery.body);
    let is_told = match case.expected {
        Expected::Accept => true,
        Expected::Reject => !is_same_body,
    };
    let shared = base.and_then(|base| base.trace.as_ref());
    let trace = case
        .trace
        .as_ref()
        .filter(|trace| is_told && shared != Some(*trace));
    let body_text = case.delivery.body_text().filter(|_| !is_same_body);
    VectorCase {
        id: case.id.to_string(),
        title: case.title.clone(),
        role: case.role,
        flags: case.flags.iter().map(|&name| name.to_owned()).collect(),
        level: case.level,
        expected: case.expected,
        reasons: case.reasons.iter().map(|&name| name.to_owned()).collect(),
        base: case.base.as_ref().map(ToString::to_string),
        secrets: case.secrets.clone(),
        tolerance: case.tolerance,
        now: case.now,
        request: RequestJson {
            body_text: body_text.map(str::to_owned),
            ..RequestJson::of(&case.delivery)
        },
        trace: trace.map(trace_json),
    }
}

fn trace_json(trace: &Trace) -> TraceJson {
    TraceJson {
        base_string: base64_text(&trace.base_string),
        mac: hex_text(&trace.mac),
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
    let flags: Vec<String> = file
        .flags
        .iter()
        .map(|(name, flag)| format!("{}: {}", json(name), json(flag)))
        .collect();
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
