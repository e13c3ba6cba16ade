#![no_main]
libfuzzer_sys::fuzz_target!(init: backlint_fuzz::plant("baseline"), |bytes: &[u8]| backlint_fuzz::property::baseline(bytes));
