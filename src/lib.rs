//! Hookproof: conformance tests, golden vectors and fuzzing for webhook signatures.
//!
//! A [`scheme::Scheme`] says as data how deliveries are signed. From it come [`signing`], the [`cases`] of what a
//! receiver must accept and refuse, the [`vectors`] for other languages, and [`explain()`].

#![forbid(unsafe_code)]

// The modules stand in the order of their layers, ground to roof: one uses only those before it.

pub mod encoding;

pub mod mac;

pub mod reserialize;

pub mod delivery;

pub mod scheme;

pub mod signing;

pub mod cases;

pub mod vectors;

pub mod outcome;

pub mod explain;

#[cfg(feature = "faulty")]
pub mod faulty;

pub mod generate;

pub mod target;

#[cfg(feature = "http")]
pub mod serve;

pub mod runner;

#[cfg(feature = "cli")]
pub mod report;

#[cfg(all(feature = "http", feature = "wiremock"))]
pub mod sender;

#[cfg(feature = "libtest-mimic")]
pub mod harness;

#[cfg(feature = "wiremock")]
pub mod wiremock;

#[cfg(feature = "proptest")]
pub mod strategy;

#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzzing;

#[cfg(feature = "cli")]
pub mod cli;

pub use explain::explain;
