//! How many findings each rule has.

use std::fmt::Write as _;

/// A line per rule, with how many errors, warnings and hints it has.
pub fn by_rule(counts: &[(&'static str, [usize; 3])]) -> String {
    let width = counts.iter().map(|(rule, _)| rule.len()).max().unwrap_or_default();
    let mut text = String::new();
    for (rule, counts) in counts {
        let said = counts.iter().zip(["error", "warning", "hint"]).filter(|(count, _)| **count > 0);
        let said: Vec<String> = said.map(|(count, level)| format!("{count} {level}{}", if *count == 1 { "" } else { "s" })).collect();
        let _ = writeln!(text, "  {rule:<width$}  {}", said.join(", "));
    }
    text
}
