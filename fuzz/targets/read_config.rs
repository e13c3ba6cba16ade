#![no_main]
libfuzzer_sys::fuzz_target!(init: backlint_fuzz::plant("read_config"), |bytes: &[u8]| backlint_fuzz::property::read_config(bytes));
