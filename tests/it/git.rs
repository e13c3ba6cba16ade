//! What git tracks is judged, what it ignores is not.

use git2::Repository;

use crate::folder::{Folder, complete};

/// A repository in a folder, everything in it added.
fn repository(folder: &Folder) -> Repository {
    let repository = Repository::init(folder.path()).unwrap();
    let mut index = repository.index().unwrap();
    index.add_all(["*"], git2::IndexAddOption::DEFAULT, None).unwrap();
    index.write().unwrap();
    drop(index);
    repository
}

fn unready(id: &str) -> String {
    complete(id, "ready").replace("estimate: 3\n", "")
}

fn told(folder: &Folder) -> Vec<String> {
    let ran = folder.run(&[]);
    ran.out.lines().map(|line| line.split(':').next().unwrap().to_owned()).collect()
}

#[test]
fn ignored_files_are_left_out_unless_git_tracks_them() {
    let folder = Folder::with(&[("backlog/tracked/ST-1.md", &unready("ST-1"))]);
    repository(&folder);
    folder.write(".gitignore", "tracked/\nST-2.md\nprivate/\n");
    folder.write("backlog/ST-2.md", unready("ST-2"));
    folder.write("backlog/private/ST-3.md", unready("ST-3"));
    folder.write("backlog/tracked/ST-4.md", unready("ST-4"));
    folder.write("backlog/ST-5.md", unready("ST-5"));
    assert_eq!(told(&folder), ["backlog/ST-5.md", "backlog/tracked/ST-1.md"]);
}

#[test]
fn standing_below_the_top_names_paths_from_the_top() {
    let folder = Folder::with(&[("backlog/part/ST-1.md", &unready("ST-1")), ("backlog/ST-2.md", &unready("ST-2"))]);
    repository(&folder);
    let ran = folder.run(&["-C", "backlog/part"]);
    assert!(ran.out.contains("backlog/part/ST-1.md:4:9") && ran.out.contains("backlog/ST-2.md:4:9"), "{}", ran.out);
    let narrowed = folder.run(&["check", "-C", "backlog/part", "."]);
    assert_eq!(narrowed.out.lines().count(), 1, "{}", narrowed.out);
}
