//! The stories that lines of prose name.

use super::Reference;
use crate::{concept::reference, layout::Layout, source::TextRange};

/// The ids that lines of prose begin with, and those that follow between commas: `- Story 1.2: the export`, `Blocked by: ST-1 (done), ST-2`.
pub(super) fn mentioned(text: &str, within: TextRange, layout: &Layout) -> Vec<Reference> {
    let mut found = Vec::new();
    let mut at = within.start as usize;
    let mut is_about_others = false;
    for line in within.of(text).split_inclusive('\n') {
        let mut part_at = at;
        if let Some(heading) = heading_of_lines(line).filter(|_| leading_id(line, layout).is_none()) {
            let said = heading.to_lowercase();
            is_about_others = OF_OTHERS.iter().any(|word| said.contains(word));
        }
        if is_about_others {
            at += line.len();
            continue;
        }
        let mut is_first = true;
        for part in line.split_inclusive([',', ';']) {
            let said = if is_first { after_verb(part) } else { part };
            is_first = false;
            let Some(id) = leading_id(said, layout) else { break };
            let start = part_at + (id.as_ptr() as usize - part.as_ptr() as usize);
            let range = TextRange::new(start, start + id.len());
            let is_id = |text: &str| layout.is_id(text);
            let in_prose = layout.id_shape.is_none();
            found.extend(reference::read(id, &is_id).map(|named| Reference { in_prose, ..Reference::new(range, named) }));
            let mut rest = &text[range.end as usize..part_at + part.len()];
            while let Some(after) = JOINTS.iter().find_map(|joint| rest.trim_start().strip_prefix(joint))
                && let Some(id) = leading_id(after, layout)
            {
                let start = id.as_ptr() as usize - text.as_ptr() as usize;
                let range = TextRange::new(start, start + id.len());
                found.extend(reference::read(id, &is_id).map(|named| Reference { in_prose, ..Reference::new(range, named) }));
                rest = &text[range.end as usize..part_at + part.len()];
            }
            part_at += part.len();
        }
        at += line.len();
    }
    found
}

/// What follows the verb of a sentence that says what comes first: `This story depends on ST-1.`
fn after_verb(line: &str) -> &str {
    if !line.contains(' ') || !line.is_ascii() {
        return line;
    }
    let lower = line.to_ascii_lowercase();
    let ends = VERBS.iter().filter_map(|verb| lower.find(verb).map(|at| at + verb.len()));
    ends.min().map_or(line, |end| &line[end..])
}

const VERBS: [&str; 6] = [" depends on ", " is blocked by ", " requires ", " needs ", " waits for ", " waiting for "];

/// What joins two ids of one list.
const JOINTS: [&str; 4] = ["and ", "& ", "und ", "y "];

/// A line that says what the next ones are about: a heading, or text that ends in a colon.
fn heading_of_lines(line: &str) -> Option<&str> {
    let text = line.trim().trim_end_matches(['*', '_']);
    let is_heading = text.starts_with('#') || text.ends_with(':') || (line.trim().ends_with("**") && line.trim().starts_with("**"));
    is_heading.then_some(text)
}

/// Words over lists of stories that this one does not depend on.
const OF_OTHERS: [&str; 13] = [
    "blocks",
    "blocking",
    "enables",
    "unlocks",
    "required by",
    "needed by",
    "used by",
    "downstream",
    "dependents",
    "related",
    "follow-up",
    "followed by",
    "future",
];

/// What may stand before an id in prose.
const BEFORE_IDS: [&str; 9] = ["story", "task", "issue", "depends on", "blocked by", "requires", "prerequisites", "prerequisite", "after"];

/// The id that a piece of prose begins with, after marks of lists, emphasis and links, and a word that says what the id is. A bare number is
/// one only if nothing but a note follows: `3 tables` counts tables.
fn leading_id<'t>(piece: &'t str, layout: &Layout) -> Option<&'t str> {
    let bare = |text: &'t str| {
        let text = text.trim_start_matches(|c: char| c.is_whitespace() || "-*+•_`#>:|".contains(c));
        let text = unnumbered(text);
        let boxed =
            text.strip_prefix('[').and_then(|rest| rest.strip_prefix([' ', 'x', 'X', '~', '-'])).and_then(|rest| rest.strip_prefix(']'));
        boxed.unwrap_or(text).trim_start_matches(|c: char| c.is_whitespace() || "*_`#>:[(".contains(c))
    };
    let mut rest = bare(piece);
    while let Some(after) = BEFORE_IDS.iter().find_map(|word| {
        let (start, after) = rest.split_at_checked(word.len())?;
        (start.eq_ignore_ascii_case(word) && after.starts_with([' ', ':', '*'])).then_some(after)
    }) {
        rest = bare(after);
    }
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, ':' | ']' | ')' | '*' | '`' | ',' | ';')).unwrap_or(rest.len());
    let id = rest[..end].trim_end_matches(['.', '-']);
    let after = rest[end..].trim_start();
    let is_counted = id.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && after.starts_with(char::is_alphanumeric);
    (layout.is_id(id) && !is_counted || names_a_file(id)).then_some(id)
}

/// An item without its number: `1. ST-1`, `2) ST-1`.
fn unnumbered(text: &str) -> &str {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text.get(digits..).and_then(|rest| rest.strip_prefix(['.', ')']));
    rest.filter(|rest| digits > 0 && rest.starts_with([' ', '\t'])).map_or(text, str::trim_start)
}

/// `ISSUE-0070-extend-loan`: an id with its slug, as files and folders are named.
fn names_a_file(word: &str) -> bool {
    let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
    let rest = word.get(letters..).unwrap_or_default().trim_start_matches(['-', '_']);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let slug = rest.get(digits..).unwrap_or_default();
    letters > 0 && digits > 0 && slug.starts_with(['-', '_']) && slug.contains(|c: char| c.is_ascii_alphabetic())
}
