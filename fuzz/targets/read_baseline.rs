#![no_main]
libfuzzer_sys::fuzz_target!(init: backlint_fuzz::plant("read_baseline"), |bytes: &[u8]| backlint_fuzz::property::read_baseline(bytes));
