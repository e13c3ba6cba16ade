//! Which of the files that lie where stories do are stories, and why the others are not.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use crate::{
    concept::{IdKey, id, vocabulary},
    layout::{FrontMatterMode, Layout},
    outcome::Skipped,
    parse::FrontMatterState,
    source::RepoPath,
    story::{Field, Story, signs},
    text::placeholder,
};

/// Why a file that was read is no story by itself; `text` is its own.
pub fn left_out(story: &Story, text: &str, layout: &Layout) -> Option<&'static str> {
    let has_front_matter = story.parsed.front_matter.state != FrontMatterState::Absent;
    let fails = !story.parsed.faults.is_empty() && story.broken;
    if is_page(story) && !states_itself(story) {
        return Some("a page about its folder");
    }
    if fails && layout.front_matter != FrontMatterMode::Signs {
        return None;
    }
    if is_template(story) {
        return Some("a template");
    }
    match layout.front_matter {
        FrontMatterMode::Marks => (!has_front_matter && !is_marked(story, layout) && !states_something(story))
            .then_some("neither front matter nor an id in its name"),
        FrontMatterMode::Signs if !story.broken && is_supporting_by_name(story) => Some("a supporting file"),
        FrontMatterMode::Signs => {
            let is_likely = || {
                let is_headed = has_front_matter && signs::is_in_backlog(&story.path);
                fails || is_headed || is_number_alone(story) || signs::signs(story, text).total() > 0
            };
            signs::something_else(story, text).or_else(|| (!is_likely()).then_some("nothing in it looks like a story"))
        }
        FrontMatterMode::Required | FrontMatterMode::Optional | FrontMatterMode::None => None,
    }
}

/// An id in the file's name that has a prefix or the layout's own shape.
fn is_marked(story: &Story, layout: &Layout) -> bool {
    let is_shaped = |id: &String| id.contains(|c: char| c.is_ascii_alphabetic()) || layout.id_shape.is_some() && layout.is_id(id);
    story.id.value().is_some_and(is_shaped)
}

/// Whether a file states anything of an item in labels or sections.
fn states_something(story: &Story) -> bool {
    story.stated_stage.is_some()
        || !matches!(story.estimate, Field::Absent)
        || story.criteria_anchor.is_some()
        || !story.criteria.is_empty()
}

/// `0042.md`: nothing but a number.
fn is_number_alone(story: &Story) -> bool {
    let stem = story.path.stem();
    stem.bytes().all(|byte| byte.is_ascii_digit()) && id::in_name(&stem).is_some()
}

/// `README.md` and `index.md`.
fn is_page(story: &Story) -> bool {
    let stem = story.path.stem();
    stem.eq_ignore_ascii_case("readme") || stem.eq_ignore_ascii_case("index") || is_shouted(&stem)
}

