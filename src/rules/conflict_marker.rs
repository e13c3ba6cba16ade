//! `conflict-marker`.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::{
    parse::BlockKind,
    rule::{Check, Gate, Group, Kinds, Rule, Status, StoryCx},
    source::{BOM, TextRange},
    text::words,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "conflict-marker",
    group: Group::Readable,
    gate: Gate::FILE,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[],
    page: include_str!("conflict_marker.md"),
    options: &[],
    fixes: &[],
    check: Check::Story(check),
};

const OPEN: &str = "<<<<<<< ";
const CLOSE: &str = ">>>>>>> ";

fn check(cx: &mut StoryCx<'_>) {
    let mut ordinal = 0;
    for conflict in conflicts(cx.text) {
        if is_sample(cx, conflict) {
            continue;
        }
        ordinal += 1;
        let message = match (side(cx, conflict.open, OPEN), side(cx, conflict.close, CLOSE)) {
            (Some(ours), Some(theirs)) => format!("unresolved merge conflict between {ours} and {theirs}"),
            _ => "unresolved merge conflict".to_owned(),
        };
        let end = cx.span(conflict.close);
        cx.report(conflict.open, message)
            .label(end, "ends here")
            .help("keep the lines that are right and delete the lines that start with `<<<<<<<`, `=======` and `>>>>>>>`")
            .key(ordinal.to_string());
    }
}

/// The lines that open and close one conflict.
#[derive(Clone, Copy)]
struct Conflict {
    open: TextRange,
    close: TextRange,
}

fn conflicts(text: &str) -> Vec<Conflict> {
    static MARK: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(OPEN));
    let mut found = Vec::new();
    if MARK.find(text.as_bytes()).is_none() {
        return found;
    }
    let start = if text.starts_with(BOM) { BOM.len_utf8() } else { 0 };
    let mut open = None;
    for line in TextRange::new(start, text.len()).lines(text) {
        let range = line.trimmed_end(text);
        let line = line.of(text);
        if line.starts_with(OPEN) {
            open = Some(range);
        } else if line.starts_with(CLOSE)
            && let Some(open) = open.take()
        {
            found.push(Conflict { open, close: range });
        }
    }
    found
}

/// A conflict that lies in one closed code block is an example of one, unless the block holds scenarios.
fn is_sample(cx: &StoryCx<'_>, conflict: Conflict) -> bool {
    cx.outline().blocks.iter().any(|block| match block.kind {
        BlockKind::Code { info, closed: true, .. } => {
            block.range.contains(conflict.open) && block.range.contains(conflict.close) && !cx.slice(info).eq_ignore_ascii_case("gherkin")
        }
        _ => false,
    })
}

/// What git calls a side of the conflict.
fn side(cx: &StoryCx<'_>, line: TextRange, marker: &str) -> Option<String> {
    let name = cx.slice(line).strip_prefix(marker)?.trim();
    (!name.is_empty()).then(|| words::quote(name))
}
