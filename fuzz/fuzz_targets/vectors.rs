//! See `hookproof::fuzzing::vectors`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| hookproof::fuzzing::vectors(data));
