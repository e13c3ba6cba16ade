#![no_main]
libfuzzer_sys::fuzz_target!(init: backlint_fuzz::plant("config"), |bytes: &[u8]| backlint_fuzz::property::config(bytes));
