//! The fast path, the full reader and `gray_matter` agree on what front matter says.

use backlint::parse::ParsedFile;
use gray_matter::{Matter, Pod, engine::Engine};
use proptest::prelude::*;

use crate::fuzz::property;

proptest! {
    /// Lines as the fast path likes them, and nearly so.
    #[test]
    fn both_readers_agree(lines in prop::collection::vec(
        "(id|title|status|labels|note_2): ?([a-z0-9 ,.#:'\"@%é-]{0,14}|\\[[a-z0-9, '\"]{0,12}\\]|'[a-z ]{0,6}'|\"[a-z ]{0,6}\")|  ?- [a-z0-9 '\"]{1,8}|# [a-z]{0,5}",
        1..6,
    )) {
        property::front_matter(lines.join("\n").as_bytes());
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

/// What the two once read differently.
#[test]
fn both_readers_keep_the_limit_on_values() {
    for (list, count) in [("- a\n", 9_997), ("- a\n", 9_998), ("", 0)] {
        let block = format!("id: ST-1\nlabels:\n{}", list.repeat(count));
        property::front_matter(block.as_bytes());
    }
    for count in [9_994, 9_995, 9_996, 9_997, 9_998, 9_999] {
        property::front_matter(format!("id: ST-1\nlabels: [{}a]", "a,".repeat(count)).as_bytes());
    }
}
