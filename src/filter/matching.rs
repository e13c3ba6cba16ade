//! Old findings against new ones: what was known before is not news.

use std::collections::{BTreeMap, HashMap};

use crate::{backlog::StoryIx, finding::Level, source::RepoPath, text::words};

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Subject<'a> {
    /// A story, as it is now.
    Story(StoryIx),
    /// A file that is none.
    File(&'a RepoPath),
}

/// A finding without its place: lines move, this does not.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item<'a> {
    pub(super) rule: &'a str,
    pub(super) subject: Subject<'a>,
    pub(super) key: &'a str,
    /// Where in the key the text begins that people may reword.
    pub(super) wording: Option<usize>,
    pub(super) level: Level,
}

/// Which new findings were known, and which old ones did not occur again.
#[derive(Debug)]
pub(super) struct Matched {
    /// Per new finding.
    pub(super) known: Vec<bool>,
    /// Places in the list of old ones.
    pub(super) gone: Vec<usize>,
}

/// Matches findings one to one: first by rule, subject and key. Of what is left over, those are the same whose keys are text that was reworded:
/// so fixing a typo in an old fault makes no new one, and an old fault that was fixed pays for no other. An old finding never stands for one
/// that weighs more.
pub(super) fn matched(old: &[Item<'_>], new: &[Item<'_>]) -> Matched {
    let mut groups: HashMap<(&str, Subject<'_>), Places> = HashMap::new();
    for (at, item) in old.iter().enumerate() {
        groups.entry((item.rule, item.subject)).or_default().0.push(at);
    }
    for (at, item) in new.iter().enumerate() {
        if let Some(group) = groups.get_mut(&(item.rule, item.subject)) {
            group.1.push(at);
        }
    }
    let mut matched = Matched { known: vec![false; new.len()], gone: Vec::new() };
    for (before, after) in groups.into_values() {
        let mut group = Group { old, new, before, after };
        group.by_key(&mut matched.known);
        group.leftovers(&mut matched.known);
        matched.gone.append(&mut group.before);
    }
    matched.gone.sort_unstable();
    matched
}

/// Places of old and of new findings.
type Places = (Vec<usize>, Vec<usize>);

/// Findings of one rule about one subject; what is matched is taken out.
struct Group<'a> {
    old: &'a [Item<'a>],
    new: &'a [Item<'a>],
    before: Vec<usize>,
    after: Vec<usize>,
}

impl Group<'_> {
    fn by_key(&mut self, known: &mut [bool]) {
        let mut keys: BTreeMap<&str, Places> = BTreeMap::new();
        for at in std::mem::take(&mut self.before) {
            keys.entry(self.old[at].key).or_default().0.push(at);
        }
        for at in std::mem::take(&mut self.after) {
            keys.entry(self.new[at].key).or_default().1.push(at);
        }
        for (before, after) in keys.into_values() {
            self.heaviest_first(before, after, known);
        }
        self.before.sort_unstable();
        self.after.sort_unstable();
    }

    /// Pairs the most alike first, so that the finding that remains is the one that was added.
    fn leftovers(&mut self, known: &mut [bool]) {
        if self.before.len().max(self.after.len()) > COMPARED {
            return;
        }
        let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
        for before in &self.before {
            for after in &self.after {
                let (old, new) = (&self.old[*before], &self.new[*after]);
                pairs.extend(likeness(old, new).filter(|_| old.level >= new.level).map(|alike| (alike, *before, *after)));
            }
        }
        pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
        for (_, before, after) in pairs {
            if self.before.contains(&before) && self.after.contains(&after) {
                self.before.retain(|at| *at != before);
                self.after.retain(|at| *at != after);
                known[after] = true;
            }
        }
    }

    /// Pairs in the order of weight; what finds no partner stays.
    fn heaviest_first(&mut self, mut before: Vec<usize>, mut after: Vec<usize>, known: &mut [bool]) {
        before.sort_by_key(|at| std::cmp::Reverse(self.old[*at].level));
        after.sort_by_key(|at| std::cmp::Reverse(self.new[*at].level));
        let mut rest = before.into_iter().peekable();
        for at in after {
            if rest.next_if(|old| self.old[*old].level >= self.new[at].level).is_some() {
                known[at] = true;
            } else {
                self.after.push(at);
            }
        }
        self.before.extend(rest);
    }
}

