//! The page on performance names every bench and script there is, and no other.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Names in `benches/` that a person runs: benches, scripts and packages.
fn there() -> BTreeSet<String> {
    let entries = fs::read_dir(root().join("benches")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names
        .filter(|name| name.ends_with(".rs") || name.ends_with(".sh") || name == "peers")
        .map(|name| name.trim_end_matches(".rs").to_owned())
        .collect()
}

/// What the page tells the reader to run.
fn named(page: &str) -> BTreeSet<String> {
    let commands = [
        ("cargo bench --bench ", ""),
        ("--manifest-path benches/", "/"),
        ("`benches/", "`"),
    ];
    let of = |line: &str| {
        let found = commands.iter().flat_map(|(start, end)| {
            line.split(*start).skip(1).map(move |rest| match *end {
                "" => rest
                    .split(|c: char| !c.is_ascii_alphanumeric())
                    .next()
                    .unwrap()
                    .to_owned(),
                end => rest.split(end).next().unwrap().to_owned(),
            })
        });
        found.collect::<Vec<_>>()
    };
    page.lines().flat_map(of).collect()
}

#[test]
fn every_bench_is_named_and_every_name_is_a_bench() {
    let page = fs::read_to_string(root().join("docs/performance.md")).unwrap();
    assert_eq!(named(&page), there());
}

#[test]
fn every_goal_has_a_row_with_its_command() {
    let page = fs::read_to_string(root().join("docs/performance.md")).unwrap();
    for number in 0..=14 {
        let start = format!("| {number} | ");
        let rows: Vec<&str> = page.lines().filter(|line| line.starts_with(&start)).collect();
        assert_eq!(rows.len(), 1, "rows that begin with `{start}`");
        let cells: Vec<&str> = rows.iter().flat_map(|row| row.split(" | ")).collect();
        let [_, what, goal, measured, command] = cells.as_slice() else {
            panic!("row {number} is not number, what, goal, measured, command");
        };
        assert!(command.contains('`'), "row {number}: {command}");
        for cell in [what, goal, measured] {
            assert!(!cell.trim().is_empty(), "row {number}");
        }
    }
}

#[test]
fn every_script_prints_what_it_measures_beside_its_goal() {
    for name in there().iter().filter(|name| name.ends_with(".sh")) {
        let text = fs::read_to_string(root().join("benches").join(name)).unwrap();
        assert!(text.starts_with("#!/usr/bin/env bash\n# Row "), "{name}");
        for part in [
            "set -euo pipefail",
            "/shared/table.sh",
            "\nheading\n",
            "row \"",
            "at-most",
        ] {
            let is_there = text.contains(part) || (part == "at-most" && text.contains("at-least"));
            assert!(is_there, "benches/{name} has no `{part}`");
        }
        is_executable(name);
    }
}

#[cfg(unix)]
fn is_executable(name: &str) {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = fs::metadata(root().join("benches").join(name))
        .unwrap()
        .permissions()
        .mode();
    assert!(mode & 0o100 != 0, "benches/{name} is not executable");
}

#[cfg(not(unix))]
fn is_executable(_: &str) {}

#[test]
fn every_bench_of_the_package_is_declared() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let declared = manifest.split("[[bench]]\nname = \"").skip(1);
    let declared: BTreeSet<&str> = declared.map(|rest| rest.split('"').next().unwrap()).collect();
    let files = there();
    let files = files
        .iter()
        .filter(|name| !name.ends_with(".sh") && *name != "peers");
    assert_eq!(declared, files.map(String::as_str).collect());
}

/// What the README shows of verification is what was measured last.
#[test]
fn the_readme_shows_the_same_table() {
    let rows = |page: &str| -> Vec<Vec<String>> {
        let text = fs::read_to_string(root().join(page)).unwrap();
        let rows = text
            .lines()
            .filter(|line| line.starts_with("| `") && line.contains(" ns |"));
        let cells = |row: &str| {
            row.trim_matches('|')
                .split('|')
                .map(|cell| cell.trim().to_owned())
                .collect()
        };
        rows.map(cells).collect()
    };
    let mut measured = rows("docs/performance.md");
    for row in &mut measured {
        // The README leaves out the ratio to the bare HMAC, the third of each size.
        let kept = row
            .drain(..)
            .enumerate()
            .filter(|(column, _)| *column == 0 || column % 3 != 0);
        *row = kept.map(|(_, cell)| cell).collect();
    }
    assert_eq!(measured.len(), 5);
    assert_eq!(rows("README.md"), measured);
}
