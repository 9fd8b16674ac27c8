//! Bodies of the fuzz targets in `fuzz/`: each takes any bytes and panics where a promise of the crate is broken.
//! No part of the public interface.

use std::sync::OnceLock;

use arbitrary::{Arbitrary, Unstructured};

use crate::cases::{Expected, VECTOR_TIME};
use crate::delivery::{
    Delivery, Headers, RequestJson, parse_capture, parse_http_message, write_curl, write_http_message,
};
use crate::faulty::{knows, slow_verify};
use crate::generate::{Choices, Generator, random_scheme};
use crate::reserialize::{REWRITERS, python_repr_is_fixed_point};
use crate::runner::{ExpectedFailures, FuzzCase};
use crate::scheme::{CATALOG, Scheme, catalog_scheme, lint};
use crate::target::read_output;
use crate::vectors::{Tombstones, VectorFile, lint as lint_vectors, write};

/// A fuzz target: its name in `fuzz/fuzz_targets` and its body.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: &[Target] = &[
    ("forge", forge),
    ("http_message", http_message),
    ("reserialize", reserialize),
    ("roundtrip", roundtrip),
    ("scheme", scheme),
    ("shim_line", shim_line),
    ("vectors", vectors),
    ("verify", verify),
];

/// Inputs beyond this size tell nothing new and cost much.
const LONGEST: usize = 64 * 1024;

/// Any request against any scheme: no panic, and nothing is accepted that the other verifier refuses.
///
/// The first line names a scheme of the catalogue, or its bytes are the choices of a random one; the second is the
/// present time in seconds after that of the vectors; the rest is an HTTP message.
pub fn verify(data: &[u8]) {
    let Some((name, rest)) = split_line(data) else {
        return;
    };
    let Some((seconds, message)) = split_line(rest) else {
        return;
    };
    let Ok(delivery) = parse_http_message(message) else {
        return;
    };
    let seconds = str::from_utf8(seconds).ok().and_then(|text| text.parse().ok());
    let now = VECTOR_TIME.saturating_add(seconds.unwrap_or_default());
    match catalog_generator(name) {
        Some(generator) => verify_with(generator, &delivery, now),
        None => verify_with(&random_generator(name), &delivery, now),
    }
}

fn verify_with(generator: &Generator, delivery: &Delivery, now: i64) {
    // Accepting is rare, so the slow verifier costs nothing.
    if generator.verifier().verify(delivery, now).is_ok() && knows(generator.scheme()) {
        let slow = slow_verify(generator.scheme(), &generator.setting().secrets, delivery, now);
        assert_eq!(slow, Ok(()), "{}: {delivery:?} at {now}", generator.scheme().id());
    }
}

/// What to make for [`forge`].
#[derive(Arbitrary, Debug)]
struct Wish<'a> {
    /// A scheme of the catalogue, or a random one.
    scheme: Option<u16>,
    scheme_choices: [u8; 24],
    seconds: i32,
    choices: &'a [u8],
}

/// A genuine delivery verifies, and with one change it does not: both verifiers agree with the model.
pub fn forge(data: &[u8]) {
    let Ok(wish) = Wish::arbitrary_take_rest(Unstructured::new(data)) else {
        return;
    };
    match wish.scheme {
        Some(number) => {
            let generators = catalog_generators();
            if let Some((_, generator)) = generators.get(usize::from(number) % generators.len().max(1)) {
                forge_with(generator, &wish);
            }
        }
        None => forge_with(&random_generator(&wish.scheme_choices), &wish),
    }
}

