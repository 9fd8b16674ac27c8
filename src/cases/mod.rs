//! What to try, and why: cases, their families and their flags. Knows no file and no target.

mod case;

pub use case::{Case, CaseId, Expected, Level, Role, Trace};
