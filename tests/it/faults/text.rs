//! Rows 21 to 25: texts that are long, deep, cut short or no text at all.

use std::{fs::File, sync::mpsc, thread, time::Duration};

use backlint::{
    report::{self, Format, Style},
    rule::{Check, Gate, Group, Kinds, Rule, Status, StoryCx},
    run::{Trees, run},
    source::{RepoPath, TextRange},
    tree::{EntryKind, MemoryTree},
};
use proptest::prelude::*;

use super::{judged::judged, shell::shell};
use crate::{
    folder::{Folder, complete},
    page::request,
    trees::committed,
};

/// What is found in a text; whoever needs longer than this hangs, slow machines and unoptimised builds included.
#[track_caller]
fn found_in_time(what: &str, text: String) -> String {
    let (done, wait) = mpsc::channel();
    thread::spawn(move || done.send(judged(text)));
    wait.recv_timeout(Duration::from_secs(60)).unwrap_or_else(|_| panic!("{what} is not judged in time"))
}

/// Inputs that some parser of markdown has needed quadratic time or a deep stack for, of about `size` bytes.
fn pathological(size: usize) -> Vec<(&'static str, String)> {
    let times = |unit: &str| unit.repeat(size / unit.len());
    let half = |unit: &str| unit.repeat(size / 2 / unit.len());
    // Lines that grow, as many as make up the size.
    let rising = |line: &dyn Fn(usize) -> String| {
        let (mut text, mut at) = (String::new(), 1);
        while text.len() < size {
            text += &line(at);
            at += 1;
        }
        text
    };
    vec![
        ("nested strong emphasis", half("*a **a ") + "b" + &half(" a** a*")),
        ("closers of emphasis without openers", times("a_ ")),
        ("openers of emphasis without closers", times("_a ")),
        ("closers of links without openers", times("a]")),
        ("openers of links without closers", times("[a")),
        ("openers and closers that do not match", times("*a_ ")),
        ("two kinds of openers", half("*a ") + &half("_a*_ ")),
        ("runs whose lengths add up to threes", "a**b".to_owned() + &times("c* ")),
        ("openers of links and closers of emphasis", times("[ a_")),
        ("links that open in the middle", times("[ (](")),
        ("images that hold empty links", times("![[]()")),
        ("nested brackets", half("[") + "a" + &half("]")),
        ("nested quotations", times("> ") + "a"),
        ("nested lists on one line", times("- ") + "a"),
        ("nested lists on lines of their own", rising(&|depth| format!("{}* a\n", "  ".repeat(depth)))),
        ("runs of backticks, each longer", rising(&|length| format!("e{}", "`".repeat(length)))),
        ("unclosed targets in angle brackets", times("[a](<b")),
        ("unclosed targets", times("[a](b")),
        ("unclosed comments", "</".to_owned() + &times("<!--")),
        ("unclosed instructions, declarations and data", times("<? <!A <![CDATA[ ")),
        ("unclosed tags", times("<a b=\"")),
        ("many definitions and references", half("[a]: u\n\n") + &half("[a] ")),
        ("definitions that are never used", rising(&|number| format!("[{number}]: <u> 'v'\n\n"))),
        ("a table with as many columns as rows", "|x".repeat(200) + "\n" + &"|-".repeat(200) + "\n" + &times("|x|\n")),
        ("a line of cells", "|a".repeat(size / 4) + "\n" + &"|-".repeat(size / 4)),
        ("entities", times("&lt")),
        ("backslashes", times("\\")),
        ("fences that never close", times("~~~\n")),
        ("headings", times("# a\n")),
        ("lines that might underline", times("a\n-\n")),
        ("empty comments", times("<!---->")),
        ("marks of suppressions", times("<!-- backlint-ignore a: b -->\n")),
        ("criteria", "## Acceptance criteria\n".to_owned() + &times("- [ ] a\n")),
        ("questions", "## Open questions\n".to_owned() + &times("- a?\n")),
        ("conflicts that never close", times("<<<<<<< a\n")),
        ("numbers of lists", times("1. ")),
        ("addresses", times("http://a.")),
        ("one word", times("a")),
    ]
}

