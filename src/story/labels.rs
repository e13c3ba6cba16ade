//! Lines and table rows of a story that give a name and a value: `**Status:** Ready`, `- Points: 3`, `| Status | Ready |`.

use std::ops::Range;

use super::Part;
use crate::{
    concept::{Section, vocabulary},
    parse::{BlockKind, Outline},
    source::TextRange,
};

/// A name with its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Label {
    pub(super) name: TextRange,
    /// Empty where nothing follows the name.
    pub(super) value: TextRange,
}

/// Every label of a story, in order: those above the first level-2 heading, and those of sections that hold nothing else.
pub(super) fn labels(text: &str, outline: &Outline, parts: &[Part]) -> Vec<Label> {
    let mut found = Vec::new();
    in_blocks(text, outline, head(text, outline), &mut found);
    for (at, part) in parts.iter().enumerate().filter(|(_, part)| part.level > 1) {
        let mut own = Vec::new();
        let is_named =
            part.known == Some(Section::Metadata) || (part.known.is_none() && vocabulary::field(part.heading.of(text)).is_some());
        let is_at_an_end = || parts[..at].iter().all(|part| part.level <= 1) || at + 1 == parts.len();
        if is_named || (part.known.is_none() && is_at_an_end()) {
            let lines = in_blocks(text, outline, part.blocks.clone(), &mut own);
            if is_named || (own.len() >= FEWEST && own.len() == lines) {
                found.append(&mut own);
            }
        }
    }
    found
}

/// A section without a name that says so holds fields if it has so many labels and nothing else.
const FEWEST: usize = 2;

/// The blocks above the first level-2 heading.
fn head(text: &str, outline: &Outline) -> Range<usize> {
    let end = outline.headings.iter().find(|heading| heading.level == 2).map_or(text.len(), |heading| heading.range.start as usize);
    outline.blocks_within(TextRange::new(outline.body.start as usize, end))
}

/// Adds the labels of some blocks; how many lines there were.
fn in_blocks(text: &str, outline: &Outline, blocks: Range<usize>, found: &mut Vec<Label>) -> usize {
    let mut lines = 0;
    let mut table: Vec<TextRange> = Vec::new();
    for block in &outline.blocks[blocks] {
        match &block.kind {
            BlockKind::Row { header } => {
                if *header {
                    in_table(text, &std::mem::take(&mut table), found);
                }
                table.push(block.range);
                lines += 1;
            }
            BlockKind::Paragraph if block.parent().is_none() => lines += in_lines(text, block.range, found),
            BlockKind::Item(item) if block.parent().is_none() => lines += in_lines(text, item.text, found),
            BlockKind::Heading(_) | BlockKind::Html { comment: true } => {}
            BlockKind::Paragraph | BlockKind::Item(_) | BlockKind::Code { .. } | BlockKind::Html { .. } => lines += 1,
        }
    }
    in_table(text, &table, found);
    lines
}

fn in_lines(text: &str, range: TextRange, found: &mut Vec<Label>) -> usize {
    let mut lines = 0;
    for line in range.lines(text) {
        let said = line.of(text);
        if said.trim().is_empty() {
            continue;
        }
        lines += 1;
        if said.contains([':', '：']) {
            in_line(text, line.trimmed_end(text), found);
        }
    }
    lines
}

/// The labels of one line; several are divided by `|`, `·`, `•` or two spaces.
fn in_line(text: &str, line: TextRange, found: &mut Vec<Label>) {
    let mut rest = line;
    while let Some(mut label) = labelled(text, rest) {
        let value = label.value.of(text);
        let next = separators(value).find_map(|(end, start)| {
            let after = TextRange { start: label.value.start + start, end: label.value.end };
            labelled(text, after).filter(|next| is_named(text, *next)).map(|_| (end, after))
        });
        let Some((end, after)) = next else {
            found.push(trimmed(text, label));
            return;
        };
        label.value = TextRange { start: label.value.start, end: label.value.start + end };
        found.push(trimmed(text, label));
        rest = after;
    }
}

/// Whether a label after a separator is one: it is set off by emphasis, or its name is known.
fn is_named(text: &str, label: Label) -> bool {
    let before = &text[..label.name.start as usize];
    before.ends_with(['*', '_']) || vocabulary::field(label.name.of(text)).is_some()
}

/// Where a separator stands in `value`: its start and its end.
fn separators(value: &str) -> impl Iterator<Item = (u32, u32)> {
    let at = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let signs = value
        .char_indices()
        .filter(|(_, c)| matches!(c, '|' | '·' | '•' | '‖' | '/'))
        .map(move |(start, c)| (at(start), at(start + c.len_utf8())));
    let gaps = value.match_indices("  ").map(move |(start, gap)| (at(start), at(start + gap.len())));
    let mut all: Vec<(u32, u32)> = signs.chain(gaps).collect();
    all.sort_unstable();
    all.into_iter()
}

