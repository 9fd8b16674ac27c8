//! See `hookproof::fuzzing::forge`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| hookproof::fuzzing::forge(data));
