//! `link-broken`.

use std::sync::LazyLock;

use regex::Regex;

use super::fences;
use crate::{
    parse,
    rule::{BacklogCx, Check, Gate, Group, Kinds, Rule, Status, context::Files},
    source::RepoPath,
    story::Story,
    text::words,
};

/// See the page.
pub static RULE: Rule = Rule {
    name: "link-broken",
    group: Group::Order,
    gate: Gate::WARN,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[],
    page: include_str!("link_broken.md"),
    options: &[],
    fixes: &[],
    check: Check::Backlog(check),
};

/// What leads elsewhere or is filled in later: addresses with a scheme, anchors, rooted paths, domains, variables.
static ELSEWHERE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:[a-z][a-z0-9+.-]*:|#|/|\?|~|www\.|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|dev|app)(?:[/?#]|$))|[{}<>$*|\\]").ok()
});

/// No system has longer paths, in bytes.
const LONGEST_PATH: usize = 4096;

// A link breaks when its target goes, whatever the story does: so it is judged with the tree, not with the story.
fn check(cx: &mut BacklogCx<'_>) {
    for (ix, story) in cx.stories() {
        let text = &cx.around.sources[story.file].text;
        let quoted = fences::let_out(text, &story.parsed.outline);
        for link in parse::links(text, story.parsed.outline.body) {
            if quoted.is_some_and(|quoted| quoted.contains(link.range)) {
                continue;
            }
            let Some(path) = target(story, &link.target) else { continue };
            if leads_somewhere(cx.around.files, &path) || !cx.around.files.can_tell(&path) {
                continue;
            }
            let help = match from_the_top(cx.around.files, &link.target) {
                Some(path) => format!("links are read from the story's folder: write `{}`", relative(story, &path)),
                None => "write where the file is now, or take the link out".into(),
            };
            cx.report(ix, link.range, format!("no file at {}, where the link leads", words::quote(&link.target)))
                .help(help)
                .key(link.target);
        }
    }
}

/// The path a link names, if it names one of this tree.
fn target(story: &Story, written: &str) -> Option<RepoPath> {
    if ELSEWHERE.as_ref().is_none_or(|elsewhere| elsewhere.is_match(written)) {
        return None;
    }
    let bare = bare(written);
    if bare.is_empty() || bare.len() > LONGEST_PATH { None } else { story.path.parent().resolve(&bare) }
}

/// A link without what names a place in the file, its `%20` read as a space.
fn bare(written: &str) -> String {
    let path = written.split(['#', '?']).next().unwrap_or_default();
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, after @ ..] = rest {
        let code = after.get(..2).filter(|_| *first == b'%').and_then(|code| std::str::from_utf8(code).ok());
        let (byte, after) = match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => (byte, &after[2..]),
            None => (*first, after),
        };
        bytes.push(byte);
        rest = after;
    }
    String::from_utf8(bytes).unwrap_or_else(|_| path.to_owned())
}

/// Whether a file or folder is there, or a page whose `.md` the link leaves out.
fn leads_somewhere(files: Files<'_>, path: &RepoPath) -> bool {
    files.holds(path) || files.holds(&RepoPath::new([path.as_bytes(), b".md"].concat()))
}

/// The file that is meant if the link was written as seen from the top.
fn from_the_top(files: Files<'_>, written: &str) -> Option<RepoPath> {
    RepoPath::default().resolve(&bare(written)).filter(|path| !path.is_top() && files.holds(path))
}

/// A path as a link from the story's folder.
fn relative(story: &Story, path: &RepoPath) -> String {
    let mut up = String::new();
    let mut folder = story.path.parent();
    loop {
        if let Some(below) = path.below(&folder) {
            return format!("{up}{}", String::from_utf8_lossy(below));
        }
        up.push_str("../");
        folder = folder.parent();
    }
}
