//! How headings are compared, and which section the words of a heading open.

use std::{cell::RefCell, collections::HashMap, sync::LazyLock};

use regex::Regex;

use crate::concept::{Section, vocabulary};

/// A heading as headings are compared: lower case, without markers, emoji, leading numbering, a trailing `(...)` and `:`, white space folded.
pub fn normalise(heading: &str) -> String {
    let lower = if heading.is_ascii() { heading.to_ascii_lowercase() } else { heading.to_lowercase().replace('’', "'") };
    let mut text = lower.as_str().trim();
    text = text.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | ')'));
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        let rest = &text[digits..];
        if let Some(rest) = rest.strip_prefix(['.', ')', ':']) {
            text = rest.trim_start();
        }
    }
    if text.ends_with(')')
        && let Some(at) = text.rfind('(')
        && at > 0
    {
        text = &text[..at];
    }
    text = text.trim_matches(|c: char| !c.is_alphanumeric());
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The section that a heading opens by the words of any language, whatever stands around them: comments, tags, anchors, numbers, notes.
pub(super) fn by_words(heading: &str) -> Option<Section> {
    // Stories of one backlog share their headings.
    thread_local!(static KNOWN: RefCell<HashMap<String, Option<Section>>> = RefCell::default());
    KNOWN.with_borrow_mut(|known| {
        if let Some(found) = known.get(heading) {
            return *found;
        }
        let found = read(heading);
        if known.len() < MOST_KNOWN && heading.len() <= LONGEST {
            known.insert(heading.to_owned(), found);
        }
        found
    })
}

/// How many headings are remembered on a thread, and how long they may be.
const MOST_KNOWN: usize = 4096;
const LONGEST: usize = 120;

/// A heading about criteria has no more words, whatever else it says.
const MOST_WORDS: usize = 7;

fn read(heading: &str) -> Option<Section> {
    if heading.len() > LONGEST {
        return None;
    }
    let clean = cleaned(heading);
    let bare = unnumbered(&clean);
    let whole = [clean.as_str(), bare].into_iter().find_map(vocabulary::section);
    let (outside, inside) = brackets(bare);
    let around = || vocabulary::section(&outside).or_else(|| inside.iter().find_map(|text| vocabulary::section(text)));
    if let Some(found) = whole.or_else(around) {
        return Some(found);
    }
    let sides = sides(bare);
    let known: Vec<Option<Section>> = sides.iter().map(|side| vocabulary::section(side)).collect();
    let is_short = bare.split_whitespace().count() <= MOST_WORDS;
    let is_about_criteria = known.contains(&Some(Section::Criteria)) || (is_short && vocabulary::may_be_criteria(bare));
    if is_about_criteria {
        return (!vocabulary::is_false_friend(bare)).then_some(Section::Criteria);
    }
    known.first().copied().flatten()
}

/// A heading without comments, tags, images, the targets of links, attributes, anchors, tags and emoji codes.
fn cleaned(heading: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b" -.,'/(`:".contains(&byte);
    if heading.bytes().all(is_plain) && !heading.starts_with(':') && !heading.contains(" :") {
        return heading.to_owned();
    }
    let mut text = heading.replace("&nbsp;", " ").replace(['\u{a0}', '\u{202f}', '\u{3000}'], " ");
    for (open, close) in [("<!--", "-->"), ("<", ">"), ("{", "}"), ("](", ")")] {
        while let Some(start) = text.find(open) {
            let Some(end) = text[start + open.len()..].find(close).map(|end| start + open.len() + end + close.len()) else { break };
            text.replace_range(start..end, if open == "](" { "]" } else { " " });
        }
    }
    // An image says nothing here: `![badge]`.
    while let Some(start) = text.find("![") {
        let end = text[start..].find(']').map_or(text.len(), |end| start + end + 1);
        text.replace_range(start..end, " ");
    }
    let is_code = |word: &str| word.len() > 2 && word.starts_with(':') && word.ends_with(':') && !word[1..word.len() - 1].contains(':');
    let is_anchor = |word: &str| word.len() > 1 && word.starts_with(['^', '#']);
    let words: Vec<&str> = text.split_whitespace().filter(|word| !is_code(word) && !is_anchor(word)).collect();
    words.join(" ")
}

