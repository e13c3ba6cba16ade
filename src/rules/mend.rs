//! Edits that several rules share.

use crate::{
    concept::Concept,
    layout::{Layout, Section},
    parse::{FrontMatterState, Value, in_quotes},
    rule::StoryCx,
    source::{BOM, TextRange},
    story::Story,
};

/// `value` in the quotes that what stands there has; in quotes of its own where it would not be read as text without.
pub(super) fn requoted(there: &str, value: &str) -> String {
    let is_quoted = |quote: char| there.len() > 1 && there.starts_with(quote) && there.ends_with(quote);
    let is_plain = value.starts_with(char::is_alphanumeric)
        && !value.contains(": ")
        && !value.contains(" #")
        && !value.ends_with(':')
        && !value.contains(['[', ']', '{', '}', ',', '"', '\'']);
    match ['\'', '"'].into_iter().find(|quote| is_quoted(*quote)) {
        Some(quote) if !value.contains([quote, '\\']) => format!("{quote}{value}{quote}"),
        None if is_plain => value.to_owned(),
        _ => in_quotes(value),
    }
}

/// A field at the top of the front matter, which is made where there is none.
pub(super) fn add_field(cx: &StoryCx<'_>, key: &str, value: &str) -> Option<(TextRange, String)> {
    let value = requoted("", value);
    field_line(cx.story, cx.text, key, &value, &toml::Value::String(value.clone()).to_string())
}

/// An id more among those that a story depends on, wherever the layout keeps them in the front matter.
pub(super) fn add_reference(story: &Story, text: &str, layout: &Layout, id: &str) -> Option<(TextRange, String)> {
    let front = &story.parsed.front_matter;
    let found = layout.keys(Concept::DependsOn).find_map(|key| front.root.at_path(text, key));
    let is_toml = front.fences.is_some_and(|fences| fences.open.of(text).starts_with('+'));
    let written = if is_toml { in_quotes(id) } else { requoted("", id) };
    let Some(node) = found else {
        let key = layout.keys(Concept::DependsOn).find(|key| !key.contains('.'))?;
        return field_line(story, text, key, &format!("[{written}]"), &format!("[{}]", in_quotes(id)));
    };
    let there = node.range.of(text);
    match (&node.value, node.items().last()) {
        (Value::List(_), None) => there.starts_with('[').then(|| (node.range, format!("[{written}]"))),
        (Value::List(_), Some(last)) => {
            let item = requoted(last.range.of(text), id);
            let at = TextRange::at(last.range.end as usize);
            if there.starts_with('[') {
                return Some((at, format!(", {item}")));
            }
            let line = text[..last.range.start as usize].rfind('\n').map_or(0, |end| end + 1);
            let indent = &text[line..last.range.start as usize];
            (indent.trim() == "-").then(|| (at, format!("\n{indent}{item}")))
        }
        _ => None,
    }
}

/// A field at the top of the front matter, its value as YAML and as TOML writes it.
fn field_line(story: &Story, text: &str, key: &str, value: &str, toml: &str) -> Option<(TextRange, String)> {
    let front = &story.parsed.front_matter;
    match (front.state, front.fences) {
        (FrontMatterState::Fields, Some(fences)) => {
            let is_toml = fences.open.of(text).starts_with('+');
            let field = if is_toml { format!("{key} = {toml}\n") } else { format!("{key}: {value}\n") };
            Some((TextRange::at(fences.content.start as usize), field))
        }
        (FrontMatterState::Absent, _) => {
            let start = if text.starts_with(BOM) { BOM.len_utf8() } else { 0 };
            Some((TextRange::at(start), format!("---\n{key}: {value}\n---\n\n")))
        }
        _ => None,
    }
}

/// An empty section at the end of the story, with a comment that says what belongs there.
pub(super) fn section_at_end(cx: &StoryCx<'_>, heading: &str, comment: &str, section: Option<Section>) -> (TextRange, String) {
    let end = cx.text.trim_end().len();
    let gap = if end == 0 { "" } else { "\n\n" };
    (TextRange::new(end, cx.text.len()), format!("{gap}{}", empty_section(cx, heading, comment, section)))
}

/// The same above the first heading below the title, else at the end.
pub(super) fn section_on_top(cx: &StoryCx<'_>, heading: &str, comment: &str, section: Section) -> (TextRange, String) {
    let outline = cx.outline();
    let first = outline.headings.iter().find(|heading| outline.h1() != Some(*heading));
    match first {
        Some(first) => {
            let at = TextRange::at(first.range.start as usize);
            (at, format!("{}\n", empty_section(cx, heading, comment, Some(section))))
        }
        None => section_at_end(cx, heading, comment, Some(section)),
    }
}

fn empty_section(cx: &StoryCx<'_>, heading: &str, comment: &str, section: Option<Section>) -> String {
    match section.and_then(|section| cx.around.layout.markers.get(&section)) {
        Some((begin, end)) => format!("## {heading}\n\n<!-- {begin} -->\n<!-- {comment} -->\n<!-- {end} -->\n"),
        None => format!("## {heading}\n\n<!-- {comment} -->\n"),
    }
}

/// The whole lines that hold a place, with their line ends.
pub(super) fn lines(text: &str, range: TextRange) -> TextRange {
    let trimmed = range.trimmed(text);
    let start = text[..trimmed.start as usize].rfind('\n').map_or(0, |end| end + 1);
    let end = text[trimmed.end as usize..].find('\n').map_or(text.len(), |end| trimmed.end as usize + end + 1);
    TextRange::new(start, end)
}
