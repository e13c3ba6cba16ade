//! The fast path, the full reader and `gray_matter` agree on what front matter says.

use backlint::parse::{FrontMatterState, Node, ParsedFile, Value};
use gray_matter::{Matter, Pod, engine::Engine};
use proptest::prelude::*;

/// Fields as `key=value`, lists in brackets.
fn said(text: &str) -> Option<Vec<String>> {
    let parsed = ParsedFile::new(text);
    let root = &parsed.front_matter.root;
    let value = |node: &Node| match &node.value {
        Value::List(items) => {
            format!("{:?}", items.iter().map(|item| item.text(text).map(std::borrow::Cow::into_owned)).collect::<Vec<_>>())
        }
        _ => format!("{:?}", node.text(text)),
    };
    let pairs = root.pairs().iter().map(|(key, node)| format!("{}={}", key.text(text).unwrap_or_default(), value(node))).collect();
    (parsed.front_matter.state == FrontMatterState::Fields).then_some(pairs)
}

proptest! {
    /// A comment behind the block's last field sends it through the full reader; what the fields say stays the same.
    #[test]
    fn both_readers_agree(lines in prop::collection::vec(
        "(id|title|status|labels|note_2): ?([a-z0-9 ,.#:'\"@%é-]{0,14}|\\[[a-z0-9, '\"]{0,12}\\]|'[a-z ]{0,6}'|\"[a-z ]{0,6}\")|  ?- [a-z0-9 '\"]{1,8}|# [a-z]{0,5}",
        1..6,
    )) {
        let block = lines.join("\n");
        let plain = format!("---\n{block}\n---\n");
        // A tab behind a comment is beyond the fast path and means nothing to YAML.
        let full = format!("---\n#\t\n{block}\n---\n");
        prop_assert_eq!(said(&plain), said(&full), "{}", plain);
    }
}

/// Hands back the block as it was found.
struct Raw;

impl Engine for Raw {
    fn parse(content: &str) -> gray_matter::Result<Pod> {
        Ok(Pod::String(content.to_owned()))
    }
}

/// Where both know a block, `gray_matter` finds the same one.
#[test]
fn the_block_is_where_gray_matter_finds_it() {
    let matter = Matter::<Raw>::new();
    for block in ["id: ST-1\ntitle: a", "a: |\n  text\n  ---x\nb: 2", "é: ü", "a: 1\n\n\nb: 2", "# comment\na: 1"] {
        for body in ["body\n", "", "---\nmore\n---\n", "\n\n# Title\n"] {
            let text = format!("---\n{block}\n---\n{body}");
            let parsed = ParsedFile::new(&text);
            let fences = parsed.front_matter.fences.unwrap();
            let theirs = matter.parse::<Pod>(&text).unwrap();
            assert_eq!(fences.content.of(&text).trim(), theirs.matter.trim(), "{text}");
            assert_eq!(text[parsed.front_matter.body as usize..].trim(), theirs.content.trim(), "{text}");
        }
    }
}
