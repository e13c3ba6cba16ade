//! Rows 55 to 60: what a change started from, as GitHub tells it.

use crate::{
    base::{EMPTY, ONLY_ST_2, event, origin, pull_request},
    faults::shared::{stops, two_parts, unready},
    folder::{Folder, Ran},
    trees::{commit, git},
};

const MAIN: &[(&str, &str)] = &[("GITHUB_BASE_REF", "main")];

#[test]
fn row_55_a_merge_without_its_parents_names_the_depth_it_needs() {
    let origin = origin();
    let shallow = event(&origin.checkout("refs/pull/1/merge", "1"), "pull_request", &pull_request(&origin.branch, &origin.main), MAIN);
    stops(&shallow, "the clone is too shallow to tell what the pull request changes", "set `fetch-depth: 2` on actions/checkout");
}

#[test]
fn row_56_at_depth_two_a_pull_request_is_judged_as_in_a_full_clone() {
    let origin = origin();
    let told = pull_request(&origin.branch, &origin.main);
    let [shallow, full] = ["2", "0"].map(|depth| event(&origin.checkout("refs/pull/1/merge", depth), "pull_request", &told, MAIN));
    assert_eq!((full.code, full.out.as_str()), (1, ONLY_ST_2), "{}", full.err);
    assert_eq!((shallow.code, shallow.out, shallow.err), (full.code, full.out, full.err));
}

#[test]
fn row_57_the_base_that_the_event_names_is_stale_and_not_used() {
    let origin = origin();
    // ST-3 came in since the base that the event names: it is not the pull request's doing.
    for stale in [&origin.start, "1234567890123456789012345678901234567890", "nonsense"] {
        for depth in ["2", "0"] {
            let ran = event(&origin.checkout("refs/pull/1/merge", depth), "pull_request", &pull_request(&origin.branch, stale), MAIN);
            assert_eq!((ran.code, ran.out.as_str()), (1, ONLY_ST_2), "{stale} at depth {depth}: {}", ran.err);
        }
    }
}

#[test]
fn row_59_histories_without_a_commit_in_common_have_no_base() {
    let origin = origin();
    git(origin.folder.path(), &["checkout", "--quiet", "--orphan", "alone"]);
    commit(&origin.folder);
    stops(
        &origin.folder.run(&["check", "--since", "main"]),
        "`main` and what is judged have no commit in common",
        "name a base that this history grew from",
    );
    stops(&origin.folder.run(&["check", "--since", "nope"]), "`nope` names no commit", "`git log` shows what there is");
}

#[test]
fn row_59_the_base_is_where_histories_part() {
    let origin = origin();
    git(origin.folder.path(), &["checkout", "--quiet", "change"]);
    assert_eq!(origin.folder.run(&["check", "--since", "main"]).out, ONLY_ST_2);
}

#[test]
fn row_59_histories_that_cross_are_compared_with_the_base_git_names() {
    let folder = two_parts();
    let at = folder.path();
    for (branch, id) in [("left", "ST-3"), ("right", "ST-4")] {
        git(at, &["checkout", "--quiet", "-b", branch, "main"]);
        folder.write(&format!("backlog/{id}.md"), unready(id));
        commit(&folder);
    }
    git(at, &["branch", "right-before"]);
    git(at, &["merge", "--quiet", "--message", "x", "left"]);
    git(at, &["checkout", "--quiet", "left"]);
    git(at, &["merge", "--quiet", "--message", "x", "right-before"]);
    folder.write("backlog/ST-5.md", unready("ST-5"));
    commit(&folder);
    let base = git(at, &["merge-base", "right", "HEAD"]);
    let [since, exact] = ["right", &base].map(|base| folder.run(&["check", "--output-format", "json", "--since", base]));
    assert_eq!(since.out, exact.out);
    assert!(since.out.contains("ST-5"), "{}", since.out);
}

#[test]
fn row_59_of_a_commit_with_many_parents_the_first_is_the_base() {
    let folder = two_parts();
    let at = folder.path();
    for (branch, id) in [("a", "ST-6"), ("b", "ST-7")] {
        git(at, &["checkout", "--quiet", "-b", branch, "main"]);
        folder.write(&format!("backlog/{id}.md"), unready(id));
        commit(&folder);
    }
    git(at, &["checkout", "--quiet", "-b", "many", "main"]);
    git(at, &["merge", "--quiet", "--no-ff", "--message", "x", "a", "b"]);
    let ran = folder.run(&["check", "--since", "HEAD^"]);
    let both = ["ST-6", "ST-7"].map(|id| format!("backlog/{id}.md:4:9: error[estimate-missing] no estimate\n")).concat();
    assert_eq!(ran.out, both);
    // GitHub never makes such a merge; what is not its own is compared with where it parted from the base branch.
    git(at, &["update-ref", "refs/remotes/origin/main", "main"]);
    let told = pull_request(&git(at, &["rev-parse", "b"]), &git(at, &["rev-parse", "main"]));
    assert_eq!(event(&folder, "pull_request", &told, MAIN).out, both);
}

