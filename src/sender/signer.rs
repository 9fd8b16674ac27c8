//! A signer behind a shim, judged without HTTP over the bodies of the family `genuine`.

use crate::cases::{Level, MESSAGE_ID, Setting, SuiteError, suite, test_secret, test_signing_secret};
use crate::outcome::{Redactor, Report, TargetInfo, Verdict};
use crate::scheme::Scheme;
use crate::sender::mistake::single_mistake_of;
use crate::sender::report::{report, result};
use crate::sender::{Finding, Tested, mistake_of};
#[cfg(feature = "public-key")]
use crate::signing::public_half;
use crate::signing::{Event, Verifier};
use crate::target::Signing;

/// The family whose bodies are signed.
const FAMILY: &str = "genuine";

/// For how many refused signatures pairs of mistakes are searched; a library makes the same in each.
const SEARCHED: usize = 3;

/// Has every body of `genuine` signed and judges what comes back. `secrets` are those that sign, private keys for a
/// public-key scheme, none for those of the cases; `now` gives Unix seconds, and is asked before each.
///
/// # Errors
/// When the cases cannot be made, or a given secret is none of the scheme's.
pub fn test_signer(
    scheme: &Scheme,
    secrets: &[String],
    signer: &mut dyn Signing,
    target: TargetInfo,
    now: &dyn Fn() -> i64,
) -> Result<(Report, Tested), SuiteError> {
    let (sign_with, known) = match secrets {
        [] => (vec![test_signing_secret(scheme, 0)], vec![test_secret(scheme, 0)]),
        given => (given.to_vec(), verifying(scheme, given)?),
    };
    let verifier = Verifier::new(scheme, &known)?;
    let redactor = Redactor::new(&[sign_with.as_slice(), &known].concat());
    let cases = suite(scheme, &Setting::vectors(scheme))?.cases;
    let mut results = Vec::new();
    let mut tested = Tested::No;
    let mut n_refused = 0;
    for case in cases.into_iter().filter(|case| case.family == FAMILY) {
        let what = case.id.as_str().rsplit('/').next().unwrap_or_default().to_owned();
        let mut finding = Finding {
            what,
            title: case.title.clone(),
            level: case.level,
            verdict: Verdict::Accept,
            reason: String::new(),
        };
        let content_type = case.delivery.headers.first("content-type").map(<[u8]>::to_vec);
        let mut event = Event::new(scheme, MESSAGE_ID, case.delivery.body.clone());
        if let Some(value) = content_type {
            event.headers.set("Content-Type", value);
        }
        event.url.clone_from(&case.delivery.url);
        event.method.clone_from(&case.delivery.method);
        let time = now();
        match signer.sign(scheme, &sign_with, time, &event) {
            Err(failure) => {
                if failure.verdict != Verdict::Unsupported {
                    tested = Tested::Yes;
                }
                finding.verdict = failure.verdict;
                finding.reason = failure.reason;
            }
            Ok(delivery) => {
                tested = Tested::Yes;
                if let Err(reason) = verifier.verify(&delivery, time) {
                    let name = if n_refused < SEARCHED {
                        mistake_of
                    } else {
                        single_mistake_of
                    };
                    n_refused += 1;
                    let named = name(scheme, &known, &delivery, time);
                    finding.verdict = Verdict::Reject;
                    finding.reason = match named {
                        Some(named) => format!("{reason}: {named}"),
                        None => reason.to_string(),
                    };
                } else if delivery.body != event.body && !scheme.binds().body {
                    finding.level = Level::Should;
                    finding.verdict = Verdict::Reject;
                    "the body came back as another one".clone_into(&mut finding.reason);
                }
            }
        }
        results.push(result(scheme, FAMILY, finding, &redactor));
    }
    Ok((report(scheme, target, results, tested), tested))
}

/// What a receiver holds where the sender holds `secrets`.
#[cfg(feature = "public-key")]
fn verifying(scheme: &Scheme, secrets: &[String]) -> Result<Vec<String>, SuiteError> {
    let halves = secrets.iter().map(|secret| public_half(scheme, secret));
    Ok(halves.collect::<Result<_, _>>()?)
}

/// Without keys of two halves both sides hold the same.
#[cfg(not(feature = "public-key"))]
fn verifying(_: &Scheme, secrets: &[String]) -> Result<Vec<String>, SuiteError> {
    Ok(secrets.to_vec())
}
