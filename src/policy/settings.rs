//! What the settings of a backlog ask for less than they did.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::Weakening;
use crate::{
    backlog::Backlog,
    base::Old,
    concept::{Kind, Scale, Stage, fold},
    config::{Origin, Override, RuleSetting, Target},
    discover::Place,
    finding::Level,
    layout::{FrontMatterMode, Place as Role},
    plan::{Missing, Planned},
    rule::{Check, Clause, OptionValues},
    rules,
    source::{FileId, RepoPath, Source, Sources, Span, TextRange},
    text::{language::Language, policy::Phrase},
};

/// The settings of one backlog before and after.
pub(super) struct Compare<'a> {
    pub(super) old: &'a Old<'a>,
    pub(super) head: &'a Place,
    pub(super) backlog: &'a Backlog,
    pub(super) sources: &'a mut Sources,
    pub(super) files: Vec<(RepoPath, FileId)>,
    pub(super) found: Vec<Weakening>,
}

impl Compare<'_> {
    pub(super) fn settings(&mut self, unjudged: &[RepoPath]) {
        let before = &self.old.place;
        for was in &before.plan.rules {
            match self.head.plan.named(was.rule.name) {
                Some(is) => self.rule(was, is),
                None => self.add("require", format!("the clause `{}` is gone", was.rule.name)),
            }
        }
        self.overrides();
        self.templates();
        let (was, is) = (&before.settings.estimates, &self.head.settings.estimates);
        if let Some((was, is)) = was.raised(is) {
            self.add("max", format!("the largest estimate goes from {was} to {is}"));
        }
        if was.scale != is.scale && was.scale != Scale::Any {
            self.add("scale", format!("the scale of estimates goes from {} to {}", was.scale.words(), is.scale.words()));
        }
        let (was, is) = (before.settings.rice.impact, self.head.settings.rice.impact);
        if is.0 < was.0 || is.1 > was.1 {
            self.add("impact", format!("an impact may be {} to {} instead of {} to {}", is.0, is.1, was.0, was.1));
        }
        self.text();
        self.stages();
        self.kinds();
        self.files(unjudged);
    }

    /// Words that were reported and are no longer, and roles that were none.
    fn text(&mut self) {
        let (was, is) = (&self.old.place.settings.text, &self.head.settings.text);
        let quoted = |phrases: Vec<&Phrase>| phrases.iter().map(|phrase| format!("`{}`", phrase.join(" "))).collect::<Vec<_>>().join(", ");
        let less = |was: &[Phrase], is: &[Phrase]| quoted(was.iter().filter(|phrase| !is.contains(phrase)).collect());
        let told = [
            (less(&is.allow, &was.allow), "`allow` now has"),
            (less(&is.glossary, &was.glossary), "`glossary` now has"),
            (less(&was.vague, &is.vague), "`words.vague` no longer has"),
            (less(&was.weak, &is.weak), "`words.weak` no longer has"),
        ];
        let roles: Vec<String> = is.roles.iter().filter(|role| !was.roles.contains(role)).map(|role| format!("`{role}`")).collect();
        for (phrases, what) in told.into_iter().filter(|(phrases, _)| !phrases.is_empty()) {
            self.add("text", format!("{what} {phrases}"));
        }
        if !was.roles.is_empty() && !roles.is_empty() {
            self.add("text", format!("`roles` now has {}", roles.join(", ")));
        }
        if is.language != was.language && !matches!(is.language, None | Some(Language::English)) {
            self.add("language", "the rules that know only English are silent now".into());
        }
    }

    fn rule(&mut self, was: &Planned, is: &Planned) {
        let name = is.rule.name;
        if was.runs()
            && let Some(missing) = is.missing
        {
            let word = match missing {
                Missing::Field => "layout",
                Missing::Sprints => "sprints",
                Missing::Roles => "text",
            };
            self.add(word, format!("`{name}` finds nothing any more: {}", missing.words()));
            return;
        }
        if let (Check::Clause(was), Check::Clause(is)) = (was.rule.check, is.rule.check)
            && asked(was) != asked(is)
        {
            self.add(name, format!("the clause `{name}` asked for {}, now for {}", asked(was), asked(is)));
        }
        for change in weaker(was, is) {
            self.add(name, change);
        }
    }

    /// What an override that is new lets pass, and what one that is gone asked for.
    fn overrides(&mut self) {
        let (before, after) = (&self.old.place.plan, &self.head.plan);
        let was: BTreeSet<String> = before.overrides.iter().map(written).collect();
        let is: BTreeSet<String> = after.overrides.iter().map(written).collect();
        let news = after.overrides.iter().enumerate().filter(|(_, one)| !was.contains(&written(one)));
        let gone = before.overrides.iter().enumerate().filter(|(_, one)| !is.contains(&written(one)));
        let news = news.flat_map(|(at, one)| compared(&before.rules, &after.variant(&[at]), one));
        let gone = gone.flat_map(|(at, one)| compared(&before.variant(&[at]), &after.rules, one));
        let changes: BTreeSet<String> = news.chain(gone).collect();
        for change in changes {
            self.add("override", change);
        }
    }

    /// Templates by which text was told to be a placeholder.
    fn templates(&mut self) {
        let (before, after) = (&self.old.place, self.head);
        let change = |(kind, (path, _)): (&Kind, &(String, Origin))| {
            if after.settings.templates.get(kind).is_none_or(|(now, _)| now != path) {
                return Some(format!("`{path}` is no longer the template of a {}", kind.name()));
            }
            let lost = match before.templates.lost(*kind, &after.templates) {
                0 => return None,
                1 => "a line".to_owned(),
                count => format!("{count} lines"),
            };
            Some(format!("`{path}`, the template of a {}, lost {lost}: left in a story, they pass", kind.name()))
        };
        let changed: Vec<String> = before.settings.templates.iter().filter_map(change).collect();
        for change in changed {
            self.add("template", change);
        }
    }

    /// Status words that a story had, or that the team had mapped, and that ask for less now.
    fn stages(&mut self) {
        let used = self.old.backlog.stories().filter_map(|(_, story)| story.status.value().cloned());
        let words: BTreeMap<String, String> =
            used.chain(self.old.place.settings.stages.keys().cloned()).map(|word| (fold(&word), word)).collect();
        let (before, after) = (&self.old.place.layout, &self.head.layout);
        let stage = |layout: &crate::layout::Layout, word: &str| layout.stage_of(word).unwrap_or(Stage::Open);
        let changes: Vec<(String, Stage, Stage)> = words
            .into_values()
            .map(|word| (stage(before, &word), stage(after, &word), word))
            .map(|(was, is, word)| (word, was, is))
            .collect();
        for (word, was, is) in changes.into_iter().filter(|(_, was, is)| asks(*was) > asks(*is)) {
            let message = format!("the status `{word}` means {} instead of {}", is.name(), was.name());
            self.add(&word, message);
        }
    }

    /// Kind words that stories have and that ask for less now.
    fn kinds(&mut self) {
        let used = self.old.backlog.stories().filter_map(|(_, story)| story.kind_word.value().cloned());
        let words: BTreeMap<String, String> = used.map(|word| (fold(&word), word)).collect();
        for word in words.into_values() {
            let kind = |layout: &crate::layout::Layout| layout.kind_of(&word).unwrap_or(Kind::Story);
            let (was, is) = (kind(&self.old.place.layout), kind(&self.head.layout));
            if needs(was) > needs(is) {
                self.add(&word, format!("the kind `{word}` means {} instead of {}", is.name(), was.name()));
            }
        }
    }

    /// Files that were stories and are not judged any more, though they are still there.
    fn files(&mut self, unjudged: &[RepoPath]) {
        let before = &self.old.place;
        let was_story = |path: &&RepoPath| path.below(&before.root).is_some_and(|below| before.layout.place(below) == Role::Story);
        let gone: Vec<&RepoPath> = unjudged.iter().filter(was_story).collect();
        if let Some(first) = gone.first() {
            let message = match gone.len() {
                1 => format!("`{}` is no longer judged", first.display()),
                count => format!("{count} files are no longer judged, `{}` among them", first.display()),
            };
            self.add_at("layout", message, first);
        }
        let (was, is) = (before.layout.front_matter, self.head.layout.front_matter);
        if was != is && (was == FrontMatterMode::Required || is == FrontMatterMode::Marks) && !self.backlog.is_empty() {
            self.add("front-matter", "files without front matter are no longer findings".into());
        }
    }

    fn add(&mut self, word: &str, message: String) {
        let root = self.head.root.clone();
        self.add_at(word, message, &root);
    }

    /// Where the configuration, or one it extends, speaks of `word`; without a configuration at `path`.
    fn add_at(&mut self, word: &str, message: String, path: &RepoPath) {
        let wanted = word.to_ascii_lowercase();
        let speaks = |source: &&Arc<Source>| source.text.to_ascii_lowercase().contains(&wanted);
        let sources = &self.head.settings.sources;
        let source = sources.iter().rev().find(speaks).or(self.head.config.as_ref());
        let at = source.and_then(|source| source.text.to_ascii_lowercase().find(&wanted));
        let range = at.map(|at| TextRange::new(at, at + word.len())).unwrap_or_default();
        let source = source
            .map_or_else(|| Source::new(path.clone(), "".into()), |source| Source::new(source.path.clone(), Arc::clone(&source.text)));
        let known = self.files.iter().find(|(path, _)| *path == source.path).map(|(_, file)| *file);
        let file = known.unwrap_or_else(|| {
            let path = source.path.clone();
            let file = self.sources.add(source);
            self.files.push((path, file));
            file
        });
        self.found.push(Weakening { span: Span { file, range }, message });
    }
}

