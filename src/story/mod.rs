//! What a story is: a parsed file, its path and its layout, read as one thing.

mod build;
mod criteria;
pub mod description;
mod divide;
mod fields;
mod labels;
mod marks;
mod mentions;
mod numbers;
pub mod parts;
mod rice;
mod said;
pub mod signs;
mod stated;
mod statement;
mod template;
mod values;

pub use criteria::{Criterion, Shape};
pub use fields::{Field, Reference};
pub use marks::{Acceptance, Suppression, Until};
pub use parts::Part;
pub use rice::Rice;
pub use said::Said;
pub use statement::Statement;
pub use template::Templates;

use std::sync::OnceLock;

use crate::{
    concept::{Concept, Estimate, EstimatePolicy, Kind, Stage, vocabulary},
    layout::{Layout, Section, normalise},
    parse::{ParsedFile, node::Value},
    source::{FileId, RepoPath, Span, TextRange},
    text::{language::Language, placeholder, words},
};

/// What speaks for the story's status, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClaimOf {
    /// The status value.
    Status,
    /// The title, where no status stands.
    Title,
    /// The id, where no title stands either.
    Id,
    /// The first line with content.
    Line,
}

/// Where a story comes from.
#[derive(Debug, Clone)]
pub struct Origin<'p> {
    /// The text it is read from.
    pub file: FileId,
    /// Where it lies in the tree.
    pub path: RepoPath,
    /// Where it lies below its backlog's root.
    pub below: &'p [u8],
    /// Whether it is judged, and not only known.
    pub live: bool,
}

/// One item of a backlog.
#[derive(Debug, Clone)]
pub struct Story {
    /// The text it was read from.
    pub file: FileId,
    /// Where it lies.
    pub path: RepoPath,
    /// Whether it is judged; a file in a `known` folder only lends its id.
    pub live: bool,
    /// Whether its fields cannot be read; then only rules of the group `readable` speak.
    pub broken: bool,
    /// What the place of its file means, if it means a stage.
    pub stage_by_place: Option<Stage>,
    /// The text's structure.
    pub parsed: ParsedFile,
    /// Its id.
    pub id: Field<String>,
    /// Its title.
    pub title: Field<String>,
    /// The status word as written.
    pub status: Field<String>,
    /// What the status means, or the folder does; `None` where nothing says.
    pub stated_stage: Option<Stage>,
    /// The kind word as written.
    pub kind_word: Field<String>,
    /// What its own text says it is; a story where nothing says otherwise.
    pub own_kind: Kind,
    /// What it is among all stories: a feature with children is an epic, an item of no kind under a story a task.
    pub kind: Kind,
    /// Whether its parent is a story; set once all stories are known.
    pub under_story: bool,
    /// How large it is.
    pub estimate: Field<Estimate>,
    /// What must be done first; "none" written out is an empty list.
    pub depends_on: Vec<Reference>,
    /// The story or epic it is a part of; a free group name is none.
    pub parent: Option<Reference>,
    /// A free name it is filed under, never a reference.
    pub group: Field<String>,
    /// Labels or tags.
    pub labels: Vec<String>,
    /// Urgency as written.
    pub priority: Field<String>,
    /// Place in the backlog, small first.
    pub rank: Field<f64>,
    /// The sprint it is planned for, as written.
    pub sprint: Field<String>,
    /// What it is worth, where it says anything about that.
    pub rice: Option<Box<Rice>>,
    /// When it was written, as written.
    pub created: Field<String>,
    /// Every top-level heading with what is under it, in order; the first may be the text before any heading.
    pub parts: Vec<Part>,
    /// A description kept in the front matter or in a label.
    pub summary: Option<TextRange>,
    /// Places that state something else than the one that counts, by concept: status, estimate, kind and priority only.
    pub conflicts: Vec<(Concept, TextRange)>,
    /// The acceptance criteria.
    pub criteria: Vec<Criterion>,
    /// Where the criteria would be: the section's heading or the field's key, if either exists.
    pub criteria_anchor: Option<TextRange>,
    /// The span of the status value; else of the title, else of the id, else of the first line with content.
    pub claim: TextRange,
    /// Which of these it is.
    pub claim_of: ClaimOf,
    /// Every other name the story can be given: file name, heading, id of a path.
    pub names: Vec<String>,
    /// What the team wants suppressed.
    pub suppressions: Vec<Suppression>,
    /// Who wants what and why, once somebody has asked.
    statement: OnceLock<Option<Box<Statement>>>,
    /// What it is written in, once somebody has asked.
    language: OnceLock<Language>,
}

/// How many paragraphs and criteria are read to tell the language.
const READ: usize = 20;