/// How many leftovers of one rule in one story are compared with each other.
const COMPARED: usize = 32;

/// How alike the texts of two keys are, from 0 to 1; nothing where they are two texts, or no texts at all.
fn likeness(old: &Item<'_>, new: &Item<'_>) -> Option<f64> {
    let (identity, text) = new.key.split_at_checked(new.wording?)?;
    let earlier = old.key.strip_prefix(identity)?;
    let letters = strsim::normalized_levenshtein(clipped(earlier), clipped(text));
    let words = words::shared(earlier, text);
    (letters >= SAME_LETTERS || words >= SAME_WORDS).then_some(letters.max(words))
}

/// How much of the letters or of the words two wordings of one text share.
const SAME_LETTERS: f64 = 0.7;
const SAME_WORDS: f64 = 0.5;

/// As much of a key as is compared.
fn clipped(key: &str) -> &str {
    let mut end = key.len().min(100);
    while !key.is_char_boundary(end) {
        end -= 1;
    }
    &key[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(key: &'static str, level: Level) -> Item<'static> {
        Item { rule: "r", subject: Subject::Story(StoryIx(0)), key, wording: Some(0), level }
    }

    fn known(old: &[(&'static str, Level)], new: &[(&'static str, Level)]) -> Vec<bool> {
        let items = |list: &[(&'static str, Level)]| list.iter().map(|(key, level)| item(key, *level)).collect::<Vec<_>>();
        matched(&items(old), &items(new)).known
    }

    #[test]
    fn only_the_surplus_is_new() {
        use Level::Warning;
        assert_eq!(known(&[("a", Warning)], &[("a", Warning), ("b", Warning)]), [true, false]);
        assert_eq!(known(&[("a", Warning)], &[("a", Warning), ("a", Warning)]), [true, false]);
        assert_eq!(known(&[], &[("a", Warning)]), [false]);
    }

    #[test]
    fn a_mended_typo_is_the_old_finding() {
        use Level::Warning;
        let old = [("the page is fsat", Warning)];
        assert_eq!(known(&old, &[("something else is nice", Warning), ("the page is fast", Warning)]), [false, true]);
    }

    #[test]
    fn another_text_and_another_identity_are_new() {
        use Level::Warning;
        assert_eq!(known(&[("the date moves by tbd days", Warning)], &[("after tbd renewals the next is refused", Warning)]), [false]);
        let identity = |key| Item { wording: None, ..item(key, Warning) };
        assert_eq!(matched(&[identity("st-98")], &[identity("st-99")]).known, [false]);
        let word = |key, wording| Item { wording: Some(wording), ..item(key, Warning) };
        assert_eq!(matched(&[word("fast in the page is fsat", 8)], &[word("fast in the page is fast", 8)]).known, [true]);
        assert_eq!(matched(&[word("fast in the page is fast", 8)], &[word("quick in the page is quick", 9)]).known, [false]);
    }

    #[test]
    fn a_heavier_finding_is_new() {
        use Level::{Error, Off, Warning};
        assert_eq!(known(&[("a", Warning)], &[("a", Error)]), [false]);
        assert_eq!(known(&[("a", Off)], &[("a", Warning)]), [false]);
        assert_eq!(known(&[("a", Error)], &[("a", Warning)]), [true]);
        assert_eq!(known(&[("a", Error), ("a", Warning)], &[("a", Warning), ("a", Error)]), [true, true]);
        assert_eq!(known(&[("the page is fsat", Error), ("the page is fast", Warning)], &[("the page is fast", Error)]), [true]);
    }

    #[test]
    fn what_does_not_occur_again_is_gone() {
        let old = [item("a", Level::Error), item("b", Level::Error)];
        assert_eq!(matched(&old, &[item("b", Level::Error)]).gone, [0]);
    }
}
