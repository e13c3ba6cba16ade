//! What people and programs type: paths from anywhere, formats by their usual names, targets of reports.

use crate::{cli::two_stories, folder::Folder};

#[test]
fn what_anybody_would_type_works() {
    let folder = two_stories();
    for arguments in [
        &["backlog/"][..],
        &["backlog/ST-1.md", "ST-2"],
        &["ST-2"],
        &["check", "--format", "concise"],
        &["check", "-f", "json"],
        &["--json"],
    ] {
        assert_eq!(folder.run(arguments).code, 1, "{arguments:?}");
    }
    assert_eq!(folder.run(&["ST-1"]).code, 0);
    assert!(folder.run(&["ready", "--json"]).out.starts_with("{\"version\":1,\"stories\":[{\"path\":"));
    // A mistyped command is one.
    let ran = folder.run(&["chekc"]);
    assert!(ran.code == 2 && ran.err.contains("'check'"), "{}", ran.err);
    for (command, format) in [("report", "sarif"), ("agenda", "gitlab"), ("ready", "summary"), ("list", "github")] {
        let ran = folder.run(&[command, "--output-format", format]);
        assert!(ran.code == 2 && ran.err.contains("this command has: "), "{command}: {}", ran.err);
    }
}

#[test]
fn paths_are_found_through_links_and_from_elsewhere() {
    let folder = two_stories();
    git2::Repository::init(folder.path()).unwrap();
    let elsewhere = Folder::new();
    let story = folder.path().join("backlog/ST-2.md").display().to_string();
    let ran = elsewhere.run(&["check", &story]);
    assert!(ran.code == 1 && ran.out.starts_with("backlog/ST-2.md:4:9: "), "{}{}", ran.out, ran.err);
    #[cfg(unix)]
    {
        let link = elsewhere.path().join("link");
        std::os::unix::fs::symlink(folder.path(), &link).unwrap();
        let linked = link.join("backlog").display().to_string();
        assert_eq!(folder.run(&["check", &linked]).code, 1);
        assert_eq!(elsewhere.run(&["check", &link.join("backlog/ST-1.md").display().to_string()]).code, 0);
    }
    // Two repositories are two runs.
    let other = two_stories();
    git2::Repository::init(other.path()).unwrap();
    let ran = elsewhere.run(&["check", &story, &other.path().join("backlog").display().to_string()]);
    assert!(ran.code == 2 && ran.err.contains("lies outside of"), "{}", ran.err);
}

#[test]
fn a_diff_fails_where_a_check_would() {
    let folder = two_stories();
    assert_eq!(folder.run(&["check", "--diff"]).code, 1);
    assert_eq!(folder.run(&["check", "--diff", "--fail-on", "never"]).code, 0);
}

#[cfg(unix)]
#[test]
fn a_report_follows_no_link_that_a_commit_may_have_made() {
    let (folder, outside) = (two_stories(), Folder::with(&[("victim", "mine")]));
    std::os::unix::fs::symlink(outside.path().join("victim"), folder.path().join("report.json")).unwrap();
    std::os::unix::fs::symlink(outside.path(), folder.path().join("out")).unwrap();
    for target in ["json=report.json", "json=out/report.json"] {
        let ran = folder.run(&["check", "--output-format", target]);
        assert!(ran.code == 2 && ran.err.contains("cannot write"), "{target}: {}", ran.err);
    }
    assert_eq!(std::fs::read_to_string(outside.path().join("victim")).unwrap(), "mine");
    assert!(!outside.path().join("report.json").exists());
    let twice = folder.run(&["check", "--output-format", "json=a.json", "--output-format", "sarif=a.json"]);
    assert!(twice.code == 2 && twice.err.contains("two formats cannot share the file `a.json`"), "{}", twice.err);
}
