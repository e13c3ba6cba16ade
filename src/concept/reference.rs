//! References to stories as people write them: an id, a link, a path, with a note around or not.

/// What a written reference names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The most likely name: an id, a file name, a title in double brackets.
    pub id: String,
    /// Further names it may mean, best first; looked up where the first is not known.
    pub others: Vec<String>,
    /// Whether a note stands around the id: `ST-1 (the export)`, `ST-1: the export`.
    pub annotated: bool,
    /// Whether it is a link, so that it names something whatever its name looks like.
    pub is_link: bool,
}

/// Reads one reference; `None` if it says that there is none. `is_id` tells the form of ids here.
pub fn read(written: &str, is_id: &dyn Fn(&str) -> bool) -> Option<Named> {
    let text = written.trim().trim_matches(['"', '\'', '`']).trim();
    if let Some((inner, rest)) = bracketed(text, "[[", "]]") {
        let name = inner.split('|').next().unwrap_or(inner).split('#').next().unwrap_or(inner).trim();
        return (!name.is_empty()).then(|| link(name, inner, rest, is_id));
    }
    if let Some((shown, rest)) = bracketed(text, "[", "](")
        && let Some((target, rest)) = rest.split_once(')')
    {
        let target = target.split('#').next().unwrap_or(target);
        let mut named = link(target, shown, rest, is_id);
        let word = Some(shown.trim()).filter(|shown| !shown.contains(char::is_whitespace) && shown.contains(['-', '_']));
        if let Some(id) = word.or_else(|| ids(shown, is_id).next()) {
            named.others.insert(0, std::mem::replace(&mut named.id, id.to_owned()));
        }
        return Some(named);
    }
    if is_none(text) {
        return None;
    }
    let (bare, annotated) = without_key(text);
    let bare = bare.strip_prefix('#').map_or(bare, str::trim);
    if is_id(bare) || !bare.contains(|c: char| c.is_whitespace() || matches!(c, ':' | '(')) {
        let named = of_path(bare);
        return Some(Named { annotated, ..named });
    }
    let (head, is_note) = without_note(bare);
    if is_none(head) {
        return None;
    }
    let named = of_path(head);
    let others = named.others.into_iter().chain([bare.to_owned()]).chain(ids(bare, is_id).map(str::to_owned));
    let others = unique(others, &named.id);
    Some(Named { id: named.id, others, annotated: annotated || is_note, is_link: false })
}

