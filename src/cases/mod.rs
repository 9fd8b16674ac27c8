//! What to try, and why: cases, their families and their flags. Knows no file and no target.

mod altered;
mod builder;
mod case;
mod case_builder;
mod families;
mod flags;
mod forge;
mod identity;
mod setting;
mod suite;
mod swapped;

pub use builder::Builder;
pub use case::{Case, CaseId, Expected, Level, Role, Trace};
pub use case_builder::CaseBuilder;
pub use families::{FAMILIES, Family};
pub use flags::{FLAGS, Flag, flag};
pub use identity::Identities;
pub(crate) use identity::is_header_of_identity;
pub use setting::{MESSAGE_ID, OwnSecrets, Setting, VECTOR_TIME, test_secret, test_signing_secret};
pub use suite::{Disagreement, Suite, SuiteError, control_cases, controls, suite};
