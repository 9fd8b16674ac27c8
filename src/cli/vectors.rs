//! `hookproof vectors`: the golden vectors as files.

use std::path::Path;

use clap::{Args, Subcommand};

use crate::cli::arguments::load_scheme;
use crate::cli::{CommandResult, ExitStatus, Failure, print};
use crate::scheme::{CATALOG, Scheme, catalog_scheme};
use crate::vectors::{Extent, SCHEMA, Tombstones, VectorFile, export, flags_json, lint, write};

#[derive(Args, Debug)]
pub(crate) struct VectorsArguments {
    #[command(subcommand)]
    command: VectorsCommand,
}

#[derive(Subcommand, Debug)]
enum VectorsCommand {
    /// Write the vectors of the catalogue, or of some schemes, as JSON.
    Export {
        /// The folder; it is made if it is not there.
        #[arg(long, value_name = "DIR")]
        out: String,
        /// A scheme of the catalogue or the path of a scheme file; all of the catalogue if absent; may be repeated.
        #[arg(long, value_name = "ID|FILE")]
        scheme: Vec<String>,
        /// Every case: also where another scheme stands for this one's kind, or its documentation is silent.
        #[arg(long)]
        whole: bool,
    },
    /// Check a folder of vectors: shape, ids, flags, and that each file is what this version exports.
    Check {
        /// The folder.
        dir: String,
    },
}

pub(crate) fn run(arguments: &VectorsArguments) -> CommandResult {
    match &arguments.command {
        VectorsCommand::Export { out, scheme, whole } => {
            let extent = whole.then_some(Extent::Whole);
            export_to(Path::new(out), scheme, extent)
        }
        VectorsCommand::Check { dir } => check(Path::new(dir)),
    }
}

fn export_to(folder: &Path, names: &[String], extent: Option<Extent>) -> CommandResult {
    let schemes: Vec<Scheme> = if names.is_empty() {
        CATALOG
            .iter()
            .filter_map(|entry| catalog_scheme(entry.id))
            .collect()
    } else {
        names
            .iter()
            .map(|name| load_scheme(name))
            .collect::<Result<_, _>>()?
    };
    std::fs::create_dir_all(folder)
        .map_err(|error| Failure::usage(format!("cannot make the folder `{}`: {error}", folder.display())))?;
    let mut cases = 0;
    for scheme in &schemes {
        let file = exported(scheme, extent.unwrap_or_else(|| Extent::of(scheme)))?;
        cases += file.cases.len();
        save(&folder.join(format!("{}.json", scheme.id())), &write(&file))?;
    }
    save(&folder.join("flags.json"), &flags_json())?;
    save(&folder.join("schema.json"), SCHEMA)?;
    print(format!(
        "{cases} cases of {} schemes written to {}\n",
        schemes.len(),
        folder.display()
    ))?;
    Ok(ExitStatus::Conforms)
}

fn exported(scheme: &Scheme, extent: Extent) -> Result<VectorFile, Failure> {
    export(scheme, extent)
        .map_err(|error| Failure::usage(format!("cannot make vectors of `{}`: {error}", scheme.id())))
}

fn save(path: &Path, text: &str) -> Result<(), Failure> {
    std::fs::write(path, text)
        .map_err(|error| Failure::usage(format!("cannot write `{}`: {error}", path.display())))
}

/// Files of a vectors folder that hold no vectors.
const OTHERS: [&str; 3] = ["flags.json", "schema.json", "tombstones.json"];

fn check(folder: &Path) -> CommandResult {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .map_err(|error| Failure::usage(format!("cannot read the folder `{}`: {error}", folder.display())))?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".json") && !OTHERS.contains(&name.as_str()))
        .collect();
    names.sort();
    if names.is_empty() {
        return Err(Failure::usage(format!(
            "there are no vectors in `{}`",
            folder.display()
        )));
    }
    let tombstones = match std::fs::read_to_string(folder.join("tombstones.json")) {
        Ok(text) => serde_json::from_str(&text).map_err(|error| {
            Failure::usage(format!(
                "tombstones.json is no object of ids and reasons: {error}"
            ))
        })?,
        Err(_) => Tombstones::new(),
    };
    let mut faults = Vec::new();
    let mut files = Vec::new();
    for name in names {
        let path = folder.join(&name);
        let text = std::fs::read_to_string(&path)
            .map_err(|error| Failure::usage(format!("cannot read `{}`: {error}", path.display())))?;
        match serde_json::from_str::<VectorFile>(&text) {
            Ok(file) => {
                faults.extend(stale(&name, &text, &file));
                files.push((name, file));
            }
            Err(error) => faults.push(format!("{name}: line {}: {error}", error.line())),
        }
    }
    faults.extend(lint(&files, &tombstones));
    if faults.is_empty() {
        let cases: usize = files.iter().map(|(_, file)| file.cases.len()).sum();
        print(format!(
            "{cases} cases in {} files: all well formed and as this version exports them\n",
            files.len()
        ))?;
        return Ok(ExitStatus::Conforms);
    }
    print(
        faults
            .iter()
            .map(|fault| format!("{fault}\n"))
            .collect::<String>(),
    )?;
    Ok(ExitStatus::DoesNotConform)
}

/// Whether a file of the catalogue's own schemes is what this version exports, with `--whole` or without.
fn stale(name: &str, text: &str, file: &VectorFile) -> Option<String> {
    let id = file.scheme.get("id").and_then(serde_json::Value::as_str)?;
    let scheme = catalog_scheme(id)?;
    let expected = write(&export(&scheme, Extent::of(&scheme)).ok()?);
    let whole = || export(&scheme, Extent::Whole).is_ok_and(|whole| write(&whole) == text);
    if expected == text || whole() {
        return None;
    }
    let line = expected.lines().zip(text.lines()).position(|(a, b)| a != b);
    let line = line.unwrap_or_else(|| expected.lines().count().min(text.lines().count()));
    Some(format!(
        "{name}: line {}: differs from what this version exports; never edit vectors, run `hookproof vectors \
         export --out DIR`",
        line + 1
    ))
}
