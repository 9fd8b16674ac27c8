//! The command line: the roof. Only here are files, the environment, the clock and the terminal touched.

mod arguments;
mod asking;
mod cases;
mod coverage;
mod demo;
mod explain;
mod fuzz;
mod inputs;
mod missing;
mod partly_refused;
mod progress;
mod readable;
mod receivers;
mod refused;
mod remote;
mod report_files;
mod schemes;
mod send;
mod serve;
mod serve_log;
mod shim;
mod sign;
mod suspected;
mod test_receiver;
mod test_sender;
mod vectors;
mod verify;

use std::io::Write as _;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};

use crate::sender::unix_seconds;

/// How the program ends. The numbers are part of the public interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the contract names them all")]
pub enum ExitStatus {
    /// The target conforms; the delivery verifies; the command did what was asked.
    Conforms,
    /// The target does not conform; the delivery does not verify.
    DoesNotConform,
    /// The command line or a file is at fault.
    Usage,
    /// The target could not be tested.
    NotTested,
    /// A fault of Hookproof itself.
    Internal,
}

impl ExitStatus {
    /// The number that the shell sees.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Conforms => 0,
            Self::DoesNotConform => 1,
            Self::Usage => 2,
            Self::NotTested => 3,
            Self::Internal => 4,
        }
    }
}

/// A command that ends early: its exit status and one message for the person who called it.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) status: ExitStatus,
    pub(crate) message: String,
}

impl Failure {
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self {
            status: ExitStatus::Usage,
            message: message.into(),
        }
    }

    pub(crate) fn not_tested(message: impl Into<String>) -> Self {
        Self {
            status: ExitStatus::NotTested,
            message: message.into(),
        }
    }

    pub(crate) fn internal(message: impl Into<String>) -> Self {
        Self {
            status: ExitStatus::Internal,
            message: message.into(),
        }
    }
}

pub(crate) type CommandResult = Result<ExitStatus, Failure>;

/// Conformance tests for webhook signatures: does your receiver verify, and your sender sign, what the
/// scheme says?
#[derive(Parser, Debug)]
#[command(
    name = "hookproof",
    version,
    max_term_width = 100,
    arg_required_else_help = true
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Run the suite against two built-in receivers; needs no set-up.
    Demo,
    /// Test an implementation.
    #[command(subcommand)]
    Test(TestCommand),
    /// Search for deliveries that an implementation judges wrongly.
    #[command(subcommand)]
    Fuzz(fuzz::FuzzCommand),
    /// Work with shims.
    #[command(subcommand)]
    Shim(shim::ShimCommand),
    /// Print one signed delivery.
    Sign(sign::SignArguments),
    /// Judge one captured delivery.
    Verify(verify::VerifyArguments),
    /// Say why a captured delivery does not verify.
    Explain(explain::ExplainArguments),
    /// Deliver signed events to a URL, as the scheme's own sender does.
    Send(send::SendArguments),
    /// Run a reference receiver, or one that makes a mistake.
    Serve(serve::ServeArguments),
    /// Show the catalogue of schemes, or check a scheme file.
    Schemes(schemes::SchemesArguments),
    /// Write or check the golden vectors.
    Vectors(vectors::VectorsArguments),
    /// Show what is tested and why.
    Cases(cases::CasesArguments),
}

#[derive(Subcommand, Debug)]
enum TestCommand {
    /// Test a receiver: an HTTP endpoint, or a library behind a shim.
    Receiver(Box<test_receiver::ReceiverArguments>),
    /// Test a sender: whatever delivers to a URL, or a library behind a shim.
    Sender(Box<test_sender::SenderArguments>),
}

/// Runs the program with the arguments of the process.
#[must_use]
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are no errors; clap knows where each goes.
            let status = if error.use_stderr() {
                ExitStatus::Usage
            } else {
                ExitStatus::Conforms
            };
            return match error.print() {
                Ok(()) => ExitCode::from(status.code()),
                Err(_) => ExitCode::from(ExitStatus::Internal.code()),
            };
        }
    };
    let result = match cli.command {
        Command::Demo => demo::run(),
        Command::Test(TestCommand::Receiver(arguments)) => test_receiver::run(&arguments),
        Command::Test(TestCommand::Sender(arguments)) => test_sender::run(&arguments),
        Command::Fuzz(command) => fuzz::run(&command),
        Command::Shim(command) => shim::run(&command),
        Command::Sign(arguments) => sign::run(&arguments),
        Command::Verify(arguments) => verify::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Send(arguments) => send::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Schemes(arguments) => schemes::run(&arguments),
        Command::Vectors(arguments) => vectors::run(&arguments),
        Command::Cases(arguments) => cases::run(&arguments),
    };
    let status = result.unwrap_or_else(|failure| {
        // Nobody is left to tell when standard error is closed.
        let _ = writeln!(anstream::stderr(), "error: {}", failure.message);
        failure.status
    });
    ExitCode::from(status.code())
}

/// Writes to standard output; a reader that went away is no error.
pub(crate) fn print(bytes: impl AsRef<[u8]>) -> Result<(), Failure> {
    let mut output = std::io::stdout().lock();
    match output.write_all(bytes.as_ref()).and_then(|()| output.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(Failure::internal(format!(
            "cannot write to standard output: {error}"
        ))),
        _ => Ok(()),
    }
}

/// Writes text with colors to standard output, without them where they are not wanted: `NO_COLOR`, a pipe.
pub(crate) fn print_styled(text: &str) -> Result<(), Failure> {
    let choice = anstream::AutoStream::choice(&std::io::stdout());
    match choice {
        anstream::ColorChoice::Never => print(anstream::adapter::strip_str(text).to_string()),
        anstream::ColorChoice::Auto | anstream::ColorChoice::AlwaysAnsi | anstream::ColorChoice::Always => {
            print(text)
        }
    }
}

/// Writes a line to standard error.
pub(crate) fn note(message: impl AsRef<str>) {
    let _ = writeln!(anstream::stderr(), "{}", message.as_ref());
}

/// Does the work without a report of each panic: some built-in receivers die on purpose, which is caught and
/// nobody's news.
pub(crate) fn quietly<T>(work: impl FnOnce() -> T) -> T {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let done = work();
    std::panic::set_hook(usual);
    done
}

/// The present time, Unix seconds.
pub(crate) fn present() -> i64 {
    unix_seconds(since_epoch())
}

/// The present time exactly, since the Unix epoch.
#[expect(clippy::disallowed_methods, reason = "the roof reads the clock")]
pub(crate) fn since_epoch() -> Duration {
    let elapsed = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    elapsed.unwrap_or_default()
}
