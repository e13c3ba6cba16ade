#![no_main]
libfuzzer_sys::fuzz_target!(init: backlint_fuzz::plant("fix"), |bytes: &[u8]| backlint_fuzz::property::fix(bytes));
