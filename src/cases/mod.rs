//! What to try, and why: cases, their families and their flags. Knows no file and no target.

mod altered;
mod builder;
mod case;
mod families;
mod flags;
mod forge;
mod setting;
mod suite;
mod swapped;

pub use builder::{Builder, CaseBuilder};
pub use case::{Case, CaseId, Expected, Level, Role, Trace};
pub use families::{FAMILIES, Family};
pub use flags::{FLAGS, Flag, flag};
pub use setting::{OwnSecrets, Setting, VECTOR_TIME, test_secret, test_signing_secret};
pub use suite::{Disagreement, Suite, SuiteError, controls, suite};
