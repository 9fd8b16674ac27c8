//! `hookproof schemes`: the catalogue.

use clap::{Args, Subcommand, ValueEnum};

use crate::cli::arguments::load_scheme;
use crate::cli::missing::unsignable;
use crate::cli::{CommandResult, ExitStatus, Failure, print};
use crate::scheme::{CATALOG, Finding, Scheme, Severity, catalog_scheme, lint};

#[derive(Args, Debug)]
pub(crate) struct SchemesArguments {
    #[command(subcommand)]
    command: Option<SchemesCommand>,
    /// How the answer is printed.
    #[arg(long, value_enum, default_value = "text", global = true)]
    format: TextOrJson,
}

#[derive(Subcommand, Debug)]
enum SchemesCommand {
    /// List the catalogue.
    List,
    /// Show one scheme.
    Show {
        /// A scheme of the catalogue, or the path of a scheme file.
        scheme: String,
    },
    /// Check a scheme file, and look for faults in the scheme's design.
    Lint {
        /// The path of a scheme file, or a scheme of the catalogue.
        file: String,
    },
}

/// Text for people or JSON for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TextOrJson {
    /// For people.
    Text,
    /// For programs.
    Json,
}

pub(crate) fn run(arguments: &SchemesArguments) -> CommandResult {
    match arguments.command.as_ref().unwrap_or(&SchemesCommand::List) {
        SchemesCommand::List => list(arguments.format),
        SchemesCommand::Show { scheme } => show(&load_scheme(scheme)?, arguments.format),
        SchemesCommand::Lint { file } => lint_scheme(&load_scheme(file)?, arguments.format),
    }
}

fn list(format: TextOrJson) -> CommandResult {
    let schemes: Vec<Scheme> = CATALOG
        .iter()
        .filter_map(|entry| catalog_scheme(entry.id))
        .collect();
    let text = match format {
        TextOrJson::Json => {
            let rows: Vec<_> = schemes
                .iter()
                .map(
                    |s| serde_json::json!({"id": s.id(), "name": s.name(), "method": s.method().to_string()}),
                )
                .collect();
            json_text(&serde_json::Value::from(rows))?
        }
        TextOrJson::Text => {
            let width = schemes.iter().map(|s| s.id().len()).max().unwrap_or_default();
            let rows = schemes
                .iter()
                .map(|s| format!("{:width$}  {:22}  {}\n", s.id(), s.method().to_string(), s.name()));
            rows.collect()
        }
    };
    print(text)?;
    Ok(ExitStatus::Conforms)
}

fn show(scheme: &Scheme, format: TextOrJson) -> CommandResult {
    print(match format {
        TextOrJson::Json => json_text(&scheme.to_json())?,
        TextOrJson::Text => scheme.to_toml(),
    })?;
    Ok(ExitStatus::Conforms)
}

fn lint_scheme(scheme: &Scheme, format: TextOrJson) -> CommandResult {
    let mut findings = lint(scheme);
    let faulty = unsignable(scheme);
    let form = match &faulty {
        None => "well formed",
        Some(_) => "well formed, but no delivery can be signed",
    };
    if let Some(message) = faulty {
        findings.insert(
            0,
            Finding {
                rule: "unsignable",
                severity: Severity::Error,
                message,
                advice: "Try it with `hookproof sign --scheme FILE --secret test`.".to_owned(),
            },
        );
    }
    print(match format {
        TextOrJson::Json => {
            let findings: Vec<_> = findings
                .iter()
                .map(|f| {
                    serde_json::json!({
                        "rule": f.rule,
                        "severity": f.severity.name(),
                        "message": f.message,
                        "advice": f.advice,
                    })
                })
                .collect();
            json_text(&serde_json::json!({"scheme": scheme.id(), "findings": findings}))?
        }
        TextOrJson::Text if findings.is_empty() => {
            format!(
                "{}: well formed, and no fault of its design was found\n",
                scheme.id()
            )
        }
        TextOrJson::Text => {
            let lines = findings.iter().map(|f| {
                format!(
                    "  {}: {}: {}\n    {}\n",
                    f.severity.name(),
                    f.rule,
                    f.message,
                    f.advice
                )
            });
            format!(
                "{}: {form}; of its design:\n{}",
                scheme.id(),
                lines.collect::<String>()
            )
        }
    })?;
    Ok(ExitStatus::Conforms)
}

pub(crate) fn json_text(value: &serde_json::Value) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(value);
    text.map(|text| text + "\n")
        .map_err(|error| Failure::internal(format!("cannot write JSON: {error}")))
}
