//! Rows 75 to 81: names that few disks hold, bytes that git converts, and stories that a change moves about.

use std::{
    collections::BTreeSet,
    ffi::OsStr,
    fs,
    os::unix::ffi::OsStrExt,
    path::Path,
    process::Command,
    time::{Duration, SystemTime},
};

use backlint::{
    rules,
    run::{Trees, run},
    source::RepoPath,
    tree::{EntryKind, MemoryTree},
};
use serde_json::Value;

use crate::{
    faults::shared::{git_reads, lacks_an_estimate, one_story, stops, unready},
    folder::{Folder, Ran, complete},
    page::{findings, request},
    trees::{commit, committed, git},
};

/// The working tree, the index and the commit.
const TREES: [&[&str]; 3] = [&["check"], &["--staged"], &["--rev", "HEAD"]];

/// What `path-collision` says of stories at these paths, whatever the system.
fn collisions(paths: &[&str]) -> String {
    let mut tree = MemoryTree::default();
    for (at, path) in paths.iter().enumerate() {
        tree.add(RepoPath::from(*path), EntryKind::File, complete(&format!("ST-{at}"), "ready"));
    }
    findings(&run(&Trees::of(&tree), &request(vec![rules::named("path-collision").unwrap()])).unwrap())
}

#[test]
fn row_75_paths_that_are_one_elsewhere_are_told_on_every_system() {
    let case = "error[path-collision] the path is the same as `backlog/ST-1.md` but for upper and lower case";
    assert_eq!(collisions(&["backlog/ST-1.md", "backlog/st-1.md"]), format!("backlog/st-1.md:4:9: {case}"));
    let (composed, parted) = ("backlog/caf\u{e9}.md", "backlog/cafe\u{301}.md");
    let accents = format!("error[path-collision] the path looks the same as `{parted}`, its accents are stored in another way");
    assert_eq!(collisions(&[composed, parted]), format!("{composed}:4:9: {accents}"));
    assert_eq!(collisions(&["backlog/a/ST-1.md", "backlog/b/st-1.md", "backlog/ST-2.md"]), "");
}

#[test]
fn row_75_two_files_of_one_name_are_told_in_every_tree() {
    let folder = Folder::with(&[("backlog/ST-1.md", &complete("ST-1", "ready"))]);
    if fs::metadata(folder.path().join("backlog/st-1.md")).is_ok() {
        // This disk itself ignores case.
        return;
    }
    folder.write("backlog/st-1.md", complete("ST-2", "ready"));
    folder.write("backlint.toml", "[rules]\nid-mismatch = \"off\"\n");
    committed(&folder);
    let told = "backlog/st-1.md:4:9: error[path-collision] the path is the same as `backlog/ST-1.md` but for upper and lower case\n";
    for arguments in TREES {
        assert_eq!(folder.run(arguments).out, told, "{arguments:?}");
    }
}

/// Names of stories, in pairs that are easily taken for each other.
fn odd_names() -> Vec<Vec<u8>> {
    let names: [&[u8]; 24] = [
        b"line\nend",
        b"line\\nend",
        b"x\nbacklog/ST-1.md:1:1: error[estimate-missing] no estimate",
        b"return\r",
        b"return\\r",
        b"tab\tstop",
        b"tab\\tstop",
        b"tab stop",
        b"quote\"",
        b"quote'",
        b"back`tick",
        b" space ",
        b"-x",
        b"--staged",
        b"--rev=HEAD~1",
        b"byte\xff",
        b"byte\\xff",
        b"byte\xc3\xbf",
        b"\x1b[31mred",
        b"\\u{1b}[31mred",
        "turned\u{202e}".as_bytes(),
        b"turned\\u{202e}",
        b"*",
        b":(glob)x",
    ];
    let deep = format!("{}/deep", vec!["d".repeat(245); 16].join("/"));
    names.into_iter().chain([deep.as_bytes()]).map(|name| [b"backlog/", name, b".md"].concat()).collect()
}

/// The binary with arguments that are no text.
fn run_raw(folder: &Folder, arguments: &[&OsStr]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_backlint"));
    let output = command.args(arguments).current_dir(folder.path()).env_clear().output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

fn oddly_named() -> Folder {
    let folder = Folder::new();
    for (at, name) in odd_names().iter().enumerate() {
        let path = folder.path().join(OsStr::from_bytes(name));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, unready(&format!("ST-{at}"))).unwrap();
    }
    committed(&folder);
    folder
}

