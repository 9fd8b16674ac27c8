//! `hookproof explain`: why a captured delivery does not verify.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use clap::Args;

use crate::cli::arguments::{SecretArguments, SettingArguments, parse_url};
use crate::cli::inputs::{read_delivery, read_file};
use crate::cli::schemes::TextOrJson;
use crate::cli::{CommandResult, ExitStatus, Failure, present, print};
use crate::delivery::{Delivery, parse_http_head};
use crate::explain::{Explanation, Fit, MISTAKES, Reveal, answer, explain, explain_any};
use crate::outcome::Redactor;
use crate::scheme::Scheme;
use crate::signing::{Signer, Verifier};

/// The name that stands for every scheme of the catalogue.
const ANY: &str = "any";

#[derive(Args, Debug)]
pub(crate) struct ExplainArguments {
    /// A scheme of the catalogue, the path of a scheme file, or `any`: which scheme of the catalogue fits?
    #[arg(long, value_name = "ID|FILE|any", required_unless_present = "list")]
    scheme: Option<String>,
    #[command(flatten)]
    settings: SettingArguments,
    #[command(flatten)]
    secrets: SecretArguments,
    /// The present time, Unix seconds; the machine's if absent.
    #[arg(long, value_name = "T", allow_negative_numbers = true)]
    now: Option<i64>,
    /// The public URL of the receiver, for schemes that sign it.
    #[arg(long, value_parser = parse_url)]
    url: Option<String>,
    /// How the answer is printed.
    #[arg(long, value_enum, default_value = "text")]
    format: TextOrJson,
    /// Print the right signature, and what would else be kept out as a secret.
    #[arg(long)]
    reveal: bool,
    /// The headers, one a line, where the body is in a file of its own.
    #[arg(long, value_name = "FILE", requires = "body", conflicts_with = "file")]
    headers: Option<String>,
    /// The exact bytes of the body.
    #[arg(long, value_name = "FILE", requires = "headers")]
    body: Option<String>,
    /// Print every mistake that can be named.
    #[arg(long)]
    list: bool,
    /// A raw HTTP/1.1 message, a JSON `request`, a HAR entry or a curl command line; `-` for standard input.
    #[arg(value_name = "FILE|-", required_unless_present_any = ["list", "headers"])]
    file: Option<String>,
}

pub(crate) fn run(arguments: &ExplainArguments) -> CommandResult {
    if arguments.list {
        return list(arguments.format);
    }
    let name = arguments.scheme.as_deref().unwrap_or_default();
    let scheme = (name != ANY).then(|| arguments.settings.load(name)).transpose()?;
    if scheme.is_none() && !arguments.settings.is_empty() {
        return Err(Failure::usage(
            "`--set` is for one scheme, and `--scheme any` names none; name the scheme whose value it is",
        ));
    }
    let secrets = match &scheme {
        Some(scheme) => arguments.secrets.required(scheme)?,
        None => arguments.secrets.load()?,
    };
    if secrets.is_empty() {
        return Err(Failure::usage(
            "`--scheme any` needs a secret; give --secret-env NAME, --secret-file FILE or --secret VALUE",
        ));
    }
    let delivery = delivery(arguments)?;
    let now = arguments.now.unwrap_or_else(present);
    match scheme {
        Some(scheme) => one(arguments, &scheme, &secrets, &delivery, now),
        None => any(arguments, &secrets, &delivery, now),
    }
}

fn delivery(arguments: &ExplainArguments) -> Result<Delivery, Failure> {
    let url = arguments.url.as_deref();
    let (Some(headers), Some(body)) = (&arguments.headers, &arguments.body) else {
        return read_delivery(arguments.file.as_deref().unwrap_or("-"), url);
    };
    let mut delivery = parse_http_head(&read_file(headers)?, read_file(body)?)
        .map_err(|error| Failure::usage(format!("cannot read the headers in `{headers}`: {error}")))?;
    if let Some(url) = url {
        url.clone_into(&mut delivery.url);
    }
    Ok(delivery)
}

fn one(
    arguments: &ExplainArguments,
    scheme: &Scheme,
    secrets: &[String],
    delivery: &Delivery,
    now: i64,
) -> CommandResult {
    let explanation = explain(scheme, secrets, delivery, now);
    print(match arguments.format {
        TextOrJson::Json => format!("{:#}\n", json(arguments, secrets, &explanation)),
        TextOrJson::Text => text(arguments, scheme, secrets, delivery, &explanation),
    })?;
    Ok(status(explanation.verifies))
}

