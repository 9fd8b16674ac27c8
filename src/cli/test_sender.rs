//! `hookproof test sender`: conformance of whatever sends deliveries.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use clap::Args;

use crate::cli::arguments::{SchemeArgument, SecretArguments, nearest};
use crate::cli::asking::parse_seconds;
use crate::cli::report_files::ReportFiles;
use crate::cli::{CommandResult, ExitStatus, Failure, note, present, since_epoch};
use crate::delivery::write_http_message;
use crate::outcome::{Outcome, Report, TargetInfo, TargetKind};
use crate::report::visible;
use crate::runner::Progress;
use crate::scheme::Scheme;
use crate::sender::{
    CHECKS, Caught, Evidence, Purpose, SCENES, Scene, Seen, Stage, StageOptions, Tested, sender_report,
    test_signer,
};
use crate::signing::Verifier;
use crate::target::{Shim, ShimOptions};

/// How many deliveries `--save` writes at most.
const MOST_SAVED: usize = 1_000;

/// How long a scene is watched for more after it has shown what it was for.
const LINGER: Duration = Duration::from_millis(150);

#[derive(Args, Debug)]
pub(crate) struct SenderArguments {
    #[command(flatten)]
    scheme: SchemeArgument,
    #[command(flatten)]
    secrets: SecretArguments,
    /// How many ordinary deliveries are waited for; the command is run again until they are there.
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    deliveries: u32,
    /// How long each scene waits for a delivery, or for one to come again.
    #[arg(long, value_name = "SECONDS", default_value = "5", value_parser = parse_seconds)]
    wait: Duration,
    /// The checks to make, with commas between them; all if absent.
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    checks: Vec<String>,
    /// Where the catching server listens.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// The public URL up to the path, where the sender reaches the server under another name.
    #[arg(long)]
    url: Option<String>,
    /// Write every delivery to this directory as a raw HTTP message, for `verify` and `explain`.
    #[arg(long, value_name = "DIR")]
    save: Option<PathBuf>,
    /// The command is a shim with the role `sign`: it is judged without HTTP.
    #[arg(long, requires = "command")]
    shim: bool,
    /// Fail on a `should` failure too.
    #[arg(long)]
    strict: bool,
    /// Write a report: terminal, json, junit, html or github, to standard output or to a file; may be repeated.
    #[arg(long, value_name = "FORMAT[=FILE]")]
    report: Vec<String>,
    /// The command that makes the sender deliver one event to `$HOOKPROOF_URL`; without one, deliveries are waited for.
    #[arg(last = true, value_name = "CMD", num_args = 1.., allow_hyphen_values = true)]
    command: Vec<OsString>,
}

pub(crate) fn run(arguments: &SenderArguments) -> CommandResult {
    let scheme = arguments.scheme.load()?;
    known_checks(&arguments.checks)?;
    let reports = ReportFiles::open(&arguments.report)?;
    if arguments.shim {
        return run_shim(arguments, &scheme, reports);
    }
    let secrets = arguments.secrets.required(&scheme)?;
    let verifier = Verifier::new(&scheme, &secrets).map_err(|error| Failure::usage(error.to_string()))?;
    let options = StageOptions {
        listen: arguments.listen,
        url: arguments.url.clone(),
        hang: arguments.wait.min(Duration::from_secs(2)),
        ..StageOptions::default()
    };
    let save = arguments.save.as_deref().map(Folder::create).transpose()?;
    let stage = Stage::start(verifier, options, since_epoch, move |caught| {
        if let Some(folder) = &save {
            folder.write(caught);
        }
    })
    .map_err(|error| Failure::usage(format!("cannot listen on `{}`: {error}", arguments.listen)))?;
    let mut trigger = Trigger {
        command: &arguments.command,
        scheme: &arguments.scheme.scheme,
        secret: secrets.join("\n"),
        last_status: None,
    };
    if arguments.command.is_empty() {
        note(format!("waiting for deliveries at {}", stage.base_url()));
    }
    for scene in SCENES.iter().filter(|scene| wanted(scene, &arguments.checks)) {
        watch(arguments, &stage, scene, &mut trigger)?;
        if scene.purpose == Purpose::Calm && stage.seen().iter().all(|seen| seen.n_caught == 0) {
            // Nothing will come in the other scenes either.
            break;
        }
    }
    let seen = stage.seen();
    let evidence =
        Evidence::new(&scheme, &secrets, &seen).map_err(|error| Failure::usage(error.to_string()))?;
    let evidence = evidence.within(arguments.wait);
    let target = TargetInfo {
        kind: TargetKind::Http,
        name: name_of(&arguments.command),
        version: String::new(),
    };
    let (report, tested) = sender_report(&evidence, &arguments.checks, target);
    if let Some(status) = trigger.last_status {
        note(format!("the command ended with {status}, which is not judged"));
    }
    finish(arguments, reports, report, tested)
}

