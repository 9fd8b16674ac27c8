//! Values that providers and standards published, in tests/published: one file a scheme of the catalogue, or of the
//! scheme file beside it. Each is judged as published, and an accepted one no longer when anything bound is changed.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::Path;

use hookproof::cases::{Setting, controls, suite, test_secret, test_signing_secret};
use hookproof::delivery::{Delivery, RequestJson};
use hookproof::scheme::{Scheme, Source, catalog_scheme};
use hookproof::signing::{Event, Signer, Verifier};
use serde::Deserialize;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Expected {
    Accept,
    Reject,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Published {
    name: String,
    source: String,
    secret: String,
    now: i64,
    request: RequestJson,
    expected: Expected,
    /// What sender and receiver were configured with, where that is not the scheme's test value.
    #[serde(default)]
    config: BTreeMap<String, String>,
    #[serde(default)]
    note: Option<String>,
}

/// A value that was published and cannot be reproduced, or is not a delivery.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NotReproducible {
    name: String,
    source: String,
    why: String,
    /// What was published of it, where that is enough to try.
    #[serde(default)]
    attempt: Option<Attempt>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Attempt {
    scheme: String,
    secret: String,
    now: i64,
    request: RequestJson,
}

/// A published value with its scheme.
struct Entry {
    published: Published,
    scheme: Scheme,
    delivery: Delivery,
}

impl Entry {
    fn accepts(&self, delivery: &Delivery) -> bool {
        self.verifier().verify(delivery, self.published.now).is_ok()
    }

    fn verifier(&self) -> Verifier {
        Verifier::new(&self.scheme, &[&self.published.secret])
            .unwrap_or_else(|error| panic!("{}: {error}", self.name()))
    }

    fn name(&self) -> &str {
        &self.published.name
    }
}

fn scheme(folder: &Path, id: &str) -> Scheme {
    let beside = folder.join(format!("{id}.toml"));
    match fs::read_to_string(&beside) {
        Ok(text) => Scheme::parse(&text, id).unwrap_or_else(|error| panic!("{error}")),
        Err(_) => catalog_scheme(id).unwrap_or_else(|| panic!("{id}.json is of no scheme")),
    }
}

fn configured(scheme: &Scheme, config: &BTreeMap<String, String>) -> Scheme {
    config.iter().fold(scheme.clone(), |scheme, (name, value)| {
        assert!(
            scheme.config(name).is_some(),
            "{}: no value `{name}` is configured",
            scheme.id()
        );
        scheme
            .with_config(name, value)
            .unwrap_or_else(|error| panic!("{error}"))
    })
}

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/published"))
}

fn entries() -> Vec<Entry> {
    let mut paths: Vec<_> = fs::read_dir(folder())
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "json"));
    paths.retain(|path| !path.ends_with("not-reproducible.json"));
    paths.sort();
    let mut entries = Vec::new();
    for path in paths {
        let id = path.file_stem().unwrap().to_str().unwrap();
        let list: Vec<Published> = serde_json::from_str(&fs::read_to_string(&path).unwrap())
            .unwrap_or_else(|error| panic!("{id}.json: {error}"));
        for published in list {
            let delivery = published.request.delivery().unwrap();
            let scheme = configured(&scheme(folder(), id), &published.config);
            entries.push(Entry {
                scheme,
                delivery,
                published,
            });
        }
    }
    entries
}

fn accepted() -> impl Iterator<Item = Entry> {
    entries()
        .into_iter()
        .filter(|entry| entry.published.expected == Expected::Accept)
}

