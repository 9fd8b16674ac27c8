//! The demo: the first thing that anyone runs.

use std::process::Output;

use crate::command::program;

fn demo() -> Output {
    program().arg("demo").env_remove("NO_COLOR").output().unwrap()
}

#[test]
fn both_receivers_come_out_as_they_should() {
    let output = demo();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(
        output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(text.contains("the receiver conforms to "), "{text}");
    assert!(text.contains("the receiver does not conform to "), "{text}");
    // What was signed, and what the receiver took for it.
    assert!(
        text.contains("signed  TIMESTAMP,{\"") && text.contains("took  TIMESTAMP,{'"),
        "{text}"
    );
    assert!(!text.contains('\u{1b}'), "colors in a pipe: {text}");
}

#[test]
fn it_fits_a_screen() {
    let text = String::from_utf8(demo().stdout).unwrap();
    assert!(text.lines().count() <= 40, "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 110), "{text}");
}

#[test]
fn it_says_the_same_each_time() {
    assert_eq!(demo().stdout, demo().stdout);
}
