"""The hook in real commits: by the pre-commit program, and as a plain script."""

import os
import subprocess

from cases import BACKLINT, ROOT, case, clean_environment, main, run, story

TOOLS = subprocess.run([ROOT / ".ci" / "tools"], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
NEW = "no estimate"


class Repository:
    """A repository with a hook and a story that lacks nothing."""

    def __init__(self, folder, plain, stories=None, config=(), init=()):
        self.top = folder / "work"
        self.top.mkdir()
        self.env = clean_environment(folder)
        self.env["PATH"] = os.pathsep.join([str(BACKLINT.parent), TOOLS, os.environ["PATH"]])
        self.env["PRE_COMMIT_HOME"] = str(folder / "pre-commit")
        self.git("init", "--quiet", *init)
        for key, value in config:
            self.git("config", key, value)
        if plain:
            self.install_plain()
        else:
            self.install_pre_commit(folder)
        if stories is not None:
            for name, text in stories.items():
                self.write(name, text)
            self.git("add", "--all")
            self.git("commit", "--quiet", "--no-verify", "--message", "start")

    def install_plain(self):
        run([BACKLINT, "init", "--hook"], self.top, self.env, check=0)

    def install_pre_commit(self, folder):
        # The hook as it ships, but for the language: compiling is not what is tried here.
        hooks = folder / "hooks"
        hooks.mkdir()
        shipped = (ROOT / ".pre-commit-hooks.yaml").read_text()
        assert "language: rust" in shipped
        (hooks / ".pre-commit-hooks.yaml").write_text(shipped.replace("language: rust", "language: system"))
        for command in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "hooks"]):
            run(["git", *command], hooks, self.env, check=0)
        _, revision = run(["git", "rev-parse", "HEAD"], hooks, self.env, check=0)
        self.write(".pre-commit-config.yaml", f"repos:\n- repo: {hooks}\n  rev: {revision.strip()}\n  hooks:\n  - id: backlint\n")
        run(["pre-commit", "install", "--hook-type", "pre-commit", "--hook-type", "pre-merge-commit"], self.top, self.env, check=0)

    def write(self, name, text):
        path = self.top / "backlog" / name if name.endswith(".md") else self.top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def git(self, *arguments, check=0, cwd=None):
        return run(["git", *arguments], cwd or self.top, self.env, check=check)[1]

    def head(self):
        return run(["git", "rev-parse", "--verify", "--quiet", "HEAD"], self.top, self.env)[1].strip()

    def passes(self, *arguments, cwd=None):
        before = self.head()
        output = self.git(*arguments, cwd=cwd)
        assert self.head() != before or cwd, f"nothing was committed\n{output}"
        return output

    def refuses(self, *arguments, because=NEW, cwd=None):
        before = self.head()
        code, output = run(["git", *arguments], cwd or self.top, self.env)
        assert code != 0, f"it was committed\n{output}"
        assert self.head() == before and because in output, f"`{because}` is not said\n{output}"
        return output


GOOD, BAD = story("ST-1"), story("ST-1", estimate="")


def both(function):
    """A case for either way to run the hook."""
    for plain in (False, True):
        def one(folder, plain=plain):
            function(folder, plain)

        one.__name__ = f"{'plain_hook' if plain else 'pre_commit'}_{function.__name__}"
        case(one)


@both
def a_clean_commit_passes(folder, plain):
    work = Repository(folder, plain, {"ST-1.md": GOOD})
    work.write("ST-2.md", story("ST-2"))
    work.git("add", "--all")
    work.passes("commit", "--message", "x")


@both
def a_bad_commit_is_refused_and_told_why(folder, plain):
    work = Repository(folder, plain, {"ST-1.md": GOOD})
    work.write("ST-2.md", story("ST-2", estimate=""))
    work.git("add", "--all")
    output = work.refuses("commit", "--message", "x")
    assert "backlog/ST-2.md:4:9" in output and "estimate-missing" in output, output


@both
def the_first_commit_is_judged(folder, plain):
    work = Repository(folder, plain)
    work.write("ST-1.md", BAD)
    work.git("add", "--all")
    work.refuses("commit", "--message", "x")
    work.write("ST-1.md", GOOD)
    work.git("add", "--all")
    work.passes("commit", "--message", "x")


