//! The golden vectors are what this version exports, keep to their schema and their lint, and stay small.
#![expect(
    clippy::print_stderr,
    reason = "ids that go are told to the person who rewrites the files"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use hookproof::scheme::{CATALOG, EXEMPLARS, catalog_scheme};
use hookproof::vectors::{Extent, SCHEMA, Tombstones, VectorFile, export_suite, flags_json, lint, write};
use serde_json::{Value, json};

use crate::suites;

const COMMAND: &str = "BLESS=1 cargo test --test all golden::";
const LARGEST_FILE: u64 = 600_000;
const LARGEST_FOLDER: u64 = 12_000_000;
/// Files of the folder that hold no vectors.
const OTHERS: [&str; 3] = ["flags.json", "schema.json", "tombstones.json"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors")
}

/// Name and text of every generated file, as this version makes it.
static GENERATED: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = CATALOG.len().div_ceil(threads);
    let mut files: Vec<(String, String)> = std::thread::scope(|scope| {
        let parts: Vec<_> = CATALOG
            .chunks(share)
            .map(|entries| {
                scope.spawn(|| {
                    let of = |id: &str| {
                        let scheme = catalog_scheme(id).unwrap();
                        let file = export_suite(&scheme, suites::of(id), Extent::of(&scheme));
                        (format!("{id}.json"), write(&file))
                    };
                    entries.iter().map(|entry| of(entry.id)).collect::<Vec<_>>()
                })
            })
            .collect();
        parts.into_iter().flat_map(|part| part.join().unwrap()).collect()
    });
    files.push(("flags.json".to_owned(), flags_json()));
    files
});

/// The vector files of the folder. They are rewritten first where that is asked for.
static FILES: LazyLock<Vec<(String, VectorFile)>> = LazyLock::new(|| {
    bless();
    let mut names: Vec<String> = names()
        .into_iter()
        .filter(|name| !OTHERS.contains(&name.as_str()))
        .collect();
    names.sort();
    let read = |name: String| {
        let file = serde_json::from_str(&text(&name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        (name, file)
    };
    names.into_iter().map(read).collect()
});

fn names() -> Vec<String> {
    let entries = fs::read_dir(folder()).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.ends_with(".json")).collect()
}

fn text(name: &str) -> String {
    fs::read_to_string(folder().join(name)).unwrap_or_default()
}

fn tombstones() -> Tombstones {
    serde_json::from_str(&text("tombstones.json")).unwrap()
}

fn ids(text: &str) -> BTreeSet<String> {
    let file: Option<VectorFile> = serde_json::from_str(text).ok();
    file.into_iter()
        .flat_map(|file| file.cases)
        .map(|case| case.id)
        .collect()
}

/// Rewrites the folder where `BLESS=1` asks for it.
fn bless() {
    #[expect(
        clippy::disallowed_methods,
        reason = "the person who rewrites the files says so in the environment"
    )]
    let choice = std::env::var("BLESS");
    match choice.as_deref() {
        Err(_) => return,
        Ok("1") => {}
        Ok(other) => {
            panic!("BLESS={other} is no choice; leave BLESS out to compare, or rewrite with `{COMMAND}`")
        }
    }
    let buried = tombstones();
    for (name, new) in GENERATED.iter() {
        let old = text(name);
        let now = ids(new);
        for id in ids(&old).difference(&now).filter(|id| !buried.contains_key(*id)) {
            eprintln!("{id} goes; once released, it needs an entry in vectors/tombstones.json");
        }
        if old != *new {
            fs::write(folder().join(name), new).unwrap();
        }
    }
    for name in surplus() {
        fs::remove_file(folder().join(name)).unwrap();
    }
}

/// Files of schemes that are no longer in the catalogue.
fn surplus() -> Vec<String> {
    let is_known = |name: &String| {
        OTHERS.contains(&name.as_str()) || GENERATED.iter().any(|(generated, _)| generated == name)
    };
    names().into_iter().filter(|name| !is_known(name)).collect()
}

