//! `hookproof cases coverage` for one scheme; `mutants` measures all shapes.

use std::process::Output;

use serde_json::Value;

use crate::command::hookproof;

fn coverage(scheme: &str, more: &[&str]) -> Output {
    hookproof(&[&["cases", "coverage", "--scheme", scheme], more].concat())
}

#[test]
fn every_mistake_with_a_static_token_is_caught() {
    let output = coverage("valohai-static", &["--format", "json"]);
    // Receivers that die on purpose are nobody's news.
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(output.status.code(), Some(0));
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    for share in ["faults", "kill_rate", "unblamed"] {
        let share = found.get(share).unwrap();
        assert_eq!(share.get("some"), share.get("all"), "{share}");
        assert!(share.get("all").unwrap().as_u64() > Some(20), "{share}");
    }
    let rows = found.get("faulty").unwrap().as_array().unwrap();
    let loose = rows
        .iter()
        .find(|row| row.get("fault").unwrap() == "token-in-any-case")
        .unwrap();
    assert_eq!(loose.get("passes_controls"), Some(&Value::Bool(true)));
    let caught = loose.get("must").unwrap().as_array().unwrap();
    assert!(!caught.is_empty(), "{loose}");
    for row in rows {
        assert_eq!(row.get("scheme").unwrap(), "valohai-static");
    }
}

#[test]
fn the_text_names_mistakes_cases_and_the_kill_rate() {
    let output = coverage("valohai-static", &[]);
    let text = String::from_utf8(output.stdout).unwrap();
    for part in [
        "never-verifies (R01, must): ",
        "passes the controls; ",
        " must cases: ",
        "answers-401",
        "blamed by none",
        "are caught: the kill rate (100.0 %)",
    ] {
        assert!(text.contains(part), "no `{part}` in\n{text}");
    }
}

#[test]
fn a_scheme_that_the_built_in_receivers_do_not_know_is_an_error_of_use() {
    let output = coverage("sendgrid", &[]);
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("cannot judge scheme `sendgrid`"), "{told}");
}
