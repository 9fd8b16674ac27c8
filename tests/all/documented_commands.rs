//! Every command of a `console` block in the documents runs, and prints what stands below it.
//! `BLESS=1 cargo test --test all documented_commands::` rewrites the outputs.
#![expect(clippy::disallowed_methods, reason = "a test is the roof of its own house")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use crate::programs::has_python;
use crate::served::Served;

/// The documents whose commands are run.
const DOCUMENTS: &[&str] = &[
    "README.md",
    "docs/fuzzing.md",
    "docs/senders.md",
    "docs/your-own-scheme.md",
];

/// Where the documents have a receiver; in the tests it is a reference receiver at a free port.
const RECEIVER: &str = "127.0.0.1:8080";

/// Commands that are too heavy for a test of their own; `.ci/run` runs each.
const RUN_BY_CI: &[&str] = &["cargo test"];

/// What `SECRET` holds while the commands run.
const SECRET: &str = "my_secret_key";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A command and what the document says that it prints.
struct Shown {
    command: String,
    output: String,
}

/// The document cut at its commands: text in between as it stands.
enum Piece {
    Text(String),
    Shown(Shown),
}

fn pieces(document: &str) -> Vec<Piece> {
    let mut pieces = vec![Piece::Text(String::new())];
    let mut in_console = false;
    for line in document.lines() {
        if line.starts_with("```") {
            in_console = line == "```console";
            pieces.push(Piece::Text(format!("{line}\n")));
        } else if let (true, Some(command)) = (in_console, line.strip_prefix("$ ")) {
            pieces.push(Piece::Shown(Shown {
                command: command.to_owned(),
                output: String::new(),
            }));
        } else {
            match pieces.last_mut() {
                // A command that goes on in the next line.
                Some(Piece::Shown(shown)) if shown.output.is_empty() && shown.command.ends_with('\\') => {
                    shown.command.push('\n');
                    shown.command.push_str(line);
                }
                Some(Piece::Shown(shown)) => shown.output.extend([line, "\n"]),
                Some(Piece::Text(text)) => text.extend([line, "\n"]),
                None => {}
            }
        }
    }
    pieces
}

fn written(pieces: &[Piece]) -> String {
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Shown(Shown { command, output }) => format!("$ {command}\n{output}"),
        })
        .collect()
}

/// What a command prints, run by the shell in the root of the project.
fn printed(command: &str) -> Option<String> {
    let command = command.replace("cargo run --release -- ", "hookproof ");
    if command.contains("python3") && !has_python() {
        return None;
    }
    let program = Path::new(env!("CARGO_BIN_EXE_hookproof"));
    let served = command.contains(RECEIVER).then(|| receiver_for(&command));
    let address = served.as_ref().map_or(RECEIVER, |served| &served.address);
    let command = command.replace(RECEIVER, address);
    let path = format!(
        "{}:{}",
        program.parent().unwrap().display(),
        std::env::var("PATH").unwrap()
    );
    let script = format!("{command}\nstatus=$?; [ $status -eq 0 ] || echo \"(exit status $status)\"");
    let output = Command::new("sh")
        .args(["-c", &script])
        .current_dir(root())
        .env("PATH", path)
        .env("NO_COLOR", "1")
        .env("SECRET", SECRET)
        .output()
        .unwrap();
    let mut text = String::from_utf8(output.stdout).unwrap();
    text.push_str(&String::from_utf8(output.stderr).unwrap());
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    Some(text.replace(address, RECEIVER))
}

/// A reference receiver for the scheme that a command names.
fn receiver_for(command: &str) -> Served {
    let scheme = command
        .split_whitespace()
        .skip_while(|word| *word != "--scheme")
        .nth(1)
        .unwrap();
    Served::start(&["--scheme", scheme, "--secret", SECRET], Stdio::null())
}

/// How many commands of a document were run, and those that print something else than shown; `bless` rewrites them.
fn stale_commands(name: &str, bless: bool) -> (usize, Vec<String>) {
    let path = root().join(name);
    let document = fs::read_to_string(&path).unwrap();
    let mut cut = pieces(&document);
    assert_eq!(written(&cut), document, "{name} is not cut and joined faithfully");
    let mut stale = Vec::new();
    let mut commands = 0;
    for piece in &mut cut {
        let Piece::Shown(shown) = piece else { continue };
        if RUN_BY_CI.contains(&shown.command.as_str()) {
            continue;
        }
        commands += 1;
        if let Some(output) = printed(&shown.command)
            && output != shown.output
        {
            stale.push(format!(
                "{name}: $ {}\n--- shown\n{}--- printed\n{output}",
                shown.command, shown.output
            ));
            shown.output = output;
        }
    }
    if bless {
        fs::write(path, written(&cut)).unwrap();
    }
    (commands, stale)
}

#[test]
fn commands_print_what_the_documents_show() {
    let bless = match std::env::var("BLESS").as_deref() {
        Err(_) => false,
        Ok("1") => true,
        Ok(other) => panic!("BLESS={other} is unknown; write BLESS=1 or leave it away"),
    };
    // Each document waits for its own commands: the longest decides.
    let results: Vec<(usize, Vec<String>)> = thread::scope(|scope| {
        let checks: Vec<_> = DOCUMENTS
            .iter()
            .map(|name| scope.spawn(move || stale_commands(name, bless)))
            .collect();
        checks.into_iter().map(|check| check.join().unwrap()).collect()
    });
    let commands: usize = results.iter().map(|(commands, _)| commands).sum();
    let stale: Vec<String> = results.into_iter().flat_map(|(_, stale)| stale).collect();
    assert!(commands >= 5, "only {commands} commands were found");
    assert!(
        bless || stale.is_empty(),
        "`BLESS=1 cargo test --test all documented_commands::` rewrites these:\n{}",
        stale.join("\n")
    );
}

#[test]
fn heavy_commands_are_run_by_ci() {
    let script = fs::read_to_string(root().join(".ci/run")).unwrap();
    for command in RUN_BY_CI {
        assert!(script.contains(command), "`.ci/run` does not run `{command}`");
    }
    // Blocks that are not run must be of a kind that nobody takes for a command.
    for name in DOCUMENTS {
        let document = fs::read_to_string(root().join(name)).unwrap();
        for fence in document
            .lines()
            .filter(|line| line.starts_with("```") && line.len() > 3)
        {
            let known = ["```console", "```toml", "```rust", "```json", "```text"];
            assert!(
                known.iter().any(|k| fence.starts_with(k)),
                "{name}: a block `{fence}` would not be tested"
            );
        }
    }
}
