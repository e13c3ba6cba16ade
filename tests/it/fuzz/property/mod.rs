//! What holds of any bytes, whatever they are. The tests call these with made-up inputs, the targets of `fuzz/` with those that a fuzzer finds.

mod input;
mod judged;
pub mod mended;
mod read;
pub mod seeds;

use backlint::{
    parse::{BlockKind, Comment, Heading, ParsedFile, decode, outline::Item},
    source::{RepoPath, TextRange},
    tree::{EntryKind, MemoryTree},
};

use self::judged::Verdict;
pub use self::read::{clean, read_baseline, read_config, read_marks, read_story};

/// A name, and what holds of any bytes.
pub type Property = (&'static str, fn(&[u8]));

/// All of them.
pub const PROPERTIES: [Property; 14] = [
    ("front_matter", front_matter),
    ("outline", outline),
    ("parse", parse),
    ("read_story", read_story),
    ("read_marks", read_marks),
    ("read_config", read_config),
    ("read_baseline", read_baseline),
    ("clean", clean),
    ("story", story),
    ("config", config),
    ("baseline", baseline),
    ("directives", directives),
    ("fix", fix),
    ("neutral", neutral),
];

/// The bytes as front matter: the fast path and the full reader give the same values, at the same places, with the same faults.
pub fn front_matter(bytes: &[u8]) {
    let (block, None) = decode(bytes.to_vec()) else { return };
    // A tab in a comment means nothing to YAML and is beyond the fast path.
    let [either, full] = [' ', '\t'].map(|blank| ParsedFile::new(&format!("---\n#{blank}\n{block}\n---\n")));
    assert_eq!(either.front_matter.state, full.front_matter.state, "{:?} {:?}", either.faults, full.faults);
    assert_eq!(either.front_matter.root, full.front_matter.root);
    assert_eq!(either.faults, full.faults);
}

/// The bytes as a body: the fast path and the markdown parser find the same headings, blocks and comments, at the same places.
pub fn outline(bytes: &[u8]) {
    // A line across the page is no block to us, and beyond the fast path.
    const HEAD: &str = "---\nid: ST-1\n---\n";
    const RULE: &str = "***\n\n";
    const RULE_BYTES: u32 = 5;
    let (body, None) = decode(bytes.to_vec()) else { return };
    let [either, full] = ["", RULE].map(|rule| ParsedFile::new(&format!("{HEAD}{rule}{body}")).outline);
    let back = |range: TextRange| TextRange { start: range.start - RULE_BYTES, end: range.end - RULE_BYTES };
    let headings = full.headings.iter().map(|heading| Heading { title: back(heading.title), range: back(heading.range), ..*heading });
    assert_eq!(either.headings, headings.collect::<Vec<_>>());
    let kind = |kind: &BlockKind| match kind {
        BlockKind::Item(item) => BlockKind::Item(Item { marker: back(item.marker), text: back(item.text), ..*item }),
        BlockKind::Code { info, fenced, closed } => BlockKind::Code { info: back(*info), fenced: *fenced, closed: *closed },
        kind => kind.clone(),
    };
    let blocks = full.blocks.iter().map(|block| (kind(&block.kind), back(block.range), block.parent()));
    let own = either.blocks.iter().map(|block| (block.kind.clone(), block.range, block.parent()));
    assert_eq!(own.collect::<Vec<_>>(), blocks.collect::<Vec<_>>());
    let comments = full.comments.iter().map(|comment| Comment { range: back(comment.range), text: back(comment.text) });
    assert_eq!(either.comments, comments.collect::<Vec<_>>());
}

/// The bytes as a file that is only parsed: every place lies in the text, between characters.
pub fn parse(bytes: &[u8]) {
    let (text, _) = decode(bytes.to_vec());
    let parsed = ParsedFile::new(&text);
    let outline = &parsed.outline;
    let mut places: Vec<TextRange> = parsed.faults.iter().map(|fault| fault.range).collect();
    places.extend(parsed.front_matter.fences.iter().flat_map(|fences| [fences.open, fences.content, fences.close]));
    places.extend(outline.headings.iter().flat_map(|heading| [heading.title, heading.range]));
    places.extend(outline.comments.iter().flat_map(|comment| [comment.range, comment.text]));
    for block in &outline.blocks {
        places.push(block.range);
        match &block.kind {
            BlockKind::Item(item) => places.extend([item.marker, item.text]),
            BlockKind::Code { info, .. } => places.push(*info),
            _ => {}
        }
    }
    let mut nodes = vec![&parsed.front_matter.root];
    while let Some(node) = nodes.pop() {
        places.push(node.range);
        nodes.extend(node.items());
        nodes.extend(node.pairs().iter().flat_map(|(key, value)| [key, value]));
    }
    for place in places {
        assert!(text.get(place.range()).is_some(), "{place:?}");
    }
}

/// The bytes as stories: every report can be written, every place lies in its file.
pub fn story(bytes: &[u8]) {
    let (head, base) = input::trees(bytes);
    Verdict::of(&head, base.as_ref()).assert_sound();
}

/// Two stories that lack something, and a file beside them.
fn beside(path: &str, content: &[u8]) -> MemoryTree {
    let mut tree = MemoryTree::default();
    let story = |id: &str, needs: &str| {
        format!(
            "---\nid: {id}\ntitle: Export\nstatus: ready\nlabels: [ui]\nsprint: 7\ndepends_on: [{needs}]\n---\nAs a clerk, I want to export it.\n\n\
             ## Acceptance criteria\n- [ ] TBD\n- [ ] The totals are the same\n"
        )
    };
    tree.add("backlog/ST-1.md".into(), EntryKind::File, story("ST-1", "GONE-1"));
    tree.add("backlog/ST-2.md".into(), EntryKind::File, story("ST-2", "ST-1"));
    input::add_layout(&mut tree);
    tree.add(path.into(), EntryKind::File, content);
    tree
}

/// The bytes as a configuration.
pub fn config(bytes: &[u8]) {
    Verdict::of(&beside("backlint.toml", bytes), None).assert_sound();
}

/// The bytes as a baseline.
pub fn baseline(bytes: &[u8]) {
    Verdict::of(&beside("backlint-baseline.json", bytes), None).assert_sound();
}

/// The bytes as what stands behind `backlint-ignore`, in a comment of the front matter and in two of the body: what is suppressed was named,
/// and nothing comes up that would not without them.
pub fn directives(bytes: &[u8]) {
    let story = [
        b"---\nid: ST-3\ntitle: TBD\nstatus: ready\n# backlint-ignore ",
        bytes,
        b"\nlabels:\n  - a\n  # backlint-ignore ",
        bytes,
        b"\n---\n<!-- backlint-ignore ",
        bytes,
        b" -->\n\n## Acceptance criteria\n<!-- backlint-ignore ",
        bytes,
        b"-->\n- [ ] TBD\n",
    ];
    let tree = beside("backlog/ST-3.md", &story.concat());
    let (with, without) = (Verdict::of(&tree, None), Verdict::without_suppressions(&tree));
    with.assert_placed();
    for finding in with.suppressed() {
        let named = bytes.windows(finding.rule.len()).any(|word| word == finding.rule.as_bytes());
        assert!(named, "{} is suppressed and was not named", finding.rule);
    }
    let reported = without.reported();
    for said in with.reported() {
        assert!(said.0.starts_with("suppression-") || reported.contains(&said), "{said:?} comes up");
    }
}

/// The bytes as stories: mending them twice is mending them once, and nothing new comes up.
pub fn fix(bytes: &[u8]) {
    let (head, _) = input::trees(bytes);
    if Verdict::of(&head, None).is_judged() {
        mended::mended(&head);
    }
}

/// The bytes as text where a repository can put some, which of four places their number tells: no report steers a terminal or a runner but by
/// our own commands.
pub fn neutral(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let quoted = serde_json::to_string(&text).unwrap();
    let plain =
        format!("---\nid: ST-1\nstatus: ready\ntitle: {text}\n---\n{text}\n\n## Acceptance criteria\n- [ ] TBD {text}\n- [ ] TBD {text}\n");
    let mut tree = MemoryTree::default();
    input::add_layout(&mut tree);
    let mut add = |path: &[u8], content: &str| tree.add(RepoPath::new(path), EntryKind::File, content);
    match bytes.len() % 4 {
        0 => add(b"backlog/ST-1.md", &plain),
        1 => {
            let fields = ["id", "title", "status", "estimate", "kind", "sprint", "epic", "labels"].map(|key| format!("{key}: {quoted}\n"));
            add(
                b"backlog/ST-1.md",
                &format!("---\n{}depends_on: [{quoted}]\n{quoted}: x\n---\n## {text}\n- [ ] {text}\n", fields.concat()),
            );
        }
        2 => {
            let path = [b"backlog/", bytes, b".md"].concat();
            add(if input::is_path(&path) { &path } else { b"backlog/ST-1.md" }, &plain);
        }
        _ => add(b"backlint.toml", &format!("layout = {quoted}\n[rules]\n{quoted} = {quoted}\n# {text}\n")),
    }
    Verdict::of(&tree, None).assert_neutral();
}
