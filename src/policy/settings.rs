//! What the settings of a backlog ask for less than they did.

use std::collections::{BTreeMap, BTreeSet};

use super::Weakening;
use crate::{
    backlog::Backlog,
    base::Old,
    concept::{Kind, Stage, fold},
    config::{ASKS, KEYS, Override, RuleSetting, Target},
    discover::Policy,
    finding::Level,
    keys::Weaker,
    layout::{FrontMatterMode, Layout, Place as Role},
    plan::{Missing, Planned},
    rule::{Check, Clause, OptionValues},
    rules,
    settings::{Origin, Setting, Table},
    source::{RepoPath, Source, Sources, Span, TextRange},
};

/// The settings of one backlog before and after.
pub(super) struct Compare<'a> {
    pub(super) old: &'a Old<'a>,
    pub(super) head: &'a Policy,
    pub(super) root: &'a RepoPath,
    pub(super) backlog: &'a Backlog,
    pub(super) sources: &'a mut Sources,
    pub(super) found: Vec<Weakening>,
}

/// A change of a rule that lets more pass: what decides now, the key below the rule's, the message.
type Change = (Option<Origin>, String, String);

impl Compare<'_> {
    pub(super) fn settings(&mut self, unjudged: &[RepoPath]) {
        let before = &self.old.place.policy;
        for was in &before.plan.rules {
            match self.head.plan.named(was.rule.name) {
                Some(is) => self.rule(was, is),
                None => self.add(&["require"], &format!("require.{}", was.rule.name), format!("the clause `{}` is gone", was.rule.name)),
            }
        }
        self.overrides();
        self.templates();
        let (was, is) = (&before.settings.team, &self.head.settings.team);
        for key in KEYS.iter() {
            let Weaker::Team(weaker) = key.weaker else { continue };
            for message in weaker(was, is) {
                self.add(&key.path.split('.').collect::<Vec<_>>(), key.path, message);
            }
        }
        self.stages();
        self.kinds();
        self.files(unjudged);
    }

    fn rule(&mut self, was: &Planned, is: &Planned) {
        let name = is.rule.name;
        if was.runs()
            && let Some(missing) = is.missing
        {
            let concept = is.rule.needs.first().map_or("", |concept| concept.name());
            let names: &[&str] = match missing {
                Missing::Field => &["layout", "fields", concept],
                Missing::Sprints => &["sprints", "list"],
                Missing::Roles => &["text", "roles"],
            };
            return self.add(names, &names.join("."), format!("`{name}` finds nothing any more: {}", missing.words()));
        }
        if let (Check::Clause(before), Check::Clause(after)) = (was.rule.check, is.rule.check)
            && asked(before) != asked(after)
        {
            let message = format!("the clause `{name}` asked for {}, now for {}", asked(before), asked(after));
            let (before, after) = (clause(&self.old.place.policy, name), clause(self.head, name));
            let other = |key: &&str| before.and_then(|before| before.get(key)) != after.and_then(|after| after.get(key));
            let changed = ASKS.into_iter().chain(["when"]).filter(other).find_map(|key| after?.get(key));
            self.add_at(changed.map(|setting| setting.origin.clone()), &format!("require.{name}"), message);
        }
        for (origin, key, message) in weaker(was, is) {
            let of_clause = || Some(clause(self.head, name)?.get("stages")?.origin.clone());
            let names: &[&str] = if is.by_layout { &["layout", "rules", name] } else { &["rules"] };
            let origin = origin.or_else(of_clause).or_else(|| self.nearest(names));
            self.add_at(origin, &format!("rules.{key}"), message);
        }
    }

    /// What an override that is new lets pass, and what one that is gone asked for.
    fn overrides(&mut self) {
        let (before, after) = (&self.old.place.policy.plan, &self.head.plan);
        let was: BTreeSet<String> = before.overrides.iter().map(written).collect();
        let is: BTreeSet<String> = after.overrides.iter().map(written).collect();
        let news = after.overrides.iter().enumerate().filter(|(_, one)| !was.contains(&written(one)));
        let gone = before.overrides.iter().enumerate().filter(|(_, one)| !is.contains(&written(one)));
        let news = news.flat_map(|(at, one)| compared(&before.rules, &after.variant(&[at]), one));
        let gone = gone.flat_map(|(at, one)| compared(&before.variant(&[at]), &after.rules, one));
        let mut seen = BTreeSet::new();
        for (origin, key, message) in news.chain(gone).collect::<Vec<_>>() {
            if seen.insert(message.clone()) {
                let origin = origin.or_else(|| self.nearest(&["override"]));
                self.add_at(origin, &format!("override.rules.{key}"), message);
            }
        }
    }

    /// Templates by which text was found to be a placeholder.
    fn templates(&mut self) {
        let (before, after) = (&self.old.place.policy, self.head);
        for (kind, path, _) in before.settings.templates() {
            let is_same = after.settings.templates().any(|(own, now, _)| own == kind && now == path);
            let lost = match before.templates.lost(kind, &after.templates) {
                0 => None,
                1 => Some("a line".to_owned()),
                count => Some(format!("{count} lines")),
            };
            let kind = kind.name();
            let message = match (is_same, lost) {
                (false, _) => format!("`{path}` is no longer the template of a {kind}"),
                (true, Some(lost)) => format!("`{path}`, the template of a {kind}, lost {lost}: left in a story, they pass"),
                (true, None) => continue,
            };
            self.add(&["template", kind], &format!("template.{kind}"), message);
        }
    }

    /// Status words that a story had, or that the team had mapped, and that ask for less now.
    fn stages(&mut self) {
        let used = self.old.backlog.stories().filter_map(|(_, story)| story.status.value().cloned());
        let mapped = self.old.place.policy.settings.settings.entries("stages").iter().map(|(word, _)| fold(word));
        let words: BTreeMap<String, String> = used.chain(mapped).map(|word| (fold(&word), word)).collect();
        let stage = |layout: &Layout, word: &str| layout.stage_of(word).unwrap_or(Stage::Open);
        for word in words.into_values() {
            let (was, is) = (stage(&self.old.place.policy.layout, &word), stage(&self.head.layout, &word));
            if asks(was) > asks(is) {
                self.word("stages", &word, format!("the status `{word}` means {} instead of {}", is.name(), was.name()));
            }
        }
    }

    /// Kind words that stories have and that ask for less now.
    fn kinds(&mut self) {
        let used = self.old.backlog.stories().filter_map(|(_, story)| story.kind_word.value().cloned());
        let words: BTreeMap<String, String> = used.map(|word| (fold(&word), word)).collect();
        let kind = |layout: &Layout, word: &str| layout.kind_of(word).unwrap_or(Kind::Story);
        for word in words.into_values() {
            let (was, is) = (kind(&self.old.place.policy.layout, &word), kind(&self.head.layout, &word));
            if needs(was) > needs(is) {
                self.word("kinds", &word, format!("the kind `{word}` means {} instead of {}", is.name(), was.name()));
            }
        }
    }

    /// Files that were stories and are not judged any more, though they are still there.
    fn files(&mut self, unjudged: &[RepoPath]) {
        let before = &self.old.place.policy;
        let was_story =
            |path: &&RepoPath| path.below(&self.old.place.files.root).is_some_and(|below| before.layout.place(below) == Role::Story);
        let gone: Vec<&RepoPath> = unjudged.iter().filter(was_story).collect();
        if let Some(first) = gone.first() {
            let message = match gone.len() {
                1 => format!("`{}` is no longer judged", first.display()),
                count => format!("{count} files are no longer judged, `{}` among them", first.display()),
            };
            let (was, is) = (&before.settings.settings, &self.head.settings.settings);
            let keys = ["layout.ignore", "layout.known", "layout.stories", "layout.front-matter", "layout.preset", "template"];
            let changed = keys.into_iter().filter(|key| was.get(key) != is.get(key)).find_map(|key| Some((key, is.get(key)?)));
            match changed {
                Some((key, setting)) => self.add_at(Some(setting.origin.clone()), key, message),
                None if self.head.config.is_none() => {
                    let file = self.sources.add(Source::new((*first).clone(), "".into()));
                    self.found.push(Weakening {
                        span: Span { file, range: TextRange::at(0) },
                        key: "layout".into(),
                        message,
                        entries: Vec::new(),
                    });
                }
                None => self.add(&["layout"], "layout", message),
            }
        }
        let (was, is) = (before.layout.front_matter, self.head.layout.front_matter);
        if was != is && (was == FrontMatterMode::Required || is == FrontMatterMode::Marks) && !self.backlog.is_empty() {
            self.add(&["layout", "front-matter"], "layout.front-matter", "files without front matter are no longer findings".into());
        }
    }

    /// At the entry for a word in the table of this name, the team's own or the layout's.
    fn word(&mut self, table: &str, word: &str, message: String) {
        let settings = &self.head.settings.settings;
        let is_it = |(own, _): &&(String, Setting)| fold(own) == fold(word);
        let entry = |path: &str| settings.entries(path).iter().rev().find(is_it).map(|(_, setting)| setting.origin.clone());
        let origin = entry(table).or_else(|| entry(&format!("layout.{table}"))).or_else(|| self.nearest(&[table]));
        self.add_at(origin, &format!("{table}.{word}"), message);
    }

    /// The key that these names lead to, else the innermost table on the way.
    fn nearest(&self, names: &[&str]) -> Option<Origin> {
        self.head.settings.settings.nearest(names).map(|(_, origin)| origin.clone())
    }

    fn add(&mut self, names: &[&str], key: &str, message: String) {
        self.add_at(self.nearest(names), key, message);
    }

    /// At a setting; where none is left, at the beginning of the configuration.
    fn add_at(&mut self, origin: Option<Origin>, key: &str, message: String) {
        let span = origin.and_then(|origin| self.head.span(&origin)).or_else(|| self.head.start());
        let span = span.unwrap_or_else(|| {
            let file = self.sources.add(Source::new(self.root.clone(), "".into()));
            Span { file, range: TextRange::at(0) }
        });
        self.found.push(Weakening { span, key: key.to_owned(), message, entries: Vec::new() });
    }
}