/// Each way in which a rule finds less than it did, in words.
fn weaker(was: &Planned, is: &Planned) -> Vec<String> {
    let name = is.rule.name;
    let lower: Vec<(Stage, Level, Level)> =
        Stage::ALL.into_iter().map(|stage| (stage, was.levels.at(stage), is.levels.at(stage))).filter(|(_, was, is)| was > is).collect();
    let level = |change: &[(Stage, Level, Level)]| {
        let stages = change.iter().map(|(stage, ..)| stage.name()).collect::<Vec<_>>().join(", ");
        let (_, was, is) = change[0];
        format!("`{name}` goes from {} to {} at {stages}", was.name(), is.name())
    };
    let levels = lower.chunk_by(|a, b| (a.1, a.2) == (b.1, b.2)).map(level);
    let options = is.rule.options.iter().filter_map(|option| {
        let (was, is) = option.weakened(&was.options, &is.options)?;
        Some(format!("`{name}` lets more pass: `{}` goes from {was} to {is}", option.name()))
    });
    levels.chain(options).collect()
}

/// What the rules of an override find less, where it says so.
fn compared(was: &[Planned], is: &[Planned], one: &Override) -> Vec<String> {
    let when = one.when.words();
    let for_whom = if when.is_empty() { "every story".into() } else { when };
    let named = is.iter().filter(|planned| one.rules.iter().any(|setting| setting.speaks_of(planned.rule)));
    let pairs = named.filter_map(|is| Some((was.iter().find(|was| was.rule.name == is.rule.name)?, is)));
    pairs.flat_map(|(was, is)| weaker(was, is)).map(|change| format!("{change} for {for_whom}")).collect()
}