#[test]
fn row_21_what_parsers_have_choked_on_is_judged_in_time() {
    let size = 200_000;
    for (what, text) in pathological(size) {
        assert!((size / 2..=size * 11 / 10).contains(&text.len()), "{what}: {}", text.len());
        found_in_time(what, complete("ST-1", "draft") + "\n" + &text);
    }
}

#[test]
fn row_21_a_megabyte_of_prose_is_judged_in_time() {
    let words =
        ["The clerk", "a customer", "forwards", "exports", "the invoice", "which", "to the accountant", "and", "checks", "the total"];
    let sentence = |at: usize| (0..9).fold(String::new(), |text, word| text + words[(at * 7 + word * word) % 10] + " ") + "today.\n";
    let mut text = complete("ST-1", "ready");
    for at in 0.. {
        if text.len() > 1_000_000 {
            break;
        }
        text += &sentence(at);
        if at % 5 == 0 {
            text += "\n- [ ] It shows the total.\n\n";
        }
    }
    assert!(found_in_time("prose", text).contains("hint[criteria-many]"));
}

#[test]
fn row_22_a_finding_at_the_end_of_a_long_line_is_drawn_on_a_piece_of_it() {
    let text = complete("ST-1", "ready").replace("Customers", &format!("{}[gone](gone.md)\nCustomers", "wörd ".repeat(40_000)));
    let folder = Folder::with(&[("backlog/ST-1.md", &text)]);
    let ran = folder.run(&["--output-format", "full"]);
    assert!(ran.out.contains("[backlog/ST-1.md:7:200008]"), "{}", ran.out);
    assert!(ran.out.contains("│ …rd wörd wörd wörd wörd wörd wörd [gone](gone.md)\n"), "{}", ran.out);
    assert!(ran.out.contains("a line of 235 KiB, the limit for searching it is 64 KiB"), "{}", ran.out);
    assert!(ran.out.lines().all(|line| line.chars().count() < 200), "{}", ran.out);
}

/// Reports every place a text has: between any two of its characters, at its beginning and at its end.
fn everywhere(cx: &mut StoryCx<'_>) {
    let places: Vec<usize> = cx.text.char_indices().map(|(at, _)| at).chain([cx.text.len()]).collect();
    for (first, start) in places.iter().enumerate() {
        for end in &places[first..] {
            let label = cx.span(TextRange::at(*end));
            cx.report(TextRange::new(*start, *end), "here").label(label, "and there").key(format!("{start} {end}"));
        }
    }
}

static EVERYWHERE: Rule = Rule {
    name: "title-vague",
    group: Group::Readable,
    gate: Gate::FILE,
    status: Status::Stable,
    kinds: Kinds::ALL,
    needs: &[],
    page: "",
    options: &[],
    fixes: &[],
    check: Check::Story(everywhere),
};

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn row_23_any_place_of_a_text_can_be_told(text in "(\\PC|[a\tßé数👩\u{300}\u{202e}\u{feff}]|\n|\r\n){0,10}") {
        let mut tree = MemoryTree::default();
        tree.add(RepoPath::from("backlog/ST-1.md"), EntryKind::File, text.clone());
        let outcome = run(&Trees::of(&tree), &request(vec![&EVERYWHERE])).unwrap();
        let places = text.chars().count().min(text.len()) + 1;
        prop_assert_eq!(outcome.findings().count(), places * (places + 1) / 2);
        for format in [Format::Full, Format::Concise, Format::Json, Format::Github, Format::Summary, Format::Gitlab, Format::Sarif, Format::Rdjson] {
            let mut out = Vec::new();
            report::write(format, &outcome, Style { colour: false, ascii: false, hints: true, all: true }, &mut out, &mut Vec::new()).unwrap();
            let out = String::from_utf8(out).unwrap();
            prop_assert!(out.contains("ST-1.md"), "{out}");
            prop_assert!(format != Format::Full || out.matches("╭─[backlog/ST-1.md:").count() > 0, "{out}");
        }
    }
}

