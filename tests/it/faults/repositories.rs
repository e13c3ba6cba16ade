//! Rows 45 to 54: repositories in the states and formats git leaves them in.

use std::fs;

use crate::{
    faults::shared::{can, contents, lacks_an_estimate, one_story, stops, two_parts, unready},
    folder::{Folder, complete},
    trees::{commit, committed, git},
};

#[test]
fn row_45_outside_a_repository_files_are_judged_as_they_lie() {
    let folder = Folder::with(&[("backlog/ST-1.md", &unready("ST-1"))]);
    let ran = folder.run(&[]);
    lacks_an_estimate(&ran, "backlog/ST-1.md");
    assert!(ran.err.contains("not in a git repository: files are judged as they lie, none is ignored"), "{}", ran.err);
    for (arguments, option) in [(&["--staged"][..], "--staged"), (&["--rev", "HEAD"], "--rev"), (&["check", "--since", "HEAD"], "--since")]
    {
        stops(&folder.run(arguments), &format!("`{option}` needs a git repository"), "is in none");
    }
}

#[test]
fn row_45_before_the_first_commit_everything_is_new() {
    let folder = Folder::with(&[("backlog/ST-1.md", &unready("ST-1"))]);
    git(folder.path(), &["init", "--quiet"]);
    git(folder.path(), &["add", "--all"]);
    for arguments in [&[][..], &["--staged"], &["check", "--since", "HEAD"], &["--staged", "--since", "HEAD"]] {
        lacks_an_estimate(&folder.run(arguments), "backlog/ST-1.md");
    }
    stops(&folder.run(&["--rev", "HEAD"]), "error: `HEAD` names no commit", "");
}

#[test]
fn row_45_a_detached_head_is_a_head() {
    let folder = one_story();
    git(folder.path(), &["checkout", "--quiet", "--detach"]);
    for arguments in [&[][..], &["--staged"], &["--rev", "HEAD"]] {
        lacks_an_estimate(&folder.run(arguments), "backlog/ST-1.md");
    }
    assert_eq!(folder.run(&["check", "--since", "HEAD"]).code, 0);
    folder.write("backlog/ST-2.md", unready("ST-2"));
    git(folder.path(), &["add", "--all"]);
    for arguments in [&["check", "--since", "HEAD"][..], &["--staged", "--since", "main"]] {
        let ran = folder.run(arguments);
        lacks_an_estimate(&ran, "backlog/ST-2.md");
        assert!(!ran.out.contains("ST-1"), "{}", ran.out);
    }
}

#[test]
fn row_45_an_empty_repository_has_nothing_to_lint() {
    let folder = Folder::new();
    git(folder.path(), &["init", "--quiet"]);
    for arguments in [&["check"][..], &["--staged"], &["check", "--since", "HEAD"]] {
        stops(&folder.run(arguments), "nothing to lint", "");
        assert_eq!(folder.run(&[arguments, &["--allow-empty"]].concat()).code, 0, "{arguments:?}");
    }
}

#[test]
fn row_46_a_bare_repository_has_commits_to_judge() {
    let folder = one_story();
    let bare = Folder::new();
    git(bare.path(), &["clone", "--quiet", "--bare", folder.path().to_str().unwrap(), "all.git"]);
    for arguments in [&["-C", "all.git"][..], &["-C", "all.git", "--staged"], &["-C", "all.git/refs"]] {
        stops(&bare.run(arguments), "a bare repository has no working tree to judge", "`--rev REV` judges a commit of it");
    }
    let judged = bare.run(&["-C", "all.git", "--rev", "HEAD"]);
    assert_eq!((judged.code, judged.out.as_str()), (1, "backlog/ST-1.md:4:9: error[estimate-missing] no estimate\n"));
    assert_eq!(bare.run(&["-C", "all.git", "--rev", "HEAD", "--since", "main"]).code, 0);
}

