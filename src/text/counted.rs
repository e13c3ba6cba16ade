//! Counts with their words.

/// `1 story`, `2 stories`.
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// `1 story`, `2 stories`.
pub fn stories(count: usize) -> String {
    counted(count, "story", "stories")
}