/// The table of a clause of the team's own.
fn clause<'p>(policy: &'p Policy, name: &str) -> Option<&'p Table> {
    policy.settings.settings.items("require").filter_map(Setting::table).find(|table| table.text("name") == Some(name))
}

/// Each way in which a rule finds less than it did.
fn weaker(was: &Planned, is: &Planned) -> Vec<Change> {
    let name = is.rule.name;
    let lower: Vec<(Stage, Level, Level)> =
        Stage::ALL.into_iter().map(|stage| (stage, was.levels.at(stage), is.levels.at(stage))).filter(|(_, was, is)| was > is).collect();
    let level = |change: &[(Stage, Level, Level)]| {
        let stages = change.iter().map(|(stage, ..)| stage.name()).collect::<Vec<_>>().join(", ");
        let (stage, was, now) = change[0];
        let message = format!("`{name}` goes from {} to {} at {stages}", was.name(), now.name());
        (is.decides_level(stage).cloned(), name.to_owned(), message)
    };
    let levels = lower.chunk_by(|a, b| (a.1, a.2) == (b.1, b.2)).map(level);
    let options = is.rule.options.iter().filter_map(|option| {
        let (was, now) = option.weakened(&was.options, &is.options)?;
        let message = format!("`{name}` lets more pass: `{}` goes from {was} to {now}", option.name());
        Some((is.decides_option(option.name()).cloned(), format!("{name}.{}", option.name()), message))
    });
    levels.chain(options).collect()
}

