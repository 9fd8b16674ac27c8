//! Senders under test: faulty ones, each with one fault that must be found, and correct ones that must not be blamed.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a panic is how a test fails"
)]
#![cfg(all(feature = "http", feature = "wiremock"))]

mod behavior;
mod bounds;
mod correct;
mod faulty;
mod library;
mod sender;
