//! By what a backlog is judged.

use std::{
    hash::{Hash, Hasher},
    sync::Arc,
};

use crate::{
    config::Config,
    layout::{self, Clue, Layout, Variables},
    plan::Plan,
    settings::{Mistakes, Origin, Scalar, Setting, Table, Value},
    source::{FileId, RepoPath, Source, Sources, Span, TextRange},
    story::{Acceptance, Templates},
    text::fnv::Fnv,
};

/// Everything that decides how the stories of a backlog are read and what they must meet.
#[derive(Debug)]
pub struct Policy {
    /// The folder's own configuration.
    pub config: Option<Arc<Source>>,
    /// What it and the files it extends say.
    pub settings: Config,
    /// Those files, in the order of `settings.sources`.
    pub sources: Vec<FileId>,
    /// The layout as written, the preset below the team's own keys, and what its text refers to.
    pub written: (Table, Variables),
    /// Why that layout was chosen.
    pub detected: Clue,
    /// How stories are laid out.
    pub layout: Layout,
    /// Which rules run.
    pub plan: Plan,
    /// What new stories are made from.
    pub templates: Templates,
    /// A hash of everything effective: comments, formatting and values that another file replaces do not change it.
    pub print: u64,
}

impl Policy {
    /// Adds its files to the texts of a run, so that findings can point into them.
    pub(super) fn register(&mut self, sources: &mut Sources) {
        let copy = |source: &Arc<Source>| Source::new(source.path.clone(), Arc::clone(&source.text));
        self.sources = self.settings.sources.iter().map(|source| sources.add(copy(source))).collect();
    }

    /// The span of a setting; `None` if a layout that ships has it.
    pub fn span(&self, origin: &Origin) -> Option<Span> {
        let at = self.settings.sources.iter().position(|source| Arc::ptr_eq(source, &origin.source))?;
        Some(Span { file: *self.sources.get(at)?, range: origin.key })
    }

    /// The beginning of the configuration.
    pub fn start(&self) -> Option<Span> {
        let source = Arc::clone(self.config.as_ref()?);
        self.span(&Origin { source, key: TextRange::at(0), value: TextRange::at(0) })
    }

    /// What the team accepts, with the place that says so.
    pub fn acceptances(&self) -> Vec<(&Acceptance, Span)> {
        let accepted = self.settings.acceptances.iter();
        accepted.filter_map(|accepted| Some((&accepted.acceptance, self.span(&accepted.origin)?))).collect()
    }

    /// The layout of this policy's backlog under `head`, the policy after a change: this one says where stories lie, `head` has words,
    /// fields and sections.
    #[must_use]
    pub fn layout_under(&self, head: &Policy) -> Layout {
        let ((own, variables), (policy, later)) = (&self.written, &head.written);
        let written = (layout::placed_as(policy, own), variables.with_words_of(later, policy));
        resolve(&written, &head.settings, &mut Mistakes::default())
    }

    /// Whether stories that did not change, in the same folder, read the same under this policy and under `head`, the one after a change.
    pub fn reads_like(&self, head: &Policy) -> bool {
        let ((own, variables), (policy, later)) = (&self.written, &head.written);
        layout::places_like(own, policy) && variables.with_words_of(later, policy) == *later
    }
}

/// A layout with its variables filled in, and the team's own words on top.
pub(super) fn resolve((written, variables): &(Table, Variables), config: &Config, mistakes: &mut Mistakes) -> Layout {
    let mut layout = Layout::resolve(written, variables).unwrap_or_else(|error| {
        let of_tool = variables.config_file.as_ref().map(|file| format!(", which `{}` is part of", file.display())).unwrap_or_default();
        mistakes.add(TextRange::at(0), format!("{error}{of_tool}"));
        Layout::default()
    });
    layout.stages.extend(layout::stages(&config.settings, "stages"));
    layout.kinds.extend(layout::kinds(&config.settings, "kinds"));
    layout
}

/// The print of a policy: its settings, its layout as written and with variables filled in, its templates.
pub(super) fn print(config: &Config, written: &Table, layout: &Layout, templates: &[(RepoPath, String)]) -> u64 {
    let mut hasher = Fnv::default();
    let own = config.settings.leaves().into_iter().filter(|(path, _)| {
        let top = path.split(['.', '[']).next().unwrap_or_default();
        !["layout", "extends", "required-version"].contains(&top)
    });
    let mut leaves: Vec<(String, &Setting)> = own.collect();
    leaves.extend(written.leaves().into_iter().map(|(path, setting)| (format!("layout.{path}"), setting)));
    // The order of keys says nothing, but for patterns that give a stage: those are below.
    leaves.sort_by(|(one, _), (other, _)| one.cmp(other));
    for (path, setting) in leaves {
        path.hash(&mut hasher);
        put(&setting.value, &mut hasher);
    }
    for globs in [&layout.stories, &layout.known, &layout.ignore].into_iter().chain(layout.stage_by_path.iter().map(|(globs, _)| globs)) {
        globs.patterns().hash(&mut hasher);
    }
    (&layout.series, &layout.statuses).hash(&mut hasher);
    for (path, text) in templates {
        (path, text).hash(&mut hasher);
    }
    hasher.finish()
}

fn put(value: &Value, hasher: &mut Fnv) {
    match value {
        Value::Scalar(Scalar::Text(text)) | Value::Date(text) => text.hash(hasher),
        Value::Scalar(Scalar::Flag(flag)) => flag.hash(hasher),
        #[expect(clippy::cast_precision_loss, reason = "no setting is that large")]
        Value::Scalar(Scalar::Integer(number)) => (*number as f64).to_bits().hash(hasher),
        Value::Scalar(Scalar::Float(number)) => number.to_bits().hash(hasher),
        Value::List(items) => {
            items.len().hash(hasher);
            for item in items {
                put(&item.value, hasher);
            }
        }
        Value::Table(Table(entries)) => {
            for (key, setting) in entries {
                key.hash(hasher);
                put(&setting.value, hasher);
            }
        }
    }
}
