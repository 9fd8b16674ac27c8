//! `hookproof fuzz receiver`: random deliveries against a target, until one is judged wrongly; that one is shrunk,
//! explained and saved.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use clap::{Args, Subcommand};

use crate::cases::{Case, Expected, Setting, flag};
use crate::cli::arguments::{SchemeArgument, SecretArguments};
use crate::cli::asking::{AskingArguments, parse_seconds};
use crate::cli::inputs::read_file;
use crate::cli::readable::readable_message;
use crate::cli::test_receiver::configure;
use crate::cli::{CommandResult, ExitStatus, Failure, present, print};
use crate::delivery::{Headers, write_curl};
use crate::generate::Generator;
use crate::outcome::Redactor;
use crate::report::visible;
use crate::runner::{Finding, FuzzCase, FuzzError, FuzzOptions, Fuzzed, fuzz_receiver, reproduce};
use crate::target::Receiver;

#[derive(Subcommand, Debug)]
pub(crate) enum FuzzCommand {
    /// Fuzz a receiver: an HTTP endpoint, or a library behind a shim.
    Receiver(Box<FuzzArguments>),
}

#[derive(Args, Debug)]
pub(crate) struct FuzzArguments {
    #[command(flatten)]
    scheme: SchemeArgument,
    #[command(flatten)]
    secrets: SecretArguments,
    #[command(flatten)]
    asking: AskingArguments,
    /// How many deliveries to send; by default 10000, or without limit where --seconds is given.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    cases: Option<u64>,
    /// For how long to send deliveries.
    #[arg(long, value_name = "SECONDS", value_parser = parse_seconds)]
    seconds: Option<Duration>,
    /// Where random choices begin; the same seed sends the same deliveries.
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    /// Another target, a URL or a shim's command in one argument: report where the two differ.
    #[arg(long, value_name = "URL|CMD")]
    against: Option<String>,
    /// The only body to send: one that the application accepts.
    #[arg(long, value_name = "FILE")]
    body: Option<String>,
    /// Where a finding is saved for `test receiver --replay`; by default in this folder.
    #[arg(long, value_name = "FILE")]
    save: Option<String>,
    /// The receiver's URL.
    #[arg(required_unless_present = "command", conflicts_with = "command")]
    url: Option<String>,
    /// A shim: the command that runs it.
    #[arg(last = true, value_name = "CMD", num_args = 1.., allow_hyphen_values = true)]
    command: Vec<OsString>,
}

pub(crate) fn run(command: &FuzzCommand) -> CommandResult {
    let FuzzCommand::Receiver(arguments) = command;
    let scheme = arguments.scheme.load()?;
    let secrets = match &arguments.url {
        Some(_) => arguments.secrets.required(&scheme)?,
        None => arguments.secrets.load()?,
    };
    let mut setting = Setting::vectors(&scheme);
    setting.body = arguments.body.as_deref().map(read_file).transpose()?;
    configure(&mut setting, &scheme, arguments.url.as_deref(), &secrets)?;
    let redactor = Redactor::new(&[setting.secrets.as_slice(), &setting.signing_secrets].concat());
    let options = FuzzOptions {
        cases: arguments.cases.unwrap_or(if arguments.seconds.is_some() {
            u64::MAX
        } else {
            10_000
        }),
        seed: arguments.seed,
        headers: arguments.asking.headers(&scheme)?,
        ..FuzzOptions::default()
    };
    let asked = arguments
        .asking
        .of(arguments.url.as_deref(), &arguments.command)?;
    let other = arguments
        .against
        .as_deref()
        .map(|target| arguments.other(target))
        .transpose()?;
    let told = |text: &str| Failure::not_tested(visible(&redactor.redact(text)));
    let mut receiver = asked.start().map_err(|error| told(&error.what))?;
    let mut other = other
        .map(|asked| asked.start())
        .transpose()
        .map_err(|error| told(&error.what))?;
    // A target with a clock of its own is kept away from the edges of the window.
    let reads_clock = [Some(&receiver), other.as_ref()]
        .into_iter()
        .flatten()
        .any(|receiver| receiver.clock() == crate::target::Clock::System);
    setting.margin = if reads_clock { MARGIN } else { 0 };
    let generator = Generator::new(&scheme, setting)
        .map_err(|error| Failure::usage(redactor.redact(&error.to_string())))?;

    let fuzzed = arguments.fuzz(&generator, &options, receiver.as_mut(), other.as_deref_mut());
    let fuzzed = fuzzed.map_err(|error| failure_of(&error, &redactor))?;
    let Some(finding) = &fuzzed.finding else {
        print(summary(&fuzzed, other.is_some()))?;
        return Ok(ExitStatus::Conforms);
    };
    let path = arguments.save.clone().unwrap_or_else(|| {
        format!(
            "hookproof-{}-{}-{}.json",
            scheme.id(),
            arguments.seed,
            finding.number
        )
    });
    let file = FuzzCase::of(&finding.generated, finding.observation.verdict).write();
    std::fs::write(&path, redactor.redact(&file))
        .map_err(|error| Failure::usage(format!("cannot write `{path}`: {error}")))?;
    let text = arguments.explained(finding, &options.headers, &path);
    print(redactor.redact(&text))?;
    Ok(ExitStatus::DoesNotConform)
}

