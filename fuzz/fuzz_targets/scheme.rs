//! See `hookproof::fuzzing::scheme`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| hookproof::fuzzing::scheme(data));