/// An override as something to compare: whom it speaks of and what it says, not where.
fn written(one: &Override) -> String {
    let said = |setting: &RuleSetting| {
        let values = OptionValues(setting.options.iter().cloned().collect());
        let rule = match setting.target {
            Target::Rule(name) => rules::named(name),
            Target::Group(_) => None,
        };
        let options = rule.into_iter().flat_map(|rule| rule.options).map(|option| option.words(&values)).collect::<Vec<_>>();
        format!("{:?}", (setting.target, setting.level, &setting.stages, options))
    };
    format!("{} {}", one.when.words(), one.rules.iter().map(said).collect::<Vec<_>>().join(" "))
}

/// What a clause asks, and of whom.
fn asked(clause: &Clause) -> String {
    let when = clause.when.words();
    let of = if when.is_empty() { String::new() } else { format!(" ({when})") };
    format!("{}{of}", clause.words())
}

/// How much is asked of a story at a stage.
fn asks(stage: Stage) -> u8 {
    match stage {
        Stage::Ready => 3,
        Stage::Open | Stage::Active => 2,
        Stage::Done => 1,
        Stage::Draft | Stage::Dropped => 0,
    }
}

/// How much is asked of an item of a kind.
fn needs(kind: Kind) -> u8 {
    match kind {
        Kind::Story => 3,
        Kind::Bug | Kind::Task => 2,
        Kind::Spike => 1,
        Kind::Epic => 0,
    }
}
