//! What is drawn at random is what it claims to be: well-formed schemes, genuine deliveries, forgeries, and cases in files.

use std::collections::BTreeSet;

use hookproof::cases::{Expected, VECTOR_TIME};
use hookproof::faulty::{knows, slow_verify};
use hookproof::generate::{CHANGES, Choices, Generator, random_scheme, random_secret};
use hookproof::outcome::Verdict;
use hookproof::runner::FuzzCase;
use hookproof::scheme::{CATALOG, catalog_scheme};
use hookproof::signing::Verifier;

#[test]
fn both_verifiers_agree_with_the_model_for_the_whole_catalogue() {
    let mut seen = BTreeSet::new();
    for entry in CATALOG {
        let scheme = catalog_scheme(entry.id).unwrap();
        let is_slow = scheme.method().is_public_key() || !scheme.is_symmetric();
        let generator = Generator::with_test_secret(&scheme).unwrap();
        for number in 0..if is_slow { 6 } else { 200 } {
            let mut choices = Choices::seeded(1, number);
            let made = generator.any(&mut choices, VECTOR_TIME).unwrap();
            let fast = generator.verifier().verify(&made.delivery, made.now);
            let slow = slow_verify(&scheme, &made.secrets, &made.delivery, made.now);
            let accepts = made.expected == Expected::Accept;
            assert_eq!(fast.is_ok(), accepts, "{fast:?} {made:?}");
            assert!(slow.is_ok() == accepts || !knows(&scheme), "{slow:?} {made:?}");
            let again = generator.any(&mut Choices::of(&made.choices), VECTOR_TIME);
            assert_eq!(again.as_ref(), Some(&made));
            seen.insert(made.kind);
        }
    }
    for change in CHANGES {
        assert!(
            seen.contains(change.id),
            "no scheme of the catalogue knows {}",
            change.id
        );
    }
}

#[test]
fn random_schemes_are_well_formed_and_sign() {
    for number in 0..1500 {
        let made = random_scheme(&mut Choices::seeded(0, number));
        let scheme = made.unwrap_or_else(|error| panic!("scheme {number}: {error}"));
        let file = scheme.to_toml();
        let secret = random_secret(&mut Choices::seeded(1, number), &scheme);
        assert!(Verifier::new(&scheme, &[secret]).is_ok(), "{file}");
        let generator = Generator::with_test_secret(&scheme).unwrap();
        let genuine = generator.genuine(&mut Choices::seeded(2, number), VECTOR_TIME);
        let genuine = genuine.unwrap_or_else(|| panic!("cannot sign for\n{file}"));
        assert_eq!(
            generator.verifier().verify(&genuine.delivery, VECTOR_TIME),
            Ok(()),
            "{file}\n{genuine:?}"
        );
    }
}

#[test]
fn case_files_are_read_back_and_make_the_delivery_again() {
    for id in ["github", "valohai-static", "stripe"] {
        let scheme = catalog_scheme(id).unwrap();
        let generator = Generator::with_test_secret(&scheme).unwrap();
        let made = generator.any(&mut Choices::seeded(0, 3), VECTOR_TIME).unwrap();
        let case = FuzzCase::of(&made, Verdict::Accept);
        let read = FuzzCase::parse(&case.write()).unwrap();
        assert_eq!(read, case);
        assert_eq!(read.generated(&generator, VECTOR_TIME).unwrap(), made);
        assert!(!read.write().contains(&made.secrets[0]), "{}", read.write());
        let other = Generator::with_test_secret(&catalog_scheme("slack").unwrap()).unwrap();
        let error = read.generated(&other, VECTOR_TIME).unwrap_err();
        assert_eq!(error.to_string(), format!("it is a case of scheme `{id}`"));
    }
    assert!(FuzzCase::parse("{}").unwrap_err().to_string().contains("format"));
}
