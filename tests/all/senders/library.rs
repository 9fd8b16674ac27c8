//! Libraries that sign, judged without HTTP.

use hookproof::delivery::Delivery;
use hookproof::outcome::{Report, TargetInfo, TargetKind};
use hookproof::scheme::{Scheme, catalog_scheme, test_key};
use hookproof::sender::{Tested, test_signer};
use hookproof::signing::{Event, Signer};
use hookproof::target::{SignFailure, Signing};

/// Signs as the scheme says, with its own secret if it has one, else with those that it is given.
struct Library {
    own_secret: Option<&'static str>,
}

impl Signing for Library {
    fn sign(
        &mut self,
        scheme: &Scheme,
        secrets: &[String],
        now: i64,
        event: &Event,
    ) -> Result<Delivery, SignFailure> {
        let own = self.own_secret.map(|secret| vec![secret.to_owned()]);
        let signer = Signer::new(scheme, &own.unwrap_or_else(|| secrets.to_vec())).unwrap();
        Ok(signer.sign(event, now).unwrap())
    }
}

fn report_of(secrets: &[String], mut library: Library) -> Report {
    let scheme = catalog_scheme("discord").unwrap();
    let target = TargetInfo {
        kind: TargetKind::Builtin,
        name: "library".to_owned(),
        version: String::new(),
    };
    let (report, tested) = test_signer(&scheme, secrets, &mut library, target, &|| 1_700_000_000).unwrap();
    assert_eq!(tested, Tested::Yes);
    report
}

fn private(name: &str) -> &'static str {
    test_key(name).unwrap().private
}

#[test]
fn one_that_signs_with_the_private_key_that_it_is_given() {
    for given in [vec![], vec![private("ed25519-hex").to_owned()]] {
        let report = report_of(&given, Library { own_secret: None });
        assert!(
            report.conforms && report.summary.passed > 10,
            "{:?}",
            report.summary
        );
    }
}

#[test]
fn one_that_signs_with_another_private_key() {
    let own_secret = Some(private("ed25519-hex-other"));
    let report = report_of(&[private("ed25519-hex").to_owned()], Library { own_secret });
    assert_eq!(report.summary.passed, 0, "{:?}", report.summary);
    assert!(!report.conforms);
}
