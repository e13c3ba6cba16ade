//! Regular expressions that a team writes, compiled within limits: none of them makes a run long.

use std::{
    collections::HashMap,
    sync::{LazyLock, Mutex},
};

use regex::{Error, Regex, RegexBuilder, bytes};

/// How long one may be as written, in bytes.
const LENGTH: usize = 1024;
/// How large one may become, in bytes.
const SIZE: usize = 1 << 20;
/// How large it may become but for what Unicode adds: that tells the number of its states, which is what each byte of a text can cost.
const STATES: usize = 1 << 17;
/// How deep groups may nest.
const DEPTH: u32 = 64;

/// How large the patterns of one configuration may become together, in bytes.
pub const MOST: usize = 16 << 20;

/// How large a pattern becomes at most, in bytes, as far as the limits tell.
pub fn cost(written: &str) -> usize {
    let fits = |limit: usize| RegexBuilder::new(written).size_limit(limit).nest_limit(DEPTH).build().is_ok();
    [SIZE / 16, SIZE / 4].into_iter().find(|limit| fits(*limit)).unwrap_or(SIZE)
}

/// Compiles a pattern; the error is a reason: `unclosed group`.
pub fn compile(written: &str, without_case: bool) -> Result<Regex, String> {
    // A layout is read once where backlogs are looked for and once for each tree.
    static COMPILED: LazyLock<Mutex<HashMap<(String, bool), Regex>>> = LazyLock::new(Mutex::default);
    let key = (written.to_owned(), without_case);
    let known = |compiled: &HashMap<_, Regex>| compiled.get(&key).cloned();
    if let Some(pattern) = COMPILED.lock().ok().and_then(|compiled| known(&compiled)) {
        return Ok(pattern);
    }
    let pattern = within_limits(written, without_case)?;
    if let Ok(mut compiled) = COMPILED.lock()
        && compiled.len() < MOST_KEPT
    {
        compiled.insert(key, pattern.clone());
    }
    Ok(pattern)
}

/// How many patterns are kept for the next time.
const MOST_KEPT: usize = 256;

fn within_limits(written: &str, without_case: bool) -> Result<Regex, String> {
    if written.len() > LENGTH {
        return Err(format!("it has {} characters, the limit is {LENGTH}", written.len()));
    }
    let built = RegexBuilder::new(written).case_insensitive(without_case).size_limit(SIZE).nest_limit(DEPTH).build();
    let states =
        bytes::RegexBuilder::new(written).case_insensitive(without_case).unicode(false).size_limit(STATES).nest_limit(DEPTH).build();
    match (built, states) {
        (Err(Error::CompiledTooBig(_)), _) | (_, Err(Error::CompiledTooBig(_))) => Err("it is too large".into()),
        // The last line of the drawing says what is wrong.
        (Err(error), _) => Err(error.to_string().lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned()),
        (Ok(pattern), _) => Ok(pattern),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(written: &str) -> String {
        compile(written, false).err().unwrap_or_default()
    }

    #[test]
    fn what_people_write_is_compiled() {
        for written in
            [r"(?i)\b(given|when|then)\b.*\b(must|shall|should)\b", r"^\p{Lu}{2,5}-\d+: (?<title>.+)$", r"[^\s]{1,60}", "größer|数"]
        {
            assert_eq!(reason(written), "", "{written}");
        }
        assert!(compile("keyboard", true).is_ok_and(|pattern| pattern.is_match("Keyboard")));
    }

    #[test]
    fn what_would_take_long_is_refused() {
        for written in ["(a{1000}){1000}", "(a{100}){100}", r"(\p{L}{20}){20}"] {
            assert_eq!(reason(written), "it is too large", "{written}");
        }
        assert_eq!(reason(&("(".repeat(300) + &")".repeat(300))), "exceed the maximum number of nested parentheses/brackets (64)");
        assert_eq!(reason("("), "unclosed group");
        assert_eq!(reason(&"a".repeat(1025)), "it has 1025 characters, the limit is 1024");
    }
}
