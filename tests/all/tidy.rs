//! What must hold for the source itself: layers, file length, module documentation, words.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The modules from ground to roof; those in one row are beside each other and do not use each other.
const LAYERS: &[&[&str]] = &[
    &["encoding", "mac", "reserialize"],
    &["delivery"],
    &["scheme"],
    &["signing"],
    &["cases"],
    &["vectors"],
    &["outcome"],
    &["explain"],
    &["faulty"],
    &["generate"],
    &["target"],
    &["serve"],
    &["runner", "report"],
    &["sender"],
    &["harness", "wiremock", "strategy"],
    &["fuzzing"],
    &["cli"],
];

const LONGEST: usize = 400;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                if name != "target" && name != "node_modules" {
                    folders.push(path);
                }
            } else if name.ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().display().to_string()
}

/// The module of the crate's root to which a file belongs.
fn module_of(path: &Path) -> String {
    let inside = path.strip_prefix(root().join("src")).unwrap();
    let first = inside
        .components()
        .next()
        .unwrap()
        .as_os_str()
        .to_string_lossy()
        .into_owned();
    first.trim_end_matches(".rs").to_owned()
}

fn layer_of(module: &str) -> Option<usize> {
    LAYERS.iter().position(|row| row.contains(&module))
}

#[test]
fn modules_use_modules_on_lower_lines_only() {
    let mut faults = Vec::new();
    for path in files("src", ".rs") {
        let module = module_of(&path);
        if module == "lib" || module == "main" {
            continue;
        }
        let layer = layer_of(&module).unwrap_or_else(|| panic!("`{module}` has no layer; add it to LAYERS"));
        let text = read(&path);
        // Tests inside a file may reach up, so that a thing is tested where it stands.
        let code = text.split("#[cfg(test)]").next().unwrap();
        for (number, line) in code
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
        {
            for used in line.split("crate::").skip(1) {
                let used: String = used
                    .chars()
                    .take_while(|c| c.is_ascii_lowercase() || *c == '_')
                    .collect();
                let allowed = used == module || layer_of(&used).is_some_and(|other| other < layer);
                if !allowed {
                    faults.push(format!(
                        "{}:{}: `{module}` uses `{used}`",
                        shown(&path),
                        number + 1
                    ));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_root_declares_the_modules_in_the_order_of_their_layers() {
    let text = read(&root().join("src/lib.rs"));
    let declared: Vec<&str> = text
        .lines()
        .filter_map(|line| {
            line.strip_prefix("pub mod ")
                .and_then(|rest| rest.strip_suffix(';'))
        })
        .collect();
    let layers: Vec<usize> = declared.iter().map(|module| layer_of(module).unwrap()).collect();
    assert!(layers.is_sorted(), "{declared:?}");
    let all: BTreeSet<&str> = LAYERS.concat().into_iter().collect();
    assert_eq!(
        all,
        declared.into_iter().collect(),
        "LAYERS and lib.rs name different modules"
    );
}

#[test]
fn no_file_is_too_long_and_each_says_what_it_is_for() {
    let mut faults = Vec::new();
    for folder in ["src", "tests", "benches", "fuzz"] {
        if !root().join(folder).exists() {
            continue;
        }
        for path in files(folder, ".rs") {
            let text = read(&path);
            let length = text.lines().count();
            if length > LONGEST {
                faults.push(format!(
                    "{}: {length} lines, {LONGEST} are the limit",
                    shown(&path)
                ));
            }
            if !text
                .lines()
                .next()
                .is_some_and(|line| line.starts_with("//! ") && line.len() > 12)
            {
                faults.push(format!(
                    "{}: the first line is no `//!` that says what it is for",
                    shown(&path)
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn nothing_is_unfinished_or_switched_off() {
    let words = [
        ["to", "do!("].concat(),
        ["unimplemen", "ted!("].concat(),
        ["#[ign", "ore"].concat(),
        ["#[should_", "panic"].concat(),
    ];
    let mut faults = Vec::new();
    for path in ["src", "tests"].iter().flat_map(|folder| files(folder, ".rs")) {
        let text = read(&path);
        faults.extend(
            words
                .iter()
                .filter(|word| text.contains(*word))
                .map(|word| format!("{}: {word}", shown(&path))),
        );
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// A provider is a file of the catalogue; no code knows one.
#[test]
fn no_code_names_a_provider() {
    let providers = [
        "determined",
        "valohai",
        "y42",
        "zapier",
        "stripe",
        "slack",
        "shopify",
        "twilio",
        "svix",
        "paypal",
        "plivo",
        "mandrill",
        "mailgun",
        "hubspot",
        "zendesk",
        "paddle",
        "adyen",
        "braintree",
        "messagebird",
        "sendgrid",
    ];
    let mut faults = Vec::new();
    for path in files("src", ".rs") {
        let text = read(&path);
        let code = text.split("#[cfg(test)]").next().unwrap();
        let is_list = path.ends_with("scheme/catalog.rs") || path.ends_with("tests.rs");
        for (number, line) in code.lines().enumerate() {
            let trimmed = line.trim_start();
            // References in the registries cite issue threads and packages; comments may tell where a thing was seen.
            let is_prose = trimmed.starts_with("//")
                || path
                    .components()
                    .any(|c| c.as_os_str() == "flags" || c.as_os_str() == "faulty");
            if is_list || is_prose {
                continue;
            }
            let lower = trimmed.to_lowercase();
            for provider in providers.iter().filter(|provider| lower.contains(*provider)) {
                faults.push(format!(
                    "{}:{}: names `{provider}`: {trimmed}",
                    shown(&path),
                    number + 1
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_documentation_names_every_feature() {
    let manifest = read(&root().join("Cargo.toml"));
    let (_, table) = manifest.split_once("\n[features]\n").unwrap();
    let (table, _) = table.split_once("\n[").unwrap();
    let mut there: Vec<&str> = table
        .lines()
        .filter_map(|line| Some(line.split_once(" = ")?.0))
        .collect();
    there.retain(|name| *name != "default");
    let library = read(&root().join("src/lib.rs"));
    let named = library
        .lines()
        .filter_map(|line| line.strip_prefix("//! | `")?.split('`').next());
    assert_eq!(named.collect::<Vec<_>>(), there);
}
