//! Which mistake makes a wrong signature come out: the one place where senders are explained.

use crate::delivery::Delivery;
use crate::explain::{Finding, explain_briefly, name_mistake};
use crate::scheme::Scheme;

/// The mistake with which the signature comes out exactly as observed, as `NAME: DETAIL`, if one is found.
#[must_use]
pub fn mistake_of(scheme: &Scheme, secrets: &[String], delivery: &Delivery, now: i64) -> Option<String> {
    name_mistake(scheme, secrets, delivery, now).as_ref().map(told)
}

/// The same for mistakes that come alone, which takes a hundredth of the time.
pub(crate) fn single_mistake_of(
    scheme: &Scheme,
    secrets: &[String],
    delivery: &Delivery,
    now: i64,
) -> Option<String> {
    explain_briefly(scheme, secrets, delivery, now).proven().map(told)
}

fn told(finding: &Finding) -> String {
    let also: String = finding.also.iter().map(|name| format!(" and {name}")).collect();
    format!("{}{also}: {}", finding.mistake, finding.detail)
}