/// Collects what is wrong with all entries, rather than stop at the first.
#[track_caller]
fn check(entries: impl Iterator<Item = Entry>, what_is_wrong: impl Fn(&Entry) -> Option<String>) {
    let wrong: Vec<_> = entries
        .filter_map(|entry| {
            let id = entry.scheme.id();
            what_is_wrong(&entry).map(|what| format!("{id}/{}: {what}", entry.name()))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn published_values_are_judged_as_published() {
    check(entries().into_iter(), |entry| {
        let published = &entry.published;
        let note = published.note.as_deref().unwrap_or_default();
        println!(
            "{}/{}: {} {note}",
            entry.scheme.id(),
            published.name,
            published.source
        );
        assert!(!published.source.is_empty(), "{}", published.name);
        let verdict = entry.verifier().verify(&entry.delivery, published.now);
        let trace = || entry.verifier().trace(&entry.delivery);
        (verdict.is_ok() != (published.expected == Expected::Accept)).then(|| {
            let base = trace().map(|(base, _)| String::from_utf8_lossy(&base).into_owned());
            format!("{verdict:?} over {base:?}")
        })
    });
}

#[test]
fn names_are_unique() {
    let mut names: Vec<_> = entries().into_iter().map(|entry| entry.published.name).collect();
    names.extend(not_reproducible().into_iter().map(|entry| entry.name));
    names.sort();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count);
    assert!(count >= 100, "{count} published values are left");
}

#[test]
fn another_secret_is_refused() {
    check(accepted(), |entry| {
        // Not zeros, with which HMAC itself fills a key up.
        let own = format!("{}6b", entry.published.secret.trim_end_matches('='));
        let others = match entry.scheme.is_symmetric() {
            true => vec![own, test_secret(&entry.scheme, 1)],
            false => vec![test_secret(&entry.scheme, 1)],
        };
        let verdicts = others.iter().filter_map(|other| {
            let verifier = Verifier::new(&entry.scheme, &[other]).ok()?;
            Some(verifier.verify(&entry.delivery, entry.published.now))
        });
        let verdicts: Vec<_> = verdicts.collect();
        (verdicts.is_empty() || verdicts.iter().any(Result::is_ok)).then(|| format!("{verdicts:?}"))
    });
}

#[test]
fn a_changed_bit_of_a_bound_body_is_refused() {
    check(accepted().filter(|entry| entry.scheme.binds().body), |entry| {
        let length = entry.delivery.body.len();
        let step = length / 32 + 1;
        let taken: Vec<_> = (0..length)
            .step_by(step)
            .filter(|position| {
                let mut changed = entry.delivery.clone();
                if let Some(byte) = changed.body.get_mut(*position) {
                    *byte ^= 1;
                }
                entry.accepts(&changed)
            })
            .collect();
        (!taken.is_empty()).then(|| format!("taken with a changed bit at {taken:?}"))
    });
}

/// Where the text with the signature is in `bytes`, for a parameter or a field of that name.
fn value_of(bytes: &[u8], name: &str) -> Range<usize> {
    let text = String::from_utf8_lossy(bytes);
    let at = text.find(&format!("{name}=")).unwrap() + name.len() + 1;
    let length = text.get(at..).unwrap().find('&').unwrap_or(text.len() - at);
    at..at + length
}

fn with_changed_character(text: &mut [u8], position: usize) {
    if let Some(byte) = text.get_mut(position) {
        *byte = match *byte {
            b'0' => b'1',
            b'1'..=b'9' => *byte - 1,
            b'a' | b'A' => *byte + 1,
            b'b'..=b'z' | b'B'..=b'Z' => *byte - 1,
            _ => b'0',
        };
    }
}

/// Deliveries with one character of the signature's text changed.
fn with_changed_signature(entry: &Entry) -> Vec<Delivery> {
    let mut changed = Vec::new();
    for place in entry.scheme.signature().places.all() {
        match &place.source {
            Source::Header(name) => {
                for position in 0..entry.delivery.headers.first(name).map_or(0, <[u8]>::len) {
                    let mut delivery = entry.delivery.clone();
                    let mut value = delivery.headers.first(name).unwrap().to_vec();
                    with_changed_character(&mut value, position);
                    delivery.headers.set(name, value);
                    changed.push(delivery);
                }
            }
            Source::Form(name)
                if String::from_utf8_lossy(&entry.delivery.body).contains(&format!("{name}=")) =>
            {
                for position in value_of(&entry.delivery.body, name) {
                    let mut delivery = entry.delivery.clone();
                    with_changed_character(&mut delivery.body, position);
                    changed.push(delivery);
                }
            }
            Source::Query(name) if entry.delivery.url.contains(&format!("{name}=")) => {
                for position in value_of(entry.delivery.url.as_bytes(), name) {
                    let mut url = entry.delivery.url.clone().into_bytes();
                    with_changed_character(&mut url, position);
                    let mut delivery = entry.delivery.clone();
                    delivery.url = String::from_utf8(url).unwrap();
                    changed.push(delivery);
                }
            }
            Source::Json(pointer) => {
                let body: serde_json::Value = serde_json::from_slice(&entry.delivery.body).unwrap();
                let value = body.pointer(pointer).unwrap().as_str().unwrap();
                let at = String::from_utf8_lossy(&entry.delivery.body).find(value).unwrap();
                for position in at..at + value.len() {
                    let mut delivery = entry.delivery.clone();
                    with_changed_character(&mut delivery.body, position);
                    changed.push(delivery);
                }
            }
            _ => {}
        }
    }
    changed
}

/// A list may hold signatures beside the right one, but no right one is shorter than that of SHA-1 in base64.
#[test]
fn a_changed_character_of_the_signature_is_refused() {
    const CHARACTERS: usize = 26;
    check(accepted(), |entry| {
        let changed = with_changed_signature(entry);
        let refused = changed.iter().filter(|delivery| !entry.accepts(delivery)).count();
        (refused < CHARACTERS).then(|| format!("{refused} of {} changes are refused", changed.len()))
    });
}

#[test]
fn what_was_published_can_be_signed_anew() {
    let mut signed = 0;
    for entry in accepted() {
        let scheme = &entry.scheme;
        let Source::Header(header) = &scheme.signature().places.first().source else {
            continue;
        };
        let setting = Setting::vectors(scheme);
        let signer = Signer::new(scheme, &setting.signing_secrets).unwrap();
        let verifier = Verifier::new(scheme, &setting.secrets).unwrap();
        let mut event = Event::new(scheme, "msg_1", entry.delivery.body.clone());
        event.method.clone_from(&entry.delivery.method);
        event.url.clone_from(&entry.delivery.url);
        event.headers = entry.delivery.headers.clone();
        event.headers.remove(header);
        let once = signer
            .sign(&event, setting.now)
            .unwrap_or_else(|error| panic!("{}: {error}", entry.name()));
        assert_eq!(
            signer.sign(&event, setting.now).unwrap(),
            once,
            "{}",
            entry.name()
        );
        assert_eq!(
            verifier.verify(&once, setting.now),
            Ok(()),
            "{}: {once:#?}",
            entry.name()
        );
        let other = Signer::new(scheme, &[test_signing_secret(scheme, 1)]).unwrap();
        let forged = other.sign(&event, setting.now).unwrap();
        assert!(verifier.verify(&forged, setting.now).is_err(), "{}", entry.name());
        signed += 1;
    }
    assert!(signed > 60, "{signed}");
}

/// The schemes beside the values are no part of the catalogue, whose tests hold the same of every file there.
#[test]
fn schemes_beside_are_sound() {
    let paths = fs::read_dir(folder()).unwrap().map(|file| file.unwrap().path());
    for path in paths.filter(|path| path.extension().is_some_and(|ending| ending == "toml")) {
        let scheme = scheme(folder(), path.file_stem().unwrap().to_str().unwrap());
        assert_eq!(
            Scheme::parse(&scheme.to_toml(), scheme.id()).as_ref(),
            Ok(&scheme)
        );
        let suite = suite(&scheme, &Setting::vectors(&scheme)).unwrap();
        assert!(
            suite.disagreements.is_empty(),
            "{}: {:#?}",
            scheme.id(),
            suite.disagreements
        );
        assert!(!controls(&suite.cases).is_empty(), "{}", scheme.id());
    }
}

fn not_reproducible() -> Vec<NotReproducible> {
    serde_json::from_str(&fs::read_to_string(folder().join("not-reproducible.json")).unwrap()).unwrap()
}

/// Were one of them right after all, it would belong to the others.
#[test]
fn what_cannot_be_reproduced_is_indeed_refused() {
    for entry in not_reproducible() {
        println!("{}: {}: {}", entry.name, entry.source, entry.why);
        assert!(
            !entry.source.is_empty() && !entry.why.is_empty(),
            "{}",
            entry.name
        );
        if let Some(attempt) = entry.attempt {
            let verifier = Verifier::new(&scheme(folder(), &attempt.scheme), &[&attempt.secret]).unwrap();
            let delivery = attempt.request.delivery().unwrap();
            assert!(verifier.verify(&delivery, attempt.now).is_err(), "{}", entry.name);
        }
    }
}
