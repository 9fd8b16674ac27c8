//! Hookproof: conformance tests, golden vectors and fuzzing for webhook signatures.
//!
//! A [`scheme::Scheme`] says as data how deliveries are signed. From it come [`signing`], the [`cases`] of what a
//! receiver must accept and refuse, the [`vectors`] for other languages, and [`explain()`].
//!
//! # Features
//!
//! | feature | what it brings |
//! |---|---|
//! | `cli` | the program, on by default, and with it all but the last two |
//! | `faulty` | receivers that make one known mistake each, and tolerant correct ones |
//! | `http` | receivers behind a URL, and the reference receiver as a server |
//! | `jwt` | schemes that sign with a JSON Web Token |
//! | `public-key` | schemes that sign with RSA, ECDSA or Ed25519 |
//! | `wiremock` | matchers and responders for wiremock tests; with `http`, capturing senders |
//! | `libtest-mimic` | one test of `cargo test` for each case |
//! | `proptest` | strategies for property tests |
//! | `fuzzing` | the bodies of the fuzz targets, which are no part of the public interface |

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
