//! The languages themselves, asked for what they make of a batch of bodies.

use std::io::{ErrorKind, Read as _, Write as _};
use std::process::{Command, Stdio};

use hookproof::encoding::{Encoding, base64_text};
use hookproof::reserialize::rewriter;

/// For each body what each rewriter of the program makes of it: `None` where the language refuses the body.
pub(crate) type Answers = Vec<Vec<Option<Vec<u8>>>>;

/// Sends all bodies through one process; `None`, and a loud word, where `program` is missing.
pub(crate) fn ask(program: &str, arguments: &[&str], bodies: &[Vec<u8>]) -> Option<Answers> {
    let spawned = Command::new(program)
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let mut child = match spawned {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            eprintln!(
                "SKIPPED: {program} is not installed, so that its rewriters were compared with nothing"
            );
            return None;
        }
        child => child.unwrap(),
    };
    let lines: String = bodies.iter().map(|body| base64_text(body) + "\n").collect();
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || stdin.write_all(lines.as_bytes()).unwrap());
    let mut answers = String::new();
    child.stdout.take().unwrap().read_to_string(&mut answers).unwrap();
    writer.join().unwrap();
    assert!(child.wait().unwrap().success(), "{program} failed");
    let answers: Answers = answers
        .lines()
        .map(|line| line.split(' ').map(answer).collect())
        .collect();
    assert_eq!(
        answers.len(),
        bodies.len(),
        "{program} answered another number of bodies"
    );
    Some(answers)
}

fn answer(word: &str) -> Option<Vec<u8>> {
    if word == "!" {
        return None;
    }
    Some(
        Encoding::Base64
            .decode(word.strip_prefix('=').unwrap().as_bytes())
            .unwrap(),
    )
}

/// Holds the models named `ids` against what the language answered.
pub(crate) fn compare(ids: &[&str], bodies: &[Vec<u8>], answers: &Answers) {
    let mut disagreements = Vec::new();
    for (body, answers) in bodies.iter().zip(answers) {
        assert_eq!(answers.len(), ids.len());
        for (id, observed) in ids.iter().zip(answers) {
            let modelled = (rewriter(id).unwrap().rewrite)(body);
            if modelled != *observed {
                disagreements.push(format!(
                    "{id}\n  body     {}\n  model    {}\n  language {}",
                    body.escape_ascii(),
                    shown(modelled.as_deref()),
                    shown(observed.as_deref()),
                ));
            }
        }
    }
    let first: Vec<_> = disagreements.iter().take(10).map(String::as_str).collect();
    assert!(
        disagreements.is_empty(),
        "{} disagreements over {} bodies\n{}",
        disagreements.len(),
        bodies.len(),
        first.join("\n")
    );
}

fn shown(written: Option<&[u8]>) -> String {
    written.map_or_else(
        || "(refused)".to_owned(),
        |written| written.escape_ascii().to_string(),
    )
}
