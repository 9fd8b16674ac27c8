//! `hookproof cases`: what is tested and why.

use std::fmt::Write as _;

use clap::{Args, Subcommand};
use serde_json::json;

use crate::cases::{Case, FAMILIES, Level, Setting, flag, suite};
use crate::cli::arguments::{load_scheme, nearest};
use crate::cli::coverage::coverage;
use crate::cli::readable::{readable, readable_message};
use crate::cli::schemes::{TextOrJson, json_text};
use crate::cli::{CommandResult, ExitStatus, Failure, print};
use crate::delivery::RequestJson;
use crate::encoding::{base64_text, hex_text};
use crate::report::wrapped;
use crate::scheme::{CATALOG, Scheme, catalog_scheme};

#[derive(Args, Debug)]
pub(crate) struct CasesArguments {
    #[command(subcommand)]
    command: Option<CasesCommand>,
    /// A scheme of the catalogue, or the path of a scheme file; the whole catalogue if absent, and for `coverage`
    /// one scheme of each shape.
    #[arg(long, value_name = "ID|FILE", global = true)]
    scheme: Option<String>,
    /// How the answer is printed.
    #[arg(long, value_enum, default_value = "text", global = true)]
    format: TextOrJson,
}

#[derive(Subcommand, Debug)]
enum CasesCommand {
    /// Show which cases catch which built-in mistake, and that no correct receiver is blamed.
    Coverage,
    /// List the cases: id, level, what is expected, and what is sent.
    List,
    /// Show one case: what is sent, what is expected, and why.
    Show {
        /// The case's id, such as `SCHEME/genuine/control`.
        id: String,
    },
}

pub(crate) fn run(arguments: &CasesArguments) -> CommandResult {
    match arguments.command.as_ref().unwrap_or(&CasesCommand::List) {
        CasesCommand::Coverage => coverage(arguments.scheme.as_deref(), arguments.format),
        CasesCommand::List => list(arguments),
        CasesCommand::Show { id } => show(arguments, id),
    }
}

/// The cases as in the golden vectors: fixed time, public test secrets.
fn cases_of(scheme: &Scheme) -> Result<Vec<Case>, Failure> {
    let made = suite(scheme, &Setting::vectors(scheme)).map_err(|error| {
        Failure::usage(format!(
            "no cases can be made for scheme `{}`: {error}",
            scheme.id()
        ))
    })?;
    Ok(made.cases)
}

fn list(arguments: &CasesArguments) -> CommandResult {
    let schemes = match &arguments.scheme {
        Some(name) => vec![load_scheme(name)?],
        None => CATALOG
            .iter()
            .filter_map(|entry| catalog_scheme(entry.id))
            .collect(),
    };
    let mut cases = Vec::new();
    for scheme in &schemes {
        cases.extend(cases_of(scheme)?);
    }
    print(match arguments.format {
        TextOrJson::Text => list_text(&cases),
        TextOrJson::Json => {
            let rows: Vec<_> = cases
                .iter()
                .map(|case| {
                    json!({
                        "id": case.id.as_str(),
                        "title": case.title,
                        "family": case.family,
                        "flags": case.flags,
                        "level": case.level.name(),
                        "expected": case.expected.name(),
                    })
                })
                .collect();
            json_text(&rows.into())?
        }
    })?;
    Ok(ExitStatus::Conforms)
}

fn list_text(cases: &[Case]) -> String {
    let width = cases
        .iter()
        .map(|case| case.id.as_str().len())
        .max()
        .unwrap_or_default();
    let rows = cases.iter().map(|case| {
        format!(
            "{:width$}  {:11}  {:6}  {}\n",
            case.id,
            case.level.name(),
            case.expected.name(),
            case.title
        )
    });
    rows.collect()
}

