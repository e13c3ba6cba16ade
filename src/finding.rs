//! What a rule found.

use crate::{
    concept::{Stage, StoryIx},
    source::{Span, TextRange},
};

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Not reported.
    Off,
    /// Counted; drawn on request.
    Hint,
    /// Shown; does not fail a run by default.
    Warning,
    /// Fails a run.
    Error,
}

impl Level {
    /// Every level, the heaviest first.
    pub const ALL: [Level; 4] = [Level::Error, Level::Warning, Level::Hint, Level::Off];

    /// As written in configuration and reports.
    pub fn name(self) -> &'static str {
        match self {
            Level::Off => "off",
            Level::Hint => "hint",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }

    /// The level of this name.
    pub fn named(name: &str) -> Option<Level> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }
}

/// A second place that explains a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is there.
    pub text: String,
}

/// One violation, before the engine has given it a level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's name.
    pub rule: &'static str,
    /// The level at the story's own stage.
    pub level: Level,
    /// The level had the story claimed to be ready: an error here means it does not meet the checks.
    pub level_if_ready: Level,
    /// The place.
    pub span: Span,
    /// The story it is about, if the file is one.
    pub story: Option<StoryIx>,
    /// The story's stage; `None` where none could be read.
    pub stage: Option<Stage>,
    /// The fact; lower case, no full stop.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// What the place itself says, put there by the engine: `claims to be ready here`.
    pub place: Option<String>,
    /// Further places.
    pub labels: Vec<Label>,
    /// What tells it from other findings of the same rule in the same story.
    pub key: String,
    /// Where in the key the text begins that people may reword without making another finding of it; nothing where all of it is an identity.
    pub wording: Option<usize>,
    /// How it can be mended without thinking, or with little.
    pub fix: Option<Fix>,
    /// Why it is not reported, if it is not.
    pub hidden: Option<Hidden>,
}

/// A change of the text that mends a finding, or makes the place for what is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in the imperative: `put the value in quotes`.
    pub title: String,
    /// Whether the story means the same afterwards.
    pub safety: Safety,
    /// An id it gives away; of several fixes that give the same one, one is applied.
    pub takes: Option<String>,
    /// The changes; they do not overlap.
    pub edits: Vec<Edit>,
}

/// Text to put in the place of other text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty where text is added.
    pub span: Span,
    /// What stands there instead; lines end in `\n`, whatever the file's own line ends are.
    pub text: String,
}

/// Whether a fix may be applied unseen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Safety {
    /// The story means the same afterwards, or can be read for the first time.
    Safe,
    /// Someone should look at the result.
    Unsafe,
}

impl Safety {
    /// As written in reports.
    pub fn name(self) -> &'static str {
        match self {
            Safety::Safe => "safe",
            Safety::Unsafe => "unsafe",
        }
    }
}

/// Why a finding is not reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hidden {
    /// The team suppresses it in the story, with a reason; it counts as met.
    Suppressed,
    /// The team accepts it in the configuration, with a reason; it counts as met.
    Accepted,
    /// The baseline has it.
    Baseline,
    /// The base has it too.
    Unchanged,
}

impl Finding {
    /// Whether the team wants it left as it is: then it counts as met.
    pub fn is_waived(&self) -> bool {
        matches!(self.hidden, Some(Hidden::Suppressed | Hidden::Accepted))
    }

    /// A finding about a file that is no story.
    pub fn of_file(rule: &'static str, level: Level, span: Span, message: String) -> Self {
        Self {
            rule,
            level,
            level_if_ready: Level::Off,
            span,
            story: None,
            stage: None,
            message,
            help: None,
            place: None,
            labels: Vec::new(),
            key: String::new(),
            wording: None,
            fix: None,
            hidden: None,
        }
    }

    /// Adds a further place.
    pub fn label(&mut self, span: Span, text: impl Into<String>) -> &mut Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Says what to do.
    pub fn help(&mut self, text: impl Into<String>) -> &mut Self {
        self.help = Some(text.into());
        self
    }

    /// Says what stands at the place itself.
    pub fn here(&mut self, text: impl Into<String>) -> &mut Self {
        self.place = Some(text.into());
        self
    }

    /// Says how it can be mended, in the file the finding stands in.
    pub fn fix(&mut self, safety: Safety, title: impl Into<String>, edits: impl IntoIterator<Item = (TextRange, String)>) -> &mut Self {
        let file = self.span.file;
        let edits = edits.into_iter().map(|(range, text)| Edit { span: Span { file, range }, text }).collect();
        self.fix = Some(Fix { title: title.into(), safety, takes: None, edits });
        self
    }

    /// Says which id the fix gives away.
    pub fn takes(&mut self, id: impl Into<String>) -> &mut Self {
        if let Some(fix) = &mut self.fix {
            fix.takes = Some(id.into());
        }
        self
    }

    /// Tells it from other findings of the same rule in the same story: an identity such as an id or a word; never a line number.
    pub fn key(&mut self, key: impl Into<String>) -> &mut Self {
        self.key = key.into();
        self.wording = None;
        self
    }

    /// The same, by text of the story: reworded a little, it is still the same finding.
    pub fn key_of_text(&mut self, text: impl Into<String>) -> &mut Self {
        self.key = text.into();
        self.wording = Some(0);
        self
    }

    /// The same, by a word and the text it stands in: another word is another finding.
    pub fn key_in_text(&mut self, word: &str, text: &str) -> &mut Self {
        self.key = format!("{word} in {text}");
        self.wording = Some(self.key.len() - text.len());
        self
    }
}

/// A fact about a file that reading it brought up; the engine turns it into a finding of the rule it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The rule's name.
    pub rule: &'static str,
    /// Where in the file.
    pub range: TextRange,
    /// The fact; lower case, no full stop.
    pub message: String,
    /// What to do.
    pub help: String,
    /// What kind of fault, for fingerprints.
    pub key: &'static str,
    /// What stands where, were it right; nothing where only a person can tell.
    pub mended: Vec<(TextRange, String)>,
}
