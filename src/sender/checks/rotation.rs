//! With several live secrets, each of them verifies.

use crate::cases::Level;
use crate::scheme::Several;
use crate::sender::checks::{Evidence, Finding, first_fault};
use crate::signing::Verifier;

pub(super) fn judge(evidence: &Evidence<'_>) -> Vec<Finding> {
    let carries_several =
        evidence.scheme.format().is_list() || evidence.scheme.signature().several == Several::Any;
    if evidence.secrets.len() < 2 || !carries_several {
        return Vec::new();
    }
    let each = (1..).zip(evidence.secrets).map(|(number, secret)| {
        let finding = Finding::new(
            format!("secret-{number}"),
            format!("secret {number} of several verifies"),
            Level::Must,
        );
        if evidence.calm().next().is_none() {
            return finding.unasked("no delivery came");
        }
        match Verifier::new(evidence.scheme, &[secret]) {
            Err(error) => finding.fails(error.to_string()),
            Ok(verifier) => finding.unless(first_fault(evidence.calm(), |caught| {
                let reason = verifier.verify(&caught.delivery, caught.at()).err()?;
                Some(format!(
                    "a receiver that knows only this secret refuses: {reason}"
                ))
            })),
        }
    });
    each.collect()
}