fn show(arguments: &CasesArguments, id: &str) -> CommandResult {
    let scheme = match (&arguments.scheme, id.split_once('/')) {
        (Some(name), _) => load_scheme(name)?,
        (None, Some((scheme, _))) => load_scheme(scheme)?,
        (None, None) => {
            return Err(Failure::usage(format!(
                "`{id}` is no case id; they are written SCHEME/FAMILY/CASE, and `hookproof cases list` shows all"
            )));
        }
    };
    let cases = cases_of(&scheme)?;
    let Some(case) = cases.iter().find(|case| case.id.as_str() == id) else {
        let near = nearest(id, cases.iter().map(|case| case.id.as_str()));
        let hint = near
            .map(|near| format!(" did you mean `{near}`?"))
            .unwrap_or_default();
        return Err(Failure::usage(format!(
            "there is no case `{id}`;{hint} `hookproof cases list --scheme {}` shows them",
            scheme.id()
        )));
    };
    print(match arguments.format {
        TextOrJson::Text => text_of(case),
        TextOrJson::Json => json_text(&json_of(case))?,
    })?;
    Ok(ExitStatus::Conforms)
}

fn text_of(case: &Case) -> String {
    let mut text = String::new();
    let level = match case.level {
        Level::Must => "must: a failure lets a forgery in or breaks a genuine delivery",
        Level::Should => "should: hygiene",
        Level::Unspecified => "unspecified: the documentation is silent, this is what the reference does",
    };
    let _ = writeln!(text, "{}\n{}\n", case.id, case.title);
    let _ = writeln!(text, "expected   {} ({level})", case.expected.name());
    if !case.reasons.is_empty() {
        let _ = writeln!(text, "reasons    {} (advisory)", case.reasons.join(", "));
    }
    if let Some(base) = &case.base {
        let _ = writeln!(text, "changes    {base}");
    }
    for secret in &case.secrets {
        let shown = readable(secret.as_bytes());
        let _ = writeln!(text, "secret     {shown} (a public test value)");
    }
    let tolerance = case
        .tolerance
        .map_or_else(|| "does not matter".to_owned(), |seconds| format!("{seconds} s"));
    let _ = writeln!(text, "tolerance  {tolerance}\nnow        {}", case.now);
    why(&mut text, case);
    for (index, before) in case.before.iter().enumerate() {
        let _ = writeln!(
            text,
            "\nsent before ({} of {})\n{}",
            index + 1,
            case.before.len(),
            readable_message(before)
        );
    }
    let _ = writeln!(text, "\nsent\n{}", readable_message(&case.delivery));
    if let Some(trace) = &case.trace {
        let length = trace.base_string.len();
        let _ = writeln!(
            text,
            "\nbase string: what a correct verifier signs ({length} bytes)\n{}",
            readable(&trace.base_string)
        );
        let _ = writeln!(
            text,
            "\ndigest of it under the first secret, hex\n{}",
            hex_text(&trace.mac)
        );
    }
    text
}

fn why(text: &mut String, case: &Case) {
    let _ = writeln!(text, "\nwhy");
    if let Some(family) = FAMILIES.iter().find(|family| family.id == case.family) {
        let line = format!("{}: {}", family.id, family.description);
        let _ = writeln!(text, "{}", wrapped(&line, 2, 4));
    }
    for flag in case.flags.iter().filter_map(|name| flag(name)) {
        let line = format!(
            "{} ({}): {} {}",
            flag.name, flag.class, flag.description, flag.effect
        );
        let _ = writeln!(text, "{}", wrapped(&line, 2, 4));
        for reference in flag.cwe.iter().chain(flag.references) {
            let _ = writeln!(text, "    {reference}");
        }
    }
}

/// The case as in the golden vectors.
fn json_of(case: &Case) -> serde_json::Value {
    let mut request = RequestJson::of(&case.delivery);
    request.body_text = case.delivery.body_text().map(ToOwned::to_owned);
    json!({
        "id": case.id.as_str(),
        "title": case.title,
        "role": "verify",
        "flags": case.flags,
        "level": case.level.name(),
        "expected": case.expected.name(),
        "reasons": case.reasons,
        "base": case.base.as_ref().map(|base| base.as_str()),
        "secrets": case.secrets,
        "tolerance": case.tolerance,
        "now": case.now,
        "before": case.before.iter().map(RequestJson::of).collect::<Vec<_>>(),
        "request": request,
        "trace": case.trace.as_ref().map(|trace| json!({
            "base_string": base64_text(&trace.base_string),
            "mac": hex_text(&trace.mac),
        })),
    })
}
