//! Writing down that findings are put up with: a mark in the story, or an entry in the configuration where the tool would drop the mark.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use jiff::civil::Date;

use super::{Changed, Fixed, apply};
use crate::{
    config,
    error::Error,
    finding::{Finding, Hidden},
    outcome::{Judged, Outcome},
    parse::FrontMatterState,
    run::{Request, Trees, run},
    source::{RepoPath, TextRange},
    story::Story,
    tree::Overlay,
};

/// What is put up with, and why.
#[derive(Debug, Clone)]
pub struct Waiver {
    /// The rule.
    pub rule: String,
    /// Why.
    pub reason: String,
    /// The last day it holds.
    pub until: Option<Date>,
}

impl Waiver {
    fn mark(&self) -> String {
        let until = self.until.map(|day| format!(" until {day}")).unwrap_or_default();
        format!("backlint-ignore {}{until}: {}", self.rule, self.reason)
    }

    fn acceptance(&self, story: &str) -> String {
        let text = |value: &str| toml::Value::String(value.to_owned());
        let until = self.until.map(|day| format!("until = {day}\n")).unwrap_or_default();
        let (story, rule, reason) = (text(story), text(&self.rule), text(&self.reason));
        format!("[[accept]]\nstory = {story}\nrule = {rule}\nreason = {reason}\n{until}")
    }
}

/// Writes `waiver` for every finding of its rule that `found` reports, and judges again.
pub fn waive(trees: &Trees<'_>, request: &Request, waiver: &Waiver, found: &Outcome) -> Result<Fixed, Error> {
    let mut files: BTreeMap<RepoPath, Changed> = BTreeMap::new();
    let of_rule = found.findings().filter(|(_, finding)| finding.rule == waiver.rule);
    let mut told: BTreeSet<(RepoPath, Option<TextRange>)> = BTreeSet::new();
    let mut marked: BTreeMap<RepoPath, Marked> = BTreeMap::new();
    for (judged, finding) in of_rule {
        let Some(story) = finding.story.map(|ix| &judged.backlog[ix]) else { continue };
        let source = &found.sources[story.file];
        if judged.layout.keeps_comments {
            let (section, edit) = place(story, &source.text, finding, waiver);
            if told.insert((story.path.clone(), section)) {
                marked.entry(story.path.clone()).or_insert_with(|| Marked::new(Arc::clone(&source.text))).edits.push(edit);
            }
        } else if told.insert((story.path.clone(), None)) {
            let (path, text) = configuration(trees, judged)?;
            let name = story.id.value().cloned().unwrap_or_else(|| below(story, judged));
            let end = TextRange::at(text.len());
            let gap = if text.is_empty() { "" } else { "\n" };
            let edit = (end, format!("{gap}{}", waiver.acceptance(&name)));
            marked.entry(path).or_insert_with(|| Marked::new(text)).edits.push(edit);
        }
    }
    for (path, Marked { text, edits }) in marked {
        let mut edits: Vec<_> = edits.iter().map(|(range, text)| (*range, text.as_str())).collect();
        let after = apply(&text, &mut edits);
        files.insert(path, Changed { before: text, after });
    }
    let overlay = files.iter().map(|(path, changed)| (path.clone(), changed.after.clone().into_bytes())).collect();
    let outcome = run(&Trees { head: &Overlay { base: trees.head, files: overlay }, bases: trees.bases.clone() }, request)?;
    let waived = |finding: &&Finding| finding.rule == waiver.rule && matches!(finding.hidden, Some(Hidden::Suppressed | Hidden::Accepted));
    let count = |outcome: &Outcome| outcome.backlogs.iter().flat_map(|judged| &judged.findings).filter(waived).count();
    let applied = count(&outcome).saturating_sub(count(found));
    Ok(Fixed { outcome, files, applied, refused: BTreeSet::new(), torn: BTreeSet::new() })
}

/// A file with what is to be written into it.
struct Marked {
    text: Arc<str>,
    edits: Vec<(TextRange, String)>,
}

impl Marked {
    fn new(text: Arc<str>) -> Self {
        Self { text, edits: Vec::new() }
    }
}

/// Where the mark goes: into the section that holds the finding, else where it speaks for the whole story.
fn place(story: &Story, text: &str, finding: &Finding, waiver: &Waiver) -> (Option<TextRange>, (TextRange, String)) {
    let outline = &story.parsed.outline;
    let comment = format!("<!-- {} -->", waiver.mark());
    let is_around = |heading: &&crate::parse::Heading| heading.range.end <= finding.span.range.start && outline.h1() != Some(*heading);
    let heading = outline.headings.iter().rfind(is_around).filter(|_| finding.span.file == story.file);
    if let Some(heading) = heading {
        let at = TextRange::at(heading.range.trimmed(text).end as usize);
        return (Some(heading.title), (at, format!("\n{comment}")));
    }
    let front = &story.parsed.front_matter;
    let edit = match front.fences.filter(|_| front.state == FrontMatterState::Fields) {
        Some(fences) => (TextRange::at(fences.content.end as usize), format!("# {}\n", waiver.mark())),
        None => match outline.h1() {
            Some(title) => {
                let end = title.range.trimmed(text).end as usize;
                // An empty line below the title is one below the comment, too.
                let gap = if text[end..].lines().nth(1).is_none_or(|line| line.trim().is_empty()) { "" } else { "\n" };
                (TextRange::at(end), format!("\n\n{comment}{gap}"))
            }
            None => (TextRange::at(outline.body.start as usize), format!("{comment}\n\n")),
        },
    };
    (None, edit)
}

/// The configuration that rules a backlog, as it is or as it would begin.
fn configuration(trees: &Trees<'_>, judged: &Judged) -> Result<(RepoPath, Arc<str>), Error> {
    match &judged.config {
        Some(path) => {
            let text = crate::tree::read_text(trees.head, path, config::MAX_BYTES);
            let text = text.map_err(|reason| Error::Io { path: path.clone(), reason })?;
            Ok((path.clone(), text.into()))
        }
        None => Ok((judged.backlog.root.join(config::NAMES[0].as_bytes()), "".into())),
    }
}

fn below(story: &Story, judged: &Judged) -> String {
    RepoPath::new(story.path.below(&judged.backlog.root).unwrap_or_default()).display()
}
