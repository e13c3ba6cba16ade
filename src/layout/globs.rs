//! Path patterns, matched on bytes.

use globset::{Candidate, GlobBuilder, GlobSet, GlobSetBuilder};

/// A set of path patterns; `*` does not cross a `/`, `**` does.
#[derive(Debug, Clone, Default)]
pub struct Globs {
    set: GlobSet,
    patterns: Vec<String>,
}

/// A pattern that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{pattern}` is no path pattern: {reason}")]
pub struct GlobError {
    /// The pattern.
    pub pattern: String,
    /// What is wrong with it.
    pub reason: String,
}

impl Globs {
    /// Compiles `patterns`.
    pub fn new(patterns: impl IntoIterator<Item = String>) -> Result<Self, GlobError> {
        Self::build(patterns, false)
    }

    /// Compiles `patterns` that match without case.
    pub fn without_case(patterns: impl IntoIterator<Item = String>) -> Result<Self, GlobError> {
        Self::build(patterns, true)
    }

    fn build(patterns: impl IntoIterator<Item = String>, without_case: bool) -> Result<Self, GlobError> {
        let patterns: Vec<String> = patterns.into_iter().collect();
        let mut set = GlobSetBuilder::new();
        for pattern in &patterns {
            let error = |error: &globset::Error| GlobError { pattern: pattern.clone(), reason: error.kind().to_string() };
            let glob = GlobBuilder::new(pattern).literal_separator(true).empty_alternates(true).case_insensitive(without_case).build();
            set.add(glob.map_err(|fault| error(&fault))?);
        }
        let set = set.build().map_err(|fault| GlobError { pattern: patterns.join(", "), reason: fault.kind().to_string() })?;
        Ok(Self { set, patterns })
    }

    /// Whether any pattern matches `path`.
    pub fn is_match(&self, path: &[u8]) -> bool {
        self.set.is_match_candidate(&Candidate::from_bytes(path))
    }

    /// The patterns as written.
    pub fn patterns(&self) -> &[String] {
        &self.patterns
    }
}
