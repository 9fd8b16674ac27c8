//! Running cases against a receiver: signs each delivery just before it goes out, judges the verdicts, and
//! yields events. Knows no report.

mod asking;
mod expected;
mod fuzz;
mod fuzz_case;
mod plan;
mod receiver;
mod reproduce;
mod result;
mod shrink;

pub use expected::{ExpectedError, ExpectedFailures};
pub use fuzz::{Finding, FuzzError, FuzzOptions, Fuzzed, fuzz_receiver};
pub use fuzz_case::{FuzzCase, FuzzCaseError};
pub use plan::{Plan, PlanError, Selection};
pub use receiver::{Event, Progress, RunError, RunOptions, Strictness, not_started, test_receiver};
pub use reproduce::reproduce;
