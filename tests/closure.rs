//! The reference verifier as the receiver under test, through the public harness: one test a case.

use hookproof::outcome::Verdict;
use hookproof::scheme::catalog_scheme;
use hookproof::signing::Verifier;
use hookproof::target::Exchange;

fn main() -> std::process::ExitCode {
    let schemes = [
        "determined",
        "github",
        "slack",
        "standard-webhooks",
        "stripe",
        "valohai-static",
        "y42",
    ];
    hookproof::harness::run(&schemes, |exchange: &Exchange| {
        let Some(scheme) = catalog_scheme(&exchange.scheme) else {
            return (Verdict::Unsupported, "no such scheme".to_owned());
        };
        match Verifier::new(&scheme, &exchange.secrets) {
            Err(error) => (Verdict::ConfigError, error.to_string()),
            Ok(verifier) => match verifier.verify(&exchange.delivery, exchange.now) {
                Ok(()) => (Verdict::Accept, String::new()),
                Err(reason) => (Verdict::Reject, reason.to_string()),
            },
        }
    })
}
