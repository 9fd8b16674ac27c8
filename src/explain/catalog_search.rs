//! Which scheme of the catalogue fits a delivery.

use crate::delivery::{Delivery, Found};
use crate::explain::search::Depth;
use crate::explain::{Explanation, explained};
use crate::scheme::{CATALOG, Scheme, Source, catalog_scheme};
use crate::signing::locate;

/// A scheme and what it says about a delivery.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Fit {
    /// The scheme.
    pub scheme: Scheme,
    /// How the delivery fares under it.
    pub explanation: Explanation,
}

/// The schemes of the catalogue that fit a delivery, the best first: those under which it verifies, then those
/// under which one mistake explains it. Only schemes whose signature is in its place are looked at; two mistakes at
/// once are looked for where the scheme is named.
#[must_use]
pub fn explain_any<S: AsRef<[u8]>>(secrets: &[S], delivery: &Delivery, now: i64) -> Vec<Fit> {
    let present = CATALOG
        .iter()
        .filter_map(|entry| catalog_scheme(entry.id))
        .filter(|scheme| is_present(scheme, delivery));
    let mut fits: Vec<Fit> = present
        .map(|scheme| {
            let explanation = explained(&scheme, secrets, delivery, now, Depth::Singles);
            Fit { scheme, explanation }
        })
        .collect();
    fits.sort_by_key(|fit| {
        let explanation = &fit.explanation;
        let n_mistakes = explanation
            .findings
            .iter()
            .filter(|finding| finding.proof)
            .map(|f| 1 + f.also.len());
        match (explanation.verifies, n_mistakes.min()) {
            (true, _) => 0,
            (false, Some(n_mistakes)) => n_mistakes,
            (false, None) => usize::MAX,
        }
    });
    fits
}

fn is_present(scheme: &Scheme, delivery: &Delivery) -> bool {
    scheme
        .signature()
        .places
        .all()
        .iter()
        .any(|place| match &place.source {
            Source::Header(name) => delivery.headers.first(name).is_some(),
            Source::Numbered(name) => delivery.headers.first(&format!("{name}1")).is_some(),
            _ => !matches!(
                locate(delivery, place, scheme.format(), None),
                Found::Absent | Found::Unreadable
            ),
        })
}