/// The outer repository, with one committed inside of it that says its working tree is `elsewhere`.
fn astray(elsewhere: &str) -> Folder {
    let folder = two_parts();
    let config = format!("[core]\n\tbare = false\n\tworktree = {elsewhere}\n");
    for (path, text) in [("HEAD", "ref: refs/heads/main\n"), ("objects/x", ""), ("refs/x", ""), ("config", &config)] {
        folder.write(&format!("docs/{path}"), text);
    }
    folder.write("docs/ST-3.md", unready("ST-3"));
    commit(&folder);
    folder
}

#[test]
fn row_47_a_repository_committed_inside_another_leads_nobody_astray() {
    let elsewhere = Folder::with(&[("backlog/ST-9.md", &unready("ST-9"))]);
    let folder = astray(elsewhere.path().to_str().unwrap());
    for more in [&[][..], &["--staged"], &["--rev", "HEAD"]] {
        let ran = folder.run(&[&["-C", "docs"], more].concat());
        lacks_an_estimate(&ran, "backlog/far/ST-1.md");
        assert!(!ran.out.contains("ST-9"), "{}", ran.out);
    }
    let system = astray("/etc").run(&["-C", "docs"]);
    lacks_an_estimate(&system, "backlog/far/ST-1.md");
}

#[test]
fn row_48_a_working_tree_elsewhere_is_not_judged_from_here() {
    let (folder, elsewhere) = (two_parts(), Folder::new());
    git(folder.path(), &["config", "core.worktree", elsewhere.path().to_str().unwrap()]);
    stops(&folder.run(&[]), "which does not hold this folder", "git config --unset core.worktree");
    stops(&folder.run(&["-C", ".git"]), "holds git's own files", "run backlint in");
}

#[test]
fn row_48_a_working_tree_around_this_folder_is_judged_from_its_top() {
    let folder = Folder::with(&[("backlog/ST-1.md", &unready("ST-1"))]);
    let inner = folder.path().join("inner");
    fs::create_dir(&inner).unwrap();
    git(&inner, &["init", "--quiet"]);
    git(&inner, &["config", "core.worktree", folder.path().to_str().unwrap()]);
    git(&inner, &["add", "--all"]);
    for more in [&[][..], &["--staged"]] {
        lacks_an_estimate(&folder.run(&[&["-C", "inner"], more].concat()), "backlog/ST-1.md");
    }
}

/// A repository in `main` and a working tree linked to it in `linked`, where the story lacks an estimate.
fn linked() -> Folder {
    let folder = Folder::with(&[("main/backlog/ST-1.md", &complete("ST-1", "ready"))]);
    let main = folder.path().join("main");
    git(&main, &["init", "--quiet"]);
    git(&main, &["add", "--all"]);
    git(&main, &["commit", "--quiet", "--message", "x"]);
    git(&main, &["worktree", "add", "--quiet", "../linked", "-b", "linked"]);
    folder.write("linked/backlog/ST-1.md", unready("ST-1"));
    git(&folder.path().join("linked"), &["add", "--all"]);
    folder
}

fn is_judged_as_the_main_one_is(folder: &Folder) {
    for arguments in [&[][..], &["--staged"], &["--staged", "--since", "HEAD"], &["check", "--since", "main"]] {
        lacks_an_estimate(&folder.run(&[arguments, &["-C", "linked"]].concat()), "backlog/ST-1.md");
        assert_eq!(folder.run(&[arguments, &["-C", "main"]].concat()).code, 0, "{arguments:?}");
    }
    lacks_an_estimate(&folder.run(&["-C", "linked/backlog", "--staged"]), "backlog/ST-1.md");
    assert_eq!(folder.run(&["-C", "linked", "--rev", "HEAD"]).code, 0);
}

#[test]
fn row_49_a_linked_working_tree_is_a_working_tree() {
    is_judged_as_the_main_one_is(&linked());
}