/// A heading without its number, whatever its form: `3.1`, `IV.`, `B)`, `Section 3:`, `US-12 –`.
fn unnumbered(heading: &str) -> &str {
    let text = heading.trim_start_matches(|c: char| !c.is_alphanumeric());
    let Some((first, rest)) = text.split_once([' ', '\t']) else { return text };
    let rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '(' && c != '[');
    let word = first.trim_end_matches(['.', ')', ':', '-', '–', '—']);
    let is_marked = word.len() < first.len();
    let is_number = word.split('.').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    let is_letter = is_marked
        && (word.len() == 1 || (word.len() <= 5 && word.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X' | b'i' | b'v' | b'x'))));
    let is_id = word.contains('-') && word.bytes().last().is_some_and(|byte| byte.is_ascii_digit());
    if is_number || is_letter || is_id {
        return rest;
    }
    // `Section 3: ...`, `Step 2 - ...`
    match rest.split_once([':', ')', '-', '–', '—']) {
        Some((number, after)) if number.trim().bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && !number.trim().is_empty() => {
            after.trim_start()
        }
        _ => text,
    }
}

/// A heading without what stands in brackets, and each of these.
fn brackets(heading: &str) -> (String, Vec<String>) {
    let (mut outside, mut inside) = (String::new(), Vec::new());
    let mut depth = 0;
    for c in heading.chars() {
        match c {
            '(' | '[' | '（' | '【' => {
                if depth == 0 {
                    inside.push(String::new());
                }
                depth += 1;
            }
            ')' | ']' | '）' | '】' if depth > 0 => depth -= 1,
            c if depth == 0 => outside.push(c),
            c => inside.last_mut().unwrap_or(&mut outside).push(c),
        }
    }
    (outside, inside)
}

/// The sides of a heading that joins or divides: `a & b`, `a / b`, `a: b`, `a – b`.
fn sides(heading: &str) -> Vec<&str> {
    static SIGNS: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(" — | – | - |:|：|/|&|\\||\\+|,| (?:and|und|et|y|e|en|i|og|och|ja|ve|и) ").ok());
    let sides: Vec<&str> = SIGNS.as_ref().map(|signs| signs.split(heading).collect()).unwrap_or_default();
    if sides.len() > 1 { sides } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_heading_are_equal() {
        for heading in [
            "Acceptance Criteria",
            "✅ Acceptance criteria",
            "**Acceptance Criteria:**",
            "5) Acceptance criteria",
            "2. Acceptance  Criteria (must have)",
            "acceptance criteria:",
        ] {
            assert_eq!(normalise(heading), "acceptance criteria", "{heading}");
        }
        assert_eq!(normalise("验收标准"), "验收标准");
        assert_eq!(normalise("Acceptance criteria status"), "acceptance criteria status");
    }

    #[test]
    fn what_stands_around_the_words_does_not_count() {
        for heading in [
            "Acceptance criteria <!-- required -->",
            "Acceptance criteria {#ac}",
            "<a id=\"ac\"></a>Acceptance criteria",
            ":white_check_mark: Acceptance criteria",
            "Acceptance criteria ![badge](x.svg)",
            "Acceptance criteria ^ac",
            "Acceptance criteria #ac",
            "[Acceptance criteria](#ac)",
            "3.1 Acceptance criteria",
            "1.3. Acceptance Criteria",
            "IV. Acceptance criteria",
            "B) Acceptance criteria",
            "Section 3: Acceptance criteria",
            "US-12 – Acceptance criteria",
            "Acceptance criteria: export",
            "Acceptance criteria - v2",
            "Acceptance criteria [required]",
            "Acceptance criteria (2/5)",
            "Acceptance Criteria & Tests",
            "Acceptance criteria / Definition of done",
            "User Acceptance Criteria",
            "High-level acceptance criteria",
            "Acceptance&nbsp;criteria",
            "\u{a0}Acceptance criteria",
            "完了条件 (Acceptance Criteria)",
            "Критерии приёмки",
            "Критерии приемки (Definition of Ready)",
        ] {
            assert_eq!(by_words(heading), Some(Section::Criteria), "{heading}");
        }
        for heading in ["Acceptance criteria verification", "Acceptance Criteria Traceability", "Criticism", "Acceptance criteria status"] {
            assert_eq!(by_words(heading), None, "{heading}");
        }
        assert_eq!(by_words("2. Open questions"), Some(Section::Questions));
        assert_eq!(by_words("Context & Intent"), Some(Section::Description));
    }
}
