//! See `hookproof::fuzzing::reserialize`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| hookproof::fuzzing::reserialize(data));