#[test]
fn row_49_a_working_tree_linked_by_a_relative_path_is_one_too() {
    let folder = linked();
    folder.write("linked/.git", "gitdir: ../main/.git/worktrees/linked\n");
    folder.write("main/.git/worktrees/linked/gitdir", "../../../../linked/.git\n");
    is_judged_as_the_main_one_is(&folder);
    // Since git 2.48 such a repository says so.
    let config = folder.path().join("main/.git/config");
    let text = fs::read_to_string(&config).unwrap().replace("repositoryformatversion = 0", "repositoryformatversion = 1");
    fs::write(&config, text + "[extensions]\n\trelativeWorktrees = true\n").unwrap();
    is_judged_as_the_main_one_is(&folder);
}

#[test]
fn row_50_a_submodule_is_not_entered_and_is_judged_where_one_stands_in_it() {
    let part = Folder::with(&[("backlog/ST-8.md", &unready("ST-8"))]);
    committed(&part);
    let folder = two_parts();
    let url = part.path().to_str().unwrap();
    git(folder.path(), &["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", url, "backlog/part"]);
    commit(&folder);
    for arguments in [&["check"][..], &["--staged"], &["--rev", "HEAD"]] {
        let ran = folder.run(arguments);
        lacks_an_estimate(&ran, "backlog/far/ST-1.md");
        assert!(!ran.out.contains("ST-8"), "{}", ran.out);
    }
    for arguments in [&["-C", "backlog/part"][..], &["-C", "backlog/part", "--staged"], &["-C", "backlog/part/backlog", "--rev", "HEAD"]] {
        let ran = folder.run(arguments);
        lacks_an_estimate(&ran, "backlog/ST-8.md");
        assert!(!ran.out.contains("ST-1"), "{}", ran.out);
    }
}

#[test]
fn row_50_a_repository_within_is_not_entered() {
    let folder = one_story();
    folder.write("backlog/other/backlog/ST-2.md", unready("ST-2"));
    git(&folder.path().join("backlog/other"), &["init", "--quiet"]);
    assert_eq!(folder.run(&[]).out, "backlog/ST-1.md:4:9: error[estimate-missing] no estimate\n");
    let inside = folder.run(&["-C", "backlog/other"]);
    assert_eq!(inside.out, "backlog/ST-2.md:4:9: error[estimate-missing] no estimate\n", "{}", inside.err);
}

#[test]
fn row_51_what_a_sparse_checkout_leaves_out_is_judged_and_not_missed() {
    let folder = two_parts();
    if !can(folder.path(), &["sparse-checkout", "set", "--cone", "--no-sparse-index", "backlog/near"]) {
        return;
    }
    assert!(!folder.path().join("backlog/far").exists());
    let ran = folder.run(&[]);
    lacks_an_estimate(&ran, "backlog/far/ST-1.md");
    assert!(!ran.out.contains("depends-dangling"), "{}", ran.out);
    for arguments in [&["check", "--since", "HEAD"][..], &["check", "--staged", "--since", "HEAD"]] {
        assert_eq!(folder.run(arguments).code, 0, "{arguments:?}");
    }
}

#[test]
fn row_52_a_sparse_index_is_told_with_its_cure_and_commits_are_still_judged() {
    let folder = two_parts();
    if !can(folder.path(), &["sparse-checkout", "set", "--cone", "--sparse-index", "backlog/near"]) {
        return;
    }
    for arguments in [&[][..], &["--staged"]] {
        stops(&folder.run(arguments), "the index is sparse", "git sparse-checkout reapply --no-sparse-index");
    }
    lacks_an_estimate(&folder.run(&["--rev", "HEAD"]), "backlog/far/ST-1.md");
    git(folder.path(), &["sparse-checkout", "reapply", "--no-sparse-index"]);
    lacks_an_estimate(&folder.run(&[]), "backlog/far/ST-1.md");
}

