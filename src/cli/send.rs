//! `hookproof send`: delivers signed events, as the scheme's own sender would.

use std::time::{Duration, Instant};

use clap::Args;

use crate::cases::MESSAGE_ID;
use crate::cli::arguments::{SchemeArgument, SecretArguments, nearest};
use crate::cli::asking::parse_seconds;
use crate::cli::inputs::read_input;
use crate::cli::remote::permitted;
use crate::cli::serve::runtime;
use crate::cli::sign::{event_of, parse_header};
use crate::cli::{CommandResult, ExitStatus, Failure, present, print};
use crate::outcome::Redactor;
use crate::report::visible;
use crate::reserialize::sending_writer;
use crate::scheme::Scheme;
use crate::sender::{Attempt, Delivered, Dispatch};
use crate::signing::{Event, Signer};

/// How many characters of an answer are shown.
const SHOWN: usize = 400;

#[derive(Args, Debug)]
pub(crate) struct SendArguments {
    #[command(flatten)]
    scheme: SchemeArgument,
    #[command(flatten)]
    secrets: SecretArguments,
    /// The body, or `-` for standard input; it goes out as it is.
    #[arg(long, value_name = "FILE|-", conflicts_with = "event")]
    body: Option<String>,
    /// A documented event of the scheme; `list` shows them. The first if absent.
    #[arg(long, value_name = "NAME|list")]
    event: Option<String>,
    /// How many events are sent.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    count: u32,
    /// How many events are sent a second; by default one after the other.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    rate: Option<u32>,
    /// The message id of the first event, for schemes that have one; a number follows it in all others.
    #[arg(long, default_value = MESSAGE_ID)]
    id: String,
    /// A header that the deliveries carry too; may be repeated.
    #[arg(long, value_name = "NAME:VALUE")]
    header: Vec<String>,
    /// How long an answer may take.
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = parse_seconds)]
    timeout: Duration,
    /// A host that is not on the loopback interface and may be sent to; may be repeated.
    #[arg(long, value_name = "HOST")]
    allow_remote: Vec<String>,
    /// Where the events go.
    #[arg(required_unless_present = "event")]
    url: Option<String>,
}

