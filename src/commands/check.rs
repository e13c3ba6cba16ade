//! `backlint check`.

use std::{
    collections::BTreeMap,
    io::{Read, Write},
    path::Path,
    time::{Duration, Instant},
};

use super::{
    CLEAN, FOUND, NOT_JUDGED, mend,
    open::Opened,
    trees::{self, Content},
};
use crate::{
    cli::{Check, FailOn},
    error::Error,
    finding::{Level, Safety},
    git::{self, base},
    habits,
    outcome::{Judged, Notice, Outcome, Skipped},
    report::{self, Format, Output, Style},
    text::counted::{counted, stories},
    tree::{Overlay, Tree},
};

pub(super) fn check(options: &Check, here: Option<&Path>, style: Style) -> Result<u8, Error> {
    let started = Instant::now();
    let outputs = Output::parse(&options.reporting.output_format, &Format::REPORTS)?;
    let style = Style { hints: options.reporting.hints, all: options.reporting.all, ..style };
    let outcome = if mend::is_wanted(&options.mending) {
        let waiver = mend::waiver(&options.mending)?;
        let mended = judge(options, here, |opened, head, safety| mend::mended(opened, head, safety, waiver.as_ref()));
        match mended {
            Ok(mended) if options.mending.diff => {
                let fails = code(&mended.0.outcome, options.reporting.fail_on) != CLEAN;
                return mend::print(&mended, fails, style);
            }
            mended => mended.map(|(mended, top)| mend::write(mended, &top)),
        }
    } else {
        judge(options, here, |opened, head, _| opened.run_with(head))
    };
    let mut outcome = outcome.unwrap_or_else(|error| Outcome { errors: vec![error], ..Outcome::default() });
    if options.reporting.verbose {
        outcome.notices.extend(verbose(&outcome, started.elapsed()));
    }
    let outputs = if options.reporting.stats { stats(&outcome, outputs, style)? } else { outputs };
    for (at, output) in outputs.iter().enumerate() {
        output.write(style, |format, style, out, remarks| {
            // What is said besides the reports is said once.
            let remarks: &mut dyn Write = if at == 0 { remarks } else { &mut std::io::sink() };
            report::write(format, &outcome, style, out, remarks)
        })?;
    }
    let code = code(&outcome, options.reporting.fail_on);
    // The process is about to end, which frees everything at once; piece by piece it takes a tenth of a large run.
    std::mem::forget(outcome);
    Ok(code)
}

/// Prints how many findings each rule has; gives the reports that go to files.
fn stats(outcome: &Outcome, outputs: Vec<Output>, style: Style) -> Result<Vec<Output>, Error> {
    let table = report::by_rule(&habits::by_rule(outcome));
    Output::terminal().write(style, |_, _, out, remarks| {
        out.write_all(table.as_bytes())?;
        report::remarks(outcome, style, remarks)
    })?;
    Ok(outputs.into_iter().filter(Output::is_file).collect())
}

/// How many of the files that were left out are named.
const NAMED: usize = 5;

/// How many files were left out, by reason, and the first of them.
fn skipped(skipped: &[Skipped]) -> String {
    if skipped.is_empty() {
        return String::new();
    }
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for file in skipped {
        // `a supporting file of ST-1` is one reason for all stories.
        let reason = file.reason.split_once(" of ").map_or(file.reason.as_str(), |(reason, _)| reason);
        *reasons.entry(reason).or_default() += 1;
    }
    let reasons: Vec<String> = reasons.into_iter().map(|(reason, count)| format!("{count}: {reason}")).collect();
    let mut names: Vec<String> = skipped.iter().take(NAMED).map(|file| format!("`{}`", file.path.display())).collect();
    if skipped.len() > NAMED {
        names.push("more with `backlint list --skipped`".into());
    }
    format!(", {} skipped ({}): {}", counted(skipped.len(), "file", "files"), reasons.join("; "), names.join(", "))
}

/// What holds here, and how long it took.
fn verbose(outcome: &Outcome, took: Duration) -> Vec<Notice> {
    let backlog = |judged: &Judged| {
        let root = if judged.backlog.root.is_top() { ".".into() } else { judged.backlog.root.display() };
        let configs: Vec<String> = judged.configs.iter().map(|path| format!("`{}`", path.display())).collect();
        let configs = if configs.is_empty() { "no configuration".into() } else { format!("configured by {}", configs.join(" under ")) };
        let known = judged.backlog.len() - judged.summary.stories;
        let (stories, known) = (stories(judged.summary.stories), counted(known, "known file", "known files"));
        let skipped = skipped(&judged.skipped);
        format!("backlog `{root}`: layout `{}`, {}; {configs}, {stories}, {known}{skipped}", judged.layout.name, judged.clue)
    };
    let took = format!("took {took:.0?}");
    outcome.backlogs.iter().map(backlog).chain([took]).map(|text| Notice { code: "verbose", text }).collect()
}

