//! `backlint init`: looks at a backlog, says what it sees, and writes what is to hold from now on.

mod configuration;
mod extras;
mod hook;
mod told;

use std::{
    collections::BTreeMap,
    io::{self, BufRead, IsTerminal, Write},
    path::{Path, PathBuf},
};

use configuration::Choices;

use super::{CLEAN, baseline, open::Opened, write};
use crate::{
    cli::{self, Judging},
    config,
    error::Error,
    habits::Habits,
    outcome::Judged,
    report::{Output, Style},
    source::RepoPath,
    tree::Overlay,
};

/// What is to be written, and what is said about it.
#[derive(Debug, Default)]
struct Plan {
    /// Files, in the order in which they are told.
    files: Vec<New>,
    /// Files that are there already, and are left as they are.
    kept: Vec<PathBuf>,
}

/// A file to be written.
#[derive(Debug)]
struct New {
    path: PathBuf,
    /// What is there, where something is to be added to it.
    before: Option<String>,
    text: String,
}

impl Plan {
    /// A file that is written unless there is one.
    fn add(&mut self, path: PathBuf, text: String) -> Result<(), Error> {
        if write::existing(&path)?.is_some() {
            self.kept.push(path);
        } else {
            self.files.push(New { path, before: None, text });
        }
        Ok(())
    }
}

pub(super) fn init(options: &cli::Init, here: Option<&Path>, style: Style) -> Result<u8, Error> {
    let judging = Judging { allow_empty: true, ..Judging::default() };
    let mut opened = Opened::new(here, &judging)?;
    let has_extras = options.hook || options.workflow || options.agents;
    let outcome = opened.run()?;
    if let Some(error) = outcome.errors.first() {
        return Err(error.clone());
    }
    let mut plan = Plan::default();
    let mut told = String::new();
    match outcome.backlogs.iter().find(|judged| !judged.backlog.is_empty()) {
        Some(judged) => told = backlog(options, &mut opened, judged, &mut plan)?,
        None if has_extras => {
            told.push_str("No stories here yet, so no configuration is written: run `backlint init` again when there are.\n");
        }
        None => {
            let help = "write a first story, such as backlog/ST-1.md, or run this where the stories are: `backlint -C DIR init`";
            return Err(Error::NoStories { message: "no stories found here".into(), help: Some(help.into()) });
        }
    }
    extras::add(options, &opened.top, &mut plan)?;
    let hook = if options.hook { hook::install(here, options.dry_run)? } else { String::new() };
    told::files(&mut told, &plan, &opened.top, options.dry_run);
    told.push_str(&hook);
    if !options.dry_run {
        for New { path, before, text } in &plan.files {
            if let Some(folder) = path.parent() {
                write::folder(folder)?;
            }
            match before {
                Some(before) => write::rewrite(path, before.as_bytes(), text.as_bytes())?,
                None => write::replace(path, text.as_bytes(), false)?,
            }
        }
    }
    let output = Output::terminal();
    output.write(style, |_, _, out, _| out.write_all(told.as_bytes()))?;
    if options.baseline && !options.dry_run {
        baseline::baseline(&cli::Baseline { add: false, config: None, today: None }, here, style)?;
    }
    output.write(style, |_, _, out, _| out.write_all(told::next(options).as_bytes()))?;
    Ok(CLEAN)
}