#[test]
fn every_file_is_what_this_version_exports() {
    LazyLock::force(&FILES);
    let mut faults: Vec<String> = surplus()
        .iter()
        .map(|name| format!("{name}: no such scheme"))
        .collect();
    for (name, expected) in GENERATED.iter() {
        let found = text(name);
        if found != *expected {
            let line = expected
                .lines()
                .zip(found.lines())
                .take_while(|(a, b)| a == b)
                .count()
                + 1;
            faults.push(format!("{name}: line {line} differs"));
        }
    }
    assert!(
        faults.is_empty(),
        "{}\nrewrite with `{COMMAND}`",
        faults.join("\n")
    );
}

#[test]
fn every_file_is_valid_under_the_schema() {
    let validator = jsonschema::validator_for(&serde_json::from_str(SCHEMA).unwrap()).unwrap();
    for (name, _) in FILES.iter() {
        let document: Value = serde_json::from_str(&text(name)).unwrap();
        let faults: Vec<String> = validator
            .iter_errors(&document)
            .map(|error| format!("{name}: {}: {error}", error.instance_path()))
            .collect();
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}

#[test]
fn the_schema_refuses_what_is_no_vector_file() {
    let validator = jsonschema::validator_for(&serde_json::from_str(SCHEMA).unwrap()).unwrap();
    let genuine: Value = serde_json::from_str(&text("determined.json")).unwrap();
    let check = |pointer: &str, value: Value| {
        let mut document = genuine.clone();
        *document.pointer_mut(pointer).unwrap() = value;
        assert!(!validator.is_valid(&document), "{pointer} is not checked");
    };
    let at = genuine["cases"]
        .as_array()
        .unwrap()
        .iter()
        .position(|case| case["expected"] == "reject")
        .unwrap();
    assert!(validator.is_valid(&genuine));
    check("/format", json!(2));
    check("/suite", json!("1"));
    check("/scheme/id", json!("Determined"));
    check("/cases", json!([]));
    check("/cases/0/id", json!("determined/control"));
    check("/cases/0/level", json!("may"));
    check("/cases/0/expected", json!("maybe"));
    check("/cases/0/flags", json!([]));
    check("/cases/0/now", json!("1662562300"));
    check("/cases/0/tolerance", json!(-1));
    check("/cases/0/request/body", json!("e30"));
    check("/cases/0/request/headers/0", json!(["name"]));
    check("/cases/0/trace/mac", json!("AB"));
    check("/flags/Genuine/cwe", json!(["347"]));
    let mut document = genuine.clone();
    document["cases"][at].as_object_mut().unwrap().remove("base");
    assert!(!validator.is_valid(&document), "a rejected case needs its base");
    document = genuine.clone();
    document["cases"][0]["extra"] = json!(1);
    assert!(!validator.is_valid(&document), "unknown fields are refused");
}

#[test]
fn every_file_passes_the_lint() {
    let faults = lint(&FILES, &tombstones());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_folder_and_each_file_stay_small() {
    LazyLock::force(&FILES);
    let mut whole = 0;
    for entry in fs::read_dir(folder()).unwrap() {
        let entry = entry.unwrap();
        let size = entry.metadata().unwrap().len();
        assert!(size <= LARGEST_FILE, "{}: {size} bytes", entry.path().display());
        whole += size;
    }
    eprintln!("{whole} bytes in vectors/");
    assert!(whole <= LARGEST_FOLDER, "{whole} bytes in {}", folder().display());
}

#[test]
fn exemplars_are_exported_in_full_and_no_file_is_thin() {
    for (name, file) in FILES.iter() {
        let id = name.trim_end_matches(".json");
        let scheme = catalog_scheme(id).unwrap();
        let is_exemplar = EXEMPLARS.contains(&id);
        assert_eq!(Extent::of(&scheme) == Extent::Binding, is_exemplar, "{id}");
        let flags: BTreeSet<&str> = file
            .cases
            .iter()
            .flat_map(|case| &case.flags)
            .map(String::as_str)
            .collect();
        assert!(flags.len() >= 10, "{id} has cases of {} flags only", flags.len());
    }
}
