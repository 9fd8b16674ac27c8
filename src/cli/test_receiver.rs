//! `hookproof test receiver`: conformance of an endpoint, or of a library behind a shim.

use std::ffi::OsString;

use clap::Args;

use crate::cases::{Identities, OwnSecrets, Setting};
use crate::cli::arguments::{SchemeArgument, SecretArguments};
use crate::cli::asking::AskingArguments;
use crate::cli::inputs::read_file;
use crate::cli::partly_refused::takes_others;
use crate::cli::progress::Counter;
use crate::cli::refused::Refusal;
use crate::cli::report_files::{OutputFile, ReportFiles};
use crate::cli::suspected::tell;
use crate::cli::{CommandResult, ExitStatus, Failure, note, present};
use crate::outcome::{Outcome, Redactor, Report, glob_matches};
use crate::runner::{
    Event, ExpectedFailures, FuzzCase, Plan, Progress, RunError, RunOptions, Selection, Strictness,
    not_started, test_receiver,
};
use crate::scheme::Scheme;
use crate::signing::public_half;
use crate::target::Receiver;

#[derive(Args, Debug)]
pub(crate) struct ReceiverArguments {
    #[command(flatten)]
    scheme: SchemeArgument,
    #[command(flatten)]
    secrets: SecretArguments,
    #[command(flatten)]
    asking: AskingArguments,
    /// Run only the cases whose id matches, such as `determined/timestamp/*`; may be repeated.
    #[arg(long, value_name = "GLOB")]
    case: Vec<String>,
    /// Do not run the cases whose id matches; may be repeated.
    #[arg(long, value_name = "GLOB")]
    skip: Vec<String>,
    /// Fail on a `should` failure too.
    #[arg(long)]
    strict: bool,
    /// Write a report: terminal, json, junit, html or github, to standard output or to a file; may be repeated.
    #[arg(long, value_name = "FORMAT[=FILE]")]
    report: Vec<String>,
    /// The failures that are known, as TOML; a stale entry fails the run.
    #[arg(long, value_name = "FILE")]
    expected: Option<String>,
    /// Write the failures of this run as a file for --expected.
    #[arg(long, value_name = "FILE")]
    write_expected: Option<String>,
    /// A body that the application accepts, for the cases that leave the body free.
    #[arg(long, value_name = "FILE")]
    body: Option<String>,
    /// Where random choices begin.
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    /// Run part I of N, I from 1.
    #[arg(long, value_name = "I/N", value_parser = parse_shard)]
    shard: Option<(usize, usize)>,
    /// Run a case that `fuzz receiver` saved, instead of the suite's; may be repeated.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["case", "skip", "shard"])]
    replay: Vec<String>,
    /// The receiver's URL.
    #[arg(required_unless_present = "command", conflicts_with = "command")]
    url: Option<String>,
    /// A shim: the command that runs it.
    #[arg(last = true, value_name = "CMD", num_args = 1.., allow_hyphen_values = true)]
    command: Vec<OsString>,
}

fn parse_shard(text: &str) -> Result<(usize, usize), String> {
    let parts = text
        .split_once('/')
        .and_then(|(i, n)| Some((i.parse().ok()?, n.parse().ok()?)));
    parts
        .filter(|(i, n)| (1..=*n).contains(i))
        .ok_or_else(|| "write I/N, such as 1/4, with I from 1 to N".to_owned())
}

pub(crate) fn run(arguments: &ReceiverArguments) -> CommandResult {
    let scheme = arguments.scheme.load()?;
    let secrets = match &arguments.url {
        Some(_) => arguments.secrets.required(&scheme)?,
        None => arguments.secrets.load()?,
    };
    let setting = arguments.setting(&scheme, &secrets)?;
    let options = arguments.run_options(&scheme, &setting)?;
    let redactor = Redactor::new(&[setting.secrets.as_slice(), &setting.signing_secrets].concat());
    // What is wrong with the selection or the secret is told before anything is started.
    let plan = Plan::new(&scheme, setting.clone(), &options.selection)
        .map_err(|error| Failure::usage(redactor.redact(&error.to_string())))?;
    for glob in arguments.case.iter().chain(&arguments.skip) {
        if !plan.ids().any(|id| glob_matches(glob, id)) {
            note(format!("note: `{glob}` fits no case of scheme `{}`", scheme.id()));
        }
    }
    let asked = arguments
        .asking
        .of(arguments.url.as_deref(), &arguments.command)?;
    let reports = ReportFiles::open(&arguments.report)?;
    let write_expected = arguments
        .write_expected
        .as_deref()
        .map(OutputFile::open)
        .transpose()?;

    let mut has_started = true;
    let outcome = match asked.start() {
        Ok(mut receiver) => run_against(&scheme, setting.clone(), &options, receiver.as_mut()),
        Err(error) => {
            has_started = false;
            note(format!("error: {}", redactor.redact(&error.what)));
            not_started(&scheme, setting.clone(), &options, asked.info(), &error)
                .map(|report| (report, Progress::NotTested))
        }
    };
    let (report, progress) = outcome.map_err(|error| failure_of(&error, &redactor))?;
    reports.write(&report, progress)?;
    match progress {
        Progress::Tested => tell(&plan, &report, &setting, &options.headers, &asked),
        Progress::NotTested if has_started => {
            let refusal = Refusal {
                scheme: &scheme,
                setting: &setting,
                headers: &options.headers,
                asked: &asked,
                redactor: &redactor,
            };
            refusal.told(&report).iter().for_each(note);
            if takes_others(&report) {
                tell(&plan, &report, &setting, &options.headers, &asked);
            }
        }
        Progress::NotTested => {}
    }
    if let Some(file) = write_expected {
        file.write(&options.expected.write(&report.cases))?;
    }
    Ok(match (progress, report.conforms) {
        (Progress::NotTested, _) => ExitStatus::NotTested,
        (Progress::Tested, true) => ExitStatus::Conforms,
        (Progress::Tested, false) => ExitStatus::DoesNotConform,
    })
}

