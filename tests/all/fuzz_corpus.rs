//! The fuzz targets on stable: every seed and every past finding through its target, and the seeds made from the
//! golden cases. `BLESS=1 cargo test --test all fuzz_corpus::` writes seeds and dictionary anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use hookproof::cases::VECTOR_TIME;
use hookproof::delivery::{RequestJson, write_http_message};
use hookproof::fuzzing::TARGETS;
use hookproof::generate::{Choices, Generator, random_scheme};
use hookproof::outcome::Verdict;
use hookproof::runner::FuzzCase;
use hookproof::scheme::{CATALOG, catalog_scheme};
use hookproof::vectors::{Extent, export_suite, write};

use crate::suites;

/// Schemes that differ in kind; the dictionary has the words of all.
const SEEDED: [&str; 9] = [
    "determined",
    "github",
    "slack",
    "standard-webhooks",
    "stripe",
    "valohai-jwt",
    "valohai-static-json",
    "valohai-static-query",
    "y42",
];
/// Larger seeds slow a fuzzer down and show nothing more.
const LARGEST: usize = 1500;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(name)
}

/// The seeds: for each target, by file name.
fn seeds() -> BTreeMap<(&'static str, String), Vec<u8>> {
    let mut seeds = BTreeMap::new();
    for id in SEEDED {
        let scheme = catalog_scheme(id).unwrap();
        let mut families = BTreeSet::new();
        for case in suites::cases(id)
            .iter()
            .filter(|case| case.delivery.body.len() < LARGEST)
        {
            // One of each family and verdict.
            if !families.insert((case.family, case.expected.name())) {
                continue;
            }
            let name = format!("{id}-{}-{}", case.family, case.expected.name());
            let message = write_http_message(&case.delivery);
            if message.len() > 2 * LARGEST {
                continue;
            }
            let head = format!("{id}\n{}\n", case.now - VECTOR_TIME);
            seeds.insert(("verify", name.clone()), [head.as_bytes(), &message].concat());
            if case.family == "genuine" || case.family == "duplicate" {
                seeds.insert(("http_message", name.clone()), message);
                let json = serde_json::to_vec(&RequestJson::of(&case.delivery)).unwrap();
                seeds.insert(("vectors", format!("request-{name}")), json);
            }
            if case.family == "genuine" || case.family == "reserialized" {
                seeds.insert(("reserialize", name), case.delivery.body.clone());
            }
        }
        let generator = Generator::with_test_secret(&scheme).unwrap();
        let generated = generator.any(&mut Choices::seeded(0, 1), VECTOR_TIME).unwrap();
        let case = FuzzCase::of(&generated, Verdict::Accept).write();
        seeds.insert(("vectors", format!("case-{id}")), case.into_bytes());
        let entry = CATALOG.iter().find(|entry| entry.id == id).unwrap();
        seeds.insert(("scheme", id.to_owned()), entry.text.as_bytes().to_vec());
    }
    let mut file = export_suite(
        &catalog_scheme("github").unwrap(),
        suites::of("github"),
        Extent::Selection,
    );
    file.cases.truncate(2);
    seeds.insert(("vectors", "file-github".to_owned()), write(&file).into_bytes());
    for number in 0..24_u64 {
        let row: Vec<u8> = (0..120)
            .scan(Choices::seeded(7, number), |choices, _| {
                Some(u8::try_from(choices.below(256)).unwrap())
            })
            .collect();
        seeds.insert(("forge", format!("row-{number:02}")), row.clone());
        seeds.insert(("roundtrip", format!("row-{number:02}")), row);
        if number < 12 {
            let scheme = random_scheme(&mut Choices::seeded(3, number)).unwrap();
            seeds.insert(
                ("scheme", format!("generated-{number:02}")),
                scheme.to_toml().into_bytes(),
            );
        }
    }
    for (name, line) in [
        ("accept", r#"{"id":"17","verdict":"accept"}"#),
        ("reject", r#"{"id":"17","verdict":"reject","reason":"free text"}"#),
        (
            "hello",
            r#"{"id":"0","protocol":1,"implementation":{"name":"n","version":"1","language":"l"},"schemes":["github"],"roles":["verify"],"clock":"system"}"#,
        ),
        (
            "two-lines",
            "{\"id\":\"18\",\"request\":{\"method\":\"POST\",\"url\":\"u\",\"headers\":[],\"body\":\"\"}}\n{\"id\":\"19\",\"verdict\":\"unsupported\"}\n",
        ),
    ] {
        seeds.insert(("shim_line", name.to_owned()), line.as_bytes().to_vec());
    }
    seeds
}

/// The words of the catalogue, for libFuzzer: names, prefixes and values that it would be long to guess.
fn dictionary() -> String {
    let mut words = BTreeSet::new();
    for entry in CATALOG {
        words.insert(entry.id.to_owned());
        let scheme = catalog_scheme(entry.id).unwrap();
        let generator = Generator::with_test_secret(&scheme).unwrap();
        // Random keys would be words that nothing knows.
        let Some(made) = generator.genuine(&mut Choices::of(&[]), VECTOR_TIME) else {
            continue;
        };
        for header in &made.delivery.headers {
            words.insert(format!("{}: ", header.name));
            let value = String::from_utf8_lossy(&header.value).into_owned();
            if value.len() <= 160 {
                words.insert(value);
            }
        }
    }
    for word in [
        "\r\n\r\n",
        "HTTP/1.1",
        "Content-Length: ",
        "Transfer-Encoding: chunked",
        "\\ud83d\\ude00",
        "[signature]\n",
        "[timestamp]\n",
        "[[variant]]\n",
        "base_string = \"",
        "{timestamp}",
        "{body|sha256|hex}",
        "hmac-sha256",
        "1662562300",
        "\"verdict\":\"",
        "1e400",
    ] {
        words.insert(word.to_owned());
    }
    let mut text = String::from(
        "# Words of the catalogue; `BLESS=1 cargo test --test all fuzz_corpus::` writes this file.\n",
    );
    for word in words {
        text.push('"');
        for byte in word.bytes() {
            match byte {
                b'"' | b'\\' => text.extend(['\\', char::from(byte)]),
                b' '..=b'~' => text.push(char::from(byte)),
                _ => write!(text, "\\x{byte:02X}").unwrap(),
            }
        }
        text.push_str("\"\n");
    }
    text
}

fn is_update() -> bool {
    std::env::var_os("BLESS").is_some()
}

#[test]
fn seeds_and_dictionary_are_those_of_the_cases() {
    let seeds = seeds();
    let total: usize = seeds.values().map(Vec::len).sum();
    assert!(total < 1024 * 1024, "{total} bytes of seeds");
    let path = folder("hookproof.dict");
    if is_update() {
        std::fs::remove_dir_all(folder("seeds")).ok();
        for ((target, name), bytes) in &seeds {
            let folder = folder("seeds").join(target);
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(folder.join(name), bytes).unwrap();
        }
        std::fs::write(&path, dictionary()).unwrap();
    }
    let hint = "run `BLESS=1 cargo test --test all fuzz_corpus::`";
    for ((target, name), bytes) in &seeds {
        let path = folder("seeds").join(target).join(name);
        assert!(
            std::fs::read(&path).ok().as_ref() == Some(bytes),
            "{} is stale: {hint}",
            path.display()
        );
    }
    assert!(
        std::fs::read_to_string(path).unwrap() == dictionary(),
        "the dictionary is stale: {hint}"
    );
}

#[test]
fn every_target_has_its_file_and_runs_its_seeds_and_findings() {
    for (name, body) in TARGETS {
        let text = std::fs::read_to_string(folder("fuzz_targets").join(format!("{name}.rs"))).unwrap();
        let call = format!("fuzz_target!(|data: &[u8]| hookproof::fuzzing::{name}(data));");
        assert!(
            text.contains(&call),
            "{name}.rs is more than the call of its body"
        );
        let mut n = 0;
        for kind in ["seeds", "regressions"] {
            let Ok(files) = std::fs::read_dir(folder(kind).join(name)) else {
                continue;
            };
            for file in files {
                let path = file.unwrap().path();
                let bytes = std::fs::read(&path).unwrap();
                eprintln!("{}", path.display());
                body(&bytes);
                n += 1;
            }
        }
        assert!(n > 0 || is_update(), "no seed of {name}");
    }
}

#[test]
fn rows_at_random_pass_every_target() {
    for number in 0..300 {
        let mut choices = Choices::seeded(11, number);
        let length = choices.below(300);
        let row: Vec<u8> = (0..length)
            .map(|_| u8::try_from(choices.below(256)).unwrap())
            .collect();
        for (_, body) in TARGETS {
            body(&row);
        }
    }
}
