//! Whatever the bytes, something holds of them. `FUZZ_EXECUTIONS=1000000` looks longer; `fuzz/run` looks with an eye on coverage.

mod events;
mod made_up;
pub mod property;

use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

use self::{
    made_up::Inputs,
    property::{PROPERTIES, seeds},
};

/// Holds a property against made-up inputs; what it fails on is cut down and shown.
fn holds(name: &str, executions: usize) {
    let (_, property) = PROPERTIES.into_iter().find(|(known, _)| *known == name).unwrap();
    let mut inputs = Inputs::new(seeds::of(name, Path::new(env!("CARGO_MANIFEST_DIR"))), 94);
    let fails = |input: &[u8]| catch_unwind(AssertUnwindSafe(|| property(input))).is_err();
    for at in 0..self::executions(executions) {
        let input = inputs.made_up();
        assert!(!fails(&input), "{name} does not hold of input {at}: b\"{}\"", small(input, fails).escape_ascii());
    }
}

/// How many inputs are tried.
fn executions(few: usize) -> usize {
    std::env::var("FUZZ_EXECUTIONS").map_or(few, |more| more.parse().unwrap())
}

/// Takes pieces out of an input for as long as it still fails.
fn small(mut input: Vec<u8>, fails: impl Fn(&[u8]) -> bool) -> Vec<u8> {
    let mut size = input.len() / 2;
    while size > 0 {
        let mut at = 0;
        while at + size <= input.len() {
            let less = [&input[..at], &input[at + size..]].concat();
            if fails(&less) {
                input = less;
            } else {
                at += size;
            }
        }
        size /= 2;
    }
    input
}

#[test]
fn row_94_front_matter() {
    holds("front_matter", 20_000);
}

#[test]
fn row_94_outline() {
    holds("outline", 20_000);
}

#[test]
fn row_94_parse() {
    holds("parse", 4_000);
}

#[test]
fn row_94_read_story() {
    holds("read_story", 4_000);
}

#[test]
fn row_94_read_marks() {
    holds("read_marks", 4_000);
}

#[test]
fn row_94_read_config() {
    holds("read_config", 4_000);
}

#[test]
fn row_94_read_baseline() {
    holds("read_baseline", 4_000);
}

#[test]
fn row_94_clean() {
    holds("clean", 20_000);
}

#[test]
fn row_94_story() {
    holds("story", 200);
}

#[test]
fn row_94_config() {
    holds("config", 250);
}

#[test]
fn row_94_baseline() {
    holds("baseline", 400);
}

#[test]
fn row_94_directives() {
    holds("directives", 120);
}

#[test]
fn row_40_fix() {
    holds("fix", 60);
}

#[test]
fn row_94_neutral() {
    holds("neutral", 100);
}

#[test]
fn every_property_has_a_target() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let run = fs::read_to_string(root.join("run")).unwrap();
    let listed = run.lines().find_map(|line| line.strip_prefix("targets=\"${TARGETS:-")).unwrap();
    assert_eq!(listed.trim_end_matches("}\""), PROPERTIES.map(|(name, _)| name).join(" "));
    for (name, _) in PROPERTIES {
        let target = fs::read_to_string(root.join(format!("targets/{name}.rs"))).unwrap();
        assert!(target.contains(&format!("plant(\"{name}\")")) && target.contains(&format!("property::{name}(bytes)")), "{target}");
    }
}
