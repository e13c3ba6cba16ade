//! Where `policy-changed` points: at the key that changed, whatever else in the file has the same words.

use std::collections::BTreeSet;

use backlint::{
    config::KEYS,
    discover::{Scope, discover, look_around},
    keys::Shape,
    rules::RULES,
    run::{Trees, run},
    settings::Table,
    source::Sources,
    tree::{EntryKind, MemoryTree},
};

use crate::folder::complete;

/// Comments and strings above the settings that have the names of every key in them.
const DECOYS: &str = "\
# The max estimate, the scale, the impact, language, text, allow, glossary, words, vague, weak and roles were agreed in the retro;
# so were stages, kinds, parked, chore, template, layout, ignore, known, stories, fields, front-matter, preset and sprints list,
# rules, override, require, accept, until, estimate-missing, description-thin, min-words, group:ready, field and owner.
[refinement.invite]
\"max\" = \"estimate scale impact allow glossary vague weak roles language parked chore\"
\"estimate-missing\" = \"stages kinds template layout rules override require accept until min-words\"
";

/// A kind of key, settings before and after, the text at which the finding begins, and its key.
const CHANGES: [(&str, &str, &str, &str); 27] = [
    ("[estimate]\nscale = \"fibonacci\"\nmax = 8\n", "[estimate]\nscale = \"fibonacci\"\nmax = 13\n", "max = 13", "estimate.max"),
    ("[estimate]\nmax = 5\nscale = \"fibonacci\"\n", "[estimate]\nscale = \"fibonacci\"\n", "estimate]\nscale", "estimate.max"),
    ("[estimate]\nmax = 8\nscale = \"fibonacci\"\n", "[estimate]\nmax = 8\nscale = \"days\"\n", "scale = \"days\"", "estimate.scale"),
    ("[rice]\nimpact = [0.5, 2]\n", "[rice]\nimpact = [0.25, 3]\n", "impact = [0.25", "rice.impact"),
    ("[text]\nallow = [\"a\"]\n", "[text]\nallow = [\"a\", \"fast\"]\n", "allow = [\"a\", \"fast\"]", "text.allow"),
    ("[text]\n", "[text]\nglossary = [\"fast lane\"]\n", "glossary = [\"fast", "text.glossary"),
    ("[text.words]\nvague = [\"zippy\", \"snazzy\"]\n", "[text.words]\nvague = \"zippy\"\n", "vague = \"zippy", "text.words.vague"),
    ("[text.words]\nweak = \"ought\"\n", "[text.words]\n", "words]\n", "text.words.weak"),
    ("[text]\nroles = [\"clerk\"]\n", "[text]\nroles = [\"clerk\", \"user\"]\n", "roles = [\"clerk\", ", "text.roles"),
    ("[text]\nroles = [\"clerk\"]\n", "[text]\n", "text]\n", "text.roles"),
    ("[stages]\nparked = \"open\"\n", "[stages]\nparked = \"draft\"\n", "parked = \"draft", "stages.parked"),
    ("[layout.stages]\nparked = \"open\"\n", "[layout.stages]\nparked = \"draft\"\n", "parked = \"draft", "stages.parked"),
    ("[kinds]\nchore = \"story\"\n", "[kinds]\nchore = \"epic\"\n", "chore = \"epic", "kinds.chore"),
    ("[template]\nstory = \"t.md\"\n", "[template]\nstory = \"u.md\"\n", "story = \"u.md", "template.story"),
    ("[layout]\npreset = \"stories\"\n", "[layout]\npreset = \"stories\"\nignore = [\"**/ST-1.md\"]\n", "ignore = [\"**", "layout.ignore"),
    ("[layout]\nknown = []\n", "[layout]\nknown = [\"**/ST-1.md\"]\n", "known = [\"**", "layout.known"),
    ("[layout]\nstories = [\"backlog/*\"]\n", "[layout]\nstories = [\"backlog/ST-2*\"]\n", "stories = [\"backlog/ST", "layout.stories"),
    ("[layout]\nfront-matter = \"required\"\n", "[layout]\nfront-matter = \"marks\"\n", "front-matter = \"marks", "layout.front-matter"),
    ("[layout.fields]\nestimate = \"field:estimate\"\n", "[layout.fields]\nestimate = []\n", "estimate = []", "layout.fields.estimate"),
    ("[layout.rules]\ntitle-vague = \"error\"\n", "[layout.rules]\ntitle-vague = \"off\"\n", "title-vague = \"off", "rules.title-vague"),
    ("[rules]\n", "[rules]\nestimate-missing = \"off\"\n", "estimate-missing = \"off\"", "rules.estimate-missing"),
    ("[rules]\n", "[rules.title-missing]\nstages.open = \"hint\"\n", "open = \"hint", "rules.title-missing"),
    ("[rules.description-thin]\n", "[rules.description-thin]\nmin-words = 1\n", "min-words = 1", "rules.description-thin.min-words"),
    ("[rules]\n", "[rules]\n\"group:text\" = \"off\"\n", "\"group:text\" = \"off", "rules.wording-weak"),
    (
        "[sprints]\nlist = [{ name = \"S1\", start = 2026-03-02, end = 2026-03-13 }]\n",
        "[sprints]\ncapacity = 3\n",
        "sprints]\ncapacity",
        "sprints.list",
    ),
    (
        "[[require]]\nname = \"owned\"\nfield = \"owner\"\n",
        "[[require]]\nname = \"owned\"\nfield = \"team\"\n",
        "field = \"team",
        "require.owned",
    ),
    (
        "[[accept]]\nstory = \"ST-1\"\nrule = \"estimate-missing\"\nreason = \"later\"\nuntil = 2026-04-01\n",
        "[[accept]]\nstory = \"ST-1\"\nrule = \"estimate-missing\"\nreason = \"later\"\nuntil = 2026-05-01\n",
        "until = 2026-05",
        "accept.ST-1.estimate-missing",
    ),
];

