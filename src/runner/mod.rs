//! Running cases against a receiver: signs each delivery just before it goes out, judges the verdicts, and
//! yields events. Knows no report.

mod plan;
mod receiver;
mod reproduce;

pub use plan::{Plan, PlanError, Selection};
pub use receiver::{Event, Progress, RunError, RunOptions, test_receiver};
pub use reproduce::reproduce;