fn finish(
    arguments: &SenderArguments,
    reports: ReportFiles,
    mut report: Report,
    tested: Tested,
) -> CommandResult {
    if arguments.strict && report.cases.iter().any(|case| case.outcome == Outcome::Warned) {
        report.conforms = false;
    }
    let progress = match tested {
        Tested::Yes => Progress::Tested,
        Tested::No => Progress::NotTested,
    };
    reports.write(&report, progress)?;
    Ok(match (tested, report.conforms) {
        (Tested::No, _) => {
            let unjudged =
                !arguments.shim && report.cases.iter().all(|case| case.outcome == Outcome::Skipped);
            note(if arguments.shim {
                "error: the sender could not be tested: the shim answers `sign` with `unsupported`"
            } else if unjudged {
                "error: the sender could not be tested: what came is no delivery that these checks judge; without \
                 `--checks` it is told what is wrong with it"
            } else {
                "error: the sender could not be tested: no delivery came"
            });
            if !arguments.shim && !unjudged {
                note(format!(
                    "hint: what is to be tested must deliver to `$HOOKPROOF_URL`; each scene waits {} s for it (`--wait`)",
                    arguments.wait.as_secs_f64()
                ));
            }
            ExitStatus::NotTested
        }
        (Tested::Yes, true) => ExitStatus::Conforms,
        (Tested::Yes, false) => ExitStatus::DoesNotConform,
    })
}

fn run_shim(arguments: &SenderArguments, scheme: &Scheme, reports: ReportFiles) -> CommandResult {
    let secrets = arguments.secrets.load()?;
    let mut shim = Shim::start(&arguments.command, ShimOptions::default())
        .map_err(|error| Failure::not_tested(visible(&error.what)))?;
    let target = TargetInfo {
        kind: TargetKind::Shim,
        name: name_of(&arguments.command),
        version: String::new(),
    };
    let (report, tested) = test_signer(scheme, &secrets, &mut shim, target, &present)
        .map_err(|error| Failure::usage(error.to_string()))?;
    finish(arguments, reports, report, tested)
}

fn known_checks(names: &[String]) -> Result<(), Failure> {
    let ids = || CHECKS.iter().map(|check| check.id);
    match names.iter().find(|name| ids().all(|id| id != name.as_str())) {
        None => Ok(()),
        Some(name) => {
            let near = nearest(name, ids());
            let hint = near
                .map(|id| format!(" did you mean `{id}`?"))
                .unwrap_or_default();
            Err(Failure::usage(format!(
                "there is no check `{name}`;{hint} there are {}",
                ids().collect::<Vec<_>>().join(", ")
            )))
        }
    }
}

/// Whether any of the checks looks at the scene.
fn wanted(scene: &Scene, checks: &[String]) -> bool {
    let asked =
        |names: &[&str]| checks.is_empty() || checks.iter().any(|check| names.contains(&check.as_str()));
    match scene.purpose {
        Purpose::Calm => true,
        Purpose::Retry => asked(&["retry", "identity"]),
        Purpose::Refusal => asked(&["retry"]),
        Purpose::Redirect => asked(&["redirect"]),
    }
}

