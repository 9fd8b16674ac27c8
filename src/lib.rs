//! Hookproof: conformance tests, golden vectors and fuzzing for webhook signatures.

pub mod cases;
#[cfg(feature = "cli")]
pub mod cli;
pub mod delivery;
pub mod encoding;
pub mod explain;
pub mod faulty;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzzing;
pub mod generate;
#[cfg(feature = "libtest-mimic")]
pub mod harness;
pub mod mac;
pub mod outcome;
#[cfg(feature = "cli")]
pub mod report;
pub mod reserialize;
pub mod runner;
pub mod scheme;
#[cfg(all(feature = "http", feature = "wiremock"))]
pub mod sender;
#[cfg(feature = "http")]
pub mod serve;
pub mod signing;
#[cfg(feature = "proptest")]
pub mod strategy;
pub mod target;
pub mod vectors;
#[cfg(feature = "wiremock")]
pub mod wiremock;

pub use explain::explain;
