//! Rows 15 to 20: front matter that is hostile, wrong, or written as no other tool expects it.

use std::fmt::Write as _;

use backlint::parse::ParsedFile;

use super::{judged::judged, shell::shell};
use crate::folder::{Folder, complete};

/// A good story beside one with this front matter.
fn backlog(front_matter: &str) -> Folder {
    Folder::with(&[("backlog/ST-1.md", &format!("---\n{front_matter}---\n")), ("backlog/ST-2.md", &complete("ST-2", "ready"))])
}

#[test]
fn row_15_a_list_in_a_list_ten_thousand_times_is_a_finding() {
    let folder = backlog(&format!("{}x\n", "- ".repeat(10_000)));
    for script in ["\"$BACKLINT\"", "ulimit -s 2048; \"$BACKLINT\""] {
        let ran = shell(&folder, script);
        assert_eq!(ran.out, "backlog/ST-1.md:2:129: error[front-matter-invalid] nested more than 64 levels deep\n", "{script}");
        assert_eq!(ran.code, 1, "{script}: {}", ran.err);
    }
}

/// Every level doubles the one before it.
fn bomb() -> String {
    let mut text = String::from("a: &a [x, x]\n");
    let letters: Vec<char> = ('a'..='m').collect();
    for pair in letters.windows(2) {
        let _ = writeln!(text, "{}: &{} [*{}, *{}]", pair[1], pair[1], pair[0], pair[0]);
    }
    text
}

#[test]
fn row_16_an_alias_bomb_is_a_finding_in_little_memory() {
    let folder = backlog(&bomb());
    // All of the address space, the program itself and its threads included.
    let ran = shell(&folder, "ulimit -v 300000; MALLOC_ARENA_MAX=1 RAYON_NUM_THREADS=2 \"$BACKLINT\"");
    assert_eq!(ran.out, "backlog/ST-1.md:2:4: error[front-matter-invalid] the anchor `&a` is not read\n");
    assert_eq!(ran.code, 1, "{}", ran.err);
}

#[test]
fn row_17_large_blocks_are_findings_or_read() {
    let nested = |depth: usize| (0..depth).fold(String::new(), |text, at| text + &" ".repeat(at) + "a:\n");
    let keys = |count: usize| (0..count).fold(String::new(), |text, at| text + &format!("k{at}:\n"));
    for (front_matter, said) in [
        (nested(5_000), "1:1: error[file-unreadable] the file has 12 MiB, the limit is 1 MiB"),
        (nested(1_400), "1:1: error[front-matter-invalid] front matter of 961 KiB, the limit is 64 KiB"),
        (nested(300), "66:65: error[front-matter-invalid] nested more than 64 levels deep"),
        (format!("a: {}\n", "[".repeat(100_000)), "1:1: error[front-matter-invalid] front matter of 98 KiB, the limit is 64 KiB"),
        (format!("a: {}\n", "[".repeat(60_000)), "2:68: error[front-matter-invalid] nested more than 64 levels deep"),
        (format!("a: {}{}\n", "{b: ".repeat(60), "}".repeat(60)), ""),
        (format!("a: {}\n", "x ".repeat(500_000)), "1:1: error[front-matter-invalid] front matter of 977 KiB, the limit is 64 KiB"),
        (format!("a: {}\n", "x ".repeat(30_000)), ""),
        (keys(100_000), "1:1: error[front-matter-invalid] front matter of 771 KiB, the limit is 64 KiB"),
        (format!("a:\n{}", "-\n".repeat(20_000)), "10002:2: error[front-matter-invalid] more than 10,000 values"),
        (keys(4_900), ""),
        (keys(9_000), "5002:1: error[front-matter-invalid] more than 10,000 values"),
    ] {
        let found = judged(format!("---\nid: ST-1\nstatus: draft\n{front_matter}---\n").replacen(
            "id: ST-1\nstatus: draft\n",
            "",
            usize::from(!said.is_empty()),
        ));
        let broken: Vec<&str> = found.lines().filter(|line| line.contains("front-matter") || line.contains("unreadable")).collect();
        let start: String = front_matter.chars().take(40).collect();
        assert_eq!(broken.join("\n"), if said.is_empty() { String::new() } else { format!("backlog/ST-1.md:{said}") }, "{start}");
    }
}

