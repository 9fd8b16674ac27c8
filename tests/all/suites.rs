//! The suites of the catalogue under the setting of the vectors, each made once for all tests of this program.

use std::sync::OnceLock;

use hookproof::cases::{Case, Setting, Suite, suite};
use hookproof::scheme::{CATALOG, Scheme, catalog_scheme};

static SUITES: [OnceLock<Suite>; CATALOG.len()] = [const { OnceLock::new() }; CATALOG.len()];

/// The suite of a scheme of the catalogue.
pub(crate) fn of(id: &str) -> &'static Suite {
    let position = CATALOG.iter().position(|entry| entry.id == id);
    let place = position.and_then(|position| SUITES.get(position));
    let place = place.unwrap_or_else(|| panic!("no scheme {id} in the catalogue"));
    place.get_or_init(|| {
        let scheme = catalog_scheme(id).unwrap();
        suite(&scheme, &Setting::vectors(&scheme)).unwrap()
    })
}

/// Its cases, on which families and reference agree.
pub(crate) fn cases(id: &str) -> &'static [Case] {
    let made = of(id);
    agreed(id, made);
    &made.cases
}

/// The cases of any scheme under any setting, on which families and reference agree.
pub(crate) fn cases_of(scheme: &Scheme, setting: &Setting) -> Vec<Case> {
    let made = suite(scheme, setting).unwrap();
    agreed(scheme.id(), &made);
    made.cases
}

fn agreed(id: &str, made: &Suite) {
    assert!(
        made.disagreements.is_empty(),
        "{id}: families and reference differ: {:#?}",
        made.disagreements
    );
}
