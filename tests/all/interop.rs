//! Real libraries, which `tests/interop/run` tests: that their table, shims, expected failures and page agree.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use hookproof::runner::ExpectedFailures;

/// A shim that needs more adapts too much to say anything of the library.
const SHIM_LINES: usize = 40;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/interop")
}

struct Library {
    id: String,
    title: String,
    schemes: Vec<String>,
    /// It has a published flaw, and is held to cases that must find it.
    is_flawed: bool,
}

fn libraries() -> Vec<Library> {
    let text = fs::read_to_string(folder().join("libraries.toml")).unwrap();
    let table: toml::Table = toml::from_str(&text).unwrap();
    let text_of = |entry: &toml::Value, key: &str| entry.get(key).unwrap().as_str().unwrap().to_owned();
    (table.get("library").unwrap().as_array().unwrap().iter())
        .map(|entry| Library {
            id: text_of(entry, "id"),
            title: text_of(entry, "title"),
            schemes: (entry.get("schemes").unwrap().as_array().unwrap().iter())
                .map(|scheme| scheme.as_str().unwrap().to_owned())
                .collect(),
            is_flawed: entry.get("must_find").is_some(),
        })
        .collect()
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files
}

fn is_shim(path: &Path) -> bool {
    let name = path.file_stem().unwrap().to_str().unwrap();
    name.ends_with("_shim") || name.ends_with("Shim") || path.parent().unwrap().ends_with("rust/src/bin")
}

#[test]
fn each_shim_is_short() {
    let shims: Vec<PathBuf> = files_below(&folder())
        .into_iter()
        .filter(|path| is_shim(path) && path.extension().is_some_and(|ending| ending != "pyc"))
        .collect();
    assert!(shims.len() >= 30, "only {} shims were found", shims.len());
    for path in shims {
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        assert!(lines < SHIM_LINES, "{} has {lines} lines", path.display());
    }
}

#[test]
fn each_expected_failure_has_a_reason_and_a_scheme_of_its_library() {
    for library in libraries().iter().filter(|library| !library.is_flawed) {
        let path = folder().join(format!("expected/{}.toml", library.id));
        let origin = path.display().to_string();
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{origin}: {error}"));
        // The reader refuses an entry without a reason, and a verdict that there is not.
        ExpectedFailures::parse(&text, &origin).unwrap_or_else(|error| panic!("{error}"));
        let table: toml::Table = toml::from_str(&text).unwrap();
        for entry in table.get("expect").unwrap().as_array().unwrap() {
            let id = entry.get("id").unwrap().as_str().unwrap();
            let scheme = id.split('/').next().unwrap();
            assert!(
                library.schemes.iter().any(|known| known == scheme),
                "{origin}: the script never runs `{id}`"
            );
            let reason = entry.get("reason").unwrap().as_str().unwrap();
            assert!(reason.len() > 20, "{origin}: `{reason}` says too little");
        }
    }
}

#[test]
fn each_expected_file_is_some_librarys() {
    let ids: BTreeSet<String> = libraries().into_iter().map(|library| library.id).collect();
    for path in files_below(&folder().join("expected")) {
        let id = path.file_stem().unwrap().to_str().unwrap();
        assert!(ids.contains(id), "{} belongs to no library", path.display());
    }
}

#[test]
fn the_page_has_a_row_for_each_library_and_scheme() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/interop.md");
    let page = fs::read_to_string(page).unwrap();
    for library in libraries() {
        for scheme in &library.schemes {
            let heading = format!("\n## `{scheme}`\n");
            let (_, section) = page
                .split_once(&heading)
                .unwrap_or_else(|| panic!("no section `{scheme}`"));
            let section = section.split("\n## ").next().unwrap();
            assert!(
                section.contains(&format!("\n| {} |", library.title)),
                "no row for {} on {scheme}; run `tests/interop/run --bless`",
                library.id
            );
        }
    }
}
