//! Blocks of HTML that hide what is in them.

use crate::{
    parse::{BlockKind, Outline},
    source::TextRange,
};

/// From each tag that hides what it holds to the line that closes it, or to the end.
pub(super) fn ranges(text: &str, outline: &Outline) -> Vec<TextRange> {
    let mut found: Vec<TextRange> = Vec::new();
    let mut open: Option<(u32, String)> = None;
    for block in outline.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Html { comment: false })) {
        let said = block.range.of(text).to_ascii_lowercase();
        match &open {
            None => open = hiding_tag(&said).map(|name| (block.range.start, name)),
            Some((start, name)) if said.contains(&format!("</{name}")) => {
                found.push(TextRange { start: *start, end: block.range.end });
                open = None;
            }
            Some(_) => {}
        }
    }
    found.extend(open.map(|(start, _)| TextRange { start, end: outline.body.end }));
    found
}

/// The name of a tag with the attribute `hidden` or a style that shows nothing, unless the same block closes it.
fn hiding_tag(said: &str) -> Option<String> {
    let tag = said.trim_start().strip_prefix('<')?;
    let (head, rest) = tag.split_once('>')?;
    let name: String = head.chars().take_while(char::is_ascii_alphanumeric).collect();
    let attributes = &head[name.len()..];
    let style: String = attributes.chars().filter(|c| !c.is_whitespace()).collect();
    let hides = attributes.split([' ', '=', '"', '\'']).any(|word| word == "hidden")
        || ["display:none", "visibility:hidden"].iter().any(|known| style.contains(known));
    (!name.is_empty() && hides && !rest.contains(&format!("</{name}"))).then_some(name)
}
