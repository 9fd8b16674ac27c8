//! See `hookproof::fuzzing::http_message`.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| hookproof::fuzzing::http_message(data));
