//! Rows 69 to 74: repositories that would run something, that are damaged, or that were made to exhaust whoever reads them.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
};

use git2::{ObjectType, Oid, Repository, Signature};

use crate::{
    faults::shared::{configure, contents, git_reads, lacks_an_estimate, one_story, stops, two_parts, unready},
    folder::{Folder, complete},
    trees::{committed, git},
};

/// Every setting by which a repository names a command.
const COMMANDS: [&str; 27] = [
    "core.fsmonitor",
    "core.pager",
    "core.editor",
    "core.askPass",
    "core.sshCommand",
    "core.gitProxy",
    "core.alternateRefsCommand",
    "credential.helper",
    "diff.external",
    "diff.x.command",
    "diff.x.textconv",
    "filter.x.clean",
    "filter.x.smudge",
    "filter.x.process",
    "merge.x.driver",
    "difftool.x.cmd",
    "interactive.diffFilter",
    "sequence.editor",
    "gpg.program",
    "gpg.ssh.defaultKeyCommand",
    "pager.diff",
    "remote.origin.uploadpack",
    "remote.origin.proxy",
    "uploadpack.packObjectsHook",
    "trailer.x.command",
    "submodule.x.update",
    "alias.status",
];

const HOOKS: [&str; 8] = [
    "pre-commit",
    "post-checkout",
    "post-index-change",
    "reference-transaction",
    "fsmonitor-watchman",
    "pre-auto-gc",
    "post-rewrite",
    "prepare-commit-msg",
];

/// A repository full of commands, each of which writes a file when it runs, and the folder for these files.
fn trapped() -> (Folder, PathBuf) {
    let folder = Folder::with(&[("backlog/ST-1.md", &unready("ST-1")), (".gitattributes", "*.md filter=x diff=x merge=x\n")]);
    committed(&folder);
    let ran = folder.path().join("ran");
    fs::create_dir(&ran).unwrap();
    folder.write("ran/.gitignore", "*\n");
    let touch = |name: &str| format!("touch {}/{name};", ran.display());
    for name in HOOKS {
        for place in [".git/hooks", ".git/elsewhere"] {
            folder.write(&format!("{place}/{name}"), format!("#!/bin/sh\n{}\n", touch(name)));
            fs::set_permissions(folder.path().join(place).join(name), fs::Permissions::from_mode(0o755)).unwrap();
        }
    }
    for key in COMMANDS {
        let is_shell = ["alias.status", "submodule.x.update", "credential.helper"].contains(&key);
        git(folder.path(), &["config", key, &format!("{}{}", if is_shell { "!" } else { "" }, touch(key))]);
    }
    git(folder.path(), &["config", "core.hooksPath", ".git/elsewhere"]);
    // Both the disk and the index differ from what git last saw, so that whoever compares them would have to filter.
    folder.write("backlog/ST-1.md", unready("ST-1").replace("phone", "tablet"));
    (folder, ran)
}

fn names(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name != ".gitignore").collect();
    names.sort();
    names
}

#[test]
fn row_69_no_command_of_the_repository_is_run() {
    let (folder, ran) = trapped();
    let looks: [&[&str]; 9] = [
        &["check"],
        &["--staged"],
        &["--rev", "HEAD"],
        &["check", "--since", "HEAD"],
        &["--staged", "--since", "HEAD"],
        &["check", "--diff"],
        &["check", "--fix"],
        &["report"],
        &["baseline"],
    ];
    for arguments in looks {
        let looked = folder.run_with(arguments, &[("PATH", "/usr/bin:/bin"), ("HOME", "/nowhere")], "");
        assert_ne!(looked.code, 2, "{arguments:?}: {}", looked.err);
        assert_eq!(names(&ran), [""; 0], "{arguments:?}");
    }
    // Git itself does run them, so this repository is a trap.
    let status = Command::new("git").args(["add", "--all"]).current_dir(folder.path()).output().unwrap();
    let sprung = names(&ran);
    assert!(
        sprung.contains(&"core.fsmonitor".to_owned()) && sprung.iter().any(|name| name.starts_with("filter.x")),
        "{sprung:?} {status:?}"
    );
}

