//! The runners for other languages pass with a correct verifier, notice a vector that it does not meet, and are short.
#![cfg(unix)]
#![expect(clippy::indexing_slicing, reason = "a panic is how a test fails")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use crate::programs::{empty_folder, is_there, printed};

fn vectors() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors")
}

/// A copy of a runner, so that nothing is written beside the original.
fn copy(language: &str) -> PathBuf {
    let folder = empty_folder(&format!("runner-{language}"));
    for entry in fs::read_dir(vectors().join("runners").join(language)).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_file() {
            fs::copy(entry.path(), folder.join(entry.file_name())).unwrap();
        }
    }
    folder
}

/// The vectors with the verdict of one `must` case turned round, and its id.
fn broken(folder: &Path) -> (PathBuf, String) {
    let text = fs::read_to_string(vectors().join("standard-webhooks.json")).unwrap();
    let is_it = |line: &&str| line.contains("\"level\":\"must\"") && line.contains("\"expected\":\"reject\"");
    let line = text.lines().find(is_it).unwrap();
    let id = serde_json::from_str::<Value>(line.trim_end_matches(',')).unwrap()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let path = folder.join("broken.json");
    let turned = line.replace("\"expected\":\"reject\"", "\"expected\":\"accept\"");
    fs::write(&path, text.replace(line, &turned)).unwrap();
    (path, id)
}

/// Runs a runner by `shell`, in which `$HOOKPROOF_VECTORS` is the vector file.
fn check(language: &str, programs: &[(&str, &[&str])], shell: &str) {
    if !programs.iter().all(|(name, probe)| is_there(name, probe)) {
        return;
    }
    let folder = copy(language);
    let run = |file: &Path| -> Output {
        let mut command = Command::new("sh");
        command
            .args(["-c", shell])
            .current_dir(&folder)
            .env("HOOKPROOF_VECTORS", file);
        command
            .env("GOPROXY", "off")
            .env("GOTOOLCHAIN", "local")
            .output()
            .unwrap()
    };
    let good = run(&vectors().join("standard-webhooks.json"));
    assert!(good.status.success(), "{}", printed(&good));
    let (file, id) = broken(&folder);
    let bad = run(&file);
    assert!(
        !bad.status.success(),
        "{language} did not notice the wrong verdict of {id}"
    );
    assert!(
        printed(&bad).contains(&id),
        "{language} does not name {id}:\n{}",
        printed(&bad)
    );
}

#[test]
fn python() {
    let programs: &[(&str, &[&str])] = &[
        ("python3", &["python3", "--version"]),
        ("pytest", &["python3", "-m", "pytest", "--version"]),
    ];
    check("python", programs, "python3 -B -m pytest -q -p no:cacheprovider");
}

#[test]
fn node() {
    check("node", &[("node", &["node", "--version"])], "node --test");
}

#[test]
fn go() {
    check("go", &[("go", &["go", "version"])], "go test ./...");
}

#[test]
fn java() {
    let shell = "javac -d out *.java && java -cp out Runner \"$HOOKPROOF_VECTORS\"";
    check("java", &[("java", &["javac", "-version"])], shell);
}

#[test]
fn each_is_short() {
    let check = |runner: &str, limit: usize| {
        let length = fs::read_to_string(vectors().join("runners").join(runner))
            .unwrap()
            .lines()
            .count();
        assert!(length < limit, "{runner} has {length} lines");
    };
    check("python/test_vectors.py", 40);
    check("node/vectors.test.mjs", 40);
    check("go/vectors_test.go", 40);
    check("java/Runner.java", 60);
}
