//! Reports for other programs: where their columns count from, and several from one run.

use std::fs;

use serde_json::Value;

use crate::folder::{Folder, complete};

#[test]
fn columns_of_rdjson_count_bytes() {
    let folder = Folder::with(&[(
        "backlog/ST-1.md",
        "\u{feff}---\nid: ST-1\ntitle: 'Größe: TBD'\nstatus: ready\n---\n## Acceptance criteria\n- [ ] größer TBD\n",
    )]);
    let report: Value = serde_json::from_str(&folder.run(&["--output-format", "rdjson"]).out).unwrap();
    let place = report["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["code"]["value"] == "placeholder-left" && one["location"]["range"]["start"]["line"] == 7);
    let start = &place.unwrap_or_else(|| panic!("{report}"))["location"]["range"]["start"];
    assert_eq!(start["column"], 7 + "größer ".len());
}

#[test]
fn several_reports_come_from_one_run() {
    let folder = Folder::with(&[("backlog/ST-1.md", &complete("ST-1", "ready").replace("estimate: 3\n", ""))]);
    let formats = ["github", "summary=summary.md", "json=report.json", "sarif=x.sarif"];
    let arguments: Vec<&str> = std::iter::once("check").chain(formats.iter().flat_map(|format| ["--output-format", format])).collect();
    let ran = folder.run(&arguments);
    assert!(
        ran.out.starts_with("::error file=backlog/ST-1.md,line=4,endLine=4,col=9,endColumn=14,title=estimate-missing::backlog/ST-1.md:4:9: estimate-missing: no estimate%0A"),
        "{}",
        ran.out
    );
    for (file, start) in [("summary.md", "## backlint: 1 error in 1 story"), ("report.json", "{\"version\":1"), ("x.sarif", "{")] {
        assert!(fs::read_to_string(folder.path().join(file)).unwrap().starts_with(start), "{file}");
    }
}