/// What is sent, and whether the sender signs it.
struct Chosen {
    event: Event,
    is_signed: Signed,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Signed {
    Yes,
    No,
}

pub(crate) fn run(arguments: &SendArguments) -> CommandResult {
    let scheme = arguments.scheme.load()?;
    if arguments.event.as_deref() == Some("list") {
        print(events_text(&scheme))?;
        return Ok(ExitStatus::Conforms);
    }
    let Some(url) = arguments.url.as_deref() else {
        return Err(Failure::usage("there is no URL to send to"));
    };
    permitted(url, &arguments.allow_remote)?;
    let mut chosen = choose(arguments, &scheme)?;
    url.clone_into(&mut chosen.event.url);
    for header in &arguments.header {
        let (name, value) = parse_header(header)?;
        if header.contains(char::is_control) {
            return Err(Failure::usage(format!(
                "a control character in `--header {name}` cannot travel"
            )));
        }
        chosen.event.headers.set(name, value.as_bytes());
    }
    let secrets = match chosen.is_signed {
        Signed::Yes => arguments.secrets.required(&scheme)?,
        Signed::No => arguments.secrets.load()?,
    };
    let signer = match chosen.is_signed {
        Signed::Yes => {
            Some(Signer::new(&scheme, &secrets).map_err(|error| Failure::usage(error.to_string()))?)
        }
        Signed::No => None,
    };
    let permit = |url: &str| permitted(url, &arguments.allow_remote).map_err(|failure| failure.message);
    let dispatch = Dispatch {
        signer: signer.as_ref(),
        sending: &scheme.delivery().sending,
        timeout: arguments.timeout,
        clock: &present,
        permit: &permit,
    };
    let redactor = Redactor::new(&secrets);
    runtime()?.block_on(send_all(arguments, &dispatch, &chosen.event, &redactor))
}

async fn send_all(
    arguments: &SendArguments,
    dispatch: &Dispatch<'_>,
    event: &Event,
    redactor: &Redactor,
) -> CommandResult {
    let pause = arguments.rate.map(|rate| Duration::from_secs(1) / rate);
    let mut status = ExitStatus::Conforms;
    let mut due = Instant::now();
    for number in 1..=arguments.count {
        let mut event = event.clone();
        if number > 1 {
            event.id = format!("{}-{number}", arguments.id);
        }
        let mut printed = Ok(());
        let delivered = dispatch
            .send(&event, &mut |attempt| {
                if printed.is_ok() {
                    printed = print(redactor.redact(&line_of(attempt)));
                }
            })
            .await
            .map_err(|error| Failure::usage(format!("cannot sign: {error}")))?;
        printed?;
        if delivered == Delivered::No {
            status = ExitStatus::DoesNotConform;
        }
        if let Some(pause) = pause {
            due += pause;
            tokio::time::sleep_until(due.into()).await;
        }
    }
    Ok(status)
}

fn line_of(attempt: &Attempt) -> String {
    let start = format!("{} {}: ", visible(&attempt.method), visible(&attempt.url));
    let again = if attempt.number > 1 {
        format!("attempt {}: ", attempt.number)
    } else {
        String::new()
    };
    match &attempt.answer {
        Ok(answered) => {
            let body = String::from_utf8_lossy(&answered.body);
            let mut short: String = body.trim_end().chars().take(SHOWN).collect();
            if short.len() < body.trim_end().len() {
                short.push('…');
            }
            format!("{start}{again}{} {}\n", answered.status, visible(&short))
        }
        Err(what) => format!("{start}{again}no answer: {}\n", visible(what)),
    }
}

fn choose(arguments: &SendArguments, scheme: &Scheme) -> Result<Chosen, Failure> {
    let body = arguments.body.as_deref().map(read_input).transpose()?;
    let Some(name) = &arguments.event else {
        let is_sample = body.is_none();
        let mut event = event_of(scheme, &arguments.id, body);
        if is_sample {
            rewrite(scheme, &mut event);
        }
        return Ok(Chosen {
            event,
            is_signed: Signed::Yes,
        });
    };
    if let Some(sample) = scheme.samples().iter().find(|sample| sample.name == *name) {
        let mut event = Event::new(scheme, &arguments.id, sample.body.as_bytes());
        if let Some(content_type) = &sample.content_type {
            event.headers.set("Content-Type", content_type.as_bytes());
        }
        rewrite(scheme, &mut event);
        return Ok(Chosen {
            event,
            is_signed: Signed::Yes,
        });
    }
    let unsigned = &scheme.delivery().sending.unsigned;
    if let Some(found) = unsigned.iter().find(|event| event.name == *name) {
        let mut event = Event::new(scheme, &arguments.id, found.body.as_bytes());
        match &found.content_type {
            Some(content_type) => event.headers.set("Content-Type", content_type.as_bytes()),
            None => event.headers.remove("Content-Type"),
        }
        return Ok(Chosen {
            event,
            is_signed: Signed::No,
        });
    }
    let names = || {
        let samples = scheme.samples().iter().map(|sample| sample.name.as_str());
        samples.chain(unsigned.iter().map(|event| event.name.as_str()))
    };
    let hint = nearest(name, names())
        .map(|near| format!(" did you mean `{near}`?"))
        .unwrap_or_default();
    Err(Failure::usage(format!(
        "scheme `{}` documents no event `{name}`;{hint} there are: {}",
        scheme.id(),
        names().collect::<Vec<_>>().join(", ")
    )))
}

/// Writes an event's JSON as the scheme's sender does.
fn rewrite(scheme: &Scheme, event: &mut Event) {
    let writer = scheme
        .delivery()
        .sending
        .json_writer
        .as_deref()
        .and_then(sending_writer);
    if let Some(body) = writer.and_then(|writer| (writer.rewrite)(&event.body)) {
        event.body = body;
    }
}

fn events_text(scheme: &Scheme) -> String {
    let samples = scheme
        .samples()
        .iter()
        .map(|sample| format!("{}  {}\n", sample.name, sample.title));
    let unsigned = scheme.delivery().sending.unsigned.iter();
    let unsigned = unsigned.map(|event| format!("{}  {} (not signed)\n", event.name, event.title));
    let text: String = samples.chain(unsigned).collect();
    match text.is_empty() {
        true => format!("scheme `{}` documents no event\n", scheme.id()),
        false => text,
    }
}