#[test]
fn row_24_a_file_of_three_hundred_megabytes_is_not_loaded() {
    let folder = Folder::with(&[("backlog/ST-2.md", &complete("ST-2", "ready"))]);
    File::create(folder.path().join("backlog/ST-1.md")).unwrap().set_len(300 << 20).unwrap();
    committed(&folder);
    for arguments in ["", "--staged", "--rev HEAD"] {
        // Less than the file has is all that the program and its threads may map.
        let ran = shell(&folder, &format!("ulimit -v 250000; MALLOC_ARENA_MAX=1 RAYON_NUM_THREADS=2 \"$BACKLINT\" check {arguments}"));
        assert_eq!(
            ran.out, "backlog/ST-1.md:1:1: error[file-unreadable] the file has 300 MiB, the limit is 1 MiB\n",
            "{arguments}: {ran:?}"
        );
        assert_eq!(ran.code, 1, "{arguments}");
    }
}

#[test]
fn row_25_what_is_no_text_in_utf_8_is_a_finding_that_says_what_it_is() {
    let wide = |order: fn(u16) -> [u8; 2]| "---\nid: ST-1\ntitle: Größe\n---\n".encode_utf16().flat_map(order).collect::<Vec<u8>>();
    let latin = b"---\nid: ST-1\ntitle: Gr\xf6\xdfe\n---\n".to_vec();
    for (content, said) in [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), "1:1: error[file-unreadable] not text: the file holds zero bytes"),
        ([vec![0xff, 0xfe], wide(u16::to_le_bytes)].concat(), "1:1: error[file-unreadable] not UTF-8: the file is UTF-16"),
        ([vec![0xfe, 0xff], wide(u16::to_be_bytes)].concat(), "1:1: error[file-unreadable] not UTF-8: the file is UTF-16"),
        (wide(u16::to_le_bytes), "1:1: error[file-unreadable] not UTF-8: the file is UTF-16"),
        (latin, "3:10: error[file-unreadable] not UTF-8: the file looks like Latin-1"),
        (b"---\nid: ST-1\ntitle: \x93a\x94\n---\n".to_vec(), "3:8: error[file-unreadable] not UTF-8: the file looks like Windows-1252"),
        (b"---\nid: ST-1\ntitle: a\0b\n---\n".to_vec(), "3:9: error[file-unreadable] not text: the file holds zero bytes"),
        (b"---\nid: ST-1\ntitle: a\xed\xa0\x80b\n---\n".to_vec(), "3:9: error[file-unreadable] not UTF-8: wrong byte 0xED"),
        (b"---\nid: ST-1\ntitle: \xf0\x9f\x92\n---\n".to_vec(), "3:8: error[file-unreadable] not UTF-8: the file looks like Windows-1252"),
        (b"---\nid: ST-1\ntitle: \xe6\x95\xb0 \xc0\xaf\n---\n".to_vec(), "3:10: error[file-unreadable] not UTF-8: wrong byte 0xC0"),
        (b"\xff".to_vec(), "1:1: error[file-unreadable] not UTF-8: the file looks like Latin-1"),
    ] {
        assert_eq!(judged(content.clone()), format!("backlog/ST-1.md:{said}"), "{}", content.escape_ascii());
    }
    let folder = Folder::with(&[("backlog/ST-2.md", &complete("ST-2", "ready"))]);
    folder.write("backlog/ST-1.md", b"\xff\xfea\0");
    assert_eq!(folder.run(&[]).code, 1);
}
