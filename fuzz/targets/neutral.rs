#![no_main]
libfuzzer_sys::fuzz_target!(init: backlint_fuzz::plant("neutral"), |bytes: &[u8]| backlint_fuzz::property::neutral(bytes));
