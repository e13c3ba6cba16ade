#![no_main]
libfuzzer_sys::fuzz_target!(init: backlint_fuzz::plant("front_matter"), |bytes: &[u8]| backlint_fuzz::property::front_matter(bytes));
