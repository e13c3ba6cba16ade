#![no_main]
libfuzzer_sys::fuzz_target!(init: backlint_fuzz::plant("clean"), |bytes: &[u8]| backlint_fuzz::property::clean(bytes));
