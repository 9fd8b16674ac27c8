//! The built-in receivers as judges for a server: the reference, and those that make a mistake.

use std::sync::{Mutex, PoisonError};

use crate::cli::Failure;
use crate::cli::arguments::nearest;
use crate::delivery::Delivery;
use crate::faulty::{FAULTS, Fault, Pliant, fault};
use crate::scheme::Scheme;
use crate::serve::{Answer, Judge};
use crate::signing::Verifier;

/// The reference receiver: 200 accepts, 400 rejects with the reason.
pub(crate) fn reference_judge(
    scheme: &Scheme,
    secrets: &[String],
    tolerance: Option<u64>,
) -> Result<Box<Judge>, Failure> {
    let mut verifier = Verifier::new(scheme, secrets).map_err(|error| Failure::usage(error.to_string()))?;
    if let Some(tolerance) = tolerance {
        verifier = verifier.with_tolerance(tolerance);
    }
    Ok(Box::new(move |delivery: &Delivery, now: i64| {
        match verifier.verify(delivery, now) {
            Ok(()) => Answer {
                status: 200,
                text: "ok\n".to_owned(),
            },
            Err(reason) => Answer {
                status: 400,
                text: format!("reject: {}: {reason}\n", reason.name()),
            },
        }
    }))
}

/// A receiver that makes a mistake.
pub(crate) fn faulty_judge(scheme: &Scheme, secrets: &[String], mistake: &Fault) -> Box<Judge> {
    let (scheme, secrets) = (scheme.clone(), secrets.to_vec());
    let receiver = Mutex::new(Pliant::new(mistake.quirks));
    Box::new(move |delivery: &Delivery, now: i64| {
        // A receiver that died of a delivery is there again for the next.
        let mut receiver = receiver.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = receiver.judge(&scheme, &secrets, delivery, now);
        Answer {
            status: answer.status,
            text: answer.text + "\n",
        }
    })
}

/// The mistake of that name, if it can be made with the scheme.
pub(crate) fn mistake_for(name: &str, scheme: &Scheme) -> Result<&'static Fault, Failure> {
    if FAULTS.iter().all(|fault| !(fault.applies)(scheme)) {
        return Err(Failure::usage(mistakes_text(scheme).trim_end()));
    }
    let Some(found) = fault(name) else {
        let near = nearest(name, FAULTS.iter().map(|fault| fault.id));
        let hint = near
            .map(|id| format!(" did you mean `{id}`?"))
            .unwrap_or_default();
        return Err(Failure::usage(format!(
            "there is no mistake `{name}`;{hint} `hookproof serve --scheme {} --mistake list` shows them",
            scheme.id()
        )));
    };
    if !(found.applies)(scheme) {
        return Err(Failure::usage(format!(
            "nobody can make the mistake `{name}` with scheme `{0}`; `hookproof serve --scheme {0} --mistake list` \
             shows those that fit",
            scheme.id()
        )));
    }
    Ok(found)
}

/// Why no mistake is built in.
fn why_none(scheme: &Scheme) -> &'static str {
    if scheme.is_symmetric() {
        "the built-in receivers know plain base strings under one shared secret, and this scheme has more"
    } else {
        "the built-in receivers know shared secrets, and this scheme signs with a private key"
    }
}

/// The mistakes that can be made with a scheme, one a line; where there is none, why.
pub(crate) fn mistakes_text(scheme: &Scheme) -> String {
    let fitting = || FAULTS.iter().filter(|fault| (fault.applies)(scheme));
    if fitting().next().is_none() {
        return format!(
            "no built-in mistake can be made with scheme `{}`: {}\n",
            scheme.id(),
            why_none(scheme)
        );
    }
    let width = fitting().map(|fault| fault.id.len()).max().unwrap_or_default();
    fitting()
        .map(|fault| format!("{:width$}  {}\n", fault.id, fault.title))
        .collect()
}
