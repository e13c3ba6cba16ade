#![no_main]
libfuzzer_sys::fuzz_target!(init: backlint_fuzz::plant("story"), |bytes: &[u8]| backlint_fuzz::property::story(bytes));
