//! `hookproof serve`: a reference receiver.

use clap::Args;
use tokio::net::TcpListener;

use crate::cli::arguments::{SchemeArgument, SecretArguments};
use crate::cli::{CommandResult, ExitStatus, Failure, note, present, print};
use crate::delivery::{Delivery, UrlParts};
use crate::outcome::Redactor;
use crate::report::visible;
use crate::serve::{Answer, Site, serve};
use crate::signing::Verifier;

#[derive(Args, Debug)]
pub(crate) struct ServeArguments {
    #[command(flatten)]
    scheme: SchemeArgument,
    #[command(flatten)]
    secrets: SecretArguments,
    /// Where it listens; port 0 takes a free one. The first line on standard output tells the URL.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    listen: String,
    /// The public URL up to the path, for schemes that sign it; `http://ADDR` if absent.
    #[arg(long)]
    url: Option<String>,
    /// Seconds that replace the tolerance which the scheme states.
    #[arg(long, value_name = "SECONDS")]
    tolerance: Option<u64>,
}

pub(crate) fn run(arguments: &ServeArguments) -> CommandResult {
    let scheme = arguments.scheme.load()?;
    let secrets = arguments.secrets.required(&scheme)?;
    let mut verifier = Verifier::new(&scheme, &secrets).map_err(|error| Failure::usage(error.to_string()))?;
    if let Some(tolerance) = arguments.tolerance {
        verifier = verifier.with_tolerance(tolerance);
    }
    let judge = move |delivery: &Delivery, now: i64| answer_of(verifier.verify(delivery, now).err());
    run_site(arguments, &secrets, judge)
}

fn run_site(
    arguments: &ServeArguments,
    secrets: &[String],
    judge: impl Fn(&Delivery, i64) -> Answer + Send + Sync + 'static,
) -> CommandResult {
    let redactor = Redactor::new(secrets);
    runtime()?.block_on(async {
        let listener = TcpListener::bind(&arguments.listen)
            .await
            .map_err(|error| Failure::usage(format!("cannot listen on `{}`: {error}", arguments.listen)))?;
        let address = listener
            .local_addr()
            .map_err(|error| Failure::internal(format!("the listener has no address: {error}")))?;
        let local = format!("http://{address}");
        let site = Site::new(arguments.url.as_deref().unwrap_or(&local), judge, present)
            .with_log(move |delivery, answer| note(redactor.redact(&log_line(delivery, answer))));
        print(format!("listening on {local}\n"))?;
        serve(listener, site, interrupted())
            .await
            .map_err(|error| Failure::internal(format!("the receiver failed: {error}")))?;
        Ok(ExitStatus::Conforms)
    })
}

/// The answer of the reference receiver: 2xx accepts, 4xx rejects with the reason.
pub(crate) fn answer_of(reason: Option<crate::signing::Reason>) -> Answer {
    match reason {
        None => Answer {
            status: 200,
            text: "ok\n".to_owned(),
        },
        Some(reason) => Answer {
            status: 400,
            text: format!("reject: {}: {reason}\n", reason.name()),
        },
    }
}

/// A runtime for commands that use the network.
pub(crate) fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| Failure::internal(format!("cannot start the network: {error}")))
}

/// One line a delivery, without its query, which may carry a token.
fn log_line(delivery: &Delivery, answer: Option<&Answer>) -> String {
    let path = UrlParts::of(&delivery.url).path;
    let told = match answer {
        Some(answer) => format!("{} {}", answer.status, answer.text.trim_end()),
        None => "crashed, the connection is closed".to_owned(),
    };
    format!(
        "{} {} ({} bytes): {}",
        visible(&delivery.method),
        visible(path),
        delivery.body.len(),
        visible(&told)
    )
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