fn forge_with(generator: &Generator, wish: &Wish<'_>) {
    // A signature with a private key costs milliseconds; the tests make enough of them.
    if !generator.scheme().is_symmetric() {
        return;
    }
    let now = VECTOR_TIME.saturating_add(i64::from(wish.seconds) % 1_000_000);
    let Some(made) = generator.any(&mut Choices::of(wish.choices), now) else {
        return;
    };
    let accepts = made.expected == Expected::Accept;
    let fast = generator.verifier().verify(&made.delivery, now);
    assert_eq!(fast.is_ok(), accepts, "the reference says {fast:?} of {made:?}");
    if knows(generator.scheme()) {
        let slow = slow_verify(generator.scheme(), &made.secrets, &made.delivery, now);
        assert_eq!(
            slow.is_ok(),
            accepts,
            "the slow verifier says {slow:?} of {made:?}"
        );
    }
    let again = generator.any(&mut Choices::of(&made.choices), now);
    assert_eq!(again.as_ref(), Some(&made), "the choices do not make it again");
}

/// A delivery of wild texts, for [`roundtrip`].
#[derive(Arbitrary, Debug)]
struct Wild<'a> {
    method: &'a str,
    url: &'a str,
    headers: Vec<(&'a str, &'a [u8])>,
    body: &'a [u8],
}

/// Any delivery comes through JSON unchanged, and through HTTP and a command line without a panic.
pub fn roundtrip(data: &[u8]) {
    let Ok(wild) = Wild::arbitrary_take_rest(Unstructured::new(data)) else {
        return;
    };
    let delivery = Delivery {
        method: wild.method.to_owned(),
        url: wild.url.to_owned(),
        headers: wild
            .headers
            .iter()
            .map(|(name, value)| (*name, *value))
            .collect::<Headers>(),
        body: wild.body.to_vec(),
    };
    let json = RequestJson::of(&delivery);
    assert_eq!(json.delivery().as_ref(), Ok(&delivery));
    let text = serde_json::to_vec(&json).expect("texts can be written as JSON");
    assert_eq!(parse_capture(&text).ok(), Some(delivery.clone()));
    if let Ok(read) = parse_http_message(&write_http_message(&delivery)) {
        assert_reads_back(&read);
    }
    let _ = write_curl(&delivery, wild.url);
}

/// What was read from a message is read again from what is written of it.
fn assert_reads_back(delivery: &Delivery) {
    // The framing of the body is not kept: it is written anew.
    let is_framed = ["transfer-encoding", "content-length"]
        .iter()
        .any(|name| delivery.headers.first(name).is_some());
    if is_framed {
        return;
    }
    let again = parse_http_message(&write_http_message(delivery));
    let again = again.unwrap_or_else(|error| panic!("{error}: written of {delivery:?}"));
    assert_eq!(again.body, delivery.body);
    assert_eq!(again.method, delivery.method);
    let added = ["host", "content-length"];
    for header in &delivery.headers {
        let values = |delivery: &Delivery| -> Vec<Vec<u8>> {
            delivery
                .headers
                .values(&header.name)
                .map(<[u8]>::to_vec)
                .collect()
        };
        if !added.iter().any(|name| header.name.eq_ignore_ascii_case(name)) {
            assert_eq!(values(&again), values(delivery), "header {}", header.name);
        }
    }
}