@both
def a_deleted_story_that_others_need_is_missed(folder, plain):
    work = Repository(folder, plain, {"ST-1.md": GOOD, "ST-2.md": story("ST-2", status="open", more="depends_on: [ST-1]\n")})
    work.git("rm", "--quiet", "backlog/ST-1.md")
    work.refuses("commit", "--message", "x", because="depends on `ST-1`, but no story has this id")


@both
def of_a_partly_staged_file_what_is_staged_counts(folder, plain):
    work = Repository(folder, plain, {"ST-1.md": story("ST-1", status="open")})
    work.write("ST-1.md", GOOD)
    work.git("add", "--all")
    work.write("ST-1.md", BAD)
    work.passes("commit", "--message", "good staged, bad on the disk")
    work.git("add", "--all")
    work.write("ST-1.md", GOOD)
    work.refuses("commit", "--message", "bad staged, good on the disk")


@both
def commit_all_judges_what_it_stages(folder, plain):
    work = Repository(folder, plain, {"ST-1.md": GOOD})
    work.write("ST-1.md", BAD)
    work.refuses("commit", "--all", "--message", "x")
    work.write("ST-1.md", GOOD + "- [ ] It can be opened on a phone\n")
    work.passes("commit", "--all", "--message", "x")


@both
def a_commit_of_one_file_judges_that_one(folder, plain):
    work = Repository(folder, plain, {"ST-1.md": GOOD, "ST-2.md": story("ST-2")})
    work.write("ST-1.md", BAD)
    work.git("add", "--all")
    work.write("ST-2.md", story("ST-2", status="open"))
    work.passes("commit", "--message", "only the other one", "backlog/ST-2.md")
    work.refuses("commit", "--message", "this one", "backlog/ST-1.md")


@both
def an_amended_commit_is_compared_with_the_one_it_replaces(folder, plain):
    work = Repository(folder, plain, {"ST-1.md": GOOD})
    work.write("ST-2.md", story("ST-2", estimate=""))
    work.git("add", "--all")
    work.refuses("commit", "--amend", "--message", "x")
    work.write("ST-2.md", story("ST-2"))
    work.git("add", "--all")
    work.passes("commit", "--amend", "--message", "x")


@both
def a_merge_answers_for_what_it_does_itself(folder, plain):
    work = Repository(folder, plain, {"ST-1.md": GOOD, "ST-2.md": story("ST-2", status="open")})
    work.git("checkout", "--quiet", "-b", "other")
    work.write("ST-3.md", story("ST-3", estimate=""))
    work.git("add", "--all")
    work.git("commit", "--quiet", "--no-verify", "--message", "an old fault of theirs")
    work.git("checkout", "--quiet", "main")
    work.write("ST-4.md", story("ST-4", estimate=""))
    work.git("add", "--all")
    work.git("commit", "--quiet", "--no-verify", "--message", "an old fault of ours")
    work.passes("merge", "--no-ff", "--message", "m", "other")
    # Neither side misses anything: one deletes a story, the other begins to need it.
    work.git("checkout", "--quiet", "-b", "needs")
    work.write("ST-2.md", story("ST-2", status="open", more="depends_on: [ST-1]\n"))
    work.git("commit", "--quiet", "--all", "--message", "need it")
    work.git("checkout", "--quiet", "main")
    work.git("rm", "--quiet", "backlog/ST-1.md")
    work.git("commit", "--quiet", "--message", "delete it")
    work.refuses("merge", "--no-ff", "--message", "m", "needs", because="depends on `ST-1`, but no story has this id")