#[test]
fn row_76_every_name_is_linted_and_looks_like_no_other() {
    let (folder, names) = (oddly_named(), odd_names());
    for tree in TREES {
        let ran =
            folder.run(&[tree, &["--output-format", "concise", "--set", "uses.estimate=true", "--only", "estimate-missing"]].concat());
        let shown: BTreeSet<&str> = ran.out.lines().collect();
        assert_eq!((ran.out.lines().count(), shown.len()), (names.len(), names.len()), "{tree:?}: {}", ran.out);
        let end = ".md:4:9: error[estimate-missing] no estimate";
        assert!(ran.out.lines().all(|line| line.starts_with("backlog/") && line.ends_with(end)), "{}", ran.out);
    }
    let long = names.iter().map(Vec::len).max().unwrap();
    assert!((3_900..4_000).contains(&long), "{long}");
}

#[test]
fn row_76_every_name_that_git_lists_can_be_asked_for() {
    let folder = oddly_named();
    let listed = Command::new("git").args(["ls-files", "-z"]).current_dir(folder.path()).output().unwrap().stdout;
    let listed: Vec<&[u8]> = listed.split(|byte| *byte == 0).filter(|name| !name.is_empty()).collect();
    let names = odd_names();
    assert_eq!(listed.len(), names.len());
    for name in listed {
        let arguments =
            ["check", "--output-format", "json", "--set", "uses.estimate=true", "--only", "estimate-missing", "--"].map(OsStr::new);
        let ran = run_raw(&folder, &[&arguments[..], &[OsStr::from_bytes(name)]].concat());
        let report: Value = serde_json::from_str(&ran.out).unwrap();
        let stories: Vec<&str> = report["findings"].as_array().unwrap().iter().map(|finding| finding["story"].as_str().unwrap()).collect();
        let id = names.iter().position(|other| other == name).unwrap();
        assert_eq!(stories, [format!("ST-{id}")], "{}", String::from_utf8_lossy(name));
    }
}

#[test]
fn row_77_names_that_windows_cannot_hold_are_told() {
    for (name, fault) in [
        ("CON.md", "`CON.md` is a name Windows keeps for a device"),
        ("com1.notes.md", "`com1.notes.md` is a name Windows keeps for a device"),
        ("a:b.md", "the name `a:b.md` holds `:`, which Windows does not allow"),
        ("why?.md", "the name `why?.md` holds `?`, which Windows does not allow"),
        ("a\\b.md", "the name `a\\b.md` holds `\\`, which Windows does not allow"),
        ("v1./a.md", "the name `v1.` ends in a dot, which Windows drops"),
        ("v1 /a.md", "the name `v1` ends in a space, which Windows drops"),
    ] {
        assert_eq!(collisions(&[&format!("backlog/{name}")]), format!("backlog/{name}:4:9: error[path-collision] {fault}"));
    }
    let long = format!("backlog/{}.md", vec!["x".repeat(61); 5].join("/"));
    assert!(collisions(&[&long]).ends_with("the path has 320 characters, Windows reads at most 259"));
    assert_eq!(collisions(&["backlog/console.md", "backlog/v1.0/a.md", "backlog/größer 数.md"]), "");
}

/// A repository in which git writes CRLF to the disk, or keeps it itself.
fn line_ends(attributes: &str, config: &[&str], story: &str) -> Folder {
    let folder = Folder::with(&[("backlog/ST-1.md", story)]);
    if !attributes.is_empty() {
        folder.write(".gitattributes", attributes);
    }
    git(folder.path(), &["init", "--quiet"]);
    if let [key, value] = config {
        git(folder.path(), &["config", key, value]);
    }
    commit(&folder);
    fs::remove_file(folder.path().join("backlog/ST-1.md")).unwrap();
    git(folder.path(), &["checkout", "--quiet", "--", "."]);
    assert!(fs::read_to_string(folder.path().join("backlog/ST-1.md")).unwrap().contains("\r\n"));
    folder
}

#[test]
fn row_78_line_ends_make_no_difference_between_trees() {
    let story = unready("ST-1").replace("phone", "phone, TBD");
    let crlf = story.replace('\n', "\r\n");
    for (folder, kept) in [
        (line_ends("*.md text eol=crlf\n", &[], &story), "\n"),
        (line_ends("", &["core.autocrlf", "true"], &story), "\n"),
        (line_ends("", &[], &crlf), "\r\n"),
        (line_ends("*.md -text\n", &[], &crlf), "\r\n"),
    ] {
        let blob = Command::new("git").args(["cat-file", "blob", "HEAD:backlog/ST-1.md"]).current_dir(folder.path()).output().unwrap();
        assert!(blob.stdout.starts_with(format!("---{kept}").as_bytes()));
        let [disk, staged, commit] = TREES.map(|tree| folder.run(&[tree, &["--output-format", "json"]].concat()));
        assert!(disk.out.contains("estimate-missing") && disk.out.contains("placeholder-left"), "{}", disk.out);
        assert_eq!(disk.out, staged.out);
        assert_eq!(disk.out, commit.out);
        assert_eq!(folder.run(&["check", "--since", "HEAD"]).code, 0);
    }
}

