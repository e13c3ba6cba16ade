#![no_main]
libfuzzer_sys::fuzz_target!(init: backlint_fuzz::plant("outline"), |bytes: &[u8]| backlint_fuzz::property::outline(bytes));
