#![no_main]
libfuzzer_sys::fuzz_target!(init: backlint_fuzz::plant("directives"), |bytes: &[u8]| backlint_fuzz::property::directives(bytes));
