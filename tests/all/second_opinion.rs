//! A verifier in Python that shares no code with the crate rechecks every vector, and notices what is wrong in one.
#![expect(clippy::indexing_slicing, reason = "a panic is how a test fails")]
#![expect(clippy::print_stderr, reason = "what is skipped is told")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicUsize, Ordering};

use hookproof::scheme::{CATALOG, catalog_scheme};
use hookproof::vectors::{Extent, export_suite, write};
use serde_json::{Value, json};

use crate::programs::{empty_folder, has_python, printed};
use crate::suites;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The verifier's answer for a file or folder; `None` without Python.
fn opinion(path: &Path) -> Option<Output> {
    has_python().then(|| {
        let mut command = Command::new("python3");
        command.arg("-B").arg("tests/python/second_opinion.py").arg(path);
        command.current_dir(ROOT).output().unwrap()
    })
}

fn agrees(path: &Path) {
    if let Some(output) = opinion(path) {
        let printed = printed(&output);
        eprintln!("{printed}");
        assert!(
            output.status.success() && printed.contains("\n0 disagreements\n"),
            "{printed}"
        );
    }
}

#[test]
fn it_agrees_with_the_golden_vectors() {
    agrees(&Path::new(ROOT).join("vectors"));
}

/// More than the folder holds: every case of every scheme that a file can hold.
#[test]
fn it_agrees_with_every_case_of_every_scheme() {
    let folder = empty_folder("whole-vectors");
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for entries in CATALOG.chunks(CATALOG.len().div_ceil(threads)) {
            let folder = &folder;
            scope.spawn(move || {
                for entry in entries {
                    let scheme = catalog_scheme(entry.id).unwrap();
                    let file = export_suite(&scheme, suites::of(entry.id), Extent::Whole);
                    fs::write(folder.join(format!("{}.json", entry.id)), write(&file)).unwrap();
                }
            });
        }
    });
    agrees(&folder);
    fs::remove_dir_all(folder).unwrap();
}

/// Changes one case of a scheme's file and expects the verifier to name it.
fn notices(scheme: &str, id: &str, change: impl Fn(&mut Value)) {
    let path = Path::new(ROOT).join(format!("vectors/{scheme}.json"));
    let mut document: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let cases = document["cases"].as_array_mut().unwrap();
    let id = format!("{scheme}/{id}");
    let case = cases.iter_mut().find(|case| case["id"] == *id);
    let case = case.unwrap_or_else(|| panic!("there is no case {id}"));
    let before = case.clone();
    change(case);
    assert_ne!(*case, before, "{id} was not changed");
    // Tests run side by side, and some break the same case.
    static BROKEN: AtomicUsize = AtomicUsize::new(0);
    let number = BROKEN.fetch_add(1, Ordering::Relaxed);
    let file = empty_folder(&format!("broken-{number}")).join(format!("{scheme}.json"));
    fs::write(&file, document.to_string()).unwrap();
    if let Some(output) = opinion(&file) {
        let printed = printed(&output);
        assert_eq!(output.status.code(), Some(1), "{printed}");
        assert!(
            printed.contains(&format!("{id}: ")),
            "{id} is not named:\n{printed}"
        );
    }
}

#[test]
fn it_notices_a_wrong_verdict() {
    notices("determined", "tampered/first-bit-of-body", |case| {
        case["expected"] = json!("accept");
    });
    notices("y42", "genuine/control", |case| {
        case["expected"] = json!("reject");
    });
    notices("valohai-static", "genuine/control", |case| {
        case["expected"] = json!("reject");
    });
    notices("valohai-jwt", "genuine/control", |case| {
        case["expected"] = json!("reject");
    });
}

#[test]
fn it_notices_a_wrong_delivery() {
    notices("github", "genuine/control", |case| {
        case["request"]["body"] = json!("W10=");
    });
    notices("stripe", "genuine/control", |case| {
        let header = case["request"]["headers"].as_array_mut().unwrap().iter_mut();
        let value = header
            .map(|pair| &mut pair[1])
            .find(|value| value.as_str().unwrap().contains("v1="));
        let value = value.unwrap();
        *value = json!(value.as_str().unwrap().replace("v1=", "v0="));
    });
}

#[test]
fn it_notices_other_circumstances() {
    notices("standard-webhooks", "genuine/control", |case| {
        case["now"] = json!(1_662_563_300);
    });
    notices("determined", "genuine/control", |case| {
        case["secrets"] = json!(["other"]);
    });
}

#[test]
fn it_notices_a_wrong_trace() {
    notices("determined", "genuine/control", |case| {
        case["trace"]["mac"] = json!("00");
    });
    notices("slack", "genuine/control", |case| {
        case["trace"]["base_string"] = json!("AAAA");
    });
    notices("slack", "genuine/control", |case| {
        case.as_object_mut().unwrap().remove("trace");
    });
}

#[test]
fn it_notices_another_text_of_the_body() {
    notices("determined", "genuine/control", |case| {
        case["request"]["body_text"] = json!("{ }");
    });
}
