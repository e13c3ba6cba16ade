//! The file in which GitHub Actions describes an event may hold anything.

use std::fs;

use backlint::git::base::{Base, base};
use git2::Repository;

use super::{executions, made_up::Inputs};
use crate::{
    folder::{Folder, complete},
    trees::{commit, committed},
};

#[test]
fn row_94_events() {
    let folder = Folder::with(&[("backlog/ST-1.md", &complete("ST-1", "draft"))]);
    committed(&folder);
    folder.write("backlog/ST-1.md", complete("ST-1", "ready"));
    commit(&folder);
    let repository = Repository::open(folder.path()).unwrap();
    let head = repository.head().unwrap().peel_to_commit().unwrap();
    let (id, before) = (head.id(), head.parent_id(0).unwrap());
    let seeds = [
        format!("{{\"pull_request\":{{\"head\":{{\"sha\":\"{id}\"}},\"base\":{{\"sha\":\"{before}\"}}}}}}"),
        format!("{{\"before\":\"{before}\",\"after\":\"{id}\",\"ref\":\"refs/heads/main\"}}"),
        format!("{{\"before\":\"{id}\"}}"),
        "{\"before\":\"0000000000000000000000000000000000000000\"}".into(),
        format!("{{\"merge_group\":{{\"base_sha\":\"{before}\",\"base_ref\":\"refs/heads/main\"}}}}"),
        format!("{}1{}", "[".repeat(2000), "]".repeat(2000)),
    ];
    let mut inputs = Inputs::new(seeds.map(String::into_bytes).to_vec(), 94);
    let path = folder.path().join("event.json");
    let mut told = 0;
    for _ in 0..executions(1000) {
        fs::write(&path, inputs.made_up()).unwrap();
        for event in ["pull_request", "push", "merge_group"] {
            let variable = |name: &str| match name {
                "GITHUB_EVENT_NAME" => Some(event.to_owned()),
                "GITHUB_EVENT_PATH" => path.to_str().map(str::to_owned),
                "GITHUB_BASE_REF" => Some("main".into()),
                _ => None,
            };
            match base(&repository, "auto", Some(id), &[], &variable) {
                Ok(Base::Commits(found)) => {
                    assert!(found == [before] || found == [id], "{found:?}");
                    told += 1;
                }
                Ok(_) => {}
                Err(error) => assert!(error.help().is_some_and(|help| help.contains("fetch-depth") || help.contains("--since")), "{error}"),
            }
        }
    }
    assert!(told > 20, "the base is told {told} times");
}
