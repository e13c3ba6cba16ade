//! Rows 31 to 35: what lies where stories do and is no file, may not be read, or changes while it is read.

use std::{
    fs,
    os::unix::{
        fs::{MetadataExt as _, PermissionsExt as _, chown, symlink},
        net::UnixListener,
        process::CommandExt as _,
    },
    path::Path,
    process::Command,
};

use backlint::{
    error::Error,
    outcome::Outcome,
    rules::RULES,
    run::{Trees, run},
    source::RepoPath,
    tree::{Listing, PathKind, Reader, Tree, WorkTree},
};

use super::shell::shell;
use crate::{
    folder::{Folder, complete},
    page::{findings, request},
};

fn good(id: &str) -> String {
    complete(id, "ready")
}

#[test]
fn row_31_a_link_in_the_place_of_a_story_is_a_finding_and_not_followed() {
    let outside = Folder::with(&[("secret.md", &good("ST-9").replace("estimate: 3\n", ""))]);
    let folder = Folder::with(&[("backlog/ST-1.md", &good("ST-1"))]);
    git2::Repository::init(folder.path()).unwrap();
    let link = |target: &Path, name: &str| symlink(target, folder.path().join("backlog").join(name)).unwrap();
    link(&outside.path().join("secret.md"), "away.md");
    link(Path::new("dangling-target"), "dangling.md");
    link(Path::new("../.git/HEAD"), "git.md");
    link(Path::new("loop.md"), "loop.md");
    link(outside.path(), "folder");
    let ran = folder.run(&[]);
    let lines = ["away", "dangling", "git", "loop"]
        .map(|name| format!("backlog/{name}.md:1:1: error[file-irregular] a symbolic link, not a file\n"));
    assert_eq!((ran.code, ran.out), (1, lines.concat()));
}

#[test]
fn row_32_folders_linked_in_a_circle_end_and_are_read_once() {
    let folder = Folder::with(&[("backlog/a/ST-1.md", &good("ST-1").replace("estimate: 3\n", "")), ("backlog/b/ST-2.md", &good("ST-2"))]);
    for (target, name) in
        [(".", "backlog/a/here"), ("..", "backlog/a/up"), ("../a", "backlog/b/a"), ("../b", "backlog/a/b"), ("../..", "backlog/a/top")]
    {
        symlink(target, folder.path().join(name)).unwrap();
    }
    for _ in 0..2 {
        let ran = shell(&folder, "\"$BACKLINT\" check --output-format concise --output-format json=found.json");
        assert_eq!((ran.code, ran.out.as_str()), (1, "backlog/a/ST-1.md:4:9: error[estimate-missing] no estimate\n"), "{}", ran.err);
        let found = fs::read_to_string(folder.path().join("found.json")).unwrap();
        assert!(found.contains("\"summary\":{\"stories\":2,"), "{found}");
        fs::remove_file(folder.path().join("found.json")).unwrap();
        git2::Repository::init(folder.path()).unwrap();
    }
}

#[test]
fn row_33_pipes_sockets_and_devices_are_findings_and_never_opened() {
    let folder = Folder::with(&[("backlog/ST-1.md", &good("ST-1"))]);
    let at = |name: &str| folder.path().join("backlog").join(name);
    assert!(Command::new("mkfifo").arg(at("ST-2.md")).status().unwrap().success());
    let _listener = UnixListener::bind(at("ST-3.md")).unwrap();
    symlink("/dev/zero", at("ST-4.md")).unwrap();
    symlink("ST-2.md", at("ST-5.md")).unwrap();
    assert!(Command::new("mkfifo").arg(folder.path().join("backlint.toml")).status().unwrap().success());
    let expected = [("ST-2", "named pipe"), ("ST-3", "socket"), ("ST-4", "symbolic link"), ("ST-5", "symbolic link")]
        .map(|(id, what)| format!("backlog/{id}.md:1:1: error[file-irregular] a {what}, not a file\n"));
    for _ in 0..2 {
        let ran = shell(&folder, "\"$BACKLINT\"");
        assert_eq!((ran.code, &ran.out), (2, &expected.concat()), "{}", ran.err);
        assert!(ran.err.contains("cannot read backlint.toml: it is a link, or no file at all, and not read"), "{}", ran.err);
        git2::Repository::init(folder.path()).unwrap();
    }
}

