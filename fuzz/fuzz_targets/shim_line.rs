//! See `hookproof::fuzzing::shim_line`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| hookproof::fuzzing::shim_line(data));
