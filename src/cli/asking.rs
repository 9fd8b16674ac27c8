//! How commands ask a target: time, concurrency, statuses and headers; and the target that is not started yet.

use std::ffi::OsString;
use std::time::Duration;

use clap::Args;

use crate::cli::Failure;
use crate::cli::remote::permitted;
use crate::cli::sign::parse_header;
use crate::delivery::Headers;
use crate::outcome::{TargetInfo, TargetKind};
use crate::scheme::Scheme;
use crate::target::{Http, HttpOptions, Receiver, Shim, ShimOptions, StatusRanges, TargetError};

/// How a target is asked.
#[derive(Args, Clone, Debug)]
pub(crate) struct AskingArguments {
    /// How long a case may take.
    #[arg(long, value_name = "SECONDS", default_value = "2", value_parser = parse_seconds)]
    pub(crate) timeout: Duration,
    /// How many requests are under way at once; by default 16 for a shim and 1 for a URL.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) concurrency: Option<u16>,
    /// The HTTP statuses that accept a delivery.
    #[arg(long, value_name = "RANGES", default_value = "200-299")]
    pub(crate) accept_status: StatusRanges,
    /// The HTTP statuses that reject a delivery; any other is an error.
    #[arg(long, value_name = "RANGES", default_value = "400-499")]
    pub(crate) reject_status: StatusRanges,
    /// A header that every delivery carries too; may be repeated.
    #[arg(long, value_name = "NAME:VALUE")]
    pub(crate) header: Vec<String>,
    /// A host that is not on the loopback interface and may be tested; may be repeated.
    #[arg(long, value_name = "HOST")]
    pub(crate) allow_remote: Vec<String>,
}

pub(crate) fn parse_seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text
        .parse()
        .map_err(|_| "write seconds, such as 2 or 0.5".to_owned())?;
    if !(0.001..=86_400.0).contains(&seconds) {
        return Err("write between 0.001 and 86400 seconds".to_owned());
    }
    Ok(Duration::from_secs_f64(seconds))
}

/// Whether the signature hangs on the header: the scheme puts a value there, or signs what is there.
fn scheme_header(scheme: &Scheme, name: &str) -> bool {
    use crate::signing::{Event, Signer};
    let secret = crate::cases::test_secret(scheme, 0);
    let mut event = Event::new(scheme, "id", "{}");
    // What its sender adds besides may be another.
    event.headers = Headers::new();
    let signed = Signer::new(scheme, &[secret])
        .ok()
        .and_then(|signer| signer.sign(&event, 0).ok());
    let bound = scheme.binds().headers;
    bound.iter().any(|other| other.eq_ignore_ascii_case(name))
        || signed.is_some_and(|delivery| delivery.headers.first(name).is_some())
}

/// A target that is not started yet.
pub(crate) enum Asked {
    Http(String, HttpOptions),
    Shim(Vec<OsString>, ShimOptions),
}

impl AskingArguments {
    /// The headers that every delivery carries too.
    pub(crate) fn headers(&self, scheme: &Scheme) -> Result<Headers, Failure> {
        let mut headers = Headers::new();
        for header in &self.header {
            let (name, value) = parse_header(header)?;
            if header.contains(char::is_control) {
                return Err(Failure::usage(format!(
                    "a control character in `--header {name}` cannot travel"
                )));
            }
            if scheme_header(scheme, name) {
                return Err(Failure::usage(format!(
                    "`--header {name}` would replace what scheme `{}` itself puts there",
                    scheme.id()
                )));
            }
            headers.push(name, value);
        }
        Ok(headers)
    }

    /// The target behind a URL, or else behind a command.
    pub(crate) fn of(&self, url: Option<&str>, command: &[OsString]) -> Result<Asked, Failure> {
        if let Some(status) = self.accept_status.overlap(&self.reject_status) {
            return Err(Failure::usage(format!(
                "HTTP status {status} is both in --accept-status and in --reject-status"
            )));
        }
        let concurrency = self.concurrency.map(usize::from);
        let Some(url) = url else {
            let default = ShimOptions::default();
            let options = ShimOptions {
                timeout: self.timeout,
                concurrency: concurrency.unwrap_or(default.concurrency),
                ..default
            };
            return Ok(Asked::Shim(command.to_vec(), options));
        };
        let default = HttpOptions::default();
        let options = HttpOptions {
            timeout: self.timeout,
            concurrency: concurrency.unwrap_or(default.concurrency),
            accept: self.accept_status.clone(),
            reject: self.reject_status.clone(),
            addresses: permitted(url, &self.allow_remote)?,
        };
        Ok(Asked::Http(url.to_owned(), options))
    }
}

impl Asked {
    /// Starts it.
    pub(crate) fn start(&self) -> Result<Box<dyn Receiver>, TargetError> {
        Ok(match self {
            Self::Http(url, options) => Box::new(Http::connect(url, options.clone())?),
            Self::Shim(command, options) => Box::new(Shim::start(command, options.clone())?),
        })
    }

    /// Whether it may know a scheme: a shim may tell which it knows.
    pub(crate) fn knows(&self, scheme: &str) -> bool {
        match self {
            Self::Http(..) => true,
            Self::Shim(command, options) => Shim::start(command, options.clone()).map_or(true, |shim| {
                let known = &shim.hello().schemes;
                known.is_empty() || known.iter().any(|id| id == scheme)
            }),
        }
    }

    /// What is known of it before it starts.
    pub(crate) fn info(&self) -> TargetInfo {
        let (kind, name) = match self {
            Self::Http(url, _) => (TargetKind::Http, url.clone()),
            Self::Shim(command, _) => {
                let words: Vec<_> = command.iter().map(|word| word.to_string_lossy()).collect();
                (TargetKind::Shim, words.join(" "))
            }
        };
        TargetInfo {
            kind,
            name,
            version: String::new(),
        }
    }
}
