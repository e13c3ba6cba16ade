#![no_main]
libfuzzer_sys::fuzz_target!(init: backlint_fuzz::plant("parse"), |bytes: &[u8]| backlint_fuzz::property::parse(bytes));
