//! The program `hookproof`, run as a person or a script runs it.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

/// What it does with these arguments.
pub(crate) fn hookproof(arguments: &[&str]) -> Output {
    program().args(arguments).output().unwrap()
}

/// The program, for those that give it more than arguments.
pub(crate) fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_hookproof"))
}

/// Runs a command with `input` on standard input.
pub(crate) fn fed(command: &mut Command, input: &[u8]) -> Output {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that fails early reads none of it.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}
