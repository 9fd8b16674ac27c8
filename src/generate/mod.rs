//! Random deliveries, genuine and forged, out of a scheme and a row of choices. The property tests, the fuzz
//! targets and `fuzz receiver` all draw from here, so that what one finds the others can show.

mod body;
mod change;
mod choices;
mod generated;
mod generator;
mod scheme;

pub use body::{Oddity, form_body, json_body};
pub use change::{Apply, CHANGES, Change};
pub use choices::Choices;
pub use generated::Generated;
pub use generator::{Generator, Made};
pub use scheme::{random_scheme, random_secret};