/// Runs the binary as somebody who may not read everything: root may, so root becomes nobody.
fn run_unprivileged(folder: &Folder) -> (i32, String, String) {
    let binary = folder.path().join("backlint");
    // Copied by a process of its own: a program that another thread holds open for writing cannot be run.
    assert!(Command::new("cp").args([Path::new(env!("CARGO_BIN_EXE_backlint")), &binary]).status().unwrap().success());
    let mut command = Command::new(&binary);
    command.current_dir(folder.path()).env_clear();
    if folder.path().metadata().unwrap().uid() == 0 {
        const NOBODY: u32 = 65_534;
        for entry in fs::read_dir(folder.path().join("backlog")).unwrap() {
            chown(entry.unwrap().path(), Some(NOBODY), None).unwrap();
        }
        command.uid(NOBODY).gid(NOBODY);
    }
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

#[test]
fn row_34_what_may_not_be_read_is_told_and_the_rest_is_judged() {
    let unready = good("ST-3").replace("estimate: 3\n", "");
    let folder =
        Folder::with(&[("backlog/ST-1.md", &good("ST-1")), ("backlog/shut/ST-2.md", &good("ST-2")), ("backlog/ST-3.md", &unready)]);
    let set = |name: &str, mode: u32| fs::set_permissions(folder.path().join(name), fs::Permissions::from_mode(mode)).unwrap();
    set("backlog/ST-1.md", 0o000);
    set("backlog/shut", 0o000);
    let (code, out, err) = run_unprivileged(&folder);
    set("backlog/shut", 0o755);
    assert_eq!(code, 2, "{out}{err}");
    assert_eq!(
        out,
        "backlog/ST-1.md:1:1: error[file-unreadable] the file cannot be opened: permission denied\n\
         backlog/ST-3.md:4:9: error[estimate-missing] no estimate\n"
    );
    assert!(err.contains("error: cannot read backlog/shut: permission denied\n"), "{err}");
    assert!(err.contains("error: cannot read backlog/ST-1.md: permission denied\n"), "{err}");
}

#[test]
fn row_34_a_configuration_that_may_not_be_read_stops_the_run() {
    let folder = Folder::with(&[("backlog/ST-1.md", &good("ST-1")), ("backlint.toml", "[rules]\n")]);
    let config = folder.path().join("backlint.toml");
    fs::set_permissions(&config, fs::Permissions::from_mode(0o000)).unwrap();
    let (code, out, err) = run_unprivileged(&folder);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("error: cannot read backlint.toml: permission denied\n"), "{err}");
}

/// A tree on the disk that somebody changes when it has been listed and before it is read.
struct Meanwhile<'t> {
    tree: WorkTree,
    change: &'t (dyn Fn() + Sync),
}

impl Tree for Meanwhile<'_> {
    fn size(&self, paths: &[&RepoPath], limit: u64) -> u64 {
        self.tree.size(paths, limit)
    }

    fn list(&self, folder: &RepoPath) -> Result<Listing, Error> {
        let listing = self.tree.list(folder);
        (self.change)();
        listing
    }

    fn reader(&self) -> Result<Box<dyn Reader + '_>, Error> {
        self.tree.reader()
    }

    fn kind(&self, path: &RepoPath) -> Option<PathKind> {
        self.tree.kind(path)
    }

    fn blob(&self, path: &RepoPath) -> Option<git2::Oid> {
        self.tree.blob(path)
    }
}