fn any(arguments: &ExplainArguments, secrets: &[String], delivery: &Delivery, now: i64) -> CommandResult {
    let fits = explain_any(secrets, delivery, now);
    let best = fits
        .first()
        .filter(|fit| fit.explanation.verifies || fit.explanation.is_proven());
    let verifies = best.is_some_and(|fit| fit.explanation.verifies);
    let looked_at: Vec<_> = fits.iter().map(|fit| fit.scheme.id()).collect();
    let out = match (arguments.format, best) {
        (TextOrJson::Json, Some(best)) => {
            let mut json = json(arguments, secrets, &best.explanation);
            if let Some(members) = json.as_object_mut() {
                members.insert("scheme".to_owned(), best.scheme.id().into());
            }
            format!("{json:#}\n")
        }
        (TextOrJson::Json, None) => {
            format!(
                "{:#}\n",
                serde_json::json!({"verifies": false, "findings": [], "tried": looked_at})
            )
        }
        (TextOrJson::Text, Some(best)) => {
            let told = text(arguments, &best.scheme, secrets, delivery, &best.explanation);
            format!(
                "The scheme `{}` fits.{}\n\n{told}",
                best.scheme.id(),
                others(&fits)
            )
        }
        (TextOrJson::Text, None) if looked_at.is_empty() => {
            "No scheme of the catalogue has its signature where this delivery has one.\n".to_owned()
        }
        (TextOrJson::Text, None) => format!(
            "No scheme of the catalogue makes this signature with the given secret. These have their signature in \
             such a place: {}.\nName one with --scheme to search it thoroughly.\n",
            looked_at.join(", ")
        ),
    };
    print(out)?;
    Ok(status(verifies))
}

/// The other schemes under which a delivery verifies: several providers sign alike.
fn others(fits: &[Fit]) -> String {
    let verifying = fits.iter().skip(1).filter(|fit| fit.explanation.verifies);
    let ids: Vec<_> = verifying.map(|fit| fit.scheme.id()).collect();
    match ids.is_empty() {
        true => String::new(),
        false => format!(" So do: {}.", ids.join(", ")),
    }
}

const fn status(verifies: bool) -> ExitStatus {
    match verifies {
        true => ExitStatus::Conforms,
        false => ExitStatus::DoesNotConform,
    }
}

fn text(
    arguments: &ExplainArguments,
    scheme: &Scheme,
    secrets: &[String],
    delivery: &Delivery,
    explanation: &Explanation,
) -> String {
    let reveal = if arguments.reveal { Reveal::Yes } else { Reveal::No };
    let mut text = answer(scheme, secrets, explanation, reveal);
    if arguments.reveal
        && !explanation.verifies
        && let Some(signature) = right_signature(scheme, secrets, delivery)
    {
        let _ = writeln!(text, "\nThe right signature of this delivery: {signature}");
    }
    text
}

/// What a correct signer would write; only where both sides hold the secret.
fn right_signature(scheme: &Scheme, secrets: &[String], delivery: &Delivery) -> Option<String> {
    let secrets = secrets.get(..1)?;
    let (_, digest) = Verifier::new(scheme, secrets).ok()?.trace(delivery)?;
    if !scheme.is_symmetric() {
        return None;
    }
    Signer::new(scheme, secrets).ok()?;
    let written = scheme.signature().encoding.encode(&digest);
    Some(format!(
        "{}{}",
        scheme.format().lead(),
        String::from_utf8_lossy(&written)
    ))
}

fn json(arguments: &ExplainArguments, secrets: &[String], explanation: &Explanation) -> serde_json::Value {
    let redactor = Redactor::new(secrets);
    let shown = |detail: &str| match arguments.reveal {
        true => detail.to_owned(),
        false => redactor.redact(detail),
    };
    let findings: Vec<_> = explanation
        .findings
        .iter()
        .map(|finding| {
            let mut json = serde_json::json!({
                "mistake": finding.mistake,
                "detail": shown(&finding.detail),
                "proof": finding.proof,
            });
            if let Some(members) = json.as_object_mut()
                && !finding.also.is_empty()
            {
                members.insert("also".to_owned(), finding.also.clone().into());
            }
            json
        })
        .collect();
    let mut json = serde_json::json!({"verifies": explanation.verifies, "findings": findings});
    if let Some(members) = json.as_object_mut()
        && !explanation.verifies
        && !explanation.is_proven()
    {
        members.insert("tried".to_owned(), explanation.tried.mistakes.clone().into());
    }
    json
}

fn list(format: TextOrJson) -> CommandResult {
    let text = match format {
        TextOrJson::Json => {
            let rows: Vec<BTreeMap<&str, &str>> = MISTAKES
                .iter()
                .map(|mistake| BTreeMap::from([("mistake", mistake.name), ("title", mistake.title)]))
                .collect();
            format!("{:#}\n", serde_json::json!(rows))
        }
        TextOrJson::Text => {
            let width = MISTAKES
                .iter()
                .map(|mistake| mistake.name.len())
                .max()
                .unwrap_or_default();
            let mut text = String::new();
            for mistake in MISTAKES {
                let _ = writeln!(text, "{:width$}  {}", mistake.name, mistake.title);
            }
            text
        }
    };
    print(text)?;
    Ok(ExitStatus::Conforms)
}
