//! `hookproof vectors`: what it writes, and what it finds in a folder.

use std::fs;
use std::path::Path;
use std::process::Output;

use crate::command::program;
use crate::programs::{empty_folder, printed};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn vectors(arguments: &[&str], folder: &Path) -> Output {
    let mut command = program();
    command
        .arg("vectors")
        .args(arguments)
        .arg(folder)
        .current_dir(ROOT)
        .output()
        .unwrap()
}

fn check(folder: &Path, status: i32, word: &str) {
    let output = vectors(&["check"], folder);
    let printed = printed(&output);
    assert_eq!(output.status.code(), Some(status), "{printed}");
    assert!(printed.contains(word), "`{word}` is missing: {printed}");
}

#[test]
fn what_is_exported_is_the_golden_file_and_passes_the_check() {
    let folder = empty_folder("exported");
    let output = vectors(
        &["export", "--scheme", "y42", "--scheme", "github", "--out"],
        &folder,
    );
    assert!(output.status.success(), "{}", printed(&output));
    for name in ["y42.json", "github.json", "flags.json", "schema.json"] {
        let golden = fs::read(Path::new(ROOT).join("vectors").join(name)).unwrap();
        assert!(fs::read(folder.join(name)).unwrap() == golden, "{name}");
    }
    check(&folder, 0, "cases in 2 files");
}

#[test]
fn the_whole_and_schemes_of_ones_own_are_exported_too() {
    let folder = empty_folder("exported-whole");
    let arguments = [
        "export",
        "--whole",
        "--scheme",
        "y42",
        "--scheme",
        "examples/acme.toml",
        "--out",
    ];
    let output = vectors(&arguments, &folder);
    assert!(output.status.success(), "{}", printed(&output));
    let golden = fs::metadata(Path::new(ROOT).join("vectors/y42.json"))
        .unwrap()
        .len();
    assert!(fs::metadata(folder.join("y42.json")).unwrap().len() > golden);
    check(&folder, 0, "cases in 2 files");
}

#[test]
fn an_edited_file_is_found_with_its_line() {
    let folder = empty_folder("edited");
    let text = fs::read_to_string(Path::new(ROOT).join("vectors/y42.json")).unwrap();
    let line = text
        .lines()
        .position(|line| line.contains("\"expected\":\"reject\""))
        .unwrap()
        + 1;
    let edited = text.replacen("\"expected\":\"reject\"", "\"expected\":\"accept\"", 1);
    fs::write(folder.join("y42.json"), edited).unwrap();
    check(&folder, 1, &format!("y42.json: line {line}: differs"));
    fs::write(folder.join("y42.json"), text.replacen("\"role\"", "\"rloe\"", 1)).unwrap();
    check(&folder, 1, "unknown field `rloe`");
    let id = "y42/genuine/control";
    fs::write(folder.join("y42.json"), text).unwrap();
    fs::write(
        folder.join("tombstones.json"),
        format!("{{\"{id}\": \"it was wrong\"}}"),
    )
    .unwrap();
    check(&folder, 1, &format!("{id}: the id was withdrawn"));
}

#[test]
fn a_folder_without_vectors_is_refused() {
    check(&empty_folder("empty"), 2, "there are no vectors");
    check(Path::new("no/such/folder"), 2, "cannot read the folder");
}