#[test]
fn row_70_a_configuration_that_is_broken_is_told_with_its_line() {
    for (broken, why) in [("[core\n", "missing ']' in section header"), ("garbage here = [\n", "invalid configuration key")] {
        let folder = two_parts();
        let path = folder.path().join(".git/config");
        let line = fs::read_to_string(&path).unwrap().lines().count() + 1;
        configure(&folder, broken);
        let place = format!("{why} (in {}:{line})", path.display());
        for arguments in [&["check"][..], &["--staged"], &["--rev", "HEAD"]] {
            stops(&folder.run(arguments), &format!("cannot read git's configuration: failed to parse config file: {place}"), "mend it");
        }
    }
}

#[test]
fn row_70_a_setting_that_is_no_value_is_told() {
    for (setting, why) in [("bare = maybe", "failed to parse 'maybe' as a boolean"), ("repositoryformatversion = x", "failed to parse 'x'")]
    {
        let folder = two_parts();
        configure(&folder, &format!("[core]\n\t{setting}\n"));
        stops(&folder.run(&[]), why, "`git config --list --show-origin`");
    }
}

#[test]
fn row_70_the_users_own_configuration_is_told_with_its_line_too() {
    let home = Folder::with(&[(".gitconfig", "[user]\n\tname = A\n[core\n"), ("xdg/git/config", "[core\n")]);
    let folder = two_parts();
    let at = home.path().to_str().unwrap();
    let ran = folder.run_with(&[], &[("HOME", at)], "");
    stops(&ran, &format!("(in {at}/.gitconfig:3)"), "--show-origin");
    let ran = folder.run_with(&[], &[("HOME", "/nowhere"), ("XDG_CONFIG_HOME", &format!("{at}/xdg"))], "");
    stops(&ran, &format!("(in {at}/xdg/git/config:1)"), "--show-origin");
}

#[test]
fn row_70_without_a_home_everything_works() {
    let folder = two_parts();
    for home in [None, Some(""), Some("/nowhere"), Some("/dev/null")] {
        let variables: Vec<(&str, &str)> = home.map(|home| ("HOME", home)).into_iter().collect();
        for arguments in [&["check"][..], &["--staged"], &["--rev", "HEAD"]] {
            lacks_an_estimate(&folder.run_with(arguments, &variables, ""), "backlog/far/ST-1.md");
        }
    }
}

#[test]
fn row_70_a_head_that_names_nothing_is_told_with_its_cure() {
    for head in ["garbage\n", "", "ref: \n", "ref: refs/heads/../../x\n", "1234\n"] {
        let folder = two_parts();
        folder.write(".git/HEAD", head);
        let path = folder.path().join(".git/HEAD");
        let (says, cure) = (format!("cannot read `{}`", path.display()), format!("`echo 'ref: refs/heads/BRANCH' > {}`", path.display()));
        for arguments in [&["check"][..], &["--staged"], &["check", "--since", "HEAD"]] {
            stops(&folder.run(arguments), &says, &cure);
        }
        stops(&folder.run(&["--rev", "HEAD"]), "`HEAD` names no commit", "");
    }
    let folder = two_parts();
    folder.write(".git/HEAD", "1234567890123456789012345678901234567890\n");
    stops(&folder.run(&[]), "the object 1234567890123456789012345678901234567890 is not in the repository", "`git fsck`");
    fs::remove_file(folder.path().join(".git/HEAD")).unwrap();
    stops(&folder.run(&[]), "is not a whole repository", "`git init ");
}

/// An object of a repository: its id and the file it lies in, which may be written now.
fn object(folder: &Folder, what: &str) -> (String, PathBuf) {
    let id = git(folder.path(), &["rev-parse", what]);
    let path = folder.path().join(".git/objects").join(&id[..2]).join(&id[2..]);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    (id, path)
}

/// A story, a folder, the top and the commit itself.
const OBJECTS: [&str; 4] = ["HEAD:backlog/far/ST-1.md", "HEAD:backlog/far", "HEAD^{tree}", "HEAD"];

type Damage = fn(&Path);

#[test]
fn row_71_an_object_that_is_missing_or_damaged_is_named() {
    let damages: [(&str, Damage); 3] = [
        ("is not in the repository", |object| fs::remove_file(object).unwrap()),
        ("cannot read the object", |object| fs::write(object, "").unwrap()),
        ("cannot read the object", |object| fs::write(object, "garbage").unwrap()),
    ];
    for what in OBJECTS {
        for (says, damage) in damages {
            let folder = two_parts();
            let commit = git(folder.path(), &["rev-parse", "HEAD"]);
            let (id, path) = object(&folder, what);
            damage(&path);
            let ran = folder.run(&["--rev", &commit]);
            assert_eq!(ran.code, 2, "{what}: {ran:?}");
            let says = if what == "HEAD" { "names no commit" } else { says };
            assert!(ran.err.contains(says) && ran.err.contains(&id), "{what}: {}", ran.err);
            if what == "HEAD" {
                for arguments in [&["check"][..], &["--staged"], &["check", "--since", "HEAD"]] {
                    stops(&folder.run(arguments), &format!("the object {id}"), "`git fsck` lists what is");
                }
            }
        }
    }
}

