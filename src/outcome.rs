//! What a run found: judged backlogs, their findings, and what could not be judged.

use std::{collections::BTreeSet, sync::Arc};

use jiff::civil::Date;

use crate::{
    backlog::{Backlog, StoryIx},
    error::Error,
    finding::{Finding, Hidden, Level},
    layout::{Clue, Layout},
    source::{RepoPath, Sources, Span},
    team::Team,
};

/// A remark about the run that is no finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Notice {
    /// What sort of remark, kebab-case.
    pub code: &'static str,
    /// One sentence, lower case, no full stop.
    pub text: String,
}

/// The numbers of a backlog.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Stories that were judged.
    pub stories: usize,
    /// Those at stage open or ready, without epics and without tasks of stories.
    pub open_items: usize,
    /// Open items without an error at the ready column.
    pub meets_checks: usize,
    /// Stories whose files were not read.
    pub unread: usize,
}

/// How many findings are not reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HiddenCounts {
    /// Suppressed in their stories.
    pub suppressed: usize,
    /// Accepted in the configuration.
    pub accepted: usize,
    /// In the baseline.
    pub baseline: usize,
    /// In the base too.
    pub unchanged: usize,
}

impl HiddenCounts {
    /// Counts one.
    pub fn count(&mut self, why: Hidden) {
        match why {
            Hidden::Suppressed => self.suppressed += 1,
            Hidden::Accepted => self.accepted += 1,
            Hidden::Baseline => self.baseline += 1,
            Hidden::Unchanged => self.unchanged += 1,
        }
    }
}

/// One backlog with its verdicts.
#[derive(Debug)]
pub struct Judged {
    /// The stories.
    pub backlog: Backlog,
    /// How they are laid out.
    pub layout: Layout,
    /// Why they are read by that layout.
    pub clue: Clue,
    /// The configuration that rules them, if there is one.
    pub config: Option<RepoPath>,
    /// Every file that configuration was read from; each lies over those before it.
    pub configs: Vec<RepoPath>,
    /// How many files lie where stories do, marked as stories or not.
    pub files: usize,
    /// How many markdown files lie below its root, stories or not.
    pub markdown: usize,
    /// Folders below its root that git ignores and whose names are those of a backlog.
    pub ignored: Vec<RepoPath>,
    /// Files of its folders that are no stories, sorted by path.
    pub skipped: Vec<Skipped>,
    /// What the team says about its planning.
    pub planning: Planning,
    /// Per story: whether it meets the checks.
    pub meets: Vec<bool>,
    /// The numbers.
    pub summary: Summary,
    /// Every finding with a level at the story's stage or at the ready column, sorted by path, start and rule.
    pub findings: Vec<Finding>,
    /// What the change that is judged does to it, if one is.
    pub change: Option<Change>,
    /// Where its baseline lies, or would.
    pub baseline: RepoPath,
}

/// A folder that looks like a backlog and is not checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Its root.
    pub root: RepoPath,
    /// The folders that hold its items.
    pub folders: Vec<RepoPath>,
    /// How it would be read.
    pub layout: String,
    /// Why it looks like one, in words.
    pub evidence: String,
    /// How many files look like items.
    pub items: usize,
}

impl Proposal {
    /// Its folders in words, the first of them.
    pub fn words(&self) -> String {
        let shown: Vec<String> = self.folders.iter().take(2).map(|folder| format!("`{}`", folder.display())).collect();
        let more = if self.folders.len() > 2 { format!(" and {} more", self.folders.len() - 2) } else { String::new() };
        format!("{}{more}", shown.join(", "))
    }

    /// The command that checks it.
    pub fn command(&self) -> String {
        let folder = self.folders.first().unwrap_or(&self.root).display();
        let folder = if folder.contains(' ') { format!("'{folder}'") } else { folder };
        format!("backlint check {folder}")
    }
}

/// A file of a backlog's folders that is no story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Where it lies.
    pub path: RepoPath,
    /// Why it was left out.
    pub reason: String,
}

/// What a team says about its planning.
#[derive(Debug, Clone, PartialEq)]
pub struct Planning {
    /// The day that counts as today.
    pub today: Date,
    /// The team's settings.
    pub team: Arc<Team>,
}

/// What a change does to the stories of a backlog.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Change {
    /// Stories it adds or touches, in order.
    pub changed: Vec<StoryIx>,
    /// Names of those it deletes.
    pub deleted: Vec<String>,
}

impl Judged {
    /// The stories that are judged, in backlog order.
    pub fn in_order(&self) -> Vec<StoryIx> {
        self.backlog.in_order(&self.planning.team.sprints, self.planning.today)
    }

    /// Whether a story meets the checks.
    pub fn meets_checks(&self, ix: StoryIx) -> bool {
        self.meets.get(ix.0 as usize).copied().unwrap_or_default()
    }
}

/// Everything a run found.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The texts.
    pub sources: Sources,
    /// The backlogs, in the order of their roots.
    pub backlogs: Vec<Judged>,
    /// Folders that look like backlogs and are not checked.
    pub proposals: Vec<Proposal>,
    /// Findings to report, each as a backlog and a finding of it; sorted by path bytes, start and rule; none of level off.
    pub shown: Vec<(usize, usize)>,
    /// Rules whose errors a change of the policy at a place hides, as far as its key does not name them.
    pub policy_rules: BTreeSet<(Span, String)>,
    /// How many findings are not reported, and why.
    pub hidden: HiddenCounts,
    /// Where the tree's top lies in the workspace of a CI system, `/`-separated; empty where they are the same.
    pub workspace_prefix: String,
    /// Remarks.
    pub notices: Vec<Notice>,
    /// What could not be judged; anything here makes exit code 2.
    pub errors: Vec<Error>,
}

impl Outcome {
    /// The findings to report with their backlogs.
    pub fn findings(&self) -> impl Iterator<Item = (&Judged, &Finding)> {
        self.shown.iter().map(|(backlog, finding)| {
            let judged = &self.backlogs[*backlog];
            (judged, &judged.findings[*finding])
        })
    }

    /// Whether only what a change did is reported.
    pub fn is_compared(&self) -> bool {
        self.backlogs.iter().any(|judged| judged.change.is_some())
    }

    /// How many findings to report have this level.
    pub fn count(&self, level: Level) -> usize {
        self.findings().filter(|(_, finding)| finding.level == level).count()
    }

    /// The numbers of all backlogs together.
    pub fn summary(&self) -> Summary {
        self.backlogs.iter().fold(Summary::default(), |sum, judged| Summary {
            stories: sum.stories + judged.summary.stories,
            open_items: sum.open_items + judged.summary.open_items,
            meets_checks: sum.meets_checks + judged.summary.meets_checks,
            unread: sum.unread + judged.summary.unread,
        })
    }
}
