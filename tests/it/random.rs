//! Backlogs made by chance, and changes to them; the same for the same seed.

use std::collections::BTreeMap;

/// A generator of numbers: what matters is that it is the same everywhere.
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % end.max(1)
    }

    pub fn one_of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

/// A story before it is written down.
#[derive(Debug, Clone)]
pub struct Sketch {
    id: usize,
    title: &'static str,
    status: &'static str,
    estimate: &'static str,
    needs: Option<usize>,
    criteria: Vec<&'static str>,
}

const TITLES: [&str; 4] = ["Export the monthly invoice as PDF", "Improvements", "TBD", "Share the reading list with a friend"];
const STATUSES: [&str; 6] = ["draft", "open", "ready", "in progress", "done", "odd"];
const ESTIMATES: [&str; 4] = ["", "estimate: 3\n", "estimate: 13\n", "estimate: soon\n"];
const CRITERIA: [&str; 6] = [
    "- [ ] The totals are the same as on the page",
    "- [ ] The totals are the same as on the page",
    "- [ ] TBD",
    "- [ ] TODO ask the accountant",
    "- [x] It can be opened on a phone",
    "- [ ] TBC with the printer",
];

/// Files of a backlog by path.
pub type Files = BTreeMap<String, Sketch>;

fn sketch(chance: &mut Chance, id: usize) -> Sketch {
    Sketch {
        id,
        title: chance.one_of(&TITLES),
        status: chance.one_of(&STATUSES),
        estimate: chance.one_of(&ESTIMATES),
        needs: (chance.below(2) == 0).then(|| chance.below(14)),
        criteria: (0..chance.below(5)).map(|_| chance.one_of(&CRITERIA)).collect(),
    }
}

pub fn backlog(chance: &mut Chance) -> Files {
    (0..12).map(|id| (format!("backlog/story-{id}.md"), sketch(chance, id))).collect()
}

/// Changes something: a field, a criterion, a name, a folder, an id; adds or deletes a story.
pub fn change(files: &mut Files, chance: &mut Chance) {
    let Some(path) = files.keys().nth(chance.below(files.len())).cloned() else { return };
    let mut story = files.remove(&path).unwrap();
    let mut to = path.clone();
    match chance.below(10) {
        0 => story.status = chance.one_of(&STATUSES),
        1 => story.estimate = chance.one_of(&ESTIMATES),
        2 => story.title = chance.one_of(&TITLES),
        3 => story.criteria.insert(0, chance.one_of(&CRITERIA)),
        4 => drop(story.criteria.pop()),
        5 => to = format!("backlog/renamed-{}.md", chance.below(100)),
        6 => to = format!("backlog/part/{}", path.rsplit('/').next().unwrap()),
        7 => story.id = chance.below(20),
        8 => {
            let id = chance.below(20);
            let added = sketch(chance, id);
            files.entry(format!("backlog/added-{}.md", chance.below(100))).or_insert(added);
        }
        _ => return,
    }
    files.insert(to, story);
}

impl Sketch {
    pub fn text(&self) -> String {
        let needs = self.needs.map(|id| format!("depends_on: [ST-{id}]\n")).unwrap_or_default();
        format!(
            "---\nid: ST-{}\ntitle: {}\nstatus: {}\n{}{needs}---\nCustomers forward it to their accountant, who needs it on paper.\n\n## Acceptance criteria\n{}\n",
            self.id,
            self.title,
            self.status,
            self.estimate,
            self.criteria.join("\n"),
        )
    }
}
