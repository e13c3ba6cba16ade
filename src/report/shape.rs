//! What a file looks like without what it says, for people who show how their stories are written and not what is in them.

use std::fmt::Write as _;

use super::neutral::clean;
use crate::{
    concept::vocabulary,
    outcome::{Judged, Outcome},
    readiness::Assessment,
};

/// The shape of every story, each under its place.
pub(super) fn shapes(outcome: &Outcome, items: &[(&Judged, Assessment<'_>)]) -> String {
    let mut out = String::new();
    for (judged, one) in items {
        let story = &judged.backlog[one.story];
        let _ = writeln!(out, "--- {}", masked(&clean(&story.path.display())));
        for line in outcome.sources[story.file].text.lines() {
            let _ = writeln!(out, "{}", clean(&of_line(line)));
        }
    }
    out
}

/// A line with its words masked; a heading, a key or a label that the vocabulary knows stays.
fn of_line(line: &str) -> String {
    let is_mark = |c: char| c.is_whitespace() || "#*_->|+`".contains(c);
    let start = line.len() - line.trim_start_matches(is_mark).len();
    let said = line[start..].trim_end_matches(|c: char| is_mark(c) || c == ':');
    if line.starts_with('#') && (vocabulary::section(said).is_some() || vocabulary::field(said).is_some()) {
        return line.to_owned();
    }
    let end = line[start..].find([':', '：', '|']).map_or(line.len(), |at| start + at);
    let name = line[start..end].trim_matches(is_mark);
    if end < line.len() && vocabulary::field(name).is_some() {
        return format!("{}{}", &line[..end], masked(&line[end..]));
    }
    masked(line)
}

/// Letters of every script as `x`, digits as `0`.
fn masked(text: &str) -> String {
    let mask = |c: char| match c {
        c if c.is_numeric() => '0',
        c if c.is_alphabetic() => 'x',
        c => c,
    };
    text.chars().map(mask).collect()
}

#[cfg(test)]
mod tests {
    use super::of_line;

    #[test]
    fn known_names_stay_and_all_else_is_masked() {
        for (line, shape) in [
            ("status: In Progress", "status: xx xxxxxxxx"),
            ("customer: ACME-7", "xxxxxxxx: xxxx-0"),
            ("## Acceptance criteria", "## Acceptance criteria"),
            ("## Rollout of 2026", "## xxxxxxx xx 0000"),
            ("- [ ] 期限が延びる", "- [ ] xxxxxx"),
            ("**Story Points:** 5", "**Story Points:** 0"),
            ("| Priority | High |", "| Priority | xxxx |"),
            ("---", "---"),
        ] {
            assert_eq!(of_line(line), shape);
        }
    }
}