/// The stories and templates of a team, with these configurations.
fn tree(configs: &[(&str, &str)]) -> MemoryTree {
    let chore = complete("ST-1", "parked").replace("estimate", "kind: chore\nsprint: S1\nestimate");
    let mut tree = MemoryTree::default();
    let files =
        [("backlog/ST-1.md", chore.as_str()), ("backlog/ST-2.md", &complete("ST-2", "ready")), ("t.md", "Why.\n"), ("u.md", "Why.\n")];
    for (path, text) in files.iter().chain(configs) {
        tree.add((*path).into(), EntryKind::File, *text);
    }
    tree
}

/// The findings of the rule: file, line and column, and key.
fn changed(before: &[(&str, &str)], after: &[(&str, &str)]) -> Vec<(String, (usize, usize), String)> {
    let (base, head) = (tree(before), tree(after));
    let outcome = run(&Trees { head: &head, bases: vec![&base] }, &crate::page::request(RULES.to_vec())).unwrap();
    assert_eq!(outcome.errors.len(), 0, "{:?}", outcome.errors);
    let of_rule = outcome.findings().filter(|(_, finding)| finding.rule == "policy-changed");
    let found = of_rule.map(|(_, finding)| {
        let source = &outcome.sources[finding.span.file];
        let (start, _) = source.positions(finding.span.range);
        (source.path.display(), (start.line, start.column), finding.key.clone())
    });
    found.collect()
}

fn place_of(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..at];
    (before.matches('\n').count() + 1, at - before.rfind('\n').map_or(0, |end| end + 1) + 1)
}

#[test]
fn a_finding_points_at_the_key_that_changed() {
    for (before, after, at, key) in CHANGES {
        let (before, after) = (format!("{DECOYS}{before}"), format!("{DECOYS}{after}"));
        let found = changed(&[("backlint.toml", &before)], &[("backlint.toml", &after)]);
        let place = place_of(&after, after.rfind(at).unwrap());
        assert!(found.iter().any(|(_, _, found)| found == key), "{after} {key}: {found:?}");
        assert!(found.iter().all(|(_, found, _)| *found == place), "{after} at {place:?}: {found:?}");
    }
}

#[test]
fn a_finding_points_into_the_file_that_is_extended() {
    let extending = ("backlint.toml", "extends = \"team.toml\"\n# max\n");
    let found = changed(&[extending, ("team.toml", "[estimate]\nmax = 5\n")], &[extending, ("team.toml", "# max\n[estimate]\nmax = 8\n")]);
    assert_eq!(found, [("team.toml".to_owned(), (3, 1), "estimate.max".to_owned())]);
}