/// `GLOSSARY.md`, `SESSION-2026-03-06.md`: pages are named in capital letters, with a date or none.
fn is_shouted(stem: &str) -> bool {
    let words: Vec<&str> = stem.split(['-', '_', ' ']).collect();
    let is_word = |word: &&str| word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let (named, rest) = words.split_at(words.iter().take_while(|word| is_word(word)).count());
    let is_date = || {
        rest.len() == 3 && rest.iter().zip([4, 2, 2]).all(|(part, len)| part.len() == len && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    !named.is_empty() && (rest.is_empty() || is_date())
}

/// Whether a page of a folder is the folder's item: it states an id or a status, or the folder is named by an id.
fn states_itself(story: &Story) -> bool {
    let states_id = story.id.range().is_some_and(|range| !range.is_empty()) && story.id.value().is_some();
    let in_fields = || story.status.range().is_some_and(|range| range.end <= story.parsed.outline.body.start);
    let is_named = || !is_shouted(&story.path.stem()) && id::in_name(&story.path.item_name()).is_some();
    let states_status = story.status.value().is_some() && story.stated_stage.is_some();
    states_id || (states_status && (!is_shouted(&story.path.stem()) || in_fields())) || is_named()
}

/// What new stories are copied from: its id and its title are yet to be filled in.
fn is_template(story: &Story) -> bool {
    let is_open = |text: &str| placeholder::find(text, placeholder::Within::Title).is_some() || placeholder::is_only(text);
    let is_zero = |id: &str| id.ends_with("000") && !id.bytes().any(|byte| matches!(byte, b'1'..=b'9'));
    let counted = |id: &String| ["XXX", "NNN", "###"].iter().any(|open| id.to_uppercase().contains(open)) || is_zero(id) || is_open(id);
    let has_open_id = story.id.value().is_some_and(counted) || story.id.missing().is_some_and(|written| !written.is_empty());
    let title = story.title.value();
    let is_named = || story.path.stem().split(['-', '_', '.', ' ']).any(vocabulary::is_template);
    let has_open_title = || title.is_none_or(|title| is_open(title));
    if has_open_id { has_open_title() || is_named() } else { title.is_some() && is_named() && has_open_title() }
}

/// Takes out the files that belong to a story and state nothing themselves: a report, a plan, notes, named by its id.
pub fn without_supporting(stories: &mut Vec<Arc<Story>>, skipped: &mut Vec<Skipped>) {
    let exact: HashSet<(RepoPath, String)> =
        stories.iter().map(|story| (story.path.parent(), story.path.item_name().to_lowercase())).collect();
    let has_sibling = |story: &Story| {
        let id = supported(story)?;
        exact.contains(&(story.path.parent(), id.to_lowercase())).then_some(id)
    };
    let supports = |story: &Story| if states_nothing(story) { supported(story) } else { has_sibling(story) };
    let candidates: Vec<usize> = (0..stories.len()).filter(|at| supports(&stories[*at]).is_some()).collect();
    let pages: HashMap<RepoPath, String> =
        stories.iter().filter(|story| is_page(story)).map(|story| (story.path.parent(), story.name())).collect();
    if candidates.is_empty() && pages.is_empty() {
        return;
    }
    let mut items: HashMap<IdKey, String> = HashMap::new();
    for (at, story) in stories.iter().enumerate() {
        if candidates.binary_search(&at).is_err() {
            let names = std::iter::once(story.name()).chain(story.names.iter().cloned());
            for name in names.chain(id::in_name(&story.path.item_name()).map(str::to_owned)) {
                items.entry(IdKey::of(&name)).or_insert_with(|| story.name());
            }
        }
    }
    let mut gone = HashSet::new();
    for at in candidates {
        let story = &stories[at];
        // `story-1.1-SUMMARY.md`: a layout may read a shorter id.
        let ids = supports(story).into_iter().chain(story.id.value().cloned());
        if let Some(item) = ids.into_iter().find_map(|id| items.get(&IdKey::of(&id))) {
            skipped.push(Skipped { path: story.path.clone(), reason: format!("a supporting file of {item}") });
            gone.insert(at);
        }
    }
    for (at, story) in stories.iter().enumerate() {
        if let Some(item) = part_of_page(story, &pages) {
            skipped.push(Skipped { path: story.path.clone(), reason: format!("a part of {item}") });
            gone.insert(at);
        }
    }
    let mut at = 0;
    stories.retain(|_| {
        at += 1;
        !gone.contains(&(at - 1))
    });
    skipped.sort_by(|a, b| a.path.cmp(&b.path));
}

/// Whether a short name without an id ends in a word such as `status` or `findings`, and the file states neither an id nor a status of work.
fn is_supporting_by_name(story: &Story) -> bool {
    let name = story.path.item_name();
    let words: Vec<&str> = name.split(['-', '_', ' ']).collect();
    let ends = (2..=SHORT_NAME).contains(&words.len()) && words.last().is_some_and(|word| vocabulary::is_supporting(word));
    let states_id = story.id.range().is_some_and(|range| !range.is_empty());
    ends && !is_page(story)
        && id::in_name(&name).is_none()
        && !states_id
        && story.stated_stage.is_none()
        && matches!(story.estimate, Field::Absent)
        && story.criteria.is_empty()
}

/// A name of more words is a title: `an-overlay-failure-reads-as-an-empty-review`.
const SHORT_NAME: usize = 4;

/// The item whose page lies in the same folder, for a file that states no id of its own.
fn part_of_page<'p>(story: &Story, pages: &'p HashMap<RepoPath, String>) -> Option<&'p String> {
    let states_id = story.id.range().is_some_and(|range| !range.is_empty()) || id::in_name(&story.path.item_name()).is_some();
    pages.get(&story.path.parent()).filter(|_| !is_page(story) && !states_id)
}

/// Whether a file states nothing of an item.
fn states_nothing(story: &Story) -> bool {
    story.parsed.front_matter.state == FrontMatterState::Absent && !story.broken && !states_something(story)
}

/// The id that a file is named for, if a word such as `report` ends its name.
fn supported(story: &Story) -> Option<String> {
    let name = story.path.item_name();
    let id = id::in_name(&name)?;
    let slug: Vec<&str> = name[id.len()..].split(['-', '_', '.', ' ']).filter(|word| word.contains(char::is_alphabetic)).collect();
    let last = slug.last()?;
    let two = slug.len().checked_sub(2).map(|from| slug[from..].concat());
    let is_supporting = vocabulary::is_supporting(last) || two.is_some_and(|two| vocabulary::is_supporting(&two));
    is_supporting.then(|| id.to_owned())
}
