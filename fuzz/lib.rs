//! What the tests hold of any bytes, for a fuzzer that looks for bytes of which it does not hold.
#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "what the tests share is written as a test")]

#[expect(dead_code, reason = "a fuzzer judges no page")]
#[path = "../tests/it/page.rs"]
mod page;
#[path = "../tests/it/fuzz/property/mod.rs"]
pub mod property;
#[path = "../tests/it/runner.rs"]
mod runner;

use std::{fs, path::Path};

/// Writes what a target starts from to its corpus, and the words that are put in to `corpus/words`; the fuzzer reads both a moment later.
pub fn plant(target: &str) {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = here.join("corpus").join(target);
    fs::create_dir_all(&folder).unwrap();
    for (at, seed) in property::seeds::of(target, &here.join("..")).iter().enumerate() {
        fs::write(folder.join(format!("seed-{at}")), seed).unwrap();
    }
    let escaped = |word: &str| word.bytes().map(|byte| format!("\\x{byte:02x}")).collect::<String>();
    let words: Vec<String> = property::seeds::WORDS.iter().map(|word| format!("\"{}\"\n", escaped(word))).collect();
    fs::write(here.join("corpus/words"), words.concat()).unwrap();
}
