//! What holds of bytes that are only read: no run, no report, so that a fuzzer can try millions.

use std::sync::LazyLock;

use backlint::{
    baseline::{self, Baseline},
    concept::{EstimatePolicy, Scale},
    config::Config,
    error::Error,
    layout::{Layout, PRESETS, Variables, preset},
    parse::{ParsedFile, decode},
    report,
    settings::Mistakes,
    source::{FileId, Source, Sources, TextRange},
    story::{Field, Origin, Story},
    tree::{EntryKind, MemoryTree},
};

use super::judged::assert_neutral;

/// The layouts that ship, and one without a rule about where things stand.
static LAYOUTS: LazyLock<Vec<Layout>> = LazyLock::new(|| {
    let shipped = PRESETS.iter().filter_map(|(name, _)| preset(name));
    let resolved =
        shipped.map(|written| Layout::resolve(&written, &Variables { base: Some("backlog".into()), ..Variables::default() }).unwrap());
    resolved.chain([Layout::default()]).collect()
});

fn story_of(text: &str, layout: &Layout) -> Story {
    let origin = Origin { file: FileId(0), path: "backlog/task-1 - Export.md".into(), below: b"task-1 - Export.md", live: true };
    Story::new(origin, text, ParsedFile::new(text), layout, &EstimatePolicy { scale: Scale::Any, max: None })
}

/// The bytes as a story of a layout that their number tells: every place lies in the text, between characters.
pub fn read_story(bytes: &[u8]) {
    let (text, _) = decode(bytes.to_vec());
    let story = story_of(&text, &LAYOUTS[bytes.len() % LAYOUTS.len()]);
    let fields = [&story.id, &story.title, &story.status, &story.kind_word, &story.group, &story.priority, &story.sprint, &story.created];
    let mut places: Vec<TextRange> = fields.into_iter().filter_map(Field::range).collect();
    places.extend([story.estimate.range(), story.rank.range(), story.criteria_anchor, Some(story.claim)].into_iter().flatten());
    places.extend(story.depends_on.iter().chain(&story.parent).map(|reference| reference.range));
    places.extend(story.parts.iter().flat_map(|part| [part.heading, part.content]));
    places.extend(story.criteria.iter().flat_map(|criterion| [criterion.text, criterion.range, criterion.marker]));
    places.extend(story.description());
    places.extend(story.suppressions.iter().flat_map(|mark| mark.section.into_iter().chain([mark.range])));
    if let Some(statement) = story.statement(&text) {
        places.extend([statement.role, statement.wish, statement.means, statement.benefit].into_iter().flatten());
        places.extend([statement.range, statement.block]);
    }
    for place in places {
        assert!(place.start <= place.end && text.get(place.range()).is_some(), "{place:?}");
    }
    let blocks = story.parsed.outline.blocks.len();
    assert!(story.parts.iter().all(|part| part.blocks.end <= blocks), "{:?}", story.parts);
    story.language(&text);
}

/// The bytes as what stands behind `backlint-ignore`, in the front matter and in the body: the rules that are named, the day and the reason
/// stand there as they are read, and without a reason nothing is hidden.
pub fn read_marks(bytes: &[u8]) {
    let (mark, _) = decode(bytes.to_vec());
    let text =
        format!("---\nid: ST-1\n# backlint-ignore {mark}\n---\n<!-- backlint-ignore {mark} -->\n## Goal\n<!-- backlint-ignore {mark}-->\n");
    for mark in story_of(&text, &LAYOUTS[LAYOUTS.len() - 2]).suppressions {
        let written = mark.range.of(&text);
        assert!(written.starts_with("backlint-ignore"), "{written:?}");
        assert!(mark.section.is_none_or(|section| text.get(section.range()).is_some()));
        for (rule, place) in &mark.rules {
            assert_eq!(place.of(&text), rule);
            assert!(mark.range.contains(*place));
        }
        match &mark.reason {
            Some(reason) => assert!(written.ends_with(reason.as_str()) && !reason.is_empty(), "{written:?}"),
            None => assert!(!mark.holds(jiff::civil::Date::MIN.tomorrow().unwrap())),
        }
    }
}

/// The bytes as a configuration: every mistake and every setting that is told of later has its place in the text.
pub fn read_config(bytes: &[u8]) {
    let (text, _) = decode(bytes.to_vec());
    let source = std::sync::Arc::new(Source::new("backlint.toml".into(), text.into()));
    let (mut config, mut mistakes) = (Config::default(), Mistakes::default());
    config.read(&source, &mut mistakes);
    config.layout();
    let leaves = config.settings.leaves();
    let origins = config.rules.iter().map(|setting| &setting.origin).chain(config.acceptances.iter().map(|accepted| &accepted.origin));
    let origins = origins.chain(leaves.iter().map(|(_, setting)| &setting.origin));
    let settings = origins.flat_map(|origin| [origin.key, origin.value]);
    for place in mistakes.0.iter().map(|mistake| mistake.range).chain(settings) {
        assert!(place.start <= place.end && source.text.get(place.range()).is_some(), "{place:?}");
    }
}

/// The bytes as a baseline: one that can be read says the same once it is written anew, one that cannot says where.
pub fn read_baseline(bytes: &[u8]) {
    let path = "backlint-baseline.json";
    let read = |content: &[u8]| {
        let mut tree = MemoryTree::default();
        tree.add(path.into(), EntryKind::File, content);
        Baseline::read(&tree, &path.into(), &mut Sources::default()).map(Option::unwrap)
    };
    match read(bytes) {
        Ok(first) => {
            let said = |baseline: &Baseline| {
                let entry = |entry: &baseline::Entry| (entry.rule.clone(), entry.story.clone(), entry.key.clone(), entry.level);
                let mut said: Vec<_> = baseline.entries.iter().map(entry).collect();
                said.sort();
                said
            };
            let text = baseline::text(&first.entries);
            let second = read(text.as_bytes()).unwrap();
            assert_eq!(said(&first), said(&second));
            assert_eq!(baseline::text(&second.entries), text);
        }
        Err(Error::Config { file, mistakes }) => {
            for mistake in mistakes {
                assert!(file.text.get(mistake.range.range()).is_some(), "{mistake:?}");
            }
        }
        Err(Error::Io { .. }) => {}
        Err(error) => panic!("{error}"),
    }
}

/// The bytes as text that is printed: nothing in it steers a terminal or a runner.
pub fn clean(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    assert_neutral("clean", &report::clean(&text), false);
    assert_neutral("alone on a line", &format!("\n{}\n", report::clean(&text)), false);
}
