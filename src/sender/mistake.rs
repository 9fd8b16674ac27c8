//! Which mistake makes a wrong signature come out: the one place where senders are explained.

use crate::delivery::Delivery;
use crate::explain::name_mistake;
use crate::scheme::Scheme;

/// The mistake with which the signature comes out exactly as observed, as `NAME: DETAIL`, if one is found.
#[must_use]
pub fn mistake_of(scheme: &Scheme, secrets: &[String], delivery: &Delivery, now: i64) -> Option<String> {
    let finding = name_mistake(scheme, secrets, delivery, now)?;
    let also: String = finding.also.iter().map(|name| format!(" and {name}")).collect();
    Some(format!("{}{also}: {}", finding.mistake, finding.detail))
}
