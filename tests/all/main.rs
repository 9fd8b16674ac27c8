//! All the tests that need no process of their own, as one program: it is linked once, and those that wait for a time-out
//! or a retry wait beside those that compute. `cargo test --test all golden::` runs the module `golden`.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod body_families;
mod broken_schemes;
mod cli;
mod command;
mod conditions;
mod coverage_command;
mod curl;
mod demo;
mod documented_commands;
mod explain;
mod explain_cli;
mod fuzz_corpus;
mod fuzz_receiver;
mod golden;
mod help;
mod http;
mod interop;
mod known_answers;
mod mistakes_docs;
mod mutants;
mod performance_docs;
mod programs;
mod properties;
mod published;
mod report;
mod reserialize;
mod runners;
mod scheme_docs;
mod second_opinion;
mod senders;
mod serve;
mod served;
mod shim;
mod signature_families;
mod suite;
mod suites;
mod suspects;
mod test_receiver;
mod test_sender;
mod tidy;
mod time_and_token_families;
mod told;
mod vectors_command;
