//! `hookproof verify`: judging one captured delivery.

use clap::Args;

use crate::cli::arguments::{SchemeArgument, SecretArguments, parse_url};
use crate::cli::inputs::read_delivery;
use crate::cli::{CommandResult, ExitStatus, Failure, present, print};
use crate::signing::Verifier;

#[derive(Args, Debug)]
pub(crate) struct VerifyArguments {
    #[command(flatten)]
    scheme: SchemeArgument,
    #[command(flatten)]
    secrets: SecretArguments,
    /// The present time, Unix seconds; the machine's if absent.
    #[arg(long, value_name = "T", allow_negative_numbers = true)]
    now: Option<i64>,
    /// Seconds that replace the tolerance which the scheme states.
    #[arg(long, value_name = "SECONDS")]
    tolerance: Option<u64>,
    /// The public URL of the receiver, for schemes that sign it.
    #[arg(long, value_parser = parse_url)]
    url: Option<String>,
    /// A raw HTTP/1.1 message, a JSON `request`, a HAR entry or a curl command line; `-` for standard input.
    #[arg(value_name = "FILE|-")]
    file: String,
}

pub(crate) fn run(arguments: &VerifyArguments) -> CommandResult {
    let scheme = arguments.scheme.load()?;
    let secrets = arguments.secrets.required(&scheme)?;
    let mut verifier = Verifier::new(&scheme, &secrets).map_err(|error| Failure::usage(error.to_string()))?;
    if let Some(tolerance) = arguments.tolerance {
        verifier = verifier.with_tolerance(tolerance);
    }
    let delivery = read_delivery(&arguments.file, arguments.url.as_deref())?;
    match verifier.verify(&delivery, arguments.now.unwrap_or_else(present)) {
        Ok(()) => {
            print("accept\n")?;
            Ok(ExitStatus::Conforms)
        }
        Err(reason) => {
            print(format!("reject: {}: {reason}\n", reason.name()))?;
            Ok(ExitStatus::DoesNotConform)
        }
    }
}
