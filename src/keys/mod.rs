//! Declarations of keys. From one come the known keys, the checks, the documentation, the schema, the merging of files and the comparison
//! of policies.

mod check;

use crate::{
    settings::{Mistakes, Ranged, Setting, Table, Value},
    source::TextRange,
    team::Team,
};

/// The declaration of a key.
#[derive(Debug)]
pub struct Key {
    /// Its dotted path: `estimate.max`; `*` is a name of the team's own, `[]` an item of a list of tables.
    pub path: &'static str,
    /// What it takes.
    pub shape: Shape,
    /// What it does; one sentence.
    pub doc: &'static str,
    /// What holds without it, in words; empty where nothing does.
    pub default: &'static str,
    /// How it lies over the same key of a file below.
    pub merge: Merge,
    /// Which change of it lets more pass.
    pub weaker: Weaker,
}

/// What a key takes.
#[derive(Debug)]
pub enum Shape {
    /// A table of declared keys, and what an unknown one is called in a message.
    Table(&'static str),
    /// A table of names; each value is declared at `path.*`.
    Names(Names),
    /// A list of tables, whose keys are declared below `path[]`; those that an editor asks for.
    Tables(&'static [&'static str]),
    /// What another key takes.
    Like(&'static str),
    /// One of some words.
    Word(Words),
    /// Text that the function accepts, and its JSON Schema.
    Text(Check, &'static str),
    /// `true` or `false`.
    Flag,
    /// A value that the function accepts, what it takes in words, and its JSON Schema.
    Value(fn(&Setting) -> bool, &'static str, &'static str),
    /// A list of values of one shape.
    List(&'static Shape),
    /// A value of one shape, where that is text, or a list of them.
    Many(&'static Shape),
    /// One shape for text, another one for everything else.
    Either(&'static Shape, &'static Shape),
    /// Anything, for the reader of the key to check; its JSON Schema.
    Free(&'static str),
}

/// Looks at a text under a key of this name: the message and the help where something is wrong with it.
pub type Check = fn(&str, &str) -> Result<(), (String, Option<String>)>;

/// Which names a table takes.
#[derive(Debug)]
pub enum Names {
    /// Any.
    Any,
    /// Those the function accepts.
    Checked(Check),
    /// Known words.
    Of(Words),
}

/// Known words.
#[derive(Debug)]
pub struct Words {
    /// What one is called in a message: `stage`.
    pub what: &'static str,
    /// All of them.
    pub known: fn() -> Vec<&'static str>,
    /// How a help text introduces them.
    pub list: &'static str,
}

impl Words {
    /// Words that are called `what`.
    pub const fn new(what: &'static str, known: fn() -> Vec<&'static str>) -> Self {
        Self { what, known, list: "it is one of" }
    }

    fn check(&self, range: TextRange, word: &str, mistakes: &mut Mistakes) -> bool {
        let known = (self.known)();
        let is_known = known.contains(&word);
        if !is_known {
            mistakes.unknown_as(range, &format!("unknown {} `{word}`", self.what), word, (self.list, known));
        }
        is_known
    }
}

/// How a key lies over the same key of a file below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Merge {
    /// Tables key by key, every other value as a whole.
    ByKey,
    /// As a whole, tables too.
    Whole,
    /// Both are kept: the values add up.
    Adds,
}

/// Which change of a key lets more pass.
#[derive(Debug, Clone, Copy)]
pub enum Weaker {
    /// None.
    No,
    /// The function says in words what the later settings let pass that the earlier ones did not.
    Team(fn(&Team, &Team) -> Vec<String>),
    /// It shows in what the key comes to: levels of rules, stages of stories, files that are judged.
    Effect,
}

/// A table of declared keys.
pub const TABLE: Shape = Shape::Table("key");

/// A declaration: path, what it takes, what it does, what holds without it.
pub const fn key(path: &'static str, shape: Shape, doc: &'static str, default: &'static str) -> Key {
    Key { path, shape, doc, default, merge: Merge::ByKey, weaker: Weaker::No }
}

impl Key {
    /// The same, and its values add up over files.
    #[must_use]
    pub const fn adds(self) -> Self {
        Self { merge: Merge::Adds, ..self }
    }

    /// The same, and its table is replaced as a whole.
    #[must_use]
    pub const fn whole(self) -> Self {
        Self { merge: Merge::Whole, ..self }
    }

    /// The same, and the function says which change of the team's settings lets more pass.
    #[must_use]
    pub const fn weaker(self, weaker: fn(&Team, &Team) -> Vec<String>) -> Self {
        Self { weaker: Weaker::Team(weaker), ..self }
    }

    /// The same, and what it lets pass shows in its effect.
    #[must_use]
    pub const fn effect(self) -> Self {
        Self { weaker: Weaker::Effect, ..self }
    }
}

/// A grammar: lists of declarations, in the order in which they are shown.
#[derive(Debug, Clone, Copy)]
pub struct Keys(pub &'static [&'static [Key]]);

impl Keys {
    /// Every declaration.
    pub fn iter(self) -> impl Iterator<Item = &'static Key> {
        self.0.iter().copied().flatten()
    }

    /// The declaration at a path.
    pub fn find(self, path: &str) -> Option<&'static Key> {
        self.iter().find(|key| key.path == path)
    }

    /// The declarations one level below a path, with their names; those at the top for an empty one.
    pub fn below(self, path: &str) -> impl Iterator<Item = (&'static str, &'static Key)> {
        let name = move |key: &'static Key| {
            let rest = if path.is_empty() { key.path } else { key.path.strip_prefix(path)?.strip_prefix('.')? };
            (!rest.contains(['.', '['])).then_some((rest, key))
        };
        self.iter().filter_map(name)
    }

    /// `upper`, a table at a path, with the keys of `lower` where it does not set them.
    #[must_use]
    pub fn over(self, path: &str, upper: &Table, lower: &Table) -> Table {
        let mut merged = lower.0.clone();
        for (name, setting) in &upper.0 {
            let path = join(path, name);
            let merge = self.find(&path).map_or(Merge::ByKey, |key| key.merge);
            let same = merged.iter().position(|(own, _)| own == name).filter(|_| merge != Merge::Adds);
            let value = match (&setting.value, same.map(|at| merged.remove(at).1.value)) {
                (Value::Table(upper), Some(Value::Table(lower))) if merge == Merge::ByKey => Value::Table(self.over(&path, upper, &lower)),
                (value, _) => value.clone(),
            };
            merged.push((name.clone(), Ranged { value, origin: setting.origin.clone() }));
        }
        Table(merged)
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}
