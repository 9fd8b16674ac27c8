//! The `hookproof` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    hookproof::cli::main()
}
