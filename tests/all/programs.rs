//! Programs that some tests need: where one is missing the test is skipped loudly, or fails where it is required.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Whether a program runs. `HOOKPROOF_REQUIRE=python3,node` makes it a failure that one of these does not.
pub(crate) fn is_there(name: &str, probe: &[&str]) -> bool {
    let (program, arguments) = probe.split_first().unwrap();
    let runs = Command::new(program)
        .args(arguments)
        .output()
        .is_ok_and(|output| output.status.success());
    #[expect(
        clippy::disallowed_methods,
        reason = "what is required is said in the environment"
    )]
    let required = std::env::var("HOOKPROOF_REQUIRE").unwrap_or_default();
    assert!(
        runs || !required.split(',').any(|other| other == name),
        "HOOKPROOF_REQUIRE names {name}, and it does not run"
    );
    if !runs {
        #[expect(clippy::print_stderr, reason = "a skip says so")]
        {
            eprintln!("SKIPPED: {name} is not installed");
        }
    }
    runs
}

/// Whether Python runs.
pub(crate) fn has_python() -> bool {
    is_there("python3", &["python3", "--version"])
}

/// A new folder of this name for a test to write in.
pub(crate) fn empty_folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    // It is there from an earlier run, or not.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// What a program printed, both streams.
pub(crate) fn printed(output: &Output) -> String {
    [&output.stdout, &output.stderr]
        .map(|bytes| String::from_utf8_lossy(bytes))
        .concat()
}
