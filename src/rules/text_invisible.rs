//! `text-invisible`.

use crate::{
    rule::{Check, Gate, Group, Kinds, Rule, Status, StoryCx},
    source::TextRange,
    text::invisible::{is_needed, shows_nothing},
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "text-invisible",
    group: Group::Readable,
    gate: Gate::ALWAYS,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[],
    page: include_str!("text_invisible.md"),
    options: &[],
    fixes: &[],
    check: Check::Story(check),
};

fn check(cx: &mut StoryCx<'_>) {
    if cx.text.is_ascii() {
        return;
    }
    let story = cx.story;
    let title = story.title.range();
    // An id read from the title's heading is a part of it.
    let id = story.id.range().filter(|id| title.is_none_or(|title| !title.contains(*id)));
    for (name, range) in [("title", title), ("id", id), ("status", story.status.range())] {
        if let Some(range) = range {
            report(cx, &format!("the {name}"), range, name);
        }
    }
    for criterion in &story.criteria {
        report(cx, "a criterion", criterion.text, "criteria");
    }
}

fn report(cx: &mut StoryCx<'_>, field: &str, range: TextRange, key: &str) {
    let invisible = invisible(cx.slice(range));
    let Some((at, first)) = invisible.first().copied() else { return };
    let (code, name) = (u32::from(first), name(first));
    let message = match invisible.len() {
        1 => format!("{field} holds an invisible character: U+{code:04X}, {name}"),
        count => format!("{field} holds {count} invisible characters, the first is U+{code:04X}, {name}"),
    };
    let help = match (is_direction(first), invisible.len()) {
        (true, _) => "delete it: with it the text is shown in another order than it is read",
        (false, 1) => "delete it: with it the text is not equal to what it looks like",
        (false, _) => "delete them: with them the text is not equal to what it looks like",
    };
    let at = range.start as usize + at;
    cx.report(TextRange::new(at, at + first.len_utf8()), message).help(help).key(key);
}

/// Characters that show nothing and change what a text says, with their places. Those that scripts and emoji need are left out.
fn invisible(text: &str) -> Vec<(usize, char)> {
    if text.is_ascii() {
        return Vec::new();
    }
    let is_rtl = text.chars().any(is_right_to_left);
    let mut found = Vec::new();
    let mut before = None;
    let mut in_flag = false;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map(|(_, after)| *after);
        in_flag = c == '\u{1f3f4}' || (in_flag && is_tag(c));
        let is_kept = match c {
            '\u{200c}' => joins(before),
            '\u{200d}' => joins(before) || (is_emoji(before) && is_emoji(after)),
            '\u{200b}' => is_unspaced(before) || is_unspaced(after),
            '\u{202d}' | '\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' => false,
            '\u{180e}' => before.is_some_and(|c| matches!(c, '\u{1800}'..='\u{18af}')),
            c if is_direction(c) => is_rtl,
            c if is_tag(c) => in_flag,
            c if shows_nothing(c) => is_needed(c, before, after),
            _ => true,
        };
        if !is_kept {
            found.push((at, c));
        }
        before = Some(c);
    }
    found
}

fn is_direction(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn is_tag(c: char) -> bool {
    matches!(c, '\u{e0000}'..='\u{e007f}')
}

/// A letter of Hebrew, Arabic or a script near them.
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{61b}' | '\u{61d}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

/// A letter of the scripts that spell with joiners: Arabic and its neighbours, those of India, Burma, Cambodia and Mongolia.
fn joins(c: Option<char>) -> bool {
    c.is_some_and(|c| matches!(c, '\u{600}'..='\u{7ff}' | '\u{8a0}'..='\u{dff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{18af}'))
}

/// A letter of the scripts that mark words with zero width spaces: Thai, Lao, Tibetan, Burmese, Khmer.
fn is_unspaced(c: Option<char>) -> bool {
    c.is_some_and(|c| matches!(c, '\u{e00}'..='\u{fff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'))
}

fn is_emoji(c: Option<char>) -> bool {
    c.is_some_and(|c| {
        let is_sign = matches!(c, '\u{fe0f}' | '\u{20e3}' | '\u{2190}'..='\u{21ff}' | '\u{2600}'..='\u{27bf}');
        is_sign || matches!(c, '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
    })
}

fn name(c: char) -> &'static str {
    match c {
        '\u{61c}' => "Arabic letter mark",
        '\u{200b}' => "zero width space",
        '\u{200c}' => "zero width non-joiner",
        '\u{200d}' => "zero width joiner",
        '\u{200e}' => "left-to-right mark",
        '\u{200f}' => "right-to-left mark",
        '\u{202a}' => "left-to-right embedding",
        '\u{202b}' => "right-to-left embedding",
        '\u{202c}' => "end of embedding",
        '\u{202d}' => "left-to-right override",
        '\u{202e}' => "right-to-left override",
        '\u{2060}' => "word joiner",
        '\u{2066}' => "left-to-right isolate",
        '\u{2067}' => "right-to-left isolate",
        '\u{2068}' => "first strong isolate",
        '\u{2069}' => "end of isolate",
        '\u{feff}' => "zero width no-break space",
        c if is_tag(c) => "a tag character",
        _ => "a character without width",
    }
}
