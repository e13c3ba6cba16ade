//! `backlint config`: what holds here, which line says so, and what each key does.

use std::{fmt::Write as _, path::Path};

use super::{CLEAN, open::Opened};
use crate::{
    backlog::Backlog,
    cli::{Config, Judging},
    concept::{Stage, id::IdKey},
    config::KEYS,
    discover::{Place, Policy},
    error::Error,
    keys::Key,
    layout::PRESET,
    plan::Planned,
    report::{Output, Style, clean},
    settings::{Setting, closest},
};

pub(super) fn config(options: &Config, here: Option<&Path>, style: Style) -> Result<u8, Error> {
    let judging = Judging {
        config: options.config.clone(),
        set: options.set.clone(),
        level: options.level.clone(),
        allow_empty: true,
        ..Judging::default()
    };
    let opened = Opened::new(here, &judging)?;
    let found = opened.discover()?;
    if let Some(error) = found.errors.into_iter().next() {
        return Err(error);
    }
    let mut text = String::new();
    for (at, place) in found.places.iter().enumerate() {
        if found.places.len() > 1 {
            let gap = if at == 0 { "" } else { "\n" };
            let _ = writeln!(text, "{gap}## {}\n", clean(&place.files.root.display()));
        }
        text.push_str(&match &options.key {
            Some(key) => one(key, options, &opened, place)?,
            None => all(&place.policy),
        });
    }
    Output::terminal().write(style, |_, _, out, _| out.write_all(text.as_bytes()))?;
    Ok(CLEAN)
}

/// A setting with the place that sets it.
struct Said {
    path: String,
    value: String,
    place: String,
}

/// Keys of a layout that ships which are not settings, or hold names that are filled in when it is used.
const UNSAID: [&str; 6] = ["name", "tool", "detect", "stories", "known", "ignore"];

/// Every setting that holds here, those of the layout first.
fn said(policy: &Policy) -> Vec<Said> {
    let is_shipped = |setting: &Setting| setting.origin.source.path.is_top();
    let layout = policy.written.0.leaves().into_iter();
    let layout = layout.filter(|(path, setting)| !is_shipped(setting) || !UNSAID.iter().any(|key| within(bare(path), key)));
    let layout = layout.map(|(path, setting)| (format!("layout.{path}"), setting));
    let own = policy.settings.settings.leaves().into_iter().filter(|(path, _)| !within(path, "layout"));
    let said = |(path, setting): (String, &Setting)| {
        let origin = &setting.origin;
        let place = if is_shipped(setting) { format!("the layout `{}`", policy.layout.name) } else { origin.line() };
        // `layout = "stories"` is read as `layout.preset`.
        let is_short = path == "layout.preset" && origin.key.of(&origin.source.text) == "layout";
        Said { path: if is_short { "layout".into() } else { path }, value: origin.value.of(&origin.source.text).to_owned(), place }
    };
    layout.chain(own).map(said).collect()
}

/// A path up to the first list of tables.
fn bare(path: &str) -> &str {
    path.split('[').next().unwrap_or_default()
}

impl Said {
    fn line(&self) -> String {
        let value = self.value.split_whitespace().collect::<Vec<_>>().join(" ");
        format!("{}  # {}", clean(&format!("{} = {value}", self.path)), self.place)
    }
}

/// Every key: what is set, and what holds where nothing is.
fn all(policy: &Policy) -> String {
    let said = said(policy);
    let mut text = String::new();
    for key in KEYS.iter().filter(|key| !key.path.contains(['*', '['])) {
        let own: Vec<&Said> = of_key(&said, key);
        let is_table = KEYS.iter().any(|other| other.path.strip_prefix(key.path).is_some_and(|rest| rest.starts_with(['.', '['])));
        let is_unset = own.is_empty() && (key.default.is_empty() || key.default == PRESET || is_table);
        if is_unset && !["layout", "layout.stories", "layout.known", "layout.ignore"].contains(&key.path) {
            continue;
        }
        let _ = writeln!(text, "# {}", key.doc);
        for said in &own {
            let _ = writeln!(text, "{}", said.line());
        }
        if own.is_empty() {
            let _ = writeln!(text, "# {} = {}", key.path, default(key, policy));
        }
        text.push('\n');
    }
    text.push_str("# `backlint rules` shows every rule with its levels here, `backlint config RULE` which line decided.\n");
    text
}

