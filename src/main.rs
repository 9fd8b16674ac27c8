//! The `hookproof` program.

#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    hookproof::cli::main()
}
