//! `hookproof sign`: one signed delivery.

use clap::{Args, ValueEnum};

use crate::cases::MESSAGE_ID;
use crate::cli::arguments::{SchemeArgument, SecretArguments, parse_url};
use crate::cli::inputs::read_input;
use crate::cli::missing::cannot_sign;
use crate::cli::{CommandResult, ExitStatus, Failure, present, print};
use crate::delivery::{Delivery, RequestJson, is_token, write_curl, write_http_message};
use crate::scheme::Scheme;
use crate::signing::{Event, Signer};

#[derive(Args, Debug)]
pub(crate) struct SignArguments {
    #[command(flatten)]
    scheme: SchemeArgument,
    #[command(flatten)]
    secrets: SecretArguments,
    /// The body, or `-` for standard input; the scheme's first sample if absent.
    #[arg(long, value_name = "FILE|-")]
    body: Option<String>,
    /// The present time, Unix seconds; the machine's if absent.
    #[arg(long, value_name = "T", allow_negative_numbers = true)]
    now: Option<i64>,
    /// The URL to which the delivery goes.
    #[arg(long, value_parser = parse_url)]
    url: Option<String>,
    /// The message id, for schemes that have one.
    #[arg(long, default_value = MESSAGE_ID)]
    id: String,
    /// A header that the delivery carries too; may be repeated.
    #[arg(long, value_name = "NAME:VALUE")]
    header: Vec<String>,
    /// How the delivery is printed.
    #[arg(long, value_enum, default_value = "http")]
    format: SignFormat,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum SignFormat {
    /// A raw HTTP/1.1 message with the exact body bytes.
    Http,
    /// The `request` object of the shim protocol.
    Json,
    /// A command line that runs as printed.
    Curl,
}

pub(crate) fn run(arguments: &SignArguments) -> CommandResult {
    let scheme = arguments.scheme.load()?;
    let secrets = arguments.secrets.required(&scheme)?;
    let body = arguments.body.as_deref().map(read_input).transpose()?;
    let mut event = event_of(&scheme, &arguments.id, body);
    if let Some(url) = &arguments.url {
        event.url.clone_from(url);
    }
    for header in &arguments.header {
        let (name, value) = parse_header(header)?;
        event.headers.set(name, value.as_bytes());
    }
    let signer = Signer::new(&scheme, &secrets).map_err(|error| Failure::usage(error.to_string()))?;
    let delivery = signer
        .sign(&event, arguments.now.unwrap_or_else(present))
        .map_err(|error| Failure::usage(cannot_sign(&signer, &event, &error)))?;
    print(rendered(&delivery, arguments.format))?;
    Ok(ExitStatus::Conforms)
}

/// The event of a body; of the scheme's first sample where none is given.
pub(crate) fn event_of(scheme: &Scheme, id: &str, body: Option<Vec<u8>>) -> Event {
    match (body, scheme.samples().first()) {
        (Some(body), _) => Event::new(scheme, id, body),
        (None, Some(sample)) => {
            let mut event = Event::new(scheme, id, sample.body.as_bytes());
            if let Some(content_type) = &sample.content_type {
                event.headers.set("Content-Type", content_type.as_bytes());
            }
            event
        }
        (None, None) => Event::new(scheme, id, "{}"),
    }
}

/// `NAME:VALUE`, cut at the first colon.
pub(crate) fn parse_header(text: &str) -> Result<(&str, &str), Failure> {
    match text.split_once(':') {
        Some((name, value)) if is_token(name.trim().as_bytes()) => Ok((name.trim(), value.trim())),
        _ => Err(Failure::usage(format!("`{text}` is no header; write NAME:VALUE"))),
    }
}

fn rendered(delivery: &Delivery, format: SignFormat) -> Vec<u8> {
    match format {
        SignFormat::Http => write_http_message(delivery),
        SignFormat::Json => {
            let mut json = serde_json::to_vec(&RequestJson::of(delivery)).unwrap_or_default();
            json.push(b'\n');
            json
        }
        SignFormat::Curl => format!("{}\n", write_curl(delivery, &delivery.url)).into_bytes(),
    }
}