/// What a key is set to, or each name below it that no key of its own documents.
fn of_key<'s>(said: &'s [Said], key: &Key) -> Vec<&'s Said> {
    let owner = |said: &Said| {
        let owners = KEYS.iter().filter(|key| !key.path.contains(['*', '[']) && within(bare(&said.path), key.path));
        owners.map(|key| key.path).max_by_key(|path| path.len())
    };
    said.iter().filter(|said| owner(said) == Some(key.path)).collect()
}

/// Whether a dotted path is `key` or lies below it.
fn within(path: &str, key: &str) -> bool {
    path.strip_prefix(key).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// What holds where a key is not set.
fn default(key: &Key, policy: &Policy) -> String {
    let layout = &policy.layout;
    let patterns = |globs: &crate::layout::Globs| format!("{:?}  # the layout `{}`", globs.patterns(), layout.name);
    match key.path {
        "layout" => format!("\"{}\"  # {}", layout.name, clean(&policy.detected.to_string())),
        "layout.stories" => patterns(&layout.stories),
        "layout.known" => patterns(&layout.known),
        "layout.ignore" => patterns(&layout.ignore),
        _ => key.default.to_owned(),
    }
}

/// One key, or one rule, for one story if one is named.
fn one(name: &str, options: &Config, opened: &Opened, place: &Place) -> Result<String, Error> {
    let policy = &place.policy;
    if let Some(planned) = policy.plan.named(name) {
        return match &options.story {
            None => Ok(rule(planned, policy)),
            Some(id) => {
                let backlog = opened.backlog(place)?;
                let ix = backlog.named(&IdKey::of(id)).ok_or_else(|| unknown_story(id, &backlog))?;
                let variant = policy.plan.for_story(&backlog[ix], &backlog);
                let planned = variant.into_iter().find(|planned| planned.rule.name == name);
                let stage = backlog[ix].stage();
                let level = planned.as_ref().map_or("off", |planned| planned.levels.at(stage).name());
                let what = format!("# {} is {}: {level}\n", clean(&backlog[ix].name()), stage.name());
                Ok(what + &planned.map(|planned| rule(&planned, policy)).unwrap_or_default())
            }
        };
    }
    let keys: Vec<&Key> = KEYS.iter().filter(|key| within(key.path, name)).collect();
    let said = said(policy);
    let own: Vec<&Said> = said.iter().filter(|said| within(bare(&said.path), name)).collect();
    if keys.is_empty() && own.is_empty() {
        let known = KEYS.iter().map(|key| key.path).chain(policy.plan.rules.iter().map(|planned| planned.rule.name));
        let help =
            closest(name, known).map_or_else(|| "`backlint config` shows every key".into(), |meant| format!("did you mean `{meant}`?"));
        return Err(Error::usage(format!("there is no key and no rule `{name}`"), help));
    }
    let mut text = String::new();
    for key in &keys {
        let without = if key.default.is_empty() { String::new() } else { format!(" Without it: {}.", key.default) };
        let _ = writeln!(text, "# {}: {}{without}", key.path, key.doc);
    }
    for said in own {
        let _ = writeln!(text, "{}", said.line());
    }
    Ok(text)
}

fn unknown_story(id: &str, backlog: &Backlog) -> Error {
    let help = backlog.suggestion(id).map(|meant| format!("did you mean `{meant}`?"));
    Error::usage(format!("there is no story `{id}`"), help)
}

/// A rule's levels and options, and the lines that decided.
fn rule(planned: &Planned, policy: &Policy) -> String {
    let mut text = String::new();
    if let Some(missing) = planned.missing {
        let _ = writeln!(text, "# does not run: {}", missing.words());
    }
    let levels = Stage::ALL.map(|stage| format!("{} = \"{}\"", stage.name(), planned.levels.at(stage).name())).join(", ");
    let name = planned.rule.name;
    let _ = writeln!(text, "rules.{name}.stages = {{ {levels} }}");
    for option in planned.rule.options {
        let _ = writeln!(text, "rules.{name}.{} = {}  # {}", option.name(), option.words(&planned.options), option.help());
    }
    for origin in planned.decided.iter().map(|setting| &setting.origin) {
        let _ = writeln!(text, "# {}: {}", origin.line(), clean(origin.key.of(&origin.source.text)));
    }
    if planned.by_layout {
        let _ = writeln!(text, "# the layout `{}`: {name} = \"{}\"", policy.layout.name, policy.layout.rules[name].name());
    } else if planned.decided.is_empty() {
        text.push_str("# by default\n");
    }
    text
}