#[test]
fn row_18_what_only_some_readers_of_yaml_understand_is_a_finding_with_its_line() {
    for (front_matter, said) in [
        ("id: ST-1\nstatus: open\nid: ST-2\n", "4:1: error[front-matter-invalid] the key `id` stands twice, first on line 2"),
        ("id: ST-1\nowner:\n\tname: a\n", "4:1: error[front-matter-invalid] a tab in the indentation"),
        ("? [a]\n: b\n", "2:1: error[front-matter-invalid] a key written with `? `"),
        ("id: ST-1\n[a, b]: c\n", "3:1: error[front-matter-invalid] a list as a key"),
        ("id: !!python/object:os.system x\n", "2:5: error[front-matter-invalid] the tag `!!python/object:os.system` is not read"),
        ("id: ST-1\n<<: *all\n", "3:1: error[front-matter-invalid] the merge key `<<` is not read"),
        ("id: ST-1\n<<: {a: b}\n", "3:1: error[front-matter-invalid] the merge key `<<` is not read"),
        ("id: ST-1\n--- # second\nid: ST-2\n", "3:1: error[front-matter-invalid] a second document begins in the front matter"),
        ("id: &one ST-1\n", "2:5: error[front-matter-invalid] the anchor `&one` is not read"),
        ("id: *one\n", "2:5: error[front-matter-invalid] the alias `*one` is not read"),
        ("%YAML 1.2\nid: ST-1\n", "2:1: error[front-matter-invalid] a line starts with `%`"),
    ] {
        assert_eq!(judged(format!("---\n{front_matter}---\n")), format!("backlog/ST-1.md:{said}"), "{front_matter}");
    }
}

#[test]
fn row_19_every_way_to_fence_front_matter_is_defined() {
    let unready = "backlog/ST-1.md:3:9: error[estimate-missing] no estimate";
    let story = complete("ST-1", "ready").replace("estimate: 3\n", "").replace("title: Let the clerk export the invoice of ST-1\n", "");
    let with = |text: &str| text.replace("Customers", "# Let the clerk export the invoice\n\nCustomers");
    for (text, said) in [
        (with(&story), unready),
        (format!("\u{feff}{}", with(&story)), unready),
        (with(&story).replace('\n', "\r\n"), unready),
        (format!("\u{feff}{}", with(&story).replace('\n', "\r\n")), unready),
        (with(&story).replace("---\n", "---  \t\n"), unready),
        (with(&story).replacen("status", "text: |\n  ---\nstatus", 1), "backlog/ST-1.md:5:9: error[estimate-missing] no estimate"),
        (
            "---\nid: ST-1\n...\ntext\n---\n".into(),
            "backlog/ST-1.md:3:1: error[front-matter-invalid] `...` does not close the front matter",
        ),
        (
            "---\nid: ST-1\nstatus: ready\n\ntext\n".into(),
            "backlog/ST-1.md:1:1: error[front-matter-unclosed] the front matter never closes",
        ),
        ("\u{feff}---\r\nid: ST-1\r\n".into(), "backlog/ST-1.md:1:1: error[front-matter-unclosed] the front matter never closes"),
        ("---\n- id: ST-1\n- x\n---\n".into(), "backlog/ST-1.md:2:1: error[front-matter-invalid] the front matter is a list, not fields"),
        ("---\nST-1\n---\n".into(), "backlog/ST-1.md:2:1: error[front-matter-invalid] the front matter is text, not fields"),
        (
            "\n---\nid: ST-1\nstatus: ready\n---\n".into(),
            "backlog/ST-1.md:2:1: error[front-matter-missing] the front matter does not start on the first line",
        ),
    ] {
        assert_eq!(judged(text.clone()), said, "{text:?}");
    }
    for empty in ["---\n---\n", "---\n\n# nothing\n---\n", ""] {
        assert!(!judged(empty).contains("front-matter"), "{empty:?}");
    }
}

/// Texts stay as written where a loader would make numbers, dates and truth of them.
#[test]
fn row_20_scalars_keep_their_text() {
    let text = "---\na: 007\nb: 1.10\nc: yes\nd: 0o17\ne: 2026-01-15\nf: '2026-01-15 21:25'\ng: \"a\\tb\"\nh: null\n---\n";
    let parsed = ParsedFile::new(text);
    let values: Vec<String> = parsed.front_matter.root.pairs().iter().map(|(_, node)| node.text(text).unwrap().into_owned()).collect();
    assert_eq!(values, ["007", "1.10", "yes", "0o17", "2026-01-15", "2026-01-15 21:25", "a\tb", "null"]);
}

#[test]
fn row_20_ids_and_words_are_shown_as_they_are_written() {
    for (field, said) in [
        ("id: 007\ndepends_on: [1.10]", "depends on `1.10`, but no story has this id"),
        ("id: ST-1\nstatus: yes", "`yes`"),
        ("id: ST-1\ndepends_on: 0o17", "depends on `0o17`, but no story has this id"),
        ("id: ST-1\nestimate: 2026-01-15", "`2026-01-15`"),
    ] {
        let found = judged(format!("---\ntitle: Let the clerk export invoices\nstatus: ready\n{field}\n---\n").replacen(
            "status: ready\n",
            "",
            usize::from(field.contains("status")),
        ));
        assert!(found.contains(said), "{field}: {found}");
    }
    let ran = Folder::with(&[("backlog/a.md", "---\nid: 007\nstatus: open\ntitle: Let the clerk export invoices\n---\n")]).run(&[
        "ready",
        "--output-format",
        "json",
    ]);
    assert!(ran.out.contains("\"id\":\"007\""), "{}", ran.out);
}
