//! A broken scheme file never panics, and its error names the line.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a panic is how a test fails"
)]

use hookproof::scheme::{CATALOG, Scheme};

/// Edits of each file of the catalogue.
const EDITS: usize = 60;

/// A small generator of numbers (SplitMix64), so that every run makes the same edits.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(limit.max(1)).unwrap()).unwrap()
    }
}

/// Bytes that mean something in a scheme file.
const TELLING: &[u8] = b"\"'[]{}=|:/.,\\#\n\r\t \0\xFFabz019-_";

fn edited(text: &str, numbers: &mut Numbers) -> String {
    match numbers.below(9) {
        0..=3 => bytes_edited(text, numbers),
        4..=6 => lines_edited(text, numbers),
        _ => values_edited(text, numbers),
    }
}

fn bytes_edited(text: &str, numbers: &mut Numbers) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let (here, there) = (numbers.below(bytes.len()), numbers.below(bytes.len()));
    match numbers.below(5) {
        0 => drop(bytes.remove(here)),
        1 => bytes.insert(here, bytes[here]),
        2 => bytes.swap(here, there),
        3 => bytes[here] = TELLING[numbers.below(TELLING.len())],
        _ => bytes.truncate(here),
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn lines_edited(text: &str, numbers: &mut Numbers) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    let (here, there) = (numbers.below(lines.len()), numbers.below(lines.len()));
    match numbers.below(4) {
        0 => drop(lines.remove(here)),
        1 => lines.insert(there, lines[here]),
        2 => lines.swap(here, there),
        _ => lines.insert(here, "[[variant]]"),
    }
    lines.join("\n")
}

/// The values of two lines change places, or one becomes a value of another kind.
fn values_edited(text: &str, numbers: &mut Numbers) -> String {
    const OTHERS: &[&str] = &[
        "\"\"",
        "1",
        "-1",
        "9999999999999999999",
        "true",
        "[]",
        "{}",
        "\"{\"",
        "\"{x}\"",
        "\"{body|x}\"",
        "\"{timestamp}\"",
        "\"{secret}\"",
        "\"jwt\"",
        "\"hmac-sha256\"",
        "\"header:\"",
        "\"json:/\"",
        "\"field:0\"",
        "\"claim:iat\"",
        "\"tagged\"",
        "\"\\u0000\"",
        "'é'",
    ];
    let mut lines: Vec<String> = text.lines().map(ToOwned::to_owned).collect();
    let with_value: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].contains(" = ")).collect();
    let here = with_value[numbers.below(with_value.len())];
    let there = with_value[numbers.below(with_value.len())];
    let value = match numbers.below(2) {
        0 => lines[there].split_once(" = ").unwrap().1.to_owned(),
        _ => OTHERS[numbers.below(OTHERS.len())].to_owned(),
    };
    let line = &mut lines[here];
    *line = format!("{} = {value}", line.split_once(" = ").unwrap().0);
    lines.join("\n")
}

#[test]
fn broken_files_are_refused_at_a_line() {
    let mut numbers = Numbers(1);
    let (mut fine, mut refused, mut at_the_top) = (0, 0, 0);
    for entry in CATALOG {
        for _ in 0..EDITS {
            let mut text = edited(entry.text, &mut numbers);
            if numbers.below(4) == 0 {
                text = edited(&text, &mut numbers);
            }
            // A panic names neither, so the edit is told first.
            let Err(error) = Scheme::parse(&text, "broken.toml") else {
                fine += 1;
                continue;
            };
            refused += 1;
            let lines = text.split('\n').count();
            assert!((1..=lines).contains(&error.line), "{error}\n{text}");
            let told = error.to_string();
            let head = format!("broken.toml:{}:{}: ", error.line, error.column);
            assert!(told.starts_with(&head), "{told}\n{text}");
            let line = text.split('\n').nth(error.line - 1).unwrap();
            assert!(error.column <= line.chars().count() + 1, "{told}\n{text}");
            assert!(told.contains(line.trim_end()), "{told}\n{text}");
            if error.line == 1 && !told.contains("missing field") && line.starts_with("id = ") {
                at_the_top += 1;
            }
        }
    }
    println!("{fine} edits are harmless, {refused} are refused, {at_the_top} of them at the first line");
    assert!(refused > CATALOG.len() * EDITS / 4, "{refused} refused");
    assert!(fine > CATALOG.len() * EDITS / 20, "{fine} harmless");
    // The first line is where an error without a place would be shown; few edits hit it.
    assert!(
        at_the_top * 10 < refused,
        "{at_the_top} of {refused} at the first line"
    );
}

#[test]
fn what_is_told_is_what_to_write() {
    let scheme = "id = \"x\"\nname = \"X\"\n[signature]\nmethod = \"hmac-sha256\"\nin = \"header:S\"\nencoding = \"hex\"\n\
                  base_string = \"{body}\"\n";
    for (more, words) in [
        ("[sample]\nname = \"a\"\n", "has two brackets, as in `[[sample]]`"),
        (
            "[timestamp]\nin = \"header:T\"\nunit = \"seconds\"\npast = \"300\"\n",
            "expected a whole number, without quotes",
        ),
        (
            "[delivery]\nurl = \"receiver/hook\"\n",
            "`delivery.url`: write a URL such as",
        ),
        (
            "[delivery]\nmethod = \"P OST\"\n",
            "`delivery.method`: write a method such as `POST`",
        ),
    ] {
        let error = Scheme::parse(&format!("{scheme}{more}"), "x.toml").unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
        assert!(error.line > 7, "{error}");
    }
}
