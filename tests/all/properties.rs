//! Properties of the crate that hold for every scheme, delivery and text, not for examples only.

use hookproof::cases::VECTOR_TIME;
use hookproof::delivery::{Delivery, RequestJson, parse_capture, parse_http_message, write_http_message};
use hookproof::encoding::Encoding;
use hookproof::faulty::{knows, slow_verify};
use hookproof::generate::{Choices, Generator};
use hookproof::outcome::{Report, Verdict};
use hookproof::reserialize::{REWRITERS, python_repr_is_fixed_point, rewriter};
use hookproof::runner::{ExpectedFailures, FuzzCase};
use hookproof::scheme::{CATALOG, Format, Scheme, Source, TimestampUnit, catalog_scheme, lint};
use hookproof::signing::{Draft, Event, Reason, Signer, Timestamp, Verifier};
use hookproof::strategy::{deliveries, forgeries, json_bodies, schemes, secrets};
use proptest::collection::vec;
use proptest::prelude::*;

/// The schemes of the catalogue with a shared secret; a public key costs milliseconds a signature.
fn catalog() -> impl Strategy<Value = Scheme> {
    let symmetric = CATALOG.iter().filter_map(|entry| catalog_scheme(entry.id));
    proptest::sample::select(symmetric.filter(Scheme::is_symmetric).collect::<Vec<_>>())
}

fn any_scheme() -> impl Strategy<Value = Scheme> {
    prop_oneof![catalog(), schemes()]
}

