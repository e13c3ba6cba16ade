//! Finding front matter, byte for byte.
//!
//! It opens at byte 0 or behind a byte order mark with a line that is `---` (YAML), `+++` (TOML) or `;;;` (JSON, refused), blanks behind it
//! allowed. Only the same at column 0 closes it; `...` does not.

use super::near_fence::{self, Cause};
use crate::source::{BOM, TextRange};

/// Where the block stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fences {
    /// The opening `---` or `+++`.
    pub open: TextRange,
    /// Everything between the fences' lines.
    pub content: TextRange,
    /// The closing fence.
    pub close: TextRange,
}

/// The format a fence opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Yaml,
    Toml,
    /// Known and not read.
    Json,
}

/// What stands at the top of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Top {
    /// No front matter.
    Nothing,
    /// Front matter and the first byte of the body.
    Block { fences: Fences, format: Format, body: usize },
    /// It opens and never closes.
    Unclosed { open: TextRange },
    /// A block that would be front matter, did not other text stand before it.
    Hidden { open: TextRange },
    /// Fields that would be front matter, were the line above them its fence.
    Near { open: TextRange, cause: Cause },
}

/// Lines before a hidden block that are looked at.
const HIDDEN_WITHIN: usize = 20;

/// Finds front matter in `text`.
pub(super) fn find(text: &str) -> Top {
    let top = if text.starts_with(BOM) { BOM.len_utf8() } else { 0 };
    let first_end = line_end(text, top);
    let fence = text[top..first_end].trim_end();
    let Some(format) = format_of(fence) else {
        return near_fence::find(text, top).map_or_else(|| hidden(text, top), |(open, cause)| Top::Near { open, cause });
    };
    let open = TextRange::new(top, top + fence.len());
    match closing(text, first_end, fence) {
        Some((close, body)) => {
            let content = TextRange::new(first_end, close.start as usize);
            Top::Block { fences: Fences { open, content, close }, format, body }
        }
        // A thematic break at the top of a document looks the same; fields behind it tell.
        None if text[first_end..].lines().find(|line| !line.trim().is_empty()).is_some_and(is_field) => Top::Unclosed { open },
        None => Top::Nothing,
    }
}

fn format_of(fence: &str) -> Option<Format> {
    match fence {
        "---" => Some(Format::Yaml),
        "+++" => Some(Format::Toml),
        ";;;" => Some(Format::Json),
        _ => None,
    }
}

pub(super) fn line_end(text: &str, at: usize) -> usize {
    memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |found| at + found + 1)
}

/// The closing fence at or after `at`, and the first byte behind its line.
fn closing(text: &str, mut at: usize, fence: &str) -> Option<(TextRange, usize)> {
    while at < text.len() {
        let end = line_end(text, at);
        let line = &text[at..end];
        if line.starts_with(fence) && line.trim_end() == fence {
            return Some((TextRange::new(at, at + fence.len()), end));
        }
        at = end;
    }
    None
}

/// Whether a line reads `key: value` or `key = value`.
pub(super) fn is_field(line: &str) -> bool {
    let Some((key, rest)) = line.split_once([':', '=']) else { return false };
    let key = key.trim_end();
    let named = key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
    !key.is_empty() && named && (rest.is_empty() || rest.starts_with([' ', '\t', '\r']))
}

/// A closed block of at least two fields below other text, within the first lines.
fn hidden(text: &str, top: usize) -> Top {
    let mut at = top;
    for _ in 0..HIDDEN_WITHIN {
        let end = line_end(text, at);
        if end == at {
            return Top::Nothing;
        }
        let line = text[at..end].trim_end();
        if line == "---" {
            let Some((close, _)) = closing(text, end, "---") else { return Top::Nothing };
            let content = TextRange::new(end, close.start as usize).of(text);
            let mut lines = content.lines().filter(|line| !line.trim().is_empty());
            let fields =
                lines.next().is_some_and(is_field) && lines.next().is_some_and(|line| is_field(line) || line.starts_with([' ', '-']));
            return if fields { Top::Hidden { open: TextRange::new(at, at + 3) } } else { Top::Nothing };
        }
        at = end;
    }
    Top::Nothing
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(text: &str) -> Option<&str> {
        match find(text) {
            Top::Block { fences, .. } => Some(fences.content.of(text)),
            _ => None,
        }
    }

    #[test]
    fn blocks_are_found_byte_for_byte() {
        assert_eq!(content("---\na: 1\n---\nbody"), Some("a: 1\n"));
        assert_eq!(content("\u{feff}---\r\na: 1\r\n---\r\nbody"), Some("a: 1\r\n"));
        assert_eq!(content("---  \na: 1\n---\t\n"), Some("a: 1\n"));
        assert_eq!(content("---\n---\n"), Some(""));
        assert_eq!(content("---\na: |\n  ---\n---\n"), Some("a: |\n  ---\n"));
        assert_eq!(content("---\na: 1\n...\nb: 2\n---"), Some("a: 1\n...\nb: 2\n"));
        assert_eq!(content("+++\na = 1\n+++\n"), Some("a = 1\n"));
        assert_eq!(content("# title\n"), None);
        assert_eq!(content(""), None);
        assert_eq!(content("----\na: 1\n----\n"), None);
    }

    #[test]
    fn an_unclosed_block_is_told_from_a_thematic_break() {
        assert!(matches!(find("---\nid: 1\n# title\n"), Top::Unclosed { .. }));
        assert_eq!(find("---\n\nSome text.\n"), Top::Nothing);
        assert_eq!(find("---\nid: 1\n ---\n"), Top::Unclosed { open: TextRange::new(0, 3) });
    }

    #[test]
    fn text_before_the_fence_hides_it() {
        assert_eq!(find("\n---\nid: 1\nstatus: x\n---\n"), Top::Hidden { open: TextRange::new(1, 4) });
        assert!(matches!(find("# Title\n\n---\nid: 1\nlabels:\n  - a\n---\n"), Top::Hidden { .. }));
        assert_eq!(find("# Title\n\n---\nNote: this.\n\nText.\n\n---\n"), Top::Nothing);
    }
}
