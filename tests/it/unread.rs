//! A file that was not read never passes: no level, mark, acceptance or change of its bytes makes it green.

use crate::{
    folder::{Folder, complete},
    trees::{commit, committed, git},
};

/// A story of which a reader sees nothing.
fn wide(id: &str) -> Vec<u8> {
    complete(id, "ready").encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// The kinds of files that are not read, each with the rule that says so.
fn unread() -> Vec<(&'static str, Vec<u8>)> {
    let text = complete("ST-2", "ready");
    vec![
        ("file-unreadable", wide("ST-2")),
        ("front-matter-invalid", text.replace("title: Let", "title: [Let").into()),
        ("front-matter-unclosed", text.replacen("\n---\n", "\n", 1).into()),
        ("conflict-marker", text.replace("It is filed", "\n<<<<<<< HEAD\nIt is filed\n=======\n>>>>>>> other\n\nIt is filed").into()),
        ("file-irregular", text.replace("It is filed", "\rIt is filed").into()),
    ]
}

fn team(second: &[u8]) -> Folder {
    let folder = Folder::with(&[("backlog/ST-1.md", &complete("ST-1", "ready"))]);
    folder.write("backlog/ST-2.md", second);
    folder
}

#[test]
fn it_cannot_be_lowered_accepted_or_suppressed() {
    for (rule, bytes) in unread() {
        let folder = team(&bytes);
        let found = format!("error[{rule}]");
        let plain = folder.run(&[]);
        assert!(plain.code == 1 && plain.out.contains(&found), "{rule}: {}", plain.out);
        let settings = [
            format!("[rules]\n{rule} = \"off\"\n"),
            format!("[rules]\n{rule} = \"warning\"\n"),
            format!("[rules]\n{rule} = {{ level = \"hint\" }}\n"),
            format!("[rules.{rule}]\nstages.ready = \"warning\"\n"),
            "[rules]\n\"group:readable\" = \"warning\"\n".to_owned(),
            format!("[layout.rules]\n{rule} = \"off\"\n"),
            format!("[[override]]\nwhen = {{ paths = [\"backlog/**\"] }}\nrules = {{ {rule} = \"off\" }}\n"),
            format!("[[accept]]\nstory = \"ST-2\"\nrule = \"{rule}\"\nreason = \"later\"\n"),
        ];
        for setting in settings {
            folder.write("backlint.toml", &setting);
            let ran = folder.run(&[]);
            assert!(ran.code == 2 && ran.err.contains("a file that was not read never passes"), "{setting}: {}", ran.err);
        }
        folder.write("backlint.toml", "");
        assert_eq!(folder.run(&["check", "--level", &format!("{rule}=off")]).code, 2);
        folder.write("backlint.toml", format!("[rules]\n{rule} = \"error\"\n"));
        assert!(folder.run(&[]).out.contains(&found));
    }
}

#[test]
fn a_suppression_of_it_is_told() {
    for (rule, bytes) in unread().into_iter().skip(1) {
        let text = String::from_utf8(bytes).unwrap();
        for text in [
            format!("{text}\n<!-- backlint-ignore {rule}: later -->\n"),
            text.replacen("status:", &format!("# backlint-ignore {rule}: later\nstatus:"), 1),
        ] {
            let ran = team(text.as_bytes()).run(&[]);
            assert!(ran.code == 1 && ran.out.contains(&format!("error[{rule}]")), "{text}: {}", ran.out);
            assert!(ran.out.contains(&format!("[suppression-unknown] `{rule}` cannot be suppressed")), "{text}: {}", ran.out);
        }
    }
}

#[test]
fn a_baseline_hides_it_as_long_as_its_bytes_are_the_same() {
    for (rule, bytes) in unread() {
        let folder = team(&bytes);
        folder.run(&["baseline"]);
        let recorded = std::fs::read_to_string(folder.path().join("backlint-baseline.json")).unwrap();
        assert!(recorded.contains("\"blob\":\""), "{recorded}");
        let ran = folder.run(&[]);
        assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{rule}");
        let is_unread = rule != "conflict-marker";
        assert_eq!(ran.err.contains("1 file was not read"), is_unread, "{rule}: {}", ran.err);
        assert!(ran.err.contains("1 of 2 open items meet the checks"), "{rule}: {}", ran.err);
        // It follows the file.
        std::fs::rename(folder.path().join("backlog/ST-2.md"), folder.path().join("backlog/other.md")).unwrap();
        if is_unread && folder.run(&[]).code != 0 {
            std::fs::rename(folder.path().join("backlog/other.md"), folder.path().join("backlog/ST-2.md")).unwrap();
        }
        let name = if folder.path().join("backlog/other.md").exists() { "backlog/other.md" } else { "backlog/ST-2.md" };
        folder.write(
            name,
            [bytes.as_slice(), b"\n\0"].concat().into_iter().filter(|byte| rule == "file-unreadable" || *byte != 0).collect::<Vec<u8>>(),
        );
        let ran = folder.run(&[]);
        assert!(ran.code == 1 && ran.out.contains(&format!("error[{rule}]")), "{rule}: {}", ran.out);
        // An entry without the id of the bytes hides nothing.
        let at = recorded.find(",\"blob\"").unwrap();
        let end = at + recorded[at..].find('}').unwrap();
        folder.write("backlint-baseline.json", format!("{}{}", &recorded[..at], &recorded[end..]));
        assert_eq!(folder.run(&[]).code, 1, "{rule}");
    }
}

#[test]
fn it_is_new_once_its_bytes_change() {
    for (rule, bytes) in unread() {
        let folder = team(&bytes);
        committed(&folder);
        folder.write("backlog/ST-1.md", complete("ST-1", "open"));
        commit(&folder);
        let ran = folder.run(&["check", "--since", "HEAD~1"]);
        assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{rule}");
        git(folder.path(), &["mv", "backlog/ST-2.md", "backlog/ST-2-export.md"]);
        assert_eq!(folder.run(&["check", "--since", "HEAD~1"]).code, 0, "{rule}: moved");
        let more = if rule == "file-unreadable" { &b"\n\0"[..] } else { b"\nMore.\n" };
        folder.write("backlog/ST-2-export.md", [bytes.as_slice(), more].concat());
        let ran = folder.run(&["check", "--since", "HEAD~1"]);
        assert!(ran.code == 1 && ran.out.contains(&format!("error[{rule}]")), "{rule}: {}", ran.out);
    }
}

#[test]
fn of_finished_work_it_is_a_warning() {
    let known = "[layout]\npreset = \"stories\"\nknown = [\"backlog/done/**\"]\n";
    for (rule, bytes) in unread() {
        let folder = Folder::with(&[("backlog/ST-1.md", &complete("ST-1", "ready")), ("backlint.toml", known)]);
        folder.write("backlog/done/ST-4.md", bytes);
        let ran = folder.run(&[]);
        assert!(ran.code == 0 && ran.out.contains(&format!("warning[{rule}]")), "{rule}: {}{}", ran.out, ran.err);
        folder.write("backlint.toml", format!("{known}[rules.{rule}]\nstages.done = \"off\"\n"));
        assert_eq!(folder.run(&[]).out, "", "{rule}");
    }
}

#[test]
fn reports_count_it_apart() {
    let folder = team(&wide("ST-2"));
    let json: serde_json::Value = serde_json::from_str(&folder.run(&["check", "--output-format", "json"]).out).unwrap();
    assert_eq!((json["summary"]["unread"].as_u64(), json["backlogs"][0]["summary"]["unread"].as_u64()), (Some(1), Some(1)));
    assert_eq!((json["summary"]["open_items"].as_u64(), json["summary"]["meets_checks"].as_u64()), (Some(2), Some(1)));
    let summary = folder.run(&["check", "--output-format", "summary"]).out;
    assert!(summary.contains("1 of 2 open items meet the checks. 1 file was not read."), "{summary}");
}