#[test]
fn row_52_a_split_index_is_told_with_its_cure_and_commits_are_still_judged() {
    let folder = two_parts();
    git(folder.path(), &["update-index", "--split-index"]);
    for arguments in [&[][..], &["--staged"]] {
        stops(&folder.run(arguments), "the index is split", "git update-index --no-split-index");
    }
    lacks_an_estimate(&folder.run(&["--rev", "HEAD"]), "backlog/far/ST-1.md");
    git(folder.path(), &["update-index", "--no-split-index"]);
    lacks_an_estimate(&folder.run(&[]), "backlog/far/ST-1.md");
}

#[test]
fn row_53_references_in_a_table_are_told_with_their_cure() {
    let folder = Folder::with(&[("backlog/ST-1.md", &unready("ST-1"))]);
    if can(folder.path(), &["init", "--quiet", "--ref-format=reftable"]) {
        stops(&folder.run(&[]), "reftable", "git refs migrate --ref-format=files");
    }
}

#[test]
fn row_53_an_extension_that_is_not_known_is_named() {
    let folder = two_parts();
    git(folder.path(), &["config", "core.repositoryformatversion", "1"]);
    git(folder.path(), &["config", "extensions.novelty", "true"]);
    stops(&folder.run(&[]), "the extension `novelty`", "--unset extensions.novelty");
}

#[test]
fn row_53_a_repository_with_long_ids_is_read() {
    let folder = Folder::with(&[("backlog/ST-1.md", &unready("ST-1"))]);
    if !can(folder.path(), &["init", "--quiet", "--object-format=sha256"]) {
        return;
    }
    commit(&folder);
    for arguments in [&["check"][..], &["--staged"], &["--rev", "HEAD"]] {
        lacks_an_estimate(&folder.run(arguments), "backlog/ST-1.md");
    }
    assert_eq!(folder.run(&["check", "--since", "HEAD"]).code, 0);
}

/// A clone that git left without its blobs, or without its trees too.
fn partial(filter: &str) -> (Folder, Folder) {
    let origin = two_parts();
    git(origin.path(), &["config", "uploadpack.allowFilter", "true"]);
    let clone = Folder::new();
    let url = format!("file://{}", origin.path().display());
    git(clone.path(), &["clone", "--quiet", "--no-checkout", filter, &url, "."]);
    (origin, clone)
}

#[test]
fn row_54_a_story_that_a_partial_clone_did_not_fetch_is_told_and_not_fetched() {
    let (origin, clone) = partial("--filter=blob:none");
    let before = contents(clone.path());
    let ran = clone.run(&["--rev", "HEAD"]);
    assert_eq!(contents(clone.path()), before);
    let blob = git(origin.path(), &["rev-parse", "HEAD:backlog/far/ST-1.md"]);
    let told = format!("the object {blob} was promised, not fetched; `git fetch --refetch --no-filter` gets it");
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.out.contains(&told) && ran.err.contains(&told), "{ran:?}");
    git(clone.path(), &["fetch", "--quiet", "--refetch", "--no-filter"]);
    lacks_an_estimate(&clone.run(&["--rev", "HEAD"]), "backlog/far/ST-1.md");
}

#[test]
fn row_54_a_folder_that_a_partial_clone_did_not_fetch_is_told() {
    let (_origin, clone) = partial("--filter=tree:0");
    stops(&clone.run(&["--rev", "HEAD"]), "is not in the repository", "git fetch --refetch --no-filter");
}

#[test]
fn row_54_a_partial_clone_that_is_checked_out_is_judged() {
    let (origin, clone) = partial("--filter=blob:none");
    git(clone.path(), &["checkout", "--quiet", "main"]);
    drop(origin);
    for arguments in [&[][..], &["--staged"], &["--rev", "HEAD"]] {
        lacks_an_estimate(&clone.run(arguments), "backlog/far/ST-1.md");
    }
}