/// What the rules of an override find less, where it says so.
fn compared(was: &[Planned], is: &[Planned], one: &Override) -> Vec<Change> {
    let when = one.when.words();
    let for_whom = if when.is_empty() { "every story".into() } else { when };
    let named = is.iter().filter(|planned| one.rules.iter().any(|setting| setting.speaks_of(planned.rule)));
    let pairs = named.filter_map(|is| Some((was.iter().find(|was| was.rule.name == is.rule.name)?, is)));
    pairs.flat_map(|(was, is)| weaker(was, is)).map(|(origin, key, change)| (origin, key, format!("{change} for {for_whom}"))).collect()
}

/// An override as something to compare: which stories it is about and what it says, not where.
fn written(one: &Override) -> String {
    let said = |setting: &RuleSetting| {
        let values = OptionValues(setting.options.iter().map(|(name, option)| (*name, option.value.clone())).collect());
        let rule = match setting.target {
            Target::Rule(name) => rules::named(name),
            Target::Group(_) => None,
        };
        let options = rule.into_iter().flat_map(|rule| rule.options).map(|option| option.words(&values)).collect::<Vec<_>>();
        let stages: Vec<(Stage, Level)> = setting.stages.iter().map(|(stage, level)| (*stage, level.value)).collect();
        format!("{:?}", (setting.target, setting.level.as_ref().map(|level| level.value), stages, options))
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