/// Opens what the options speak of and hands it on.
fn judge<T>(options: &Check, here: Option<&Path>, then: impl Fn(&Opened, &dyn Tree, Safety) -> Result<T, Error>) -> Result<T, Error> {
    let hook = Hook::of(options, here)?;
    let paths = options.stdin_filename.as_ref().map_or_else(|| options.arguments.clone(), |path| vec![path.clone().into_os_string()]);
    let mut opened = Opened::since(here, &paths, &options.judging, &hook.content, hook.since.as_deref())?;
    opened.notices.extend(hook.notice);
    let is_automatic = options.since.as_deref() == Some(base::AUTO) && base::is_ci(&variable);
    let allowed = options.allow_policy_change.as_ref();
    let allows_all = allowed.is_some_and(Vec::is_empty);
    if options.protect_policy && allows_all {
        let help = "name the rules whose changes pass: `--allow-policy-change=RULE`";
        return Err(Error::usage("`--protect-policy` and `--allow-policy-change` exclude each other", Some(help.into())));
    }
    opened.request.protect_policy = options.protect_policy || (is_automatic && !allows_all);
    opened.request.allow_policy_change = allowed.cloned();
    opened.request.only.clone_from(&options.reporting.only);
    let safety = if options.mending.unsafe_fixes { Safety::Unsafe } else { Safety::Safe };
    let reads_input = options.arguments.iter().any(|argument| argument == "-");
    match (reads_input, &options.stdin_filename) {
        (true, Some(path)) if options.arguments.len() == 1 && hook.content == Content::WorkTree => {
            let outside = || Error::usage(format!("`{}` lies outside of the repository", path.display()), None);
            let path = opened.locate(path).ok_or_else(outside)?;
            opened.request.scope.paths.push(path.clone());
            then(&opened, &Overlay::one(&*opened.head, path, standard_input()?), safety)
        }
        (true, Some(_)) => Err(Error::usage("`-` stands alone: it takes the place of one file of the working tree", None)),
        (true, None) => Err(Error::usage("`-` needs `--stdin-filename PATH`: the path it takes the place of", None)),
        (false, Some(_)) => Err(Error::usage("`--stdin-filename` needs `-`: `backlint check - --stdin-filename PATH`", None)),
        (false, None) => {
            opened.request.ignore_unmatched = options.ignore_unmatched || !opened.bases.is_empty();
            opened.narrow(&options.arguments, &hook.content, options.ignore_unmatched)?;
            then(&opened, &*opened.head, safety)
        }
    }
}

/// What is judged, and compared with what, as the pre-commit program would have it.
struct Hook {
    content: Content,
    since: Option<String>,
    notice: Option<Notice>,
}

impl Hook {
    /// `pre-commit run --from-ref A --to-ref B` speaks of two commits; `--all-files`, with nothing staged, of everything. Git names the index
    /// for a real commit, so one that changes nothing is told apart.
    fn of(options: &Check, here: Option<&Path>) -> Result<Self, Error> {
        let content = Content::of(&options.judging);
        let plain = Self { since: options.since.clone(), content, notice: None };
        if variable("PRE_COMMIT").as_deref() != Some("1") || plain.content != Content::Staged || plain.since.is_none() {
            return Ok(plain);
        }
        if let (Some(from), Some(to)) = (variable("PRE_COMMIT_FROM_REF"), variable("PRE_COMMIT_TO_REF")) {
            return Ok(Self { content: Content::Rev(to), since: Some(from), notice: None });
        }
        if !git::is_index_named() && trees::is_nothing_staged(here.unwrap_or(Path::new(".")))? {
            let text = "nothing is staged, so everything is reported".into();
            return Ok(Self { since: None, notice: Some(Notice { code: "judges-all", text }), ..plain });
        }
        Ok(plain)
    }
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn standard_input() -> Result<Vec<u8>, Error> {
    let mut content = Vec::new();
    let read = std::io::stdin().lock().read_to_end(&mut content);
    read.map_err(|error| Error::usage(format!("cannot read standard input: {error}"), None))?;
    Ok(content)
}

/// What could not be judged weighs more than what was found.
fn code(outcome: &Outcome, fail_on: FailOn) -> u8 {
    let least = match fail_on {
        FailOn::Error => Level::Error,
        FailOn::Warning => Level::Warning,
        FailOn::Hint => Level::Hint,
        FailOn::Never => Level::Off,
    };
    if !outcome.errors.is_empty() {
        NOT_JUDGED
    } else if least != Level::Off && outcome.findings().any(|(_, finding)| finding.level >= least) {
        FOUND
    } else {
        CLEAN
    }
}
