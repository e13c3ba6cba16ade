//! Folds and sorts the words of `src/concept/vocabulary/words.txt`, so that no run has to.
//!
//! The file has languages, `# code name`, below each groups, `## group`, and their rows, `name: word; word`.
#![expect(clippy::disallowed_methods, reason = "the build reads and writes its own files, outside of any tree")]

use std::{collections::BTreeMap, env, error::Error, fmt::Write, fs, path::Path};

#[path = "src/concept/vocabulary/fold.rs"]
mod fold;

use fold::fold;

const WORDS: &str = "src/concept/vocabulary/words.txt";

/// The groups that words are looked up in, by their names in the file.
const GROUPS: [&str; 10] = ["fields", "sections", "statuses", "kinds", "values", "units", "sizes", "priorities", "files", "folders"];

/// The words of a group by their spelling: what they mean, and whether they are English.
type Group<'t> = BTreeMap<String, (&'t str, bool)>;

fn main() -> Result<(), Box<dyn Error>> {
    for path in ["build.rs", "src/concept/vocabulary/fold.rs", WORDS] {
        println!("cargo::rerun-if-changed={path}");
    }
    let text = fs::read_to_string(WORDS)?;
    let mut groups: BTreeMap<&str, Group<'_>> = BTreeMap::new();
    let (mut stems, mut false_friends) = (Vec::new(), Vec::new());
    let (mut is_english, mut group) = (false, "");
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            group = name;
        } else if let Some(language) = line.strip_prefix("# ") {
            is_english = language.starts_with("en ");
        } else if let Some((name, words)) = line.split_once(": ") {
            match group {
                "stems" => stems.push(words.split('|').map(spellings).collect::<Vec<_>>()),
                "false" => false_friends.extend(spellings(words)),
                _ if GROUPS.contains(&group) => {
                    let group = groups.entry(group).or_default();
                    for word in spellings(words) {
                        // The first row that has a word gives its meaning.
                        group.entry(word).or_insert((name, is_english));
                    }
                }
                _ => return Err(format!("{WORDS} has an unknown group: {group}").into()),
            }
        }
    }
    let mut out = String::new();
    for (name, words) in &groups {
        write_group(&mut out, name, words)?;
    }
    let stems: Vec<String> =
        stems.iter().map(|lists| slice(lists.iter().map(|list| slice(list.iter().map(|stem| format!("{stem:?}")))))).collect();
    writeln!(out, "pub(super) static STEMS: &[&[&[&str]]] = {};", slice(stems.into_iter()))?;
    writeln!(out, "pub(super) static FALSE: &[&str] = &{false_friends:?};")?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("words.rs"), out)?;
    Ok(())
}

fn slice(items: impl Iterator<Item = String>) -> String {
    format!("&[{}]", items.collect::<Vec<_>>().join(", "))
}

fn write_group(out: &mut String, name: &str, words: &Group<'_>) -> Result<(), Box<dyn Error>> {
    let mut names: Vec<&str> = words.values().map(|(name, _)| *name).collect();
    names.sort_unstable();
    names.dedup();
    let (mut text, mut entries) = (String::new(), String::new());
    for (word, (name, is_english)) in words {
        text.push_str(word);
        let place = names.binary_search(name).map_err(|_| "a word has no meaning")?;
        write!(entries, "({}, {place}, {is_english}), ", text.len())?;
    }
    let longest = words.keys().map(String::len).max().unwrap_or_default();
    let upper = name.to_uppercase();
    writeln!(
        out,
        "pub(super) static {upper}: Group = Group {{ text: {text:?}, names: &{names:?}, longest: {longest}, words: &[{entries}] }};"
    )?;
    Ok(())
}

/// The words of a row as they are compared, a German or Nordic letter in both of its spellings.
fn spellings(words: &str) -> Vec<String> {
    let mut folded = Vec::new();
    for word in words.split(';') {
        let lower = word.to_lowercase();
        let mut spelled_out = lower.clone();
        for (letter, spelling) in [('ä', "ae"), ('ö', "oe"), ('ü', "ue"), ('ø', "oe"), ('å', "aa")] {
            spelled_out = spelled_out.replace(letter, spelling);
        }
        folded.push(fold(word).into_owned());
        if spelled_out != lower {
            folded.push(fold(&spelled_out).into_owned());
        }
    }
    folded.retain(|word| !word.is_empty());
    folded
}