#[test]
fn row_79_a_file_in_another_encoding_is_read_as_git_keeps_it_while_it_is_clean() {
    let folder = Folder::with(&[(".gitattributes", "*.md working-tree-encoding=ISO-8859-1\n")]);
    let latin = |text: String| text.replace("clerk", "caf\u{e9}").chars().map(|c| u8::try_from(c).unwrap()).collect::<Vec<u8>>();
    folder.write("backlog/ST-1.md", latin(unready("ST-1")));
    // Older than the index, or git could not tell whether it was changed since.
    let file = fs::File::options().write(true).open(folder.path().join("backlog/ST-1.md")).unwrap();
    file.set_modified(SystemTime::now() - Duration::from_secs(60)).unwrap();
    drop(file);
    committed(&folder);
    for tree in TREES {
        lacks_an_estimate(&folder.run(tree), "backlog/ST-1.md");
    }
    folder.write("backlog/ST-1.md", latin(complete("ST-1", "ready")));
    let changed = folder.run(&[]);
    let told = "backlog/ST-1.md:1:1: error[file-unreadable] `.gitattributes` gives it the encoding `ISO-8859-1`\n";
    assert_eq!((changed.code, changed.out.as_str()), (1, told));
    lacks_an_estimate(&folder.run(&["--staged"]), "backlog/ST-1.md");
}

#[test]
fn row_79_a_pointer_is_no_story_in_any_tree() {
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n";
    let folder = Folder::with(&[("backlog/ST-1.md", pointer), (".gitattributes", "*.md filter=lfs diff=lfs merge=lfs -text\n")]);
    committed(&folder);
    for tree in TREES {
        let ran = folder.run(tree);
        assert_eq!(ran.out, "backlog/ST-1.md:1:1: error[file-unreadable] a Git LFS pointer, not the text\n", "{tree:?}");
        assert_eq!(ran.code, 1);
    }
}

/// A branch that starts with ST-1, which has an old fault, and ST-2, which waits for it.
fn branch() -> Folder {
    let waits = complete("ST-2", "open").replace("estimate: 3\n", "estimate: 3\ndepends_on: [ST-1]\n");
    let folder = Folder::with(&[("backlog/pdf.md", &unready("ST-1")), ("backlog/ST-2.md", &waits)]);
    committed(&folder);
    git(folder.path(), &["checkout", "--quiet", "-b", "change"]);
    folder
}

/// What a pull request of everything in the folder is told, by whichever tree it is looked at.
#[track_caller]
fn is_told(folder: &Folder, told: &str) {
    commit(folder);
    for tree in TREES {
        let ran = folder.run(&[tree, &["--since", "main"]].concat());
        assert_eq!(ran.out, told, "{tree:?}: {}", ran.err);
    }
}

const MISSED: &str = "backlog/ST-2.md:6:14: error[depends-dangling] depends on `ST-1`, but no story has this id\n";

#[test]
fn row_80_a_renamed_story_keeps_its_findings() {
    let folder = branch();
    fs::create_dir(folder.path().join("backlog/later")).unwrap();
    git(folder.path(), &["mv", "backlog/pdf.md", "backlog/later/ST-1.md"]);
    is_told(&folder, "");
}

#[test]
fn row_80_a_story_that_is_renamed_and_edited_answers_for_the_edit() {
    let folder = branch();
    git(folder.path(), &["mv", "backlog/pdf.md", "backlog/ST-1.md"]);
    folder.write("backlog/ST-1.md", unready("ST-1").replace("accountant", "bookkeeper").replace("on a phone", "on TBD"));
    is_told(&folder, "backlog/ST-1.md:10:27: error[placeholder-left] placeholder in the criteria: `TBD`\n");
}

#[test]
fn row_80_a_deleted_story_is_missed() {
    let folder = branch();
    git(folder.path(), &["rm", "--quiet", "backlog/pdf.md"]);
    is_told(&folder, MISSED);
}

