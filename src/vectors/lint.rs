//! What must hold for a folder of vector files, whoever made it.

use std::collections::{BTreeMap, BTreeSet};

use crate::cases::Expected;
use crate::vectors::format::{VectorCase, VectorFile};

/// `vectors/tombstones.json`: ids that are withdrawn and never used again, with the reason.
pub type Tombstones = BTreeMap<String, String>;

/// Everything that is wrong with these files, each as `file: case: what`.
#[must_use]
pub fn lint(files: &[(String, VectorFile)], tombstones: &Tombstones) -> Vec<String> {
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for (name, file) in files {
        let mut fault = |case: &str, what: &str| faults.push(format!("{name}: {case}: {what}"));
        let scheme = file
            .scheme
            .get("id")
            .and_then(serde_json::Value::as_str)
            .unwrap_or_default();
        if file.format != 1 {
            fault("-", "the format is not 1");
        }
        if !name.ends_with(&format!("{scheme}.json")) {
            fault("-", "the file is not named after its scheme");
        }
        for expected in [Expected::Accept, Expected::Reject] {
            if !file.cases.iter().any(|case| case.expected == expected) {
                fault("-", &format!("no case expects {}", expected.name()));
            }
        }
        let accepted: BTreeMap<&str, &VectorCase> = file
            .cases
            .iter()
            .filter(|case| case.expected == Expected::Accept)
            .map(|case| (case.id.as_str(), case))
            .collect();
        for case in &file.cases {
            if !seen.insert(case.id.clone()) {
                fault(&case.id, "the id is used twice");
            }
            if tombstones.contains_key(&case.id) {
                fault(&case.id, "the id was withdrawn and is never used again");
            }
            for what in faults_of(case, scheme, &accepted, file) {
                fault(&case.id, &what);
            }
        }
        for flag in file
            .flags
            .keys()
            .filter(|flag| !file.cases.iter().any(|case| case.flags.contains(flag)))
        {
            fault("-", &format!("flag `{flag}` is described and not used"));
        }
    }
    faults
}

fn faults_of(
    case: &VectorCase,
    scheme: &str,
    accepted: &BTreeMap<&str, &VectorCase>,
    file: &VectorFile,
) -> Vec<String> {
    let mut faults = Vec::new();
    let words: Vec<&str> = case.id.split('/').collect();
    let kebab = |word: &&str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    if words.len() != 3 || words.first() != Some(&scheme) || !words.iter().all(kebab) {
        faults.push("the id is not `<scheme>/<family>/<what-is-wrong>` in kebab-case".to_owned());
    }
    if case.flags.is_empty() {
        faults.push("it has no flag".to_owned());
    }
    for flag in &case.flags {
        match file.flags.get(flag) {
            None => faults.push(format!("flag `{flag}` is not described in the file")),
            Some(described) if described.references.is_empty() || described.cwe.is_empty() => {
                faults.push(format!("flag `{flag}` has no CWE or no reference"));
            }
            Some(_) => {}
        }
    }
    match (&case.base, case.expected) {
        (None, Expected::Reject) => {
            faults.push("it is rejected and names no genuine case as its base".to_owned());
        }
        (Some(base), Expected::Reject) => match accepted.get(base.as_str()) {
            None => faults.push(format!("its base `{base}` is no accepted case of the file")),
            Some(base)
                if base.request == case.request && base.secrets == case.secrets && base.now == case.now =>
            {
                faults.push("it is its base unchanged".to_owned());
            }
            Some(_) => {}
        },
        (_, Expected::Accept) => {}
    }
    match case.request.delivery() {
        Err(error) => faults.push(error.to_string()),
        Ok(delivery) => match &case.request.body_text {
            Some(text) if Some(text.as_str()) != delivery.body_text() => {
                faults.push("`body_text` is not the text of `body`".to_owned());
            }
            Some(_) | None => {}
        },
    }
    faults
}