/// Splits a text that lists several references; one that does not is a single part. Commas within brackets divide nothing.
pub fn parts<'t>(text: &'t str, is_id: &dyn Fn(&str) -> bool) -> Vec<&'t str> {
    let mut parts = Vec::new();
    let (mut start, mut depth) = (0, 0_usize);
    for (at, c) in text.char_indices() {
        match c {
            '[' | '(' => depth += 1,
            ']' | ')' => depth = depth.saturating_sub(1),
            ',' | ';' | '、' | '，' if depth == 0 => {
                parts.push(&text[start..at]);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    let parts: Vec<&str> = parts.into_iter().flat_map(joined).map(str::trim).filter(|part| !part.is_empty()).collect();
    let is_reference = |part: &str| {
        let part = part.trim_start_matches('#');
        part.starts_with('[') || is_id(part) || is_id(without_note(part).0)
    };
    if parts.iter().all(|part| is_reference(part)) { parts } else { vec![text] }
}

/// `ST-1 and ST-2` as two.
fn joined(part: &str) -> Vec<&str> {
    let words = [" and ", " und ", " et ", " y ", " e ", " en ", " i ", " a ", " og ", " och ", " ja ", " ve ", " и ", " & ", " + "];
    let found = if part.contains('[') { None } else { words.iter().find(|word| part.contains(**word)) };
    found.map_or_else(|| vec![part], |word| part.split(word).collect())
}

/// Whether a value says that there is nothing to refer to.
pub fn is_none(text: &str) -> bool {
    let head = text.split(" (").next().unwrap_or(text).trim().trim_end_matches('.');
    let bare = head.trim_matches(|c: char| matches!(c, '-' | '–' | '—' | '*' | '_') || c.is_whitespace());
    bare.is_empty() || super::vocabulary::is_none(bare)
}

/// The text between two marks at the start, and what follows.
fn bracketed<'t>(text: &'t str, open: &str, close: &str) -> Option<(&'t str, &'t str)> {
    text.strip_prefix(open)?.split_once(close)
}

fn link(target: &str, shown: &str, rest: &str, is_id: &dyn Fn(&str) -> bool) -> Named {
    let named = of_path(target.trim());
    let alias = shown.rsplit('|').next().unwrap_or(shown).trim();
    let others = named.others.into_iter().chain(ids(target, is_id).map(str::to_owned)).chain([alias.to_owned()]);
    let others = unique(others, &named.id);
    Named { id: named.id, others, annotated: !rest.trim().is_empty(), is_link: true }
}

/// A name that may be a path: the file's name counts, of a folder's page the folder's.
fn of_path(text: &str) -> Named {
    let ending = [".md", ".markdown"].into_iter().find(|ending| text.to_ascii_lowercase().ends_with(ending));
    let bare = ending.map_or(text, |ending| &text[..text.len() - ending.len()]).trim_end_matches('/');
    let (above, name) = bare.rsplit_once('/').map_or((None, bare), |(above, name)| (Some(above), name));
    let is_page = ["readme", "index"].iter().any(|page| name.eq_ignore_ascii_case(page));
    let id = match above {
        Some(above) if is_page => above.rsplit('/').next().unwrap_or(above),
        _ => name,
    };
    // A path is shown as it was written; what it names is among the others.
    let (id, others) = if above.is_some() && !is_page { (bare, vec![id.to_owned()]) } else { (id, Vec::new()) };
    Named { id: id.to_owned(), others, annotated: false, is_link: false }
}

/// `ST-1@019b93bb`: the start of a unique key after the id.
fn without_key(text: &str) -> (&str, bool) {
    match text.rsplit_once('@') {
        Some((id, key)) if key.len() >= 6 && !id.is_empty() && key.bytes().all(|byte| byte.is_ascii_hexdigit()) => (id, true),
        _ => (text, false),
    }
}

/// What stands before a note, and whether there is one: `ST-1 (note)`, `ST-1 - note`, `ST-1: note`.
fn without_note(text: &str) -> (&str, bool) {
    let ends = [" (", " [", " - ", " – ", " — ", ": ", " :", "："].iter().filter_map(|sign| text.find(sign)).min();
    match ends.filter(|end| *end > 0) {
        Some(end) => (text[..end].trim_end(), true),
        None => (text, false),
    }
}

/// The words of a text that look like ids.
fn ids<'t>(text: &'t str, is_id: &'t dyn Fn(&str) -> bool) -> impl Iterator<Item = &'t str> {
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '(' | ')' | '[' | ']' | '/' | '|' | '"'));
    words
        .map(|word| word.trim_matches(['.', '#', '*', '_', '`']))
        .filter(move |word| word.contains(|c: char| c.is_ascii_digit()) && is_id(word))
}

fn unique(names: impl Iterator<Item = String>, id: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for name in names {
        if name != id && !name.is_empty() && !found.contains(&name) {
            found.push(name);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{super::id::is_id_shaped, *};

    fn all(written: &str) -> Option<(String, bool)> {
        read(written, &is_id_shaped).map(|named| (named.id, named.annotated))
    }

    #[test]
    fn every_spelling_names_the_story() {
        for (written, id, annotated) in [
            ("ST-1", "ST-1", false),
            ("[[ST-1]]", "ST-1", false),
            ("[[ST-1|the export]]", "ST-1", false),
            ("[[ST-1#Goal]]", "ST-1", false),
            ("[[Loans, fines and holds]]", "Loans, fines and holds", false),
            ("[ST-1](ST-1.md)", "ST-1", false),
            ("[ST-1: the export](../stories/export.md)", "ST-1", false),
            ("[Loans](ST-1.md)", "ST-1", false),
            ("ST-1.md", "ST-1", false),
            ("#12", "12", false),
            ("ST-1 (the export)", "ST-1", true),
            ("ST-1 - the export", "ST-1", true),
            ("ST-1: the export", "ST-1", true),
            ("ST-1@019b93bb", "ST-1", true),
        ] {
            assert_eq!(all(written), Some((id.to_owned(), annotated)), "{written}");
        }
        for nothing in ["None", "none (yet)", "n/a", "-", "", "—"] {
            assert_eq!(all(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn a_path_names_its_file_or_its_folder() {
        let named = read("../stories/ST-1.md", &is_id_shaped).unwrap();
        assert_eq!(named.others, ["ST-1"]);
        assert_eq!(read("specs/012-fees/README.md", &is_id_shaped).unwrap().id, "012-fees");
    }

    #[test]
    fn lists_are_divided() {
        let parts = |text| parts(text, &is_id_shaped);
        assert_eq!(parts("ST-1, ST-2"), ["ST-1", "ST-2"]);
        assert_eq!(parts("ST-1 and ST-2"), ["ST-1", "ST-2"]);
        assert_eq!(parts("[[a, b]], ST-2"), ["[[a, b]]", "ST-2"]);
        assert_eq!(parts("ST-1 (a, b), ST-2"), ["ST-1 (a, b)", "ST-2"]);
        assert_eq!(parts("billing, export"), ["billing, export"]);
    }
}
