//! Links and images of a body.

use pulldown_cmark::{Event, Options, Parser, Tag};

use crate::source::TextRange;

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The address, without its markup.
    pub target: String,
    /// The address in the text; where it stands elsewhere, as of `[text][name]`, the whole link.
    pub range: TextRange,
}

/// Every link and image from `body` on, in order; none in code.
pub fn links(text: &str, body: TextRange) -> Vec<Link> {
    let start = body.start as usize;
    let body = body.of(text);
    // Most stories have none.
    if !body.contains("](") && !body.contains("]: ") {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (event, range) in Parser::new_ext(body, Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES).into_offset_iter() {
        let Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) = event else { continue };
        let own = body[range.clone()].rfind(&*dest_url).map(|at| range.start + at..range.start + at + dest_url.len());
        let range = own.filter(|own| !own.is_empty()).unwrap_or(range);
        found.push(Link { target: dest_url.into_string(), range: TextRange::new(start + range.start, start + range.end) });
    }
    found
}