/// A scheme file: no panic; what is read is written and read again to the same scheme; a scheme that exists can
/// be linted, and signs for itself or says why not.
pub fn scheme(data: &[u8]) {
    let Some(text) = bounded_text(data) else { return };
    let scheme = match Scheme::parse(text, "fuzz.toml") {
        Ok(scheme) => scheme,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    let written = scheme.to_toml();
    let again = Scheme::parse(&written, "again.toml").unwrap_or_else(|error| panic!("{error}\n{written}"));
    assert_eq!(again, scheme, "{written}");
    assert_eq!(again.to_toml(), written);
    let _ = lint(&scheme);
    let _ = scheme.to_json();
    if let Ok(generator) = Generator::with_test_secret(&scheme)
        && let Some(made) = generator.genuine(&mut Choices::of(&[]), VECTOR_TIME)
    {
        // A scheme may contradict itself (a token inside the region that it signs); lint says so.
        let _ = generator.verifier().verify(&made.delivery, VECTOR_TIME);
    }
}

/// A raw HTTP message: no panic, and what is read is read again from what is written of it.
pub fn http_message(data: &[u8]) {
    if data.len() > LONGEST {
        return;
    }
    if let Ok(delivery) = parse_http_message(data) {
        assert_reads_back(&delivery);
        let url = delivery.url_parts();
        let _ = (url.host(), url.port(), url.request_target());
        let _ = write_curl(&delivery, &delivery.url);
    }
}

/// A line that a shim wrote: no panic, whatever it is.
pub fn shim_line(data: &[u8]) {
    if data.len() <= LONGEST {
        read_output(data);
    }
}

/// The JSON and TOML that people and other programs hand in: no panic, and what is read is written and read again to
/// the same.
pub fn vectors(data: &[u8]) {
    let Some(text) = bounded_text(data) else { return };
    if let Ok(case) = FuzzCase::parse(text) {
        assert_eq!(FuzzCase::parse(&case.write()).ok().as_ref(), Some(&case));
    }
    let _ = ExpectedFailures::parse(text, "fuzz.toml");
    if let Ok(file) = serde_json::from_str::<VectorFile>(text) {
        let again = serde_json::from_str::<VectorFile>(&write(&file));
        assert!(again.is_ok(), "{again:?}");
        let _ = lint_vectors(&[("fuzz.json".to_owned(), file)], &Tombstones::default());
    }
    if let Ok(delivery) = parse_capture(data) {
        let text = serde_json::to_vec(&RequestJson::of(&delivery)).expect("texts can be written as JSON");
        assert_eq!(parse_capture(&text).ok(), Some(delivery));
    }
}

/// Any body through every model of another language's JSON writer: no panic; what a model writes, it reads; and the
/// short answer on Python's `repr` agrees with the long one.
pub fn reserialize(data: &[u8]) {
    if data.len() > LONGEST {
        return;
    }
    for rewriter in REWRITERS {
        let Some(once) = (rewriter.rewrite)(data) else {
            continue;
        };
        if rewriter.id == "python-repr" {
            assert_eq!(
                once == data,
                python_repr_is_fixed_point(data),
                "{}",
                data.escape_ascii()
            );
            continue;
        }
        let twice = (rewriter.rewrite)(&once);
        assert!(
            twice.is_some() || is_beyond_json(&once),
            "{} cannot read its own {} of {}",
            rewriter.id,
            once.escape_ascii(),
            data.escape_ascii()
        );
    }
}

/// `NaN` and `Infinity`, which some languages write and others refuse, and Java's unescaped surrogates.
fn is_beyond_json(text: &[u8]) -> bool {
    serde_json::from_slice::<serde::de::IgnoredAny>(text).is_err()
}

fn bounded_text(data: &[u8]) -> Option<&str> {
    str::from_utf8(data).ok().filter(|text| text.len() <= LONGEST)
}

fn split_line(data: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = data.iter().position(|byte| *byte == b'\n')?;
    let (line, rest) = data.split_at_checked(at)?;
    Some((line, rest.get(1..)?))
}

/// The generators of the catalogue, compiled once.
fn catalog_generators() -> &'static [(&'static str, Generator)] {
    static ALL: OnceLock<Vec<(&'static str, Generator)>> = OnceLock::new();
    ALL.get_or_init(|| {
        let compiled = |id| Generator::with_test_secret(&catalog_scheme(id)?).ok();
        CATALOG
            .iter()
            .filter_map(|entry| Some((entry.id, compiled(entry.id)?)))
            .collect()
    })
}

fn catalog_generator(name: &[u8]) -> Option<&'static Generator> {
    let all = catalog_generators();
    let at = all.binary_search_by(|(id, _)| id.as_bytes().cmp(name)).ok()?;
    all.get(at).map(|(_, generator)| generator)
}

fn random_generator(choices: &[u8]) -> Generator {
    let scheme = random_scheme(&mut Choices::of(choices)).expect("generated schemes are well formed");
    Generator::with_test_secret(&scheme).expect("a scheme's test secret can be used")
}