/// How long the name of a label may be, in bytes.
const LONGEST_NAME: usize = 60;

/// The label that a piece of a line begins with: `**Name:** value`, `**Name**: value`, `**Name: value**`, `Name:: value`, `Name： value`.
fn labelled(text: &str, piece: TextRange) -> Option<Label> {
    let said = piece.of(text);
    let bare = said.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '>' | '*' | '_' | '-' | '+' | '|' | '#' | '`'));
    let start = said.len() - bare.len();
    let (colon, sign) = bare.char_indices().find(|(_, c)| matches!(c, ':' | '：'))?;
    let name = &bare[..colon];
    if name.len() > LONGEST_NAME || name.contains(['[', ']', '(', '<', '|', '.', ',', ';', '!', '?']) || name.trim().is_empty() {
        return None;
    }
    let after = &bare[colon + sign.len_utf8()..];
    let after_colons = after.trim_start_matches(':');
    let value = after_colons.trim_start_matches(['*', '_', ' ', '\t', '\u{a0}', '`']);
    // `https://`, `12:30`.
    let is_apart = sign == '：'
        || after_colons.is_empty()
        || after_colons.len() < after.len()
        || after_colons.starts_with(['*', '_', ' ', '\t', '\u{a0}']);
    if !is_apart {
        return None;
    }
    let name_start = piece.start as usize + start;
    let name = TextRange::new(name_start, name_start + name.trim_end_matches(['*', '_', ' ', '`', '\u{a0}']).len());
    let value = TextRange { start: piece.end - u32::try_from(value.len()).unwrap_or_default(), end: piece.end };
    Some(Label { name, value })
}

/// A value without the white space and the emphasis around it.
fn trimmed(text: &str, label: Label) -> Label {
    let mut value = label.value.trimmed(text);
    let said = value.of(text);
    let before = &text[..label.name.start as usize];
    let after_name = &text[label.name.end as usize..value.start as usize];
    // `**Status: Ready**`: the emphasis opened before the name.
    let closes = before.ends_with(['*', '_']) && !after_name.contains(['*', '_']);
    if closes || said.starts_with("**") || said.starts_with('`') {
        value.end -= u32::try_from(said.len() - said.trim_end_matches(['*', '_', '`']).len()).unwrap_or_default();
        value = value.trimmed(text);
    }
    Label { name: label.name, value }
}

/// The labels of a table: a name and a value a row, or the names in its head over one row of values.
fn in_table(text: &str, rows: &[TextRange], found: &mut Vec<Label>) {
    let Some((head, body)) = rows.split_first() else { return };
    let names = cells(text, *head);
    let known = |cell: &TextRange| vocabulary::field(cell.of(text)).is_some();
    if let [row] = body
        && names.len() > 2 - usize::from(names.iter().all(known))
        && names.iter().filter(|cell| known(cell)).count() >= FEWEST
    {
        let values = cells(text, *row);
        found.extend(names.into_iter().zip(values).map(|(name, value)| Label { name, value }));
        return;
    }
    let is_row =
        |cells: &[TextRange]| matches!(cells, [name, value, ..] if !name.is_empty() && name.len() <= LONGEST_NAME && !value.is_empty());
    // The head of a table of fields names its columns, or is a field like any other.
    let rows = body.iter().map(|row| cells(text, *row)).chain([names].into_iter().filter(|names| names.first().is_some_and(known)));
    for cells in rows.filter(|cells| cells.len() == 2 && is_row(cells)) {
        found.push(Label { name: cells[0], value: cells[1] });
    }
}

/// The texts of the cells of a row, without emphasis.
fn cells(text: &str, row: TextRange) -> Vec<TextRange> {
    let said = row.of(text);
    let mut found = Vec::new();
    let mut start = 0;
    let mut escaped = false;
    let mut bounds: Vec<usize> = Vec::new();
    for (at, c) in said.char_indices() {
        if c == '|' && !escaped {
            bounds.push(at);
        }
        escaped = c == '\\' && !escaped;
    }
    if said.starts_with('|') {
        start = 1;
        bounds.remove(0);
    }
    if !said.trim_end().ends_with('|') {
        bounds.push(said.len());
    }
    for bound in bounds {
        let cell = TextRange::new(row.start as usize + start, row.start as usize + bound).trimmed(text);
        let said = cell.of(text);
        let lead = said.len() - said.trim_start_matches(is_mark).len();
        let start_of_cell = cell.start as usize + lead;
        found.push(TextRange::new(start_of_cell, start_of_cell + said.trim_matches(is_mark).len()));
        start = bound + 1;
    }
    found
}

/// What the name or value in a cell may be set off by.
fn is_mark(c: char) -> bool {
    c.is_whitespace() || matches!(c, '*' | '_' | ':' | '`')
}
