//! What stops a run, or keeps it from having judged everything: exit code 2, each with its message.

use std::sync::Arc;

use crate::{
    settings::Mistake,
    source::{RepoPath, Source},
};

/// Why something could not be judged.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// An argument that names nothing.
    #[error("{message}")]
    Usage {
        /// What is wrong.
        message: String,
        /// What was probably meant.
        help: Option<String>,
    },
    /// A configuration with mistakes.
    #[error("{} has {}", file.path.display(), count(mistakes.len()))]
    Config {
        /// The file.
        file: Arc<Source>,
        /// Every mistake, in the order of the file.
        mistakes: Vec<Mistake>,
    },
    /// Two configurations for one folder.
    #[error("`{}` and `{}` both configure one folder", .0.display(), .1.display())]
    TwoConfigs(RepoPath, RepoPath),
    /// A repository that cannot be read.
    #[error("{message}")]
    Repository {
        /// What is wrong.
        message: String,
        /// The cure.
        help: Option<String>,
    },
    /// A file or folder that could not be read.
    #[error("cannot read {}: {reason}", path.display())]
    Io {
        /// Which.
        path: RepoPath,
        /// The system's words.
        reason: String,
    },
    /// More than is judged.
    #[error("{message}")]
    Limit {
        /// Which limit.
        message: String,
    },
    /// No story was found.
    #[error("nothing to lint: {message}")]
    NoStories {
        /// Where none was found.
        message: String,
        /// How to have some.
        help: Option<String>,
    },
    /// A rule that failed.
    #[error("the rule `{rule}` failed on {}", path.display())]
    Panic {
        /// The rule.
        rule: &'static str,
        /// The story.
        path: RepoPath,
    },
    /// A report that could not be written.
    #[error("cannot write {target}: {reason}")]
    Output {
        /// Where to.
        target: String,
        /// The system's words.
        reason: String,
    },
}

impl Error {
    /// A wrong argument.
    pub fn usage(message: impl Into<String>, help: impl Into<Option<String>>) -> Self {
        Self::Usage { message: message.into(), help: help.into() }
    }

    /// A repository that cannot be read, with the cure.
    pub fn repository(message: impl Into<String>, help: impl Into<Option<String>>) -> Self {
        Self::Repository { message: message.into(), help: help.into() }
    }

    /// Its kind in the JSON contract.
    pub fn kind(&self) -> &'static str {
        match self {
            Error::Usage { .. } => "usage",
            Error::Config { .. } | Error::TwoConfigs(..) => "config",
            Error::Repository { .. } => "repository",
            Error::Io { .. } => "io",
            Error::Limit { .. } => "limit",
            Error::NoStories { .. } => "no-stories",
            Error::Panic { .. } => "panic",
            Error::Output { .. } => "output",
        }
    }

    /// The file it is about.
    pub fn path(&self) -> Option<&RepoPath> {
        match self {
            Error::Config { file, .. } => Some(&file.path),
            Error::TwoConfigs(path, _) | Error::Io { path, .. } | Error::Panic { path, .. } => Some(path),
            _ => None,
        }
    }

    /// What to do.
    pub fn help(&self) -> Option<&str> {
        match self {
            Error::Usage { help, .. } | Error::Repository { help, .. } | Error::NoStories { help, .. } => help.as_deref(),
            Error::TwoConfigs(..) => Some("keep one of the two"),
            Error::Panic { .. } => Some("this is a bug in backlint; report it with the file"),
            _ => None,
        }
    }
}

fn count(mistakes: usize) -> String {
    if mistakes == 1 { "a mistake".into() } else { format!("{mistakes} mistakes") }
}
