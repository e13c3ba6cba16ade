//! Lines that are meant to open front matter and do not.

use super::fence::{is_field, line_end};
use crate::source::TextRange;

/// Why a line does not open front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cause {
    /// The fields start on the first line, and a `---` closes them.
    NoFence,
    /// Something stands before `---` on its line.
    Before,
    /// Something follows `---` on its line.
    After,
    /// Fewer or more than three dashes.
    Count,
    /// Other characters than `-`.
    Dashes,
    /// A fence of code.
    Code,
    /// An object in JSON.
    Json,
}

/// The line that stands where front matter would open, and why it does not.
pub(super) fn find(text: &str, top: usize) -> Option<(TextRange, Cause)> {
    let start = top + text[top..].bytes().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    // Most files without front matter begin with a heading.
    if text[start..].starts_with('#') {
        return None;
    }
    let end = line_end(text, start);
    let line = text[start..end].trim_end();
    let rest = &text[end..];
    let open = TextRange::new(start, start + line.len());
    if let Some(inner) = line.strip_prefix('{') {
        let first = if inner.trim().is_empty() { rest.trim_start() } else { inner.trim() };
        let key = first.strip_prefix('"').and_then(|key| key.split_once('"'));
        let is_member = key.is_some_and(|(_, after)| after.trim_start().starts_with(':'));
        return is_member.then_some((open, Cause::Json));
    }
    if is_field(line) {
        return (has_fields(&text[start..]) && is_closed(&text[start..])).then_some((open, Cause::NoFence));
    }
    let cause = cause(line)?;
    has_fields(rest).then_some((open, cause))
}

/// What is wrong with a line that looks like a fence.
fn cause(line: &str) -> Option<Cause> {
    let is_invisible = |c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}');
    if line.starts_with("```") || line.starts_with("~~~") {
        let name = line.trim_start_matches(['`', '~']).trim();
        return matches!(name.to_ascii_lowercase().as_str(), "yaml" | "yml" | "toml" | "frontmatter" | "front-matter")
            .then_some(Cause::Code);
    }
    let bare = line.trim_start_matches(is_invisible);
    if bare.len() < line.len() && bare.starts_with("---") {
        return Some(Cause::Before);
    }
    if let Some(after) = line.strip_prefix("---").filter(|after| !after.starts_with('-')) {
        return after.starts_with(|c: char| is_invisible(c) || c == '#').then_some(Cause::After);
    }
    if line.len() > 1 && line.bytes().all(|byte| byte == b'-') {
        return Some(Cause::Count);
    }
    let is_dash = |c: char| matches!(c, '-' | '‐'..='―' | '−' | '﹘' | '－' | '=' | '*' | '_' | '~');
    ((2..=5).contains(&line.chars().count()) && line.chars().all(is_dash)).then_some(Cause::Dashes)
}

/// Whether a text begins with two lines of fields that look like those of front matter: their keys are in small letters.
fn has_fields(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let is_key = |line: &str| is_field(line) && line.starts_with(|c: char| c.is_ascii_lowercase());
    lines.next().is_some_and(is_key) && lines.next().is_some_and(|line| is_key(line) || line.starts_with("  ") || line.starts_with("- "))
}

/// Whether nothing but fields stands above the first `---`.
fn is_closed(text: &str) -> bool {
    let mut lines = text.lines().take(FIELDS);
    lines.find(|line| {
        !(is_field(line) || line.trim().is_empty() || line.starts_with([' ', '\t', '-', '#', ']', '}']) && line.trim_end() != "---")
    }) == Some("---")
}

/// No front matter has more lines.
const FIELDS: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;

    fn cause_of(text: &str) -> Option<Cause> {
        find(text, 0).map(|(_, cause)| cause)
    }

    #[test]
    fn a_line_that_nearly_opens_front_matter_is_told_with_its_cause() {
        let fields = "id: A-1\nstatus: open\n---\n\n# A\n";
        let opened = |line: &str| cause_of(&format!("{line}\n{fields}"));
        assert_eq!(cause_of(fields), Some(Cause::NoFence));
        assert_eq!(opened(" ---"), Some(Cause::Before));
        assert_eq!(opened("\u{200b}---"), Some(Cause::Before));
        assert_eq!(opened("--- # the fields"), Some(Cause::After));
        assert_eq!(opened("----"), Some(Cause::Count));
        assert_eq!(opened("--"), Some(Cause::Count));
        assert_eq!(opened("———"), Some(Cause::Dashes));
        assert_eq!(opened("```yaml"), Some(Cause::Code));
        assert_eq!(cause_of("{\n  \"id\": \"A-1\"\n}\n"), Some(Cause::Json));
        assert_eq!(cause_of("{ \"id\": \"A-1\" }\n"), Some(Cause::Json));
    }

    #[test]
    fn text_is_no_fence() {
        for text in [
            "# A\n\nid: 1\n",
            "----\n\nA text.\n",
            "Status: open\nOwner: Ann\n---\n",
            "```sh\nid: 1\nstatus: 2\n```\n",
            "{a}\n",
            "note: one\n\nA text.\n",
            "- a\n- b\n",
        ] {
            assert_eq!(cause_of(text), None, "{text}");
        }
    }
}
