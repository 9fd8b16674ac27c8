//! The page on performance names every bench and script there is, and no other.

#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

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