@both
def a_merge_that_is_finished_by_hand_is_judged(folder, plain):
    work = Repository(folder, plain, {"ST-1.md": story("ST-1", status="open")})
    work.git("checkout", "--quiet", "-b", "other")
    work.write("ST-1.md", GOOD)
    work.git("commit", "--quiet", "--all", "--message", "theirs")
    work.git("checkout", "--quiet", "main")
    work.write("ST-1.md", story("ST-1", status="draft"))
    work.git("commit", "--quiet", "--all", "--message", "ours")
    code, _ = run(["git", "merge", "other"], work.top, work.env)
    assert code != 0
    work.write("ST-1.md", BAD)
    work.git("add", "--all")
    work.refuses("commit", "--message", "x")
    work.write("ST-1.md", GOOD)
    work.git("add", "--all")
    work.passes("commit", "--message", "x")


@both
def a_linked_working_tree_is_judged_by_its_own_index(folder, plain):
    work = Repository(folder, plain, {"ST-1.md": GOOD})
    work.git("worktree", "add", "--quiet", str(folder / "linked"), "-b", "linked")
    (folder / "linked/backlog/ST-1.md").write_text(BAD)
    work.refuses("commit", "--all", "--message", "x", cwd=folder / "linked")
    (folder / "linked/backlog/ST-1.md").write_text(story("ST-1", status="open"))
    work.passes("commit", "--all", "--message", "x", cwd=folder / "linked")


@both
def a_commit_from_a_folder_below_judges_all(folder, plain):
    work = Repository(folder, plain, {"ST-1.md": GOOD})
    work.write("ST-1.md", BAD)
    work.refuses("commit", "--all", "--message", "x", cwd=work.top / "backlog")


@both
def old_faults_do_not_block(folder, plain):
    work = Repository(folder, plain, {"ST-1.md": GOOD, "ST-2.md": story("ST-2", estimate="").replace("accountant", "acountant")})
    work.write("ST-1.md", story("ST-1", status="open"))
    work.passes("commit", "--all", "--message", "another story")
    work.write("ST-2.md", story("ST-2", estimate=""))
    work.passes("commit", "--all", "--message", "a typo in the faulty one")


@case
def pre_commit_all_files_judges_everything(folder):
    work = Repository(folder, False, {"ST-1.md": BAD})
    code, output = run(["pre-commit", "run", "--all-files"], work.top, work.env)
    assert code == 1 and NEW in output and "everything is reported" in output, output


@case
def pre_commit_between_two_commits_judges_the_second(folder):
    work = Repository(folder, False, {"ST-1.md": BAD})
    work.write("ST-2.md", story("ST-2"))
    work.git("add", "--all")
    work.git("commit", "--quiet", "--message", "x")
    run(["pre-commit", "run", "--from-ref", "HEAD~1", "--to-ref", "HEAD"], work.top, work.env, check=0)
    work.write("ST-2.md", story("ST-2", estimate=""))
    work.git("commit", "--quiet", "--all", "--no-verify", "--message", "x")
    code, output = run(["pre-commit", "run", "--from-ref", "HEAD~1", "--to-ref", "HEAD"], work.top, work.env)
    assert code == 1 and "backlog/ST-2.md" in output and "backlog/ST-1.md" not in output, output


@case
def plain_hook_lies_where_git_looks_and_spares_others(folder):
    work = Repository(folder, True, {"ST-1.md": GOOD}, config=[("core.hooksPath", "tools/hooks")])
    assert (work.top / "tools/hooks/pre-commit").exists() and not (work.top / ".git/hooks/pre-commit").exists()
    run([BACKLINT, "init", "--hook"], work.top, work.env, check=0)
    mine = work.top / "tools/hooks/pre-commit"
    mine.write_text("#!/bin/sh\nexit 0\n")
    code, output = run([BACKLINT, "init", "--hook"], work.top, work.env)
    assert code == 2 and "left as it is" in output and mine.read_text() == "#!/bin/sh\nexit 0\n", output


@case
def row_53_a_repository_with_sha_256_commits_through_the_hook(folder):
    work = Repository(folder, True, {"ST-1.md": GOOD}, init=["--object-format=sha256"])
    work.write("ST-2.md", story("ST-2"))
    work.git("add", "--all")
    work.passes("commit", "--message", "good")
    work.write("ST-3.md", story("ST-3", estimate=""))
    work.git("add", "--all")
    work.refuses("commit", "--message", "bad")


if __name__ == "__main__":
    main()
