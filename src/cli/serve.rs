//! `hookproof serve`: a reference receiver, or one that makes a mistake.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use clap::Args;
use tokio::net::TcpListener;

use crate::cli::arguments::{SecretArguments, SettingArguments, parse_url};
use crate::cli::inputs::read_file;
use crate::cli::receivers::{faulty_judge, mistake_for, mistakes_text, reference_judge};
use crate::cli::serve_log::Log;
use crate::cli::{CommandResult, ExitStatus, Failure, note, present, print};
use crate::delivery::Delivery;
use crate::outcome::Redactor;
use crate::serve::{Conditions, Judge, Site, serve};

#[derive(Args, Debug)]
pub(crate) struct ServeArguments {
    /// A scheme of the catalogue (`hookproof schemes list`), or the path of a scheme file.
    #[arg(long, value_name = "ID|FILE", required_unless_present = "config")]
    scheme: Option<String>,
    #[command(flatten)]
    settings: SettingArguments,
    /// A receiver made of conditions, from a file; all must hold.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["scheme", "set", "mistake", "tolerance"])]
    config: Option<String>,
    /// With `--config`: write the body of each delivery that is taken, untouched, to a file of this directory.
    #[arg(long, value_name = "DIR", requires = "config")]
    hand_on: Option<PathBuf>,
    #[command(flatten)]
    secrets: SecretArguments,
    /// Where it listens; port 0 takes a free one. The first line on standard output tells the URL.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    listen: String,
    /// The public URL up to the path, for schemes that sign it; `http://ADDR` if absent.
    #[arg(long, value_parser = parse_url)]
    url: Option<String>,
    /// Seconds that replace the tolerance which the scheme states.
    #[arg(long, value_name = "SECONDS")]
    tolerance: Option<u64>,
    /// A mistake that the receiver makes; `list` shows those that fit the scheme.
    #[arg(long, value_name = "NAME|list", conflicts_with = "tolerance")]
    mistake: Option<String>,
}

pub(crate) fn run(arguments: &ServeArguments) -> CommandResult {
    if let Some(path) = &arguments.config {
        return run_conditions(arguments, path);
    }
    let scheme = arguments
        .settings
        .load(arguments.scheme.as_deref().unwrap_or_default())?;
    if arguments.mistake.as_deref() == Some("list") {
        print(mistakes_text(&scheme))?;
        return Ok(ExitStatus::Conforms);
    }
    let secrets = arguments.secrets.required(&scheme)?;
    let judge = match &arguments.mistake {
        None => reference_judge(&scheme, &secrets, arguments.tolerance)?,
        Some(name) => {
            // A receiver that dies as it should needs no trace of it; the log tells.
            std::panic::set_hook(Box::new(|_| {}));
            faulty_judge(&scheme, &secrets, mistake_for(name, &scheme)?)
        }
    };
    let log = Log::start(Some(scheme), &secrets);
    run_site(arguments, &secrets, judge, None, log)
}

fn run_conditions(arguments: &ServeArguments, path: &str) -> CommandResult {
    let text = String::from_utf8(read_file(path)?)
        .map_err(|_| Failure::usage(format!("`{path}` is not UTF-8 text")))?;
    #[expect(clippy::disallowed_methods, reason = "the roof reads the environment")]
    let environment = |name: &str| std::env::var(name).ok();
    let conditions =
        Conditions::parse(&text, path, &environment).map_err(|error| Failure::usage(error.to_string()))?;
    if let Some(folder) = &arguments.hand_on {
        std::fs::create_dir_all(folder).map_err(|error| {
            Failure::usage(format!(
                "cannot make the directory `{}`: {error}",
                folder.display()
            ))
        })?;
    }
    let secrets = conditions.secrets().to_vec();
    let content_type = conditions.content_type();
    let folder = arguments.hand_on.clone();
    let n_taken = AtomicUsize::new(0);
    let judge = move |delivery: &Delivery, now: i64| {
        let answer = conditions.judge(delivery, now);
        if let (200, Some(folder)) = (answer.status, &folder) {
            let number = n_taken.fetch_add(1, Ordering::Relaxed) + 1;
            let path = folder.join(format!("{number}.body"));
            if let Err(error) = std::fs::write(&path, &delivery.body) {
                note(format!("cannot write `{}`: {error}", path.display()));
            }
        }
        answer
    };
    let log = Log::start(None, &secrets);
    run_site(arguments, &secrets, Box::new(judge), Some(content_type), log)
}

fn run_site(
    arguments: &ServeArguments,
    secrets: &[String],
    judge: Box<Judge>,
    accepted_type: Option<&'static str>,
    log: Log,
) -> CommandResult {
    let redactor = Redactor::new(secrets);
    let pen = log.pen();
    runtime()?.block_on(async {
        let listener = TcpListener::bind(&arguments.listen)
            .await
            .map_err(|error| Failure::usage(format!("cannot listen on `{}`: {error}", arguments.listen)))?;
        let address = listener
            .local_addr()
            .map_err(|error| Failure::internal(format!("the listener has no address: {error}")))?;
        let local = format!("http://{address}");
        let mut site = Site::new(arguments.url.as_deref().unwrap_or(&local), judge, present)
            .with_log(move |delivery, answer| pen.write(&redactor, delivery, answer));
        if let Some(content_type) = accepted_type {
            site = site.with_accepted_type(content_type);
        }
        print(format!("listening on {local}\n"))?;
        let served = serve(listener, site, interrupted()).await;
        log.end();
        served.map_err(|error| Failure::internal(format!("the receiver failed: {error}")))?;
        Ok(ExitStatus::Conforms)
    })
}

/// A runtime for commands that use the network.
pub(crate) fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| Failure::internal(format!("cannot start the network: {error}")))
}

/// Done on Ctrl-C, and where there is such a thing when asked to end.
async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let (Ok(mut interrupt), Ok(mut end)) =
            (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
        {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = end.recv() => {}
            }
            return;
        }
    }
    // Without a handler the signal ends the process by itself.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