/// How many seconds deliveries keep away from the edges of a window where the target reads its own clock.
const MARGIN: u64 = 2;

fn failure_of(error: &FuzzError, redactor: &Redactor) -> Failure {
    let text = visible(&redactor.redact(&error.to_string()));
    match error {
        FuzzError::Control(_) | FuzzError::Target(_) => Failure::not_tested(text),
        FuzzError::Nothing(_) => Failure::usage(text),
        FuzzError::Model(_) => Failure::internal(text),
    }
}

fn summary(fuzzed: &Fuzzed, is_differential: bool) -> String {
    let n = fuzzed.n_cases;
    let forged = n - fuzzed.n_genuine;
    let what = if is_differential {
        "the two targets agree on all"
    } else {
        "each was judged rightly"
    };
    format!(
        "{n} deliveries, {} genuine and {forged} forged: {what}\n",
        fuzzed.n_genuine
    )
}

impl FuzzArguments {
    fn fuzz(
        &self,
        generator: &Generator,
        options: &FuzzOptions,
        receiver: &mut dyn Receiver,
        other: Option<&mut (dyn Receiver + 'static)>,
    ) -> Result<Fuzzed, FuzzError> {
        let started = Instant::now();
        let goes_on = |_| self.seconds.is_none_or(|seconds| started.elapsed() < seconds);
        fuzz_receiver(generator, options, receiver, other, &present, &goes_on)
    }

    fn other(&self, target: &str) -> Result<crate::cli::asking::Asked, Failure> {
        if target.starts_with("http://") || target.starts_with("https://") {
            return self.asking.of(Some(target), &[]);
        }
        let words: Vec<OsString> = target.split_whitespace().map(OsString::from).collect();
        if words.is_empty() {
            return Err(Failure::usage("`--against` names neither a URL nor a command"));
        }
        self.asking.of(None, &words)
    }

    /// The finding for people: what was sent, what came of it, why it matters, and how to send it again.
    fn explained(&self, finding: &Finding, headers: &Headers, path: &str) -> String {
        let generated = &finding.generated;
        let case = generated.case();
        let mut text = String::new();
        let verdict = finding.observation.verdict.name();
        let must = match generated.expected {
            Expected::Accept => "must be accepted",
            Expected::Reject => "must be rejected",
        };
        let _ = match &finding.other {
            None => writeln!(
                text,
                "delivery {} {must}; the target's verdict: {verdict}",
                finding.number
            ),
            Some(other) => writeln!(
                text,
                "the targets differ on delivery {}, which {must}: {verdict}, and {}",
                finding.number,
                other.verdict.name()
            ),
        };
        let _ = writeln!(text, "  what     {}", generated.title);
        for (name, observation) in [
            ("reason", Some(&finding.observation)),
            ("other", finding.other.as_ref()),
        ] {
            if let Some(observation) = observation.filter(|seen| !seen.reason.is_empty()) {
                let _ = writeln!(text, "  {name:<8} {}", visible(&observation.reason));
            }
        }
        let _ = writeln!(text, "  time     {}", generated.now);
        let _ = writeln!(text, "  seed     {}, shrunk {} times", self.seed, finding.n_steps);
        if let Some(flag) = flag(generated.flag) {
            let _ = writeln!(
                text,
                "  why      {}\n  effect   {}",
                flag.description, flag.effect
            );
        }
        if case.delivery_tells_of_secret() {
            text.push_str("\nThe delivery holds the secret, or much of it, and is not shown.\n");
        } else {
            let _ = writeln!(text, "\n{}", readable_message(&case.delivery));
            let _ = writeln!(text, "\n{}", self.curl(&case, headers));
        }
        let target = match &self.url {
            Some(url) => format!("--secret-env NAME {url}"),
            None => {
                let words: Vec<_> = self.command.iter().map(|word| word.to_string_lossy()).collect();
                format!("-- {}", words.join(" "))
            }
        };
        let scheme = &self.scheme.scheme;
        let _ = writeln!(
            text,
            "\nsaved as {path}; run it again with\n  hookproof test receiver --scheme {scheme} --replay {path} {target}"
        );
        text
    }

    fn curl(&self, case: &Case, headers: &Headers) -> String {
        match &self.url {
            Some(url) => reproduce(case, url, headers),
            None => write_curl(&case.delivery, &case.delivery.url),
        }
    }
}