/// A push to `main` of what is there now, after `before`.
fn push(clone: &Folder, before: &str) -> Ran {
    event(clone, "push", &format!("{{\"before\":\"{before}\"}}"), &[("GITHUB_REF", "refs/heads/main")])
}

#[track_caller]
fn judges_all(ran: &Ran, why: &str) {
    assert_eq!((ran.code, ran.out.lines().count()), (1, 2), "{}", ran.err);
    assert!(ran.err.contains(&format!("{why}, so everything is reported")), "{}", ran.err);
}

#[test]
fn row_60_a_push_is_compared_with_what_was_there_before() {
    let origin = origin();
    let built_on = push(&origin.checkout("refs/heads/main", "0"), &origin.start);
    assert_eq!(built_on.out, "backlog/ST-3.md:4:9: error[estimate-missing] no estimate\n", "{}", built_on.err);
}

#[test]
fn row_60_the_first_push_of_a_branch_reports_everything() {
    let origin = origin();
    judges_all(&push(&origin.checkout("refs/heads/main", "0"), EMPTY), "the push has nothing before it");
}

#[test]
fn row_60_a_forced_push_reports_everything() {
    let origin = origin();
    let clone = origin.checkout("refs/heads/main", "0");
    judges_all(&push(&clone, &origin.branch), "the push does not build on what was there before it");
    judges_all(&push(&clone, "1234567890123456789012345678901234567890"), "what was there before the push is gone");
}

#[test]
fn row_60_a_push_to_a_shallow_clone_is_not_judged() {
    let origin = origin();
    let unknown = push(&origin.checkout("refs/heads/main", "1"), &origin.start);
    stops(&unknown, "the clone is too shallow to tell what was pushed", "set `fetch-depth: 0` on actions/checkout");
}

#[test]
fn row_60_a_merge_queue_names_its_base() {
    let origin = origin();
    let told = |base: &str| format!("{{\"merge_group\":{{\"base_sha\":\"{base}\"}}}}");
    let full = origin.checkout("refs/pull/1/merge", "0");
    let ran = event(&full, "merge_group", &told(&origin.main), &[]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ONLY_ST_2), "{}", ran.err);
    let shallow = event(&origin.checkout("refs/pull/1/merge", "1"), "merge_group", &told(&origin.main), &[]);
    stops(&shallow, "is not in this clone", "set `fetch-depth: 0` on actions/checkout");
    // What an event says is never looked up as a revision.
    stops(&event(&full, "merge_group", &told("main"), &[]), "the base `main` is not in this clone", "`fetch-depth: 0`");
}

#[test]
fn row_60_the_event_with_secrets_is_refused() {
    let origin = origin();
    let target = event(&origin.checkout("refs/heads/main", "0"), "pull_request_target", "{}", MAIN);
    stops(&target, "`pull_request_target` checks out the base, not the change", "use the event `pull_request`; it works for forks too");
}

#[test]
fn row_60_an_event_without_a_base_reports_everything() {
    let origin = origin();
    let clone = origin.checkout("refs/heads/main", "0");
    for name in ["workflow_dispatch", "schedule", "release"] {
        judges_all(&event(&clone, name, "{}", &[]), &format!("the event `{name}` has no base"));
    }
    let told = format!("{{\"before\":\"{}\"}}", origin.start);
    judges_all(&event(&clone, "push", &told, &[("GITHUB_REF", "refs/tags/v1")]), "the event `push` has no base");
}

#[test]
fn row_60_an_event_that_cannot_be_read_is_not_judged() {
    let origin = origin();
    let clone = origin.checkout("refs/heads/main", "0");
    let name_it = "name the base yourself: `--since origin/main`";
    for text in ["{", "", "garbage", "\u{feff}{}"] {
        for name in ["push", "pull_request", "merge_group", "workflow_dispatch"] {
            stops(&event(&clone, name, text, &[]), "is no JSON", name_it);
        }
    }
    let missing = |more: &[(&str, &str)]| {
        let given = [("GITHUB_EVENT_NAME", "push")];
        clone.run_with(&["check", "--since", "auto"], &[&given, more].concat(), "")
    };
    stops(&missing(&[("GITHUB_EVENT_PATH", "/nowhere")]), "cannot read the event file `/nowhere`", name_it);
    stops(&missing(&[]), "cannot read the event file", name_it);
}

#[test]
fn row_60_an_event_of_another_shape_is_no_base() {
    let origin = origin();
    let clone = origin.checkout("refs/heads/main", "0");
    for text in ["[]", "null", "{\"before\":7}", "{\"before\":\"main\"}", "{\"before\":\"--help\"}"] {
        judges_all(&event(&clone, "push", text, &[("GITHUB_REF", "refs/heads/main")]), "the push has nothing before it");
        let queue = event(&clone, "merge_group", text, &[]);
        stops(&queue, "is not in this clone", "`fetch-depth: 0`");
    }
}
