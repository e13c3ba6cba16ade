//! Sections a story is known to have, and how headings are compared.

/// A section every layout may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Section {
    /// What and why.
    Description,
    /// The acceptance criteria.
    Criteria,
    /// What is not known yet.
    Questions,
    /// What is left out on purpose.
    Scope,
    /// Anything else the team keeps.
    Notes,
}

impl Section {
    /// Every section with its name in layout files.
    pub const ALL: [(Section, &'static str); 5] = [
        (Section::Description, "description"),
        (Section::Criteria, "criteria"),
        (Section::Questions, "questions"),
        (Section::Scope, "scope"),
        (Section::Notes, "notes"),
    ];

    /// Its name in layout files.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(section, _)| *section == self).map_or("", |(_, name)| name)
    }

    /// The section of this name.
    pub fn named(name: &str) -> Option<Section> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(section, _)| *section)
    }
}

/// A heading as headings are compared: lower case, without markers, emoji, leading numbering, a trailing `(...)` and `:`, white space folded.
pub fn normalise(heading: &str) -> String {
    let lower = if heading.is_ascii() { heading.to_ascii_lowercase() } else { heading.to_lowercase().replace('’', "'") };
    let mut text = lower.as_str().trim();
    text = text.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | ')'));
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        let rest = &text[digits..];
        if let Some(rest) = rest.strip_prefix(['.', ')', ':']) {
            text = rest.trim_start();
        }
    }
    if text.ends_with(')')
        && let Some(at) = text.rfind('(')
        && at > 0
    {
        text = &text[..at];
    }
    text = text.trim_matches(|c: char| !c.is_alphanumeric());
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::normalise;

    #[test]
    fn spellings_of_one_heading_are_equal() {
        for heading in [
            "Acceptance Criteria",
            "✅ Acceptance criteria",
            "**Acceptance Criteria:**",
            "5) Acceptance criteria",
            "2. Acceptance  Criteria (must have)",
            "acceptance criteria:",
        ] {
            assert_eq!(normalise(heading), "acceptance criteria", "{heading}");
        }
        assert_eq!(normalise("验收标准"), "验收标准");
        assert_eq!(normalise("Acceptance criteria status"), "acceptance criteria status");
    }
}