#[test]
fn row_71_an_object_with_the_content_of_another_is_named() {
    for (what, other) in [("HEAD:backlog/far/ST-1.md", "HEAD:backlog/near/ST-2.md"), ("HEAD:backlog/far", "HEAD:backlog/near")] {
        let folder = two_parts();
        let ((id, path), (_, other)) = (object(&folder, what), object(&folder, other));
        fs::copy(other, path).unwrap();
        let ran = folder.run(&["--rev", "HEAD"]);
        assert_eq!(ran.code, 2, "{what}: {ran:?}");
        assert!(ran.err.contains(&format!("cannot read the object {id}")), "{}", ran.err);
    }
}

/// libgit2 never comes to the end of such an object.
#[test]
fn row_71_an_object_that_is_cut_short_ends_in_time_and_is_named() {
    let cut = |what: &str| {
        let folder = two_parts();
        let commit = git(folder.path(), &["rev-parse", "HEAD"]);
        let (id, path) = object(&folder, what);
        let whole = fs::read(&path).unwrap();
        fs::write(&path, &whole[..whole.len() / 2]).unwrap();
        let ran = folder.run(&["--rev", &commit]);
        stops(&ran, &id, "did not end within 10 seconds\nhelp: it is probably cut short: `git fsck` lists what is damaged");
    };
    // Each takes its ten seconds, so they take them together.
    std::thread::scope(|all| {
        for what in OBJECTS {
            all.spawn(move || cut(what));
        }
    });
}

#[test]
fn row_72_an_index_that_cannot_be_read_is_never_green() {
    let folder = two_parts();
    let whole = fs::read(folder.path().join(".git/index")).unwrap();
    let mut flipped = whole.clone();
    flipped[40] ^= 0xff;
    let garbage = b"garbage that is no index at all, but long enough to look at".to_vec();
    for damage in [Vec::new(), b"DIRC".to_vec(), garbage, whole[..whole.len() / 2].to_vec(), whole[..whole.len() - 1].to_vec(), flipped] {
        folder.write(".git/index", &damage);
        for arguments in [&["check"][..], &["--staged"], &["check", "--since", "HEAD"]] {
            stops(&folder.run(arguments), "cannot read the index", "`git reset` build it anew");
        }
        lacks_an_estimate(&folder.run(&["--rev", "HEAD"]), "backlog/far/ST-1.md");
    }
}

#[test]
fn row_72_a_missing_index_is_never_green() {
    let folder = two_parts();
    fs::remove_file(folder.path().join(".git/index")).unwrap();
    for arguments in [&["check"][..], &["--staged"], &["check", "--since", "HEAD"]] {
        stops(&folder.run(arguments), "the repository has commits but no index", "`git reset` builds it from the last commit");
    }
    git(folder.path(), &["reset", "--quiet"]);
    lacks_an_estimate(&folder.run(&[]), "backlog/far/ST-1.md");
}

/// Writes trees that libgit2 and git refuse to make.
struct Raw(Repository);

impl Raw {
    fn new(folder: &Folder) -> Self {
        Self(Repository::open(folder.path()).unwrap())
    }

    fn blob(&self, text: &str) -> Oid {
        self.0.blob(text.as_bytes()).unwrap()
    }

    fn tree<'n>(&self, entries: impl IntoIterator<Item = (&'n str, String, Oid)>) -> Oid {
        let mut bytes = Vec::new();
        for (mode, name, id) in entries {
            bytes.extend(format!("{mode} {name}\0").bytes());
            bytes.extend(id.as_bytes());
        }
        self.0.odb().unwrap().write(ObjectType::Tree, &bytes).unwrap()
    }

    fn commit(&self, tree: Oid) -> String {
        let signature = Signature::now("A", "a@example.org").unwrap();
        let tree = self.0.find_tree(tree).unwrap();
        self.0.commit(None, &signature, &signature, "x", &tree, &[]).unwrap().to_string()
    }
}

const FILE: &str = "100644";
const FOLDER: &str = "40000";