fn run_against(
    scheme: &Scheme,
    setting: Setting,
    options: &RunOptions,
    receiver: &mut dyn Receiver,
) -> Result<(Report, Progress), RunError> {
    let mut counter = Counter::new();
    let outcome = test_receiver(
        scheme,
        setting,
        options,
        receiver,
        &present,
        &mut |event| match event {
            Event::Started { total, .. } => counter.start(*total),
            Event::Finished(result) | Event::Control(result) => {
                counter.count(result.outcome == Outcome::Failed);
            }
            Event::Stale(entry) => {
                counter.clear();
                note(entry);
            }
        },
    );
    counter.clear();
    outcome
}

fn failure_of(error: &RunError, redactor: &Redactor) -> Failure {
    let text = redactor.redact(&error.to_string());
    match error {
        RunError::Plan(_) => Failure::usage(text),
        RunError::Target(_) => Failure::not_tested(text),
    }
}

impl ReceiverArguments {
    fn setting(&self, scheme: &Scheme, secrets: &[String]) -> Result<Setting, Failure> {
        let mut setting = Setting::vectors(scheme);
        setting.seed = self.seed;
        setting.identities = Identities::Fresh(0);
        setting.body = self.body.as_deref().map(read_file).transpose()?;
        configure(&mut setting, scheme, self.url.as_deref(), secrets)?;
        Ok(setting)
    }

    fn run_options(&self, scheme: &Scheme, setting: &Setting) -> Result<RunOptions, Failure> {
        let mut options = RunOptions {
            selection: Selection {
                cases: self.case.clone(),
                skip: self.skip.clone(),
                shard: self.shard,
                replays: self
                    .replay
                    .iter()
                    .map(|path| read_case(path))
                    .collect::<Result<_, _>>()?,
            },
            strict: if self.strict {
                Strictness::Strict
            } else {
                Strictness::Lenient
            },
            url: self.url.clone(),
            redact: setting.signing_secrets.clone(),
            ..RunOptions::default()
        };
        options.headers = self.asking.headers(scheme)?;
        if let Some(path) = &self.expected {
            let text = String::from_utf8(read_file(path)?)
                .map_err(|_| Failure::usage(format!("`{path}` is not UTF-8 text")))?;
            options.expected =
                ExpectedFailures::parse(&text, path).map_err(|error| Failure::usage(error.to_string()))?;
        }
        Ok(options)
    }
}

/// The target's URL and secrets.
pub(crate) fn configure(
    setting: &mut Setting,
    scheme: &Scheme,
    url: Option<&str>,
    secrets: &[String],
) -> Result<(), Failure> {
    setting.url = url.map(str::to_owned);
    if url.is_some() {
        setting.own_secrets = OwnSecrets::Fixed;
    }
    if !secrets.is_empty() {
        // With public keys the private half is given, and the target knows the public one.
        let known = secrets.iter().map(|secret| public_half(scheme, secret));
        setting.secrets = known
            .collect::<Result<_, _>>()
            .map_err(|error| Failure::usage(error.to_string()))?;
        setting.signing_secrets = secrets.to_vec();
    }
    Ok(())
}

/// A case that `fuzz receiver` saved.
fn read_case(path: &str) -> Result<FuzzCase, Failure> {
    let text = String::from_utf8_lossy(&read_file(path)?).into_owned();
    FuzzCase::parse(&text).map_err(|error| Failure::usage(format!("cannot use `{path}`: {error}")))
}
