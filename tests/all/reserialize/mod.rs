//! The models of other languages' JSON writers, held against the languages and against each other.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a panic is how a test fails"
)]
#![expect(clippy::print_stderr, reason = "a test that is skipped says so")]

mod documents;
mod languages;

use documents::{Random, document};
use hookproof::reserialize::{REWRITERS, Rewriter, python_repr_is_fixed_point, rewriter};
use languages::{ask, compare};

const PYTHON: &[&str] = &[
    "python-dumps",
    "python-dumps-compact",
    "python-dumps-indent",
    "python-dumps-sorted",
    "python-dumps-utf8",
    "python-repr",
];
const JAVASCRIPT: &[&str] = &["json-stringify", "json-stringify-indent"];

fn documents(seed: u64, count: usize) -> Vec<Vec<u8>> {
    let mut random = Random::new(seed);
    (0..count).map(|_| document(&mut random)).collect()
}

#[test]
fn python_agrees() {
    let mut bodies = documents(1, 20_000);
    for digits in [4299, 4300, 4301] {
        bodies.push("7".repeat(digits).into_bytes());
        bodies.push(format!("-{}", "7".repeat(digits)).into_bytes());
        bodies.push(format!("{}.5", "7".repeat(digits)).into_bytes());
        bodies.push(format!("{{\"a\":{},\"a\":1}}", "7".repeat(digits)).into_bytes());
    }
    let nested = "[".repeat(300) + "{\"a\":[]}" + &"]".repeat(300);
    bodies.push(nested.into_bytes());
    if let Some(answers) = ask("python3", &["tests/python/json_rewriters.py"], &bodies) {
        compare(PYTHON, &bodies, &answers);
    }
}

/// The table of unprintable characters, whole, against the Python release that it was made from.
#[test]
fn python_3_11_escapes_the_same_characters() {
    let version = std::process::Command::new("python3")
        .args(["-c", "import sys; print(sys.version_info[:2])"])
        .output();
    if version.is_ok_and(|output| output.stdout.starts_with(b"(3, 11)")) {
        // Planes 4 to 13 are unassigned and 15 and 16 private, so some of their characters do.
        let is_asked = |c: &u32| *c < 0x4_0000 || c >> 16 == 14 || (c + 2) % 0x1000 < 4;
        let characters: Vec<char> = (0x80..=0x10_FFFF)
            .filter(is_asked)
            .filter_map(char::from_u32)
            .collect();
        let body = |chunk: &[char]| format!("[\"'{}\"]", chunk.iter().collect::<String>()).into_bytes();
        let bodies: Vec<_> = characters.chunks(1024).map(body).collect();
        let answers = ask("python3", &["tests/python/json_rewriters.py"], &bodies).unwrap();
        compare(PYTHON, &bodies, &answers);
    } else {
        eprintln!(
            "SKIPPED: python3 is not Python 3.11, so that the table of its characters was not compared"
        );
    }
}

#[test]
fn javascript_agrees() {
    let bodies = documents(2, 20_000);
    if let Some(answers) = ask("node", &["tests/javascript/json_rewriters.js"], &bodies) {
        compare(JAVASCRIPT, &bodies, &answers);
    }
}

/// Asks a language whose version is not ours to choose, when its switch is set in the environment.
fn opted_in(switch: &str, ids: &[&str], program: &str, arguments: &[&str], bodies: &[Vec<u8>]) {
    if std::env::var_os(switch).is_none() {
        eprintln!("SKIPPED: set {switch}=1 to compare with {program}");
    } else if let Some(answers) = ask(program, arguments, bodies) {
        compare(ids, bodies, &answers);
    }
}

#[test]
fn go_agrees() {
    let script = ["run", "tests/go/json_rewriters.go"];
    opted_in(
        "HOOKPROOF_GO",
        &["go-encoder", "go-marshal"],
        "go",
        &script,
        &documents(7, 20_000),
    );
}

#[test]
fn php_agrees() {
    let ids = ["php-json-encode", "php-json-encode-unescaped"];
    opted_in(
        "HOOKPROOF_PHP",
        &ids,
        "php",
        &["tests/php/json_rewriters.php"],
        &documents(8, 20_000),
    );
}

#[test]
fn ruby_agrees() {
    let mut bodies = documents(9, 20_000);
    // Of lone surrogates and bad UTF-8 Ruby makes something else in each release.
    bodies.retain(|body| {
        str::from_utf8(body).is_ok_and(|text| {
            !text
                .to_ascii_lowercase()
                .replace("\\ud83c\\udf89", "")
                .contains("\\ud")
        })
    });
    opted_in(
        "HOOKPROOF_RUBY",
        &["ruby-json-generate"],
        "ruby",
        &["tests/ruby/json_rewriters.rb"],
        &bodies,
    );
}

