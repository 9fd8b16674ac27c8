//! `--report FORMAT[=FILE]`: where the reports of a run go.

use std::fs::{File, OpenOptions};
use std::io::Write as _;

use crate::cli::arguments::nearest;
use crate::cli::{Failure, print};
use crate::outcome::Report;
use crate::report::{FORMATS, Format, format, untested};
use crate::runner::Progress;

/// The format for people.
const TERMINAL: &str = "terminal";

/// The reports that were asked for, with their files open: a run of minutes must not end in a file that
/// cannot be written.
pub(crate) struct ReportFiles(Vec<(&'static Format, Option<OutputFile>)>);

/// A file that is written at the end; until then it keeps what it holds.
pub(crate) struct OutputFile {
    path: String,
    file: File,
}

impl OutputFile {
    pub(crate) fn open(path: &str) -> Result<Self, Failure> {
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(path);
        let file = file.map_err(|error| Failure::usage(format!("cannot write `{path}`: {error}")))?;
        Ok(Self {
            path: path.to_owned(),
            file,
        })
    }

    pub(crate) fn write(mut self, text: &str) -> Result<(), Failure> {
        // Neither a terminal nor a pipe has a length.
        let _ = self.file.set_len(0);
        let written = self
            .file
            .write_all(text.as_bytes())
            .and_then(|()| self.file.flush());
        written.map_err(|error| Failure::internal(format!("cannot write `{}`: {error}", self.path)))
    }
}

impl ReportFiles {
    /// Opens what the arguments name. Where none of them goes to standard output, the terminal's does.
    pub(crate) fn open(arguments: &[String]) -> Result<Self, Failure> {
        let mut outputs = Vec::new();
        for argument in arguments {
            let (name, path) = match argument.split_once('=') {
                Some((name, path)) => (name, Some(path)),
                None => (argument.as_str(), None),
            };
            let format = format(name).ok_or_else(|| unknown(name))?;
            let file = match path {
                Some("") => return Err(Failure::usage(format!("`--report {argument}` names no file"))),
                Some(path) => Some(OutputFile::open(path)?),
                None => None,
            };
            outputs.push((format, file));
        }
        if outputs.iter().all(|(_, file)| file.is_some()) {
            let terminal = format(TERMINAL).ok_or_else(|| unknown(TERMINAL))?;
            outputs.push((terminal, None));
        }
        Ok(Self(outputs))
    }

    /// Writes every report. For people, that on a target which was not tested holds no more than why.
    pub(crate) fn write(self, report: &Report, progress: Progress) -> Result<(), Failure> {
        for (format, file) in self.0 {
            let text = match progress {
                Progress::NotTested if format.name == TERMINAL => untested(report),
                Progress::NotTested | Progress::Tested => (format.render)(report),
            };
            match file {
                Some(file) => file.write(&anstream::adapter::strip_str(&text).to_string())?,
                None => print(adapted(&text))?,
            }
        }
        Ok(())
    }
}

/// The text with colors only where standard output shows them.
fn adapted(text: &str) -> String {
    match anstream::AutoStream::choice(&std::io::stdout()) {
        anstream::ColorChoice::Never => anstream::adapter::strip_str(text).to_string(),
        anstream::ColorChoice::Auto | anstream::ColorChoice::Always | anstream::ColorChoice::AlwaysAnsi => {
            text.to_owned()
        }
    }
}

fn unknown(name: &str) -> Failure {
    let names: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
    let near = nearest(name, names.iter().copied());
    let hint = near
        .map(|near| format!(" did you mean `{near}`?"))
        .unwrap_or_default();
    Failure::usage(format!(
        "there is no report format `{name}`;{hint} there are {}, each alone or as FORMAT=FILE",
        names.join(", ")
    ))
}