/// Plays one scene until it has shown what it is for, or its time is over.
fn watch(
    arguments: &SenderArguments,
    stage: &Stage,
    scene: &'static Scene,
    trigger: &mut Trigger<'_>,
) -> Result<(), Failure> {
    stage.play(scene);
    let arrived = |n: usize| move |seen: &Seen| seen.n_caught >= n || seen.n_troubles > 0;
    if scene.purpose == Purpose::Calm {
        let wanted = usize::try_from(arguments.deliveries).unwrap_or(usize::MAX);
        let n_runs = if trigger.command.is_empty() { 1 } else { wanted };
        for n in 1..=n_runs {
            let mut running = trigger.start(stage, scene)?;
            // Timestamps of whole seconds only differ where some time passes.
            let at_least = if trigger.command.is_empty() { wanted } else { n };
            let came = stage.wait(scene, arguments.wait, arrived(at_least));
            trigger.end(&mut running, arguments.wait);
            let enough = |seen: &Seen| seen.n_caught >= wanted;
            if !came || stage.wait(scene, Duration::ZERO, enough) {
                break;
            }
            if n == 1 {
                std::thread::sleep(Duration::from_millis(1_100).min(arguments.wait));
            }
        }
        return Ok(());
    }
    let mut running = trigger.start(stage, scene)?;
    if stage.wait(scene, arguments.wait, arrived(1)) {
        let again = match scene.purpose {
            Purpose::Calm | Purpose::Retry | Purpose::Refusal => |seen: &Seen| seen.own().nth(1).is_some(),
            Purpose::Redirect => {
                |seen: &Seen| seen.elsewhere().next().is_some() || seen.own().nth(1).is_some()
            }
        };
        let limit = match scene.purpose {
            Purpose::Calm | Purpose::Retry | Purpose::Refusal => arguments.wait,
            // A redirect is followed at once or not at all.
            Purpose::Redirect => arguments.wait.min(Duration::from_secs(2)),
        };
        if stage.wait(scene, limit, again) {
            std::thread::sleep(LINGER);
        }
    }
    trigger.end(&mut running, arguments.wait);
    Ok(())
}

/// What makes the sender deliver.
struct Trigger<'a> {
    command: &'a [OsString],
    scheme: &'a str,
    secret: String,
    last_status: Option<String>,
}

impl Trigger<'_> {
    fn start(&self, stage: &Stage, scene: &'static Scene) -> Result<Option<Child>, Failure> {
        stage.triggered(scene);
        let Some((program, arguments)) = self.command.split_first() else {
            return Ok(None);
        };
        let mut command = Command::new(program);
        command
            .args(arguments)
            .env("HOOKPROOF_URL", stage.url(scene))
            .env("HOOKPROOF_SECRET", &self.secret)
            .env("HOOKPROOF_SCHEME", self.scheme)
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let child = command.spawn().map_err(|error| {
            Failure::not_tested(format!("cannot start `{}`: {error}", program.to_string_lossy()))
        })?;
        Ok(Some(child))
    }

    /// Lets the command end by itself for a while, then ends its process group.
    fn end(&mut self, running: &mut Option<Child>, wait: Duration) {
        let Some(child) = running else { return };
        let deadline = Instant::now() + wait;
        loop {
            if let Ok(Some(status)) = child.try_wait() {
                self.last_status = (!status.success()).then(|| status.to_string());
                return;
            }
            if Instant::now() >= deadline {
                break;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        #[cfg(unix)]
        if let Some(group) = i32::try_from(child.id())
            .ok()
            .and_then(rustix::process::Pid::from_raw)
        {
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
        let _ = child.kill();
        let _ = child.wait();
        self.last_status = Some("no end, so that it was killed".to_owned());
    }
}

fn name_of(command: &[OsString]) -> String {
    let words: Vec<_> = command.iter().map(|word| word.to_string_lossy()).collect();
    match words.is_empty() {
        true => "whoever delivers".to_owned(),
        false => words.join(" "),
    }
}

/// A directory of raw HTTP messages.
struct Folder {
    path: PathBuf,
    n_written: AtomicUsize,
}

impl Folder {
    fn create(path: &Path) -> Result<Self, Failure> {
        std::fs::create_dir_all(path).map_err(|error| {
            Failure::usage(format!("cannot make the directory `{}`: {error}", path.display()))
        })?;
        Ok(Self {
            path: path.to_owned(),
            n_written: AtomicUsize::new(0),
        })
    }

    fn write(&self, caught: &Caught) {
        let number = self.n_written.fetch_add(1, Ordering::Relaxed);
        if number >= MOST_SAVED {
            return;
        }
        let mut delivery = caught.delivery.clone();
        // The chunks are gone, so the length must be told.
        if delivery.headers.first("transfer-encoding").is_some() {
            delivery.headers.remove("transfer-encoding");
            delivery.headers.remove("content-length");
        }
        let path = self.path.join(format!("{:04}.http", number + 1));
        if let Err(error) = std::fs::write(&path, write_http_message(&delivery)) {
            note(format!("cannot write `{}`: {error}", path.display()));
        }
    }
}