#[test]
fn a_language_and_an_override_are_pointed_at() {
    let after =
        "# language de\nlanguage = \"de\"\n[[override]]\nwhen = { label = \"ui\" }\n[override.rules]\n# off\nestimate-missing = \"off\"\n";
    let found = changed(&[("backlint.toml", "# language de\n")], &[("backlint.toml", after)]);
    let (first, rest) = found.split_first().unwrap();
    assert_eq!((first.1, first.2.as_str()), ((2, 1), "language"));
    assert!(rest.iter().all(|(_, place, key)| (*place, key.as_str()) == ((7, 1), "override.rules.estimate-missing")), "{found:?}");
    assert_eq!(rest.len(), 3);
}

/// Every key that has an effect, each on a line of its own.
const WHOLE: &str = include_str!("policy_whole.toml");

fn print(files: &[(&str, &str)]) -> u64 {
    let scope = Scope { rules: RULES.to_vec(), lenient: true, ..Scope::default() };
    let tree = tree(files);
    let seen = look_around(&tree, &scope).unwrap();
    let found = discover(&tree, &scope, &seen, &mut Sources::default()).unwrap();
    found.places[0].policy.print
}

fn print_of(config: &str) -> u64 {
    print(&[("backlint.toml", config)])
}

#[test]
fn every_effective_key_changes_the_print() {
    let set: BTreeSet<String> = Table::shipped(WHOLE).leaves().into_iter().map(|(path, _)| path.replace("[0]", "[]")).collect();
    for key in KEYS.iter().filter(|key| !["extends", "required-version"].contains(&key.path)) {
        let is_table =
            matches!(key.shape, Shape::Table(_) | Shape::Names(_) | Shape::Tables(_) | Shape::Like(_) | Shape::Either(_, Shape::Table(_)));
        let (start, end) = key.path.split_once('*').unwrap_or((key.path, ""));
        let is_it = |path: &String| path.starts_with(start) && path.ends_with(end) && (path == start || key.path.contains('*'));
        assert!(is_table || matches!(key.shape, Shape::Free(_)) || set.iter().any(is_it), "{} is not in the sample", key.path);
    }
    let lines: Vec<&str> = WHOLE.lines().collect();
    let whole = print_of(WHOLE);
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.contains(" = ")) {
        let without: Vec<&str> = lines.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, line)| *line).collect();
        assert_ne!(print_of(&without.join("\n")), whole, "without {line}");
    }
}

#[test]
fn how_a_policy_is_written_leaves_its_print() {
    for (one, other) in [
        ("[estimate]\nmax = 8\nscale = \"days\"\n", "# A limit.\n\nestimate = { scale = 'days', max = 8.0 }  # agreed\n"),
        ("[estimate]\nmax = 8\n", "estimate.max = 8\nrequired-version = \">=0.1\"\n"),
        ("layout = \"stories\"\n", "[layout]\npreset = \"stories\"\n"),
        (
            "[[override]]\nwhen.label = \"ui\"\nrules.title-vague = \"off\"\n",
            "override = [{ rules = { title-vague = \"off\" }, when = { label = \"ui\" } }]\n",
        ),
    ] {
        assert_eq!(print_of(one), print_of(other), "{other}");
    }
    let shared = ("team.toml", "[estimate]\nmax = 5\nscale = \"days\"\n");
    let extending = print(&[shared, ("backlint.toml", "extends = \"team.toml\"\n[estimate]\nmax = 8\n")]);
    assert_eq!(extending, print_of("[estimate]\nmax = 8\nscale = \"days\"\n"));
}

#[test]
fn templates_and_tools_change_the_print() {
    let config = ("backlint.toml", "layout = \"backlog-md\"\ntemplate = { story = \"w.md\" }\n");
    let tool = |statuses: &str| format!("project_name: x\nstatuses: [{statuses}]\n");
    let with = |template: &str, tool: &str| print(&[config, ("w.md", template), ("backlog/config.yml", tool)]);
    let first = with("Say why.\n", &tool("To Do"));
    assert_eq!(first, with("Say why.\n", "# The words.\nstatuses: [\"To Do\"]\nproject_name: y\n"));
    assert_ne!(first, with("Say it.\n", &tool("To Do")));
    assert_ne!(first, with("Say why.\n", &tool("To Do, Done")));
    // A marker of a tool changes the layout that is detected.
    let task = ("tasks/001.md", "---\nid: 1\ntitle: Show the tide\nstatus: pending\n---\n");
    assert_ne!(print(&[task]), print(&[task, (".taskmd.yaml", "")]));
}
