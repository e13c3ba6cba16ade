//! Putting right every fault of a block at once, where quotes are all that is missing.

use super::{fault, fence::Fences, front_matter::yaml, stop::SyntaxFault};
use crate::{finding::Fault, source::TextRange};

/// An edit of the text as it was read: what stands in the place of what.
type Edit = (TextRange, String);

/// So many values of one block are put in quotes at most.
const MOST: usize = 50;

/// Every edit that it takes until the block can be read; none if one of its faults needs a person.
pub(super) fn all(text: &str, fences: Fences, first: &Fault) -> Vec<Edit> {
    let mut edits: Vec<Edit> = first.mended.clone();
    while !edits.is_empty() && edits.len() <= MOST {
        let mended = apply(text, &edits);
        let grown = mended.len() - (text.len() - fences.content.len());
        let start = fences.content.start as usize;
        let fences = Fences { content: TextRange::new(start, start + grown), ..fences };
        let Err(next) = yaml(&mended, fences) else { return edits };
        let Some(more) = further(&mended, fences, &next, &edits) else { break };
        edits.extend(more);
        edits.sort_by_key(|(range, _)| *range);
    }
    Vec::new()
}

/// The edits for the fault that is left, as edits of the text as it was read; none if they touch what was put right already.
fn further(mended: &str, fences: Fences, fault: &SyntaxFault, edits: &[Edit]) -> Option<Vec<Edit>> {
    let found = fault::explain_yaml(mended, fences, fault).mended;
    let back: Option<Vec<Edit>> = found.into_iter().map(|(range, text)| Some((original(range, edits)?, text))).collect();
    back.filter(|more| !more.is_empty())
}

/// The place in the text as it was read of a place in the text with `edits`; none if they overlap.
fn original(range: TextRange, edits: &[Edit]) -> Option<TextRange> {
    let (mut start, mut end) = (i64::from(range.start), i64::from(range.end));
    for (edited, text) in edits {
        let by = i64::try_from(text.len()).ok()? - i64::try_from(edited.len()).ok()?;
        let at = i64::from(edited.start);
        if start >= at + by + i64::try_from(edited.len()).ok()? {
            (start, end) = (start - by, end - by);
        } else if end > at {
            return None;
        }
    }
    Some(TextRange { start: u32::try_from(start).ok()?, end: u32::try_from(end).ok()? })
}

/// The text with edits that are sorted and do not overlap.
fn apply(text: &str, edits: &[Edit]) -> String {
    let mut out = String::with_capacity(text.len() + 2 * edits.len());
    let mut at = 0;
    for (range, new) in edits {
        out.push_str(&text[at..range.start as usize]);
        out.push_str(new);
        at = range.end as usize;
    }
    out.push_str(&text[at..]);
    out
}
