//! The signature is there once, well written, and right over the bytes that arrived.

use crate::cases::Level;
use crate::sender::checks::{Evidence, Finding, first_fault};
use crate::sender::{Caught, Purpose, mistake_of};
use crate::signing::{Reason, Timestamp, signatures};

pub(super) fn judge(evidence: &Evidence<'_>) -> Vec<Finding> {
    let present = Finding::new("present", "every delivery is signed", Level::Must);
    let once = Finding::new("once", "there is one signature", Level::Must);
    let right = Finding::new(
        "right",
        "the signature is right over the bytes that arrived",
        Level::Must,
    );
    if evidence.own().next().is_none() {
        let reason = "no delivery came";
        return vec![
            present.unasked(reason),
            once.unasked(reason),
            right.unasked(reason),
        ];
    }
    let reason_of = |caught: &&Caught| evidence.verifier.signature_text(&caught.delivery).err();
    let missing = |caught: &&Caught| {
        let reason = reason_of(caught)?;
        matches!(reason, Reason::MissingSignature | Reason::EmptySignature).then(|| reason.to_string())
    };
    let doubled = |caught: &&Caught| {
        let reason = reason_of(caught)?;
        (reason == Reason::DuplicateSignature).then(|| reason.to_string())
    };
    let signed = || evidence.own().filter(|caught| reason_of(caught).is_none());
    let right = if signed().next().is_none() {
        right.unasked("there is no signature to judge")
    } else {
        let fault = first_fault(signed(), |caught| wrong(evidence, caught));
        // The search is long, so that only the first is explained.
        let named = signed()
            .find(|caught| wrong(evidence, caught).is_some())
            .and_then(|caught| mistake_of(evidence.scheme, evidence.secrets, &caught.delivery, caught.at()));
        right.unless(match (fault, named) {
            (Some(fault), Some(named)) => Some(format!("{fault}: {named}")),
            (Some(fault), None) => Some(fault),
            (None, _) => many_wrong(evidence),
        })
    };
    vec![
        present.unless(first_fault(evidence.own(), missing)),
        once.unless(first_fault(evidence.own(), doubled)),
        right,
    ]
}

/// Why a signature is not right; time is another check's matter.
fn wrong(evidence: &Evidence<'_>, caught: &Caught) -> Option<String> {
    let reason = caught.judged.err()?;
    let time = matches!(
        reason,
        Reason::TimestampTooOld
            | Reason::TimestampInFuture
            | Reason::MalformedTimestamp
            | Reason::TokenExpired
            | Reason::TokenNotYetValid
    );
    if time && right_but_for_time(evidence, caught) {
        return None;
    }
    Some(reason.to_string())
}

fn right_but_for_time(evidence: &Evidence<'_>, caught: &Caught) -> bool {
    let at_its_time = || {
        let unit = evidence.scheme.timestamp()?.unit;
        let time = Timestamp::parse(&evidence.timestamp(caught)?, unit)?;
        Some(evidence.verifier.verify(&caught.delivery, time.seconds()).is_ok())
    };
    if let Some(verdict) = at_its_time() {
        return verdict;
    }
    // What cannot be read as a time may still have been signed as it stands.
    let (Some((_, digest)), Ok(text)) = (
        evidence.verifier.trace(&caught.delivery),
        evidence.verifier.signature_text(&caught.delivery),
    ) else {
        return false;
    };
    let encoding = evidence.scheme.signature().encoding;
    signatures(&text, evidence.scheme.format())
        .any(|signature| encoding.decode(signature).as_deref() == Ok(digest.as_slice()))
}

/// Wrong deliveries beyond those that were kept.
fn many_wrong(evidence: &Evidence<'_>) -> Option<String> {
    let calm = evidence.of(Purpose::Calm).next()?;
    let kept_wrong = calm.caught.iter().filter(|caught| caught.judged.is_err()).count();
    (calm.n_wrong > kept_wrong && calm.n_caught > calm.caught.len())
        .then(|| format!("{} of {} deliveries do not verify", calm.n_wrong, calm.n_caught))
}