/// What is found in three stories while the second is changed.
fn found_meanwhile(change: impl Fn(&Path) + Sync) -> Outcome {
    let folder = Folder::with(&[
        ("backlint.toml", ""),
        ("backlog/ST-1.md", &good("ST-1")),
        ("backlog/ST-2.md", &good("ST-2")),
        ("backlog/ST-3.md", &good("ST-3")),
    ]);
    let second = folder.path().join("backlog/ST-2.md");
    let tree = Meanwhile { tree: WorkTree::of_folder(folder.path()), change: &|| change(&second) };
    run(&Trees::of(&tree), &request(RULES.to_vec())).unwrap()
}

#[test]
fn row_35_a_file_that_vanishes_before_it_is_read_is_told() {
    let outcome = found_meanwhile(|path| fs::remove_file(path).unwrap());
    assert_eq!((findings(&outcome).as_str(), outcome.summary().stories), ("", 2));
    assert!(
        outcome.notices.iter().any(|notice| notice.text == "`backlog/ST-2.md` was deleted while it was to be read"),
        "{:?}",
        outcome.notices
    );
}

#[test]
fn row_35_a_folder_that_vanishes_before_it_is_read_is_told() {
    let outcome = found_meanwhile(|path| fs::rename(path.parent().unwrap(), path.with_file_name("../elsewhere")).unwrap());
    assert_eq!((findings(&outcome).as_str(), outcome.summary().stories), ("", 0));
    assert_eq!(outcome.notices.iter().filter(|notice| notice.text.ends_with("was deleted while it was to be read")).count(), 3);
}

#[test]
fn row_35_a_file_that_grows_before_it_is_read_is_read_as_it_is_then() {
    let grown = good("ST-2").replace("estimate: 3\n", "");
    let outcome = found_meanwhile(|path| fs::write(path, &grown).unwrap());
    assert_eq!(findings(&outcome), "backlog/ST-2.md:4:9: error[estimate-missing] no estimate");
    let outcome = found_meanwhile(|path| fs::File::create(path).unwrap().set_len(2 << 20).unwrap());
    assert_eq!(findings(&outcome), "backlog/ST-2.md:1:1: error[file-unreadable] the file has 2 MiB, the limit is 1 MiB");
}

#[test]
fn row_35_what_takes_the_place_of_a_file_before_it_is_read_is_not_followed() {
    let secret = Folder::with(&[("secret.md", "---\nid: ST-7\nstatus: ready\n---\nthe secret\n")]);
    for target in [secret.path().join("secret.md"), "/dev/zero".into(), "ST-2.md".into()] {
        let outcome = found_meanwhile(|path| {
            fs::remove_file(path).unwrap();
            symlink(&target, path).unwrap();
        });
        assert_eq!(findings(&outcome), "backlog/ST-2.md:1:1: error[file-unreadable] the file cannot be read: not a regular file");
        assert_eq!(outcome.errors.len(), 1, "not all could be judged");
    }
}

#[test]
fn row_35_a_pipe_or_a_socket_in_its_place_holds_nothing_up() {
    let pipe = |path: &Path| assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    let socket = |path: &Path| drop(UnixListener::bind(path).unwrap());
    let makers: [&(dyn Fn(&Path) + Sync); 2] = [&pipe, &socket];
    for make in makers {
        let outcome = found_meanwhile(|path| {
            fs::remove_file(path).unwrap();
            make(path);
        });
        assert_eq!(findings(&outcome), "backlog/ST-2.md:1:1: error[file-unreadable] the file cannot be read: not a regular file");
    }
}

#[test]
fn row_24_a_limit_that_no_machine_could_keep_is_refused() {
    let folder = Folder::with(&[("backlog/ST-1.md", &good("ST-1"))]);
    fs::File::create(folder.path().join("backlog/ST-2.md")).unwrap().set_len(1 << 40).unwrap();
    for limit in ["1073741825", "1099511627777", "18446744073709551615"] {
        let ran = folder.run(&["--max-file-size", limit]);
        assert!(ran.code == 2 && ran.err.contains("is not in 0..=1073741824"), "{limit}: {}", ran.err);
    }
    let ran = folder.run(&["--max-file-size", "1073741824", "--output-format", "concise"]);
    assert!(ran.out.contains("the file has 1024 GiB, the limit is 1 GiB"), "{}", ran.out);
}
