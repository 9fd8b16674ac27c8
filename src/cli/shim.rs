//! `hookproof shim check`: does a shim keep the protocol?

use std::ffi::OsString;
use std::time::Duration;

use clap::{Args, Subcommand};

use crate::cli::arguments::load_scheme;
use crate::cli::asking::parse_seconds;
use crate::cli::{CommandResult, ExitStatus, Failure, present, print};
use crate::report::visible;
use crate::target::{ProbeResult, ShimOptions, probe_shim};

#[derive(Subcommand, Debug)]
pub(crate) enum ShimCommand {
    /// Does this shim keep the protocol? Tests the shim, not the library behind it.
    Check(CheckArguments),
}

#[derive(Args, Debug)]
pub(crate) struct CheckArguments {
    /// The scheme to ask about; the first that the shim knows if absent.
    #[arg(long, value_name = "ID|FILE")]
    scheme: Option<String>,
    /// How long an answer may take.
    #[arg(long, value_name = "SECONDS", default_value = "2", value_parser = parse_seconds)]
    timeout: Duration,
    /// The command that runs the shim.
    #[arg(last = true, required = true, value_name = "CMD", num_args = 1.., allow_hyphen_values = true)]
    command: Vec<OsString>,
}

pub(crate) fn run(command: &ShimCommand) -> CommandResult {
    let ShimCommand::Check(arguments) = command;
    let scheme = arguments.scheme.as_deref().map(load_scheme).transpose()?;
    let options = ShimOptions {
        timeout: arguments.timeout,
        ..ShimOptions::default()
    };
    let mut printed = Ok(());
    let results = probe_shim(&arguments.command, options, scheme, present(), &mut |result| {
        if printed.is_ok() {
            printed = print(line_of(result));
        }
    })
    .map_err(|error| Failure::not_tested(visible(&error.what)))?;
    printed?;
    let n_failed = results.iter().filter(|result| result.fault.is_some()).count();
    if n_failed == 0 {
        print(format!(
            "the shim keeps the protocol: {} of {0} ok\n",
            results.len()
        ))?;
        return Ok(ExitStatus::Conforms);
    }
    print(format!(
        "the shim breaks the protocol: {n_failed} of {} failed\n",
        results.len()
    ))?;
    Ok(ExitStatus::DoesNotConform)
}

/// How much of a faulty line is shown.
const SHOWN: usize = 400;

fn line_of(result: &ProbeResult) -> String {
    let Some(fault) = &result.fault else {
        return format!("ok      {}\n", result.name);
    };
    let mut short: String = fault.chars().take(SHOWN).collect();
    if short.len() < fault.len() {
        short.push('…');
    }
    format!(
        "failed  {}\n        {}\n        the contract: {}\n",
        result.name,
        visible(&short),
        result.rule
    )
}