#[test]
fn row_80_a_story_with_a_new_id_is_missed_by_its_old_one() {
    let folder = branch();
    git(folder.path(), &["mv", "backlog/pdf.md", "backlog/ST-9.md"]);
    folder.write("backlog/ST-9.md", unready("ST-1").replace("id: ST-1", "id: ST-9"));
    commit(&folder);
    let ran = folder.run(&["check", "--since", "main"]);
    assert!(ran.out.contains(MISSED), "{}", ran.out);
}

#[test]
fn row_80_a_copied_story_takes_an_id_that_is_taken() {
    let folder = branch();
    fs::copy(folder.path().join("backlog/pdf.md"), folder.path().join("backlog/copy.md")).unwrap();
    commit(&folder);
    for tree in TREES {
        let ran = folder.run(&[tree, &["--since", "main"]].concat());
        assert!(ran.out.starts_with("backlog/copy.md:2:5: error[id-duplicate]"), "{}", ran.out);
        assert!(ran.out.lines().all(|line| line.starts_with("backlog/copy.md:")), "{}", ran.out);
    }
}

#[test]
fn row_80_a_change_of_mode_is_none() {
    let folder = branch();
    git(folder.path(), &["update-index", "--chmod=+x", "backlog/pdf.md"]);
    git(folder.path(), &["commit", "--quiet", "--message", "x"]);
    git(folder.path(), &["checkout", "--quiet", "--force", "change"]);
    is_told(&folder, "");
}

#[test]
fn row_80_a_story_that_becomes_a_link_is_missed() {
    let folder = branch();
    fs::remove_file(folder.path().join("backlog/pdf.md")).unwrap();
    std::os::unix::fs::symlink("ST-2.md", folder.path().join("backlog/pdf.md")).unwrap();
    is_told(&folder, &format!("{MISSED}backlog/pdf.md:1:1: error[file-irregular] a symbolic link, not a file\n"));
}

#[test]
fn row_81_replacements_do_not_count() {
    let folder = one_story();
    let at = folder.path();
    let other = git_reads(at, &["hash-object", "-w", "--stdin"], complete("ST-1", "ready").as_bytes());
    git(at, &["replace", "HEAD:backlog/ST-1.md", &other]);
    assert!(git(at, &["show", "HEAD:backlog/ST-1.md"]).contains("estimate: 3"));
    for tree in TREES {
        lacks_an_estimate(&folder.run(tree), "backlog/ST-1.md");
    }
    // Nor do they make an old fault of one that is new.
    folder.write("backlog/ST-2.md", unready("ST-2"));
    commit(&folder);
    git(at, &["replace", "HEAD~1", "HEAD"]);
    let ran = folder.run(&["--rev", "HEAD", "--since", "HEAD~1"]);
    assert_eq!(ran.out, "backlog/ST-2.md:4:9: error[estimate-missing] no estimate\n");
}

#[test]
fn row_81_grafts_count_as_they_do_for_git() {
    let folder = one_story();
    let at = folder.path();
    for id in ["ST-2", "ST-3"] {
        folder.write(&format!("backlog/{id}.md"), unready(id));
        commit(&folder);
    }
    git(at, &["checkout", "--quiet", "-b", "other", "main~1"]);
    folder.write("backlog/ST-4.md", unready("ST-4"));
    commit(&folder);
    let graft = format!("{} {}\n", git(at, &["rev-parse", "main"]), git(at, &["rev-parse", "main~2"]));
    folder.write(".git/info/grafts", graft);
    let base = git(at, &["merge-base", "main", "other"]);
    let [since, exact] = ["main", &base].map(|base| folder.run(&["--rev", "other", "--since", base]));
    assert_eq!((since.code, &since.out), (1, &exact.out));
    assert_eq!(since.out.lines().count(), 2, "{}", since.out);
}

#[test]
fn row_81_objects_may_lie_in_another_repository_and_must_be_there() {
    let origin = one_story();
    let clone = Folder::new();
    git(clone.path(), &["clone", "--quiet", "--shared", origin.path().to_str().unwrap(), "."]);
    for tree in TREES {
        lacks_an_estimate(&clone.run(tree), "backlog/ST-1.md");
    }
    let head = git(clone.path(), &["rev-parse", "HEAD"]);
    fs::remove_file(clone.path().join(".git/objects/info/alternates")).unwrap();
    for tree in &TREES[..2] {
        stops(&clone.run(tree), &format!("the object {head} is not in the repository"), "`git fsck` lists what is lost");
    }
    stops(&clone.run(&["--rev", "HEAD"]), "`HEAD` names no commit", "");
    assert!(Path::new(&clone.path().join("backlog/ST-1.md")).exists());
}