/// Runs the binary where it may have that much memory, in KiB, and no more.
fn within(folder: &Folder, memory: usize, arguments: &str) -> (i32, String) {
    let script = format!("ulimit -v {memory}; exec {} {arguments}", env!("CARGO_BIN_EXE_backlint"));
    let mut command = Command::new("sh");
    // Each thread would set an address space of its own aside.
    command.args(["-c", &script]).current_dir(folder.path()).env("MALLOC_ARENA_MAX", "1").env("RAYON_NUM_THREADS", "2");
    let output = command.output().unwrap();
    (output.status.code().unwrap_or(-1), String::from_utf8(output.stderr).unwrap())
}

/// 300 MiB.
const MEMORY: usize = 300 * 1024;

#[test]
fn row_73_a_tree_that_holds_itself_many_times_over_is_refused() {
    let folder = one_story();
    let raw = Raw::new(&folder);
    for name in ["d.md", "d.txt"] {
        let (mut id, mut mode) = (raw.blob("x"), FILE);
        for _ in 0..11 {
            (id, mode) = (raw.tree((0..10).map(|at| (mode, format!("{at}{name}"), id))), FOLDER);
        }
        let (code, told) = within(&folder, MEMORY, &format!("--rev {}", raw.commit(id)));
        let limit =
            if name == "d.md" { "more than 200000 files to look at in the commit" } else { "the commit holds more than 2000000 names" };
        assert_eq!((code, told.lines().next()), (2, Some(format!("error: {limit}").as_str())));
    }
}

#[test]
fn row_73_a_tree_that_is_too_deep_is_refused() {
    let folder = one_story();
    let commit = "commit refs/heads/deep\ncommitter A <a@example.org> 0 +0000\ndata 1\nx\n";
    let story = format!("M 644 inline {}ST-1.md\ndata 1\nx\n", "d/".repeat(20_000));
    git_reads(folder.path(), &["fast-import", "--quiet"], format!("{commit}{story}").as_bytes());
    let (code, told) = within(&folder, MEMORY, "--rev deep");
    assert_eq!(code, 2, "{told}");
    assert!(told.starts_with("error: folders lie more than 128 deep at `d/d/d/"), "{told}");
}

#[test]
fn row_73_a_million_files_are_refused() {
    let folder = one_story();
    let raw = Raw::new(&folder);
    let story = raw.blob(&complete("ST-1", "ready"));
    let million = raw.tree((0..1_000_000).map(|at| (FILE, format!("{at:07}.md"), story)));
    let commit = raw.commit(raw.tree([(FOLDER, "backlog".to_owned(), million)]));
    let (code, told) = within(&folder, MEMORY, &format!("--rev {commit}"));
    assert_eq!((code, told.lines().next()), (2, Some("error: more than 200000 files to look at in the commit")));
}

#[test]
fn row_74_a_name_git_would_not_check_out_is_a_finding() {
    let folder = Folder::new();
    let raw = Raw(Repository::init(folder.path().join("inner")).unwrap());
    let story = raw.blob(&unready("ST-2"));
    let file = |name: &str| (FILE, name.to_owned(), story);
    let inside = |name: &str| (FOLDER, name.to_owned(), raw.tree([file("ST-2.md")]));
    let twice = raw.tree([file("ST-2.md"), file("ST-2.md")]);
    let trees = [
        (raw.tree([inside("..")]), "backlog/../ST-2.md"),
        (raw.tree([inside(".")]), "backlog/./ST-2.md"),
        (raw.tree([inside(".git")]), "backlog/.git/ST-2.md"),
        (raw.tree([inside(".GIT")]), "backlog/.GIT/ST-2.md"),
        (raw.tree([inside("a/../../..")]), "backlog/a/../../../ST-2.md"),
        (raw.tree([file("a/ST-2.md")]), "backlog/a/ST-2.md"),
        (raw.tree([file("../../ST-2.md")]), "backlog/../../ST-2.md"),
        (twice, "backlog/ST-2.md"),
    ];
    for (tree, path) in trees {
        let commit = raw.commit(raw.tree([(FOLDER, "backlog".to_owned(), tree)]));
        let before = contents(folder.path());
        let ran = folder.run(&["-C", "inner", "--rev", &commit, "--only", "file-irregular"]);
        assert_eq!(ran.out, format!("{path}:1:1: error[file-irregular] a name that git would not check out\n"), "{}", ran.err);
        assert_eq!((ran.code, contents(folder.path())), (1, before));
    }
}