/// The switch is the class path that has Jackson and Gson. Before Java 19 there are disagreements over digits, and Gson
/// takes more than the model does.
#[test]
fn java_agrees() {
    let path = std::env::var_os("HOOKPROOF_JAVA")
        .unwrap_or_default()
        .into_string()
        .unwrap();
    let script = ["-cp", &path, "tests/java/JsonRewriters.java"];
    opted_in(
        "HOOKPROOF_JAVA",
        &["java-gson", "java-jackson"],
        "java",
        &script,
        &documents(10, 20_000),
    );
}

/// The crate itself is at hand; its `preserve_order` feature is on here, so keys are sorted behind it.
#[test]
fn serde_json_agrees() {
    let mut bodies = documents(3, 20_000);
    // Another dependency of the tests may switch on exact reading of floats, which is not what the model is of.
    let text = "6.895564058132733e196";
    if serde_json::from_str::<f64>(text).unwrap() == text.parse::<f64>().unwrap() {
        eprintln!("SKIPPED: bodies with floats, since `float_roundtrip` is on");
        bodies.retain(|body| !has_float(body));
        assert!(bodies.len() > 500, "only {} bodies are left", bodies.len());
    }
    let observed = |body: &Vec<u8>| {
        let mut value: serde_json::Value = serde_json::from_slice(body).ok()?;
        value.sort_all_objects();
        serde_json::to_vec(&value).ok()
    };
    let answers = bodies.iter().map(|body| vec![observed(body)]).collect();
    compare(&["rust-serde-json"], &bodies, &answers);
}

/// Whether a body may hold a number that is read as a float: a point or an exponent after a digit, or many digits.
fn has_float(body: &[u8]) -> bool {
    let is_float = |pair: &[u8]| matches!(pair, [b'0'..=b'9', b'.' | b'e' | b'E']);
    body.windows(2).any(is_float) || body.windows(16).any(|run| run.iter().all(u8::is_ascii_digit))
}

/// The predicate is code of its own: it reads the body once and writes nothing.
#[test]
fn fixed_points_are_what_rewriting_leaves_alone() {
    let repr = rewriter("python-repr").unwrap().rewrite;
    let mut n_fixed_points = 0;
    for body in documents(4, 20_000) {
        let is_fixed_point = repr(&body).as_ref() == Some(&body);
        assert_eq!(
            python_repr_is_fixed_point(&body),
            is_fixed_point,
            "{}",
            body.escape_ascii()
        );
        n_fixed_points += usize::from(is_fixed_point);
    }
    assert!(n_fixed_points > 1_000, "only {n_fixed_points} fixed points");
}

/// What a writer wrote its own language reads back and writes again alike.
#[test]
fn rewriting_twice_changes_nothing_more() {
    // `str` writes no JSON, `serde_json` reads numbers inexactly, PHP makes `-0` of `-0.0` and `0` of that, and in
    // Java different lone surrogates become the same question mark.
    let exempt = ["python-repr", "rust-serde-json"];
    let is_held =
        |rewriter: &Rewriter| !exempt.contains(&rewriter.id) && !["Java", "PHP"].contains(&rewriter.language);
    for body in documents(5, 3_000) {
        for rewriter in REWRITERS.iter().filter(|rewriter| is_held(rewriter)) {
            if let Some(once) = (rewriter.rewrite)(&body) {
                assert_eq!(
                    (rewriter.rewrite)(&once).as_ref(),
                    Some(&once),
                    "{} {}",
                    rewriter.id,
                    body.escape_ascii()
                );
            }
        }
    }
}

#[test]
fn no_bytes_panic() {
    let mut random = Random::new(6);
    let alphabet = b"[]{}:,\"\\u'dD8cC0019eE+-. \ntrufalsn/*NI\xC3\xA9\xED\xA0\xF0\x9F\x00\xFF";
    for _ in 0..20_000 {
        let length = random.below(24);
        let bytes: Vec<u8> = if random.below(2) == 0 {
            (0..length)
                .map(|_| alphabet[random.below(alphabet.len())])
                .collect()
        } else {
            (0..length)
                .map(|_| u8::try_from(random.below(256)).unwrap())
                .collect()
        };
        for rewriter in REWRITERS {
            let _ = (rewriter.rewrite)(&bytes);
        }
        let _ = python_repr_is_fixed_point(&bytes);
    }
}
