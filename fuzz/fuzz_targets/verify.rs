//! See `hookproof::fuzzing::verify`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| hookproof::fuzzing::verify(data));
