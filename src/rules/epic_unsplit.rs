//! `epic-unsplit`.

use std::collections::HashSet;

use crate::{
    backlog::StoryIx,
    concept::{Concept, Stage, id::IdKey},
    rule::{BacklogCx, Check, Gate, Group, Kinds, Rule, Status},
    story::Story,
    text::words,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "epic-unsplit",
    group: Group::Order,
    gate: Gate::warn_at(&[Stage::Ready]),
    status: Status::Stable,
    kinds: Kinds::EPICS,
    needs: &[Concept::Parent],
    page: include_str!("epic_unsplit.md"),
    options: &[],
    fixes: &[],
    check: Check::Backlog(check),
};

fn check(cx: &mut BacklogCx<'_>) {
    let backlog = cx.backlog();
    let childless: Vec<(StoryIx, &Story)> = cx.stories().filter(|(ix, _)| backlog.children(*ix).is_empty()).collect();
    if childless.is_empty() {
        return;
    }
    let groups = groups(cx);
    for (ix, epic) in childless {
        if !is_a_group(epic, &groups) && !lists_stories(cx, ix, epic) {
            cx.report(ix, epic.claim, "no stories in this epic")
                .help("write its stories and name this epic as their parent, or set it back until they are known");
        }
    }
}

/// Every parent or group that a story names: an epic may be known by its title rather than its id.
fn groups(cx: &BacklogCx<'_>) -> HashSet<String> {
    let layout = cx.around.layout;
    let keys: Vec<&str> = layout.keys(Concept::Parent).chain(layout.keys(Concept::Group)).collect();
    let mut groups = HashSet::new();
    for (_, story) in cx.backlog().stories() {
        let text: &str = &cx.around.sources[story.file].text;
        for node in keys.iter().filter_map(|key| story.parsed.front_matter.root.at_path(text, key)) {
            groups.extend(node.text(text).map(|name| words::normalise(&name)).filter(|name| !name.is_empty()));
        }
    }
    groups
}

fn is_a_group(epic: &Story, groups: &HashSet<String>) -> bool {
    let title = epic.title.value().into_iter();
    let mut names = epic.id.value().into_iter().chain(title).chain(&epic.names);
    names.any(|name| groups.contains(&words::normalise(name)))
}

/// Whether the epic's own text or one of its lists names a story: the split is then written down here.
fn lists_stories(cx: &BacklogCx<'_>, ix: StoryIx, epic: &Story) -> bool {
    let backlog = cx.backlog();
    let file: &str = &cx.around.sources[epic.file].text;
    let root = &epic.parsed.front_matter.root;
    let lists = LISTS.iter().filter_map(|key| root.get(file, key)).map(|(_, value)| value.range);
    let mut texts = lists.chain([epic.parsed.outline.body]).map(|range| range.of(file));
    let names_story = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let word = word.strip_suffix(".md").unwrap_or(word);
        let found = if word.contains(|c: char| c.is_ascii_digit()) { backlog.with_id(&IdKey::of(word)) } else { &[] };
        word.contains(char::is_alphabetic) && found.iter().any(|found| *found != ix)
    };
    texts.any(|text| text.split([' ', '\t', '\r', '\n', '(', '[', '|', ',', '/', '#', '<']).any(names_story))
}

/// Keys under which an epic may list its stories.
const LISTS: [&str; 6] = ["stories", "children", "subtasks", "tasks", "issues", "items"];