/// Looks at one backlog and plans its configuration, with the template that it names; says what was seen.
fn backlog(options: &cli::Init, opened: &mut Opened, judged: &Judged, plan: &mut Plan) -> Result<String, Error> {
    let habits = Habits::of(judged);
    let mut text = told::habits(judged, &habits);
    if let Some(path) = &judged.config {
        plan.kept.push(opened.top.join(path.display()));
        if options.ready.is_some() || options.template {
            let help = format!("set `\"WORD\" = \"ready\"` under `[stages]`, and `template`, in `{}` itself", path.display());
            return Err(Error::usage("a configuration that is there is left as it is", help));
        }
        return Ok(text);
    }
    let ready = ready(options, &habits, &text)?;
    let template = options.template.then(|| extras::template(judged)).transpose()?;
    let choices = Choices { ready, template: template.as_ref().map(|(path, _)| path.display()) };
    let configuration = configuration::text(judged, &habits, &choices);
    let root = &judged.backlog.root;
    let mut files = BTreeMap::from([(root.join(config::NAMES[0].as_bytes()), configuration.clone().into_bytes())]);
    if let Some((path, template)) = &template {
        files.insert(root.join(path.as_bytes()), template.clone().into_bytes());
        plan.add(opened.top.join(root.join(path.as_bytes()).display()), template.clone())?;
    }
    opened.request.scope.here = root.clone();
    let after = opened.run_with(&Overlay { base: &*opened.head, files })?;
    if let Some(error) = after.errors.first() {
        return Err(error.clone());
    }
    told::findings(&mut text, &after);
    let path = opened.top.join(root.join(config::NAMES[0].as_bytes()).display());
    plan.files.insert(0, New { path, before: None, text: configuration });
    Ok(text)
}

/// The word that is to mean "may be started": as given, else asked for where there is someone to ask.
fn ready(options: &cli::Init, habits: &Habits, seen: &str) -> Result<Option<String>, Error> {
    if let Some(word) = &options.ready {
        let known: Vec<&str> = habits.statuses.iter().map(|(word, ..)| word.as_str()).collect();
        let found = known.iter().find(|known| crate::concept::fold(known) == crate::concept::fold(word));
        return match found {
            Some(found) => Ok(Some((*found).to_owned())),
            None => Err(Error::usage(format!("no story has the status `{word}`"), format!("it is one of: {}", known.join(", ")))),
        };
    }
    let is_someone_there = io::stdin().is_terminal() && io::stdout().is_terminal() && !options.dry_run;
    if habits.has_ready() || habits.could_be_ready().next().is_none() || !is_someone_there {
        return Ok(None);
    }
    let failed = |error: io::Error| Error::Output { target: "the terminal".into(), reason: error.to_string() };
    ask(habits, seen, &mut io::stdin().lock(), &mut io::stderr().lock()).map_err(failed)
}

/// Asks until the answer is one of the words, or nothing.
fn ask(habits: &Habits, seen: &str, input: &mut dyn BufRead, out: &mut dyn Write) -> io::Result<Option<String>> {
    let words: Vec<&str> = habits.could_be_ready().collect();
    writeln!(out, "{seen}\nNo status says that a story may be started, so a story is held to the checks only when it is started.")?;
    for (at, word) in words.iter().enumerate() {
        writeln!(out, "  {} {word}", at + 1)?;
    }
    loop {
        write!(out, "Which of these does? A number, or nothing for none: ")?;
        out.flush()?;
        let mut answer = String::new();
        if input.read_line(&mut answer)? == 0 || answer.trim().is_empty() {
            return Ok(None);
        }
        let by_number = answer.trim().parse::<usize>().ok().and_then(|at| words.get(at.checked_sub(1)?));
        let by_word = || words.iter().find(|word| word.eq_ignore_ascii_case(answer.trim()));
        if let Some(word) = by_number.or_else(by_word) {
            return Ok(Some((*word).to_owned()));
        }
    }
}

/// A path of the tree below the backlog's root.
fn below(path: &RepoPath, judged: &Judged) -> RepoPath {
    RepoPath::new(path.below(&judged.backlog.root).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::concept::Stage;

    #[test]
    fn asks_until_it_understands() {
        let statuses = vec![("To Do".to_owned(), Some(Stage::Open), 3), ("Doing".into(), Some(Stage::Active), 1), ("Odd".into(), None, 1)];
        let habits = Habits { stories: 5, known: 0, fields: Vec::new(), statuses, planned: 4, estimated: 0, scale: None };
        let answer = |typed: &str| {
            let mut out = Vec::new();
            ask(&habits, "", &mut typed.as_bytes(), &mut out).unwrap()
        };
        assert_eq!(answer("1\n").as_deref(), Some("To Do"));
        assert_eq!(answer("7\nwhat\nodd\n").as_deref(), Some("Odd"));
        assert_eq!(answer("\n"), None);
        assert_eq!(answer(""), None);
    }
}
