//! The files that new stories are made from, as far as a line of them that was left as it is says nothing.

use std::collections::{BTreeMap, HashSet};

use crate::{concept::Kind, text::words};

/// Per kind the lines of the team's template.
#[derive(Debug, Default, Clone)]
pub struct Templates(BTreeMap<Kind, HashSet<String>>);

/// Lines of fewer words may well stand in a story that was written.
const FEWEST_WORDS: usize = 3;

impl Templates {
    /// Adds the template of a kind.
    pub fn add(&mut self, kind: Kind, text: &str) {
        let lines = text.lines().filter(|line| !line.starts_with('#')).filter_map(said);
        self.0.entry(kind).or_default().extend(lines);
    }

    /// Whether the team has none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many lines the template of `kind` had and no longer has `now`.
    pub fn lost(&self, kind: Kind, now: &Self) -> usize {
        let (Some(before), after) = (self.0.get(&kind), now.0.get(&kind)) else { return 0 };
        before.iter().filter(|line| !after.is_some_and(|after| after.contains(*line))).count()
    }

    /// Whether a line is as the template of `kind` has it.
    pub fn holds(&self, kind: Kind, line: &str) -> bool {
        self.0.get(&kind).is_some_and(|lines| said(line).is_some_and(|line| lines.contains(&line)))
    }
}

/// What a line says, without its mark; nothing of a line that says little.
fn said(line: &str) -> Option<String> {
    let is_mark = |c: char| c.is_whitespace() || matches!(c, '-' | '*' | '+' | '>' | '[' | ']');
    let text = words::unnumbered(line.trim_start_matches(is_mark));
    let text = text.trim_start_matches("x] ").trim();
    words::has(text, FEWEST_WORDS).then(|| words::normalise(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_known_again_whatever_its_mark() {
        let mut templates = Templates::default();
        templates.add(Kind::Story, "# Title of the story\n\n- [ ] The user can do it\nSay why.\n");
        for line in ["- [ ] The user can do it", "* [x] the user can  do it", "1. The user can do it"] {
            assert!(templates.holds(Kind::Story, line), "{line}");
        }
        for line in ["Title of the story", "Say why.", "The user can do it twice", ""] {
            assert!(!templates.holds(Kind::Story, line), "{line}");
        }
        assert!(!templates.holds(Kind::Bug, "The user can do it"));
    }
}
