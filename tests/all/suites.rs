//! The suites of the catalogue under the setting of the vectors, each made once for all tests of this program.

use std::sync::OnceLock;

use hookproof::cases::{Setting, Suite, suite};
use hookproof::scheme::{CATALOG, catalog_scheme};

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