fn wild_delivery() -> impl Strategy<Value = Delivery> {
    let header = ("[!-9;-~]{1,12}", vec(any::<u8>(), 0..20));
    (
        any::<String>(),
        any::<String>(),
        vec(header, 0..6),
        vec(any::<u8>(), 0..80),
    )
        .prop_map(|(method, url, headers, body)| Delivery {
            method,
            url,
            headers: headers.into_iter().collect(),
            body,
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_signed_verifies((scheme, made) in any_scheme().prop_flat_map(|s| (Just(s.clone()), deliveries(&s)))) {
        let verifier = Verifier::new(&scheme, &made.secrets).unwrap();
        prop_assert_eq!(verifier.verify(&made.delivery, made.now), Ok(()));
        let slow = slow_verify(&scheme, &made.secrets, &made.delivery, made.now);
        prop_assert!(slow.is_ok() || !knows(&scheme), "{:?}", slow);
    }

    #[test]
    fn every_change_is_rejected((scheme, made) in any_scheme().prop_flat_map(|s| (Just(s.clone()), forgeries(&s)))) {
        let verifier = Verifier::new(&scheme, &made.secrets).unwrap();
        prop_assert!(verifier.verify(&made.delivery, made.now).is_err(), "accepted: {}", made.title);
        prop_assert!(slow_verify(&scheme, &made.secrets, &made.delivery, made.now).is_err());
        // One fault: without the change it is genuine.
        prop_assert_eq!(verifier.verify(made.undone.as_ref().unwrap(), made.now), Ok(()));
    }

    #[test]
    fn a_random_secret_signs_and_another_does_not_verify(
        (scheme, one, two) in any_scheme().prop_flat_map(|s| (Just(s.clone()), secrets(&s), secrets(&s)))
    ) {
        prop_assume!(one != two);
        let signer = Signer::new(&scheme, &[&one]).unwrap();
        let generator = Generator::with_test_secret(&scheme).unwrap();
        let made = generator.made(&mut Choices::of(&[]), VECTOR_TIME).unwrap();
        let delivery = signer.sign(&made.event, VECTOR_TIME).unwrap();
        prop_assert_eq!(Verifier::new(&scheme, &[&one]).unwrap().verify(&delivery, VECTOR_TIME), Ok(()));
        prop_assert!(Verifier::new(&scheme, &[&two]).unwrap().verify(&delivery, VECTOR_TIME).is_err());
    }

    #[test]
    fn verify_never_panics(scheme in any_scheme(), wild in wild_delivery(), signature in vec(any::<u8>(), 0..80), now in any::<i64>()) {
        let generator = Generator::with_test_secret(&scheme).unwrap();
        let _ = generator.verifier().verify(&wild, now);
        let mut delivery = wild;
        for location in scheme.signature().places.all() {
            match &location.source {
                Source::Header(name) => delivery.headers.set(name, signature.clone()),
                Source::Form(name) => delivery.body = [name.as_bytes(), b"=", &signature].concat(),
                _ => {}
            }
        }
        let fast = generator.verifier().verify(&delivery, now);
        let slow = slow_verify(&scheme, &generator.setting().secrets, &delivery, now);
        prop_assert!(fast.is_ok() == slow.is_ok() || !knows(&scheme), "{:?} {:?}", fast, slow);
    }

    #[test]
    fn schemes_are_written_as_read(scheme in any_scheme()) {
        prop_assert_eq!(Scheme::parse(&scheme.to_toml(), "again"), Ok(scheme));
    }

    #[test]
    fn parsers_take_any_text(text in any::<String>(), bytes in vec(any::<u8>(), 0..200)) {
        let _ = Scheme::parse(&text, "any");
        let _ = ExpectedFailures::parse(&text, "any");
        let _ = FuzzCase::parse(&text);
        let _ = parse_http_message(&bytes);
        let _ = parse_capture(&bytes);
    }

    #[test]
    fn json_requests_are_written_as_read(delivery in wild_delivery()) {
        let json = serde_json::to_vec(&RequestJson::of(&delivery)).unwrap();
        prop_assert_eq!(parse_capture(&json).unwrap(), delivery);
    }

    #[test]
    fn http_messages_are_written_as_read(made in catalog().prop_flat_map(|s| deliveries(&s))) {
        let read = parse_http_message(&write_http_message(&made.delivery)).unwrap();
        prop_assert_eq!(&read.body, &made.delivery.body);
        prop_assert_eq!(&read.url, &made.delivery.url);
        for header in &made.delivery.headers {
            prop_assert_eq!(read.headers.first(&header.name), Some(header.value.as_slice()));
        }
    }

    #[test]
    fn fuzz_cases_are_written_as_read(made in catalog().prop_flat_map(|s| forgeries(&s))) {
        let case = FuzzCase::of(&made, Verdict::Accept);
        let read = FuzzCase::parse(&case.write()).unwrap();
        prop_assert_eq!(&read, &case);
    }

    #[test]
    fn reports_are_written_as_read(
        texts in vec(any::<String>(), 8), seed in any::<u64>(), elapsed in any::<u64>(), verdict in 0_usize..8, outcome in 0_usize..4
    ) {
        let [id, title, family, reason, name, version, flag, reproduce]: [String; 8] = texts.try_into().unwrap();
        let outcomes = ["passed", "failed", "known-failure", "void"];
        let report = serde_json::json!({
            "format": 1, "tool": {"name": name, "version": version}, "scheme": id, "role": "receiver",
            "target": {"kind": "shim", "name": name, "version": version}, "conforms": false, "seed": seed,
            "summary": {"total": 1, "passed": 0, "failed": 1, "warned": 0, "informational": 0, "skipped": 0,
                "known_failure": 0, "unexpected_pass": 0, "void": 0},
            "cases": [{"id": id, "title": title, "family": family, "flags": [flag], "level": "should",
                "expected": "reject", "verdict": Verdict::ALL.get(verdict).unwrap().name(),
                "outcome": outcomes.get(outcome).unwrap(),
                "reason": reason, "elapsed_us": elapsed, "reproduce": reproduce}],
        });
        let read: Report = serde_json::from_value(report.clone()).unwrap();
        prop_assert_eq!(serde_json::to_value(&read).unwrap(), report);
        let text = serde_json::to_string(&read).unwrap();
        prop_assert_eq!(serde_json::from_str::<Report>(&text).unwrap(), read);
    }

    #[test]
    fn a_missing_signature_is_never_accepted((scheme, made) in any_scheme().prop_flat_map(|s| (Just(s.clone()), deliveries(&s)))) {
        let verifier = Verifier::new(&scheme, &made.secrets).unwrap();
        let mut delivery = made.delivery.clone();
        let mut removed = true;
        for location in scheme.signature().places.all() {
            match &location.source {
                Source::Header(name) => delivery.headers.remove(name),
                _ => removed = false,
            }
        }
        prop_assert!(!removed || verifier.verify(&delivery, made.now).is_err());
    }

    #[test]
    fn the_window_is_exact(unit in 0_usize..7, past in 0_u64..100_000, future in 0_u64..100_000) {
        let units = [
            TimestampUnit::Seconds, TimestampUnit::Milliseconds, TimestampUnit::FloatSeconds, TimestampUnit::Rfc3339,
            TimestampUnit::Iso8601, TimestampUnit::Iso8601Basic, TimestampUnit::HttpDate,
        ];
        let unit = *units.get(unit).unwrap();
        let name = serde_json::to_value(unit).unwrap();
        let scheme = Scheme::parse(&format!(
            "id = \"w\"\nname = \"W\"\n[signature]\nmethod = \"hmac-sha256\"\nin = \"header:S\"\nencoding = \"hex\"\n\
             base_string = \"{{timestamp}}.{{body}}\"\n[timestamp]\nin = \"header:T\"\nunit = {name}\npast = {past}\nfuture = {future}\n"
        ), "w").unwrap();
        let signer = Signer::new(&scheme, &["secret"]).unwrap();
        let verifier = Verifier::new(&scheme, &["secret"]).unwrap();
        let judged = |offset: i64| {
            let text = Timestamp::from_seconds(VECTOR_TIME + offset).write(unit);
            let event = Event::new(&scheme, "1", "{}");
            let delivery = signer.sign_with_timestamp(&event, Some(text), VECTOR_TIME).unwrap();
            verifier.verify(&delivery, VECTOR_TIME)
        };
        let (past, future) = (i64::try_from(past).unwrap(), i64::try_from(future).unwrap());
        prop_assert_eq!(judged(-past), Ok(()));
        prop_assert_eq!(judged(-past - 1), Err(Reason::TimestampTooOld));
        prop_assert_eq!(judged(future), Ok(()));
        prop_assert_eq!(judged(future + 1), Err(Reason::TimestampInFuture));
    }

    #[test]
    fn a_prefix_is_cut_once((scheme, made) in schemes()
        .prop_filter("a prefix", |s| matches!(s.format(), Format::Bare { prefix } if !prefix.is_empty()))
        .prop_flat_map(|s| (Just(s.clone()), deliveries(&s))))
    {
        let Format::Bare { prefix } = scheme.format() else { unreachable!() };
        let Source::Header(name) = &scheme.signature().places.first().source else { return Ok(()) };
        let verifier = Verifier::new(&scheme, &made.secrets).unwrap();
        let text = made.delivery.headers.first(name).unwrap().to_vec();
        let rest = text.strip_prefix(prefix.as_bytes()).unwrap().to_vec();
        for wrong in [rest, [prefix.as_bytes(), &text].concat()] {
            let mut delivery = made.delivery.clone();
            delivery.headers.set(name, wrong);
            prop_assert!(verifier.verify(&delivery, made.now).is_err());
        }
    }

    #[test]
    fn reprs_fixed_points_are_known(body in json_bodies()) {
        let repr = (rewriter("python-repr").unwrap().rewrite)(&body);
        prop_assert_eq!(repr.as_deref() == Some(body.as_slice()), python_repr_is_fixed_point(&body));
    }

    #[test]
    fn models_take_any_bytes_and_read_what_they_write(body in json_bodies(), bytes in vec(any::<u8>(), 0..60)) {
        for rewriter in REWRITERS {
            let _ = (rewriter.rewrite)(&bytes);
            if let Some(once) = (rewriter.rewrite)(&body)
                && serde_json::from_slice::<serde::de::IgnoredAny>(&once).is_ok()
            {
                prop_assert!((rewriter.rewrite)(&once).is_some(), "{}", rewriter.id);
            }
        }
    }

    #[test]
    fn encodings_have_one_spelling(bytes in vec(any::<u8>(), 0..80), text in vec(any::<u8>(), 0..60)) {
        for encoding in [Encoding::Hex, Encoding::HexUpper, Encoding::Base64, Encoding::Base64url, Encoding::Base64Unpadded, Encoding::Base64urlUnpadded] {
            prop_assert_eq!(encoding.decode(&encoding.encode(&bytes)).unwrap(), bytes.clone());
            if let Ok(decoded) = encoding.decode(&text) {
                prop_assert_eq!(encoding.encode(&decoded), text.clone());
            }
        }
    }

    #[test]
    fn unambiguous_base_strings_are_injective(
        (scheme, rows) in schemes().prop_flat_map(|s| (Just(s), vec(vec(any::<u8>(), 0..24), 2..8)))
    ) {
        let ambiguous = lint(&scheme).iter().any(|finding| finding.rule.contains("ambiguous"));
        prop_assume!(!ambiguous && scheme.base_string().is_some());
        let generator = Generator::with_test_secret(&scheme).unwrap();
        let mut seen: Vec<(Draft, Vec<u8>)> = Vec::new();
        for row in rows {
            let made = generator.made(&mut Choices::of(&row), VECTOR_TIME).unwrap();
            let base_string = generator.signer().base_string(&made.draft).unwrap();
            for (other, same) in &seen {
                let signed = |draft: &Draft| (draft.delivery.body.clone(), draft.timestamp.clone(), draft.id.clone());
                let binding = generator.binding();
                if base_string == *same {
                    prop_assert_eq!(&made.draft.delivery.body, &other.delivery.body);
                    prop_assert!(!binding.timestamp || !binding.id || signed(&made.draft) == signed(other));
                }
            }
            seen.push((made.draft, base_string));
        }
    }
}
