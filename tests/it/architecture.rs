//! The structure holds: layers look only left, files stay small.

use std::{
    fs,
    path::{Path, PathBuf},
};

use backlint::config::KEYS;

/// Files of tests and rules may be no longer either.
const MAX_LINES: usize = 400;

fn source_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            source_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn all(folder: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    source_files(&root.join(folder), &mut found);
    let named = |path: PathBuf| (path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/"), fs::read_to_string(&path).unwrap());
    found.into_iter().map(named).collect()
}

#[test]
fn files_have_one_job_each() {
    let long = |(path, text): (String, String)| {
        Some(format!("{path}: {} lines", text.lines().count())).filter(|_| text.lines().count() > MAX_LINES)
    };
    let long: Vec<String> = all("src").into_iter().chain(all("tests")).filter_map(long).collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

/// A key of the configuration is declared once, with everything that follows from it, and used once.
#[test]
fn a_key_is_declared_once_and_used_once() {
    let code = |text: &str| text.lines().filter(|line| !line.trim_start().starts_with("//")).any(|line| line.contains("estimate.max\""));
    let files: Vec<String> = all("src").into_iter().filter(|(_, text)| code(text)).map(|(path, _)| path).collect();
    assert_eq!(files, ["src/config/keys.rs", "src/config/team.rs"]);
}

/// What is declared is read by the path it is declared at; `layout.tool` is for people, a version is only checked.
#[test]
fn a_key_that_is_declared_is_read() {
    let code: String = all("src").into_iter().filter(|(path, _)| !path.ends_with("keys.rs")).map(|(_, text)| text).collect();
    for key in KEYS.iter().map(|key| key.path).filter(|path| !path.contains('*') && !["layout.tool", "required-version"].contains(path)) {
        let is_table = KEYS.below(key).next().is_some();
        let inner = key.strip_prefix("layout.").unwrap_or(key);
        let name = if inner.contains("[]") { inner.rsplit('.').next().unwrap() } else { inner };
        assert!(is_table || code.contains(&format!("\"{name}\"")), "nothing reads {key}");
    }
}

#[test]
fn layers_look_only_left() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let modules = fs::read_to_string(root.join("src/lib.rs")).unwrap();
    let modules: Vec<&str> = modules.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    let place = |name: &str| modules.iter().position(|module| *module == name);
    let mut wrong = Vec::new();
    for (path, text) in all("src") {
        let inside = path.trim_start_matches("src/").split(['/', '.']).next().unwrap().to_owned();
        let Some(own) = place(&inside) else { continue };
        let code = text.split("#[cfg(test)]").next().unwrap();
        for used in uses(code) {
            if place(&used).is_some_and(|used| used > own) {
                wrong.push(format!("{path} uses {used}, which stands right of {inside}"));
            }
        }
    }
    wrong.dedup();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The top-level modules that `use crate::...` and `crate::...` name.
fn uses(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(block) = rest.strip_prefix('{') {
            let mut depth = 1;
            let mut word = String::new();
            let mut fresh = true;
            for c in block.chars() {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    ',' if depth == 1 => fresh = true,
                    c if depth == 1 && fresh && (c.is_alphanumeric() || c == '_') => word.push(c),
                    c if depth == 1 && !word.is_empty() && !c.is_whitespace() => fresh = false,
                    _ => {}
                }
                if (depth == 0 || !fresh || c == ',') && !word.is_empty() {
                    found.push(std::mem::take(&mut word));
                }
                if depth == 0 {
                    break;
                }
            }
        } else {
            found.push(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    found
}

#[test]
fn uses_are_read() {
    assert_eq!(uses("use crate::{\n    a::{B, c},\n    d,\n    e::F,\n};\nlet x = crate::g::h();"), ["a", "d", "e", "g"]);
}
