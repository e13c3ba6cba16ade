//! Every place in a report is the place in the file.

use backlint::{
    report::{self, Format, Style},
    rules::RULES,
    run::{Trees, run},
    source::RepoPath,
    tree::{EntryKind, MemoryTree},
};
use proptest::prelude::*;
use serde_json::Value;

use crate::page::request;

const PLAIN: Style = Style { colour: false, ascii: false, hints: true, all: true };

/// The JSON report on one story.
fn report(text: &str) -> Value {
    let mut tree = MemoryTree::default();
    tree.add(RepoPath::from("backlog/ST-1.md"), EntryKind::File, text);
    let outcome = run(&Trees::of(&tree), &request(RULES.to_vec())).unwrap();
    let mut out = Vec::new();
    report::write(Format::Json, &outcome, PLAIN, &mut out, &mut Vec::new()).unwrap();
    serde_json::from_slice(&out).unwrap()
}

/// Cuts a place out of a text as an editor would: lines, then characters, without looking at bytes.
fn cut<'t>(text: &'t str, place: &Value) -> Option<&'t str> {
    let text_from = text.strip_prefix('\u{feff}').unwrap_or(text);
    let offset = |at: &Value| {
        let line = usize::try_from(at["line"].as_u64()?).ok()? - 1;
        let column = usize::try_from(at["column"].as_u64()?).ok()? - 1;
        let start: usize = text_from.split_inclusive('\n').take(line).map(str::len).sum();
        let content = text_from[start..].split('\n').next()?;
        let content = content.strip_suffix('\r').unwrap_or(content);
        let mut ends = content.char_indices().map(|(at, _)| at).chain([content.len()]);
        ends.nth(column).map(|at| start + at)
    };
    text_from.get(offset(&place["start"])?..offset(&place["end"])?)
}

fn finding<'r>(report: &'r Value, rule: &str) -> &'r Value {
    report["findings"].as_array().unwrap().iter().find(|finding| finding["rule"] == rule).unwrap_or_else(|| panic!("no {rule} in {report}"))
}

fn story(title: &str, word: &str, crlf: bool, bom: bool) -> String {
    let text = format!(
        "---\nid: ST-1\ntitle: {title}\nstatus: ready\nestimate: {word}\ndepends_on: [GONE-7]\n---\n{title} is what {word} asks for, TBD for now.\n\n\
         ## Acceptance criteria\n- [ ] {title} shows it\n- [ ] {title} shows it\n\n## Open questions\n- {title}?\n"
    );
    let text = if crlf { text.replace('\n', "\r\n") } else { text };
    if bom { format!("\u{feff}{text}") } else { text }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn places_cut_out_what_they_speak_of(title in "[a-z é数👩ß]{0,12}x[ß数é👩 a-z]{0,12}y", word in "[é数a-z]{1,6}k", crlf: bool, bom: bool) {
        let title = title.trim();
        let text = story(title, &word, crlf, bom);
        let report = report(&text);
        prop_assert_eq!(cut(&text, finding(&report, "estimate-invalid")), Some(word.as_str()));
        prop_assert_eq!(cut(&text, finding(&report, "depends-dangling")), Some("GONE-7"));
        prop_assert_eq!(cut(&text, finding(&report, "placeholder-left")), Some("TBD"));
        let said = format!("{title} shows it");
        prop_assert_eq!(cut(&text, finding(&report, "criteria-duplicate")), Some(said.as_str()));
        prop_assert_eq!(cut(&text, &finding(&report, "criteria-duplicate")["labels"][0]), Some(said.as_str()));
        let question = format!("{title}?");
        prop_assert_eq!(cut(&text, finding(&report, "question-open")), Some(question.as_str()));
    }

    #[test]
    fn any_text_ends_in_findings_with_places_in_it(text in "(---\n|id: ST-1\n|status: ready\n|title: |\\PC{0,8}|\r\n|\n|## |- \\[ \\] |```|<!--|-->|\\| a \\|\n|[\\x00-\\x1f]|\u{feff}){0,40}") {
        let report = report(&text);
        let decoded = text.split('\0').next().unwrap();
        for finding in report["findings"].as_array().unwrap() {
            prop_assert!(finding["rule"] != "rule-panicked", "{finding}");
            prop_assert!(cut(&text, finding).is_some() || decoded.len() < text.len() || text.contains('\r'), "{finding} in {text:?}");
        }
    }
}
