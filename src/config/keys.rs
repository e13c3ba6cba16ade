//! What every key of a configuration does, for `backlint config` and the schema that editors read.

/// A key as its dotted path, what it does, and what holds where it is not set.
pub struct Key {
    /// `estimate.max`; `*` stands for a name of the team's own, `[]` for an item of a list of tables.
    pub path: &'static str,
    /// What it does; one sentence.
    pub doc: &'static str,
    /// What holds without it; empty where nothing does.
    pub default: &'static str,
}

const fn key(path: &'static str, doc: &'static str, default: &'static str) -> Key {
    Key { path, doc, default }
}

/// Every key, in the order in which they are shown.
pub const DOCUMENTED: &[Key] = &[
    key("extends", "Another configuration below this one, by its path relative to this file, inside the repository.", ""),
    key("required-version", "The versions of backlint this configuration is for, such as \">=0.3\".", ""),
    key("layout", "Where stories lie and how they are read: the name of a layout, or a table of its keys.", "detected"),
    key("layout.preset", "The layout that the other keys lie over.", "detected"),
    key("layout.name", "What the layout is called in reports.", ""),
    key("layout.tool", "The tool that keeps such a backlog, and the version the layout was read from.", ""),
    key("layout.detect", "Paths that give the layout away.", ""),
    key("layout.stories", "Path patterns of stories, relative to the backlog's folder.", "as the preset has it"),
    key("layout.known", "Path patterns of finished work: its ids are known, and it is not judged.", "as the preset has it"),
    key("layout.ignore", "Path patterns of files that are neither; compared without case.", "as the preset has it"),
    key(
        "layout.front-matter",
        "Whether a story needs front matter: required, optional, none, or marks (only files with front matter or an id are stories).",
        "as the preset has it",
    ),
    key("layout.stage-by-path", "Path patterns whose stories have a stage, whatever their status says.", "as the preset has it"),
    key(
        "layout.fields",
        "Where each field is read from: field:KEY, h1, h1:REGEX, label:NAME, section:NAME, path:REGEX or tool:KEY; the first that says something counts.",
        "as the preset has it",
    ),
    key("layout.ids", "How ids and file names hang together.", "as the preset has it"),
    key("layout.ids.series", "Prefixes of ids that count as one series.", "as the preset has it"),
    key("layout.ids.file-name", "How a file is named after its story: \"{id} - {slug}\".", "as the preset has it"),
    key("layout.sections", "The headings of each known section.", "as the preset has it"),
    key("layout.markers", "The comments that begin and end a section.", "as the preset has it"),
    key("layout.criteria", "How acceptance criteria are written.", "as the preset has it"),
    key(
        "layout.criteria.seen",
        "The lines that the layout's own tool takes for criteria, as a regular expression.",
        "as the preset has it",
    ),
    key("layout.criteria.prose", "Whether a paragraph may be a criterion.", "false"),
    key("layout.stages", "What the layout's status words mean.", "as the preset has it"),
    key("layout.kinds", "What the layout's kind words mean.", "as the preset has it"),
    key("layout.statuses", "Where the tool keeps its own list of status words.", "as the preset has it"),
    key("layout.statuses.from", "\"{config:KEY}\" reads it from the tool's own configuration.", "as the preset has it"),
    key("layout.tool-config", "The tool's own configuration.", "as the preset has it"),
    key("layout.tool-config.files", "Where it may lie; the first that is there is read.", "as the preset has it"),
    key("layout.estimate", "How the layout's tool writes sizes.", "as the preset has it"),
    key("layout.estimate.words", "What the tool's words for sizes mean, such as small = \"S\".", "as the preset has it"),
    key("layout.writing", "How the layout's tool writes stories.", "as the preset has it"),
    key("layout.writing.keeps-comments", "Whether the tool keeps comments; if not, suppressions are written as acceptances.", "true"),
    key(
        "layout.writing.new-command",
        "The command by which the tool itself makes a story; `backlint new` names it.",
        "as the preset has it",
    ),
    key(
        "layout.ids.shape",
        "What an id looks like, as a regular expression, where it is not letters and a number.",
        "as the preset has it",
    ),
    key("layout.order", "What the layout's ranks mean.", "as the preset has it"),
    key("layout.order.rank-within", "Which stories a rank is compared between: backlog, status or folder.", "backlog"),
    key("layout.rules", "Levels the layout gives to rules; `[rules]` says otherwise.", "as the preset has it"),
    key("language", "What stories are written in, as a code of two letters such as \"en\".", "detected per story"),
    key("template", "Per kind the file that new stories are made from; lines left as they are, are placeholders.", ""),
    key("template.*", "A path below the backlog's folder.", ""),
    key("stages", "What status words mean, on top of the layout's: draft, open, ready, active, done or dropped.", ""),
    key("stages.*", "The stage a status word means.", ""),
    key("kinds", "What kind words mean, on top of the layout's: story, task, bug, spike or epic.", ""),
    key("kinds.*", "The kind a word means.", ""),
    key("estimate", "How the team estimates.", ""),
    key("estimate.scale", "The values in use: fibonacci, powers-of-two, t-shirt, hours, days, none, or a list.", "every form is read"),
    key("estimate.max", "The largest size that need not be split; exactly that passes.", "8 points, L, 5 days or 40 hours"),
    key("sprints", "When sprints are, and how much fits in one.", ""),
    key("sprints.capacity", "How much the team takes on in a sprint, in the unit of its estimates.", ""),
    key("sprints.list", "The sprints, each with a name as stories write it, a first and a last day.", ""),
    key("refinement", "How the team refines.", ""),
    key("refinement.invite", "Per label whom to invite when a story that has it is refined.", ""),
    key("refinement.invite.*", "A person, a role or a team.", ""),
    key("rice", "What counts as a sound RICE factor.", ""),
    key("rice.impact", "The smallest and the largest impact.", "[0.25, 3]"),
    key("text", "The words of stories.", ""),
    key("text.roles", "The roles that user stories may name.", "any"),
    key("text.glossary", "Terms of the team that mean one thing; they make a clause definite.", ""),
    key("text.allow", "Phrases that are never reported as vague or weak.", ""),
    key("text.words", "Words to report on top of those every team has; regular inflections included.", ""),
    key("text.words.vague", "Words that promise nothing that can be checked.", ""),
    key("text.words.weak", "Words that leave open whether something must be.", ""),
    key("rules", "Levels and options of rules, and levels of groups (\"group:ready\").", ""),
    key(
        "rules.*",
        "A level for every stage: error, warning, hint or off; or a table of a level, levels per stage, and options.",
        "see `backlint rules`",
    ),
    key("override", "Levels and options for some stories only; the last that matches wins.", ""),
    key("override[].when", "Which stories.", ""),
    key("override[].rules", "What holds for them, as under `[rules]`.", ""),
    key("require", "Clauses of the team's own Definition of Ready; each is a rule of its name.", ""),
    key("require[].name", "The rule's name, in lower-case words joined by `-`.", ""),
    key("require[].when", "Which stories it is about.", "every story"),
    key("require[].section", "The heading of a section that must hold something.", ""),
    key("require[].field", "A field that must have a value.", ""),
    key("require[].link", "A part of an address that must be linked.", ""),
    key("require[].criterion", "A regular expression that an acceptance criterion must match.", ""),
    key("require[].criteria", "The fewest acceptance criteria, such as \">= 2\".", ""),
    key("require[].message", "What is said of a story that lacks it.", "what is asked for, in words"),
    key("require[].stages", "Levels at stages where they differ from open warning, ready error, active warning.", ""),
    key("accept", "Findings that the team accepts.", ""),
    key("accept[].story", "The story's id, or its path where it has none.", ""),
    key("accept[].rule", "The rule.", ""),
    key("accept[].reason", "Why.", ""),
    key("accept[].until", "The last day it is accepted.", "for good"),
];

/// What a key does, if there is such a key.
pub fn documented(path: &str) -> Option<&'static Key> {
    DOCUMENTED.iter().find(|key| key.path == path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_documented() {
        for key in crate::config::KEYS {
            assert!(documented(key).is_some(), "{key}");
        }
        let layout = DOCUMENTED.iter().filter_map(|key| key.path.strip_prefix("layout.")).filter(|key| !key.contains('.'));
        let mut documented: Vec<&str> = layout.filter(|key| *key != "preset").collect();
        let mut known = crate::layout::KEYS.to_vec();
        documented.sort_unstable();
        known.sort_unstable();
        assert_eq!(documented, known);
    }
}