impl Story {
    /// Whether it lies where finished work does; of a file that cannot be read nothing else says that its work is over.
    pub fn is_over_by_place(&self) -> bool {
        !self.live || matches!(self.stage_by_place, Some(Stage::Done | Stage::Dropped))
    }

    /// The stage that counts: a missing, unknown or unmapped status counts as open.
    pub fn stage(&self) -> Stage {
        self.stated_stage.unwrap_or(Stage::Open)
    }

    /// Reads a parsed file as a story of `layout`.
    pub fn new(origin: Origin<'_>, text: &str, parsed: ParsedFile, layout: &Layout, estimates: &EstimatePolicy) -> Self {
        build::story(origin, text, parsed, layout, estimates)
    }

    /// A place in this story, for labels of findings elsewhere.
    pub fn span(&self, range: TextRange) -> Span {
        Span { file: self.file, range }
    }

    /// How urgent it is, from 0, the most urgent; `None` without a priority or where its word is not known.
    pub fn urgency(&self) -> Option<u8> {
        match self.priority.value()?.trim().to_lowercase().as_str() {
            "critical" | "urgent" | "highest" | "p0" | "0" => Some(0),
            "high" | "p1" | "1" | "must" => Some(1),
            "medium" | "normal" | "p2" | "2" | "should" => Some(2),
            "low" | "p3" | "3" | "could" => Some(3),
            "lowest" | "p4" | "4" => Some(4),
            word => vocabulary::priority(word),
        }
    }

    /// Whether it says in words what is wanted: a text of its description that is no placeholder; `text` is its own.
    pub fn is_described(&self, text: &str) -> bool {
        self.description().iter().any(|range| words::has(range.of(text), 1) && !placeholder::is_only(range.of(text)))
    }

    /// Its id, else its file name: what people call it.
    pub fn name(&self) -> String {
        self.id.value().cloned().unwrap_or_else(|| self.path.item_name())
    }

    /// Whether its front matter has a value for `key`, or its head block a label of that name, that says something.
    pub fn states(&self, text: &str, key: &str) -> bool {
        let field = self.parsed.front_matter.root.at_path(text, key);
        let in_field = field.is_some_and(|node| {
            !node.items().is_empty()
                || !node.pairs().is_empty()
                || node.text(text).is_some_and(|value| !fields::says_nothing(&value, node.value == Value::Plain))
        });
        let name = normalise(key);
        let labels = || labels::labels(text, &self.parsed.outline, &self.parts);
        let label = || labels().into_iter().find(|label| normalise(label.name.of(text)) == name).map(|label| label.value);
        in_field || label().is_some_and(|value| !fields::says_nothing(value.of(text), true))
    }

    /// The parts of one known section, in order.
    pub fn section(&self, section: Section) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(move |part| part.known == Some(section))
    }

    /// Who wants what and why, in the form of a user story; `text` is its own. A known file has none.
    pub fn statement(&self, text: &str) -> Option<&Statement> {
        let read = || self.live.then(|| statement::read(text, self)).flatten().map(Box::new);
        self.statement.get_or_init(read).as_deref()
    }

    /// What its title, description and criteria are written in; the frame of a whole statement decides.
    pub fn language(&self, text: &str) -> Language {
        *self.language.get_or_init(|| {
            let statement = self.statement(text).filter(|statement| statement.is_whole());
            let framed = statement.and_then(|statement| Language::of_code(statement.language));
            framed.unwrap_or_else(|| {
                let criteria = self.criteria.iter().map(|criterion| criterion.text);
                let texts = self.description().into_iter().chain(criteria).map(|range| range.of(text)).take(READ);
                let texts: Vec<&str> = self.title.value().map(String::as_str).into_iter().chain(texts).collect();
                Language::of(&texts.join("\n"))
            })
        })
    }

    /// The texts of its description; where no section is one, those before the first heading below the title.
    pub fn description(&self) -> Vec<TextRange> {
        let mut texts = description::texts(&self.parts, &self.parsed.outline);
        texts.extend(self.summary.filter(|summary| !texts.iter().any(|text| text.contains(*summary))));
        texts
    }

    /// Whether it is an epic's story rather than a container: everything but epics.
    pub fn is_leaf(&self) -> bool {
        self.kind != Kind::Epic
    }

    /// Whether it is planned as an item of its own: open or ready, no epic, no task of a story, not in a `known` folder.
    pub fn is_open_item(&self) -> bool {
        self.live
            && matches!(self.stage(), Stage::Open | Stage::Ready)
            && self.kind != Kind::Epic
            && !(self.kind == Kind::Task && self.under_story)
    }
}
