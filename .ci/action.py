"""The action as a runner would run it: its steps, with inputs, events and downloads made up here."""

import hashlib
import http.server
import io
import json
import os
import re
import shutil
import tarfile
import threading
import uuid

import yaml

from cases import BACKLINT, ROOT, action_from, case, clean_environment, main, run, story

ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
TARGET = {"x86_64": "x86_64-unknown-linux-musl", "aarch64": "aarch64-unknown-linux-musl"}.get(os.uname().machine)
ZERO = "0" * 40


class Runner:
    """A runner with a workspace, and an action in it that is ours."""

    def __init__(self, folder):
        self.folder = folder
        self.workspace = folder / "workspace"
        self.workspace.mkdir(exist_ok=True)
        self.temp = folder / "temp"
        self.temp.mkdir(exist_ok=True)
        self.env = clean_environment(folder)
        self.env.update(RUNNER_TEMP=str(self.temp), GITHUB_ACTIONS="true", GITHUB_WORKSPACE=str(self.workspace))
        self.action_path = ROOT
        self.summary = folder / "summary.md"

    def event(self, name, payload, **more):
        path = self.folder / "event.json"
        path.write_text(json.dumps(payload))
        self.env.update(GITHUB_EVENT_NAME=name, GITHUB_EVENT_PATH=str(path), **more)

    def use(self, inputs=None, binary=BACKLINT, steps=("install", "run")):
        """Runs the steps; exit code, output and outputs. With `binary` nothing is installed."""
        values = {name: spec.get("default", "") for name, spec in ACTION["inputs"].items()}
        values.update(inputs or {})
        outputs, code, text = {"install": {"binary": str(binary)}}, 0, ""
        for step in ACTION["runs"]["steps"]:
            if step["id"] not in steps or (step["id"] == "install" and binary):
                continue
            file = self.folder / f"output-{uuid.uuid4()}"
            file.touch()
            env = dict(self.env, GITHUB_OUTPUT=str(file))
            if self.summary:
                env["GITHUB_STEP_SUMMARY"] = str(self.summary)
            for name, value in step["env"].items():
                env[name] = self.evaluate(value, values, outputs)
            code, said = run(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]], self.workspace, env)
            text += said
            outputs[step["id"]] = read_outputs(file.read_text())
            if code != 0:
                break
        return code, text, outputs

    def evaluate(self, text, inputs, outputs):
        def value(found):
            words = found.group(1).split(".")
            if words[0] == "inputs":
                return inputs[words[1]]
            if words[0] == "steps":
                return outputs[words[1]].get(words[3], "")
            assert words == ["github", "action_path"], words
            return str(self.action_path)

        return re.sub(r"\$\{\{ ([\w.-]+) \}\}", value, text)

    def git(self, *arguments, cwd=None):
        return run(["git", *arguments], cwd or self.workspace, self.env, check=0)[1].strip()


def read_outputs(text):
    found, lines = {}, iter(text.splitlines())
    for line in lines:
        if "<<" in line.split("=", 1)[0]:
            name, mark = line.split("<<", 1)
            value = []
            for line in lines:
                if line == mark:
                    break
                value.append(line)
            found[name] = "\n".join(value)
        else:
            name, value = line.split("=", 1)
            found[name] = value
    return found


def thin(name):
    return story(name, estimate="")


def write(top, name, text):
    path = top / "backlog" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


class Origin:
    """A repository as GitHub has it: an old fault on main, a pull request that adds another, and what came in since."""

    def __init__(self, runner):
        self.runner, self.top = runner, runner.folder / "origin"
        self.top.mkdir()
        self.git("init", "--quiet")
        self.commit("ST-1.md")
        self.start = self.git("rev-parse", "HEAD")
        self.git("checkout", "--quiet", "-b", "change")
        self.commit("ST-2.md")
        self.change = self.git("rev-parse", "HEAD")
        self.git("checkout", "--quiet", "main")
        self.commit("ST-3.md")
        self.main = self.git("rev-parse", "HEAD")
        self.git("checkout", "--quiet", "-b", "merged")
        self.git("merge", "--quiet", "--no-ff", "--message", "m", "change")
        self.git("checkout", "--quiet", "main")

    def git(self, *arguments):
        return self.runner.git(*arguments, cwd=self.top)

    def commit(self, name):
        write(self.top, name, thin(name.removesuffix(".md")))
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", name)

    def checkout(self, branch, depth, into="."):
        """What actions/checkout makes of it."""
        top = self.runner.workspace / into
        top.mkdir(exist_ok=True)
        git = lambda *arguments: self.runner.git(*arguments, cwd=top)
        git("init", "--quiet")
        git("remote", "add", "origin", f"file://{self.top}")
        deep = ["--depth", str(depth)] if depth else []
        every = [] if depth else ["+refs/heads/*:refs/remotes/origin/*"]
        git("fetch", "--quiet", *deep, "origin", f"+refs/heads/{branch}:refs/remotes/pull", *every)
        git("checkout", "--quiet", "--detach", "refs/remotes/pull")

    def pull_request(self):
        # The base the event names is long past; the right one is the first parent of the merge.
        payload = {"pull_request": {"head": {"sha": self.change}, "base": {"sha": self.start}}}
        self.runner.event("pull_request", payload, GITHUB_BASE_REF="main")


def only_the_change(code, text):
    assert code == 1 and "file=backlog/ST-2.md" in text and "ST-1.md" not in text and "ST-3.md" not in text, (code, text)


@case
def a_pull_request_at_depth_2_is_judged_exactly(folder):
    runner = Runner(folder)
    origin = Origin(runner)
    origin.checkout("merged", 2)
    origin.pull_request()
    code, text, outputs = runner.use()
    only_the_change(code, text)
    assert outputs["run"] == {"errors": "1", "warnings": "0", "open-items": "3", "meets-checks": "0"}, outputs
    assert "## backlint: 1 error in 1 story" in runner.summary.read_text()


@case
def a_pull_request_at_depth_1_names_the_cure(folder):
    runner = Runner(folder)
    origin = Origin(runner)
    origin.checkout("merged", 1)
    origin.pull_request()
    code, text, _ = runner.use()
    assert code == 2 and "fetch-depth: 2" in text and "fetch-depth: 2" in runner.summary.read_text(), (code, text)


@case
def row_90_a_fork_needs_no_token_and_nothing_is_written(folder):
    runner = Runner(folder)
    origin = Origin(runner)
    origin.checkout("merged", 2)
    origin.pull_request()
    assert not any("TOKEN" in name for name in runner.env if name.startswith(("GITHUB_", "ACTIONS_")))
    before = runner.git("rev-parse", "HEAD"), (runner.workspace / ".git/index").read_bytes()
    only_the_change(*runner.use()[:2])
    assert before == (runner.git("rev-parse", "HEAD"), (runner.workspace / ".git/index").read_bytes())


@case
def a_merge_queue_is_compared_with_its_base(folder):
    runner = Runner(folder)
    origin = Origin(runner)
    origin.checkout("merged", 0)
    runner.event("merge_group", {"merge_group": {"base_sha": origin.main}})
    only_the_change(*runner.use()[:2])


@case
def a_new_branch_is_judged_whole(folder):
    runner = Runner(folder)
    origin = Origin(runner)
    origin.checkout("main", 0)
    runner.event("push", {"before": ZERO}, GITHUB_REF="refs/heads/main")
    code, text, _ = runner.use()
    assert code == 1 and "ST-1.md" in text and "ST-3.md" in text and "everything is reported" in text, (code, text)


@case
def pull_request_target_is_refused(folder):
    runner = Runner(folder)
    origin = Origin(runner)
    origin.checkout("main", 0)
    runner.event("pull_request_target", {})
    code, text, _ = runner.use()
    assert code == 2 and "use the event `pull_request`" in text, (code, text)


@case
def a_change_of_no_story_is_green_and_says_so(folder):
    runner = Runner(folder)
    origin = Origin(runner)
    origin.git("checkout", "--quiet", "-b", "docs")
    (origin.top / "README.md").write_text("Hello\n")
    origin.git("add", "--all")
    origin.git("commit", "--quiet", "--message", "docs")
    origin.checkout("docs", 0)
    runner.event("push", {"before": origin.main}, GITHUB_REF="refs/heads/docs")
    code, _, _ = runner.use()
    assert code == 0 and "0 stories changed" in runner.summary.read_text()


@case
def row_90_a_checkout_in_a_folder_is_annotated_from_the_workspace(folder):
    runner = Runner(folder)
    origin = Origin(runner)
    origin.checkout("merged", 2, into="sub")
    origin.pull_request()
    code, text, _ = runner.use({"working-directory": "sub"})
    assert code == 1 and "file=sub/backlog/ST-2.md" in text, (code, text)


@case
def row_90_without_a_summary_file_it_works_all_the_same(folder):
    runner = Runner(folder)
    runner.summary = None
    write(runner.workspace, "ST-1.md", thin("ST-1"))
    runner.git("init", "--quiet")
    code, text, _ = runner.use({"since": ""})
    assert code == 1 and "file=backlog/ST-1.md" in text, (code, text)
    code, _, outputs = runner.use({"since": "", "fail-on": "never"})
    assert code == 0 and outputs["run"]["errors"] == "1", outputs


@case
def row_88_inputs_are_data(folder):
    runner = Runner(folder)
    runner.git("init", "--quiet")
    write(runner.workspace, "ST-1.md", story("ST-1"))
    write(runner.workspace, "a b *.md", story("ST-2", estimate=""))
    canary = folder / "canary"
    releases = Releases(folder)
    for evil in [f'"; touch {canary}; "', f"$(touch {canary})", f"`touch {canary}`", f"x\ntouch {canary}", "-- --since HEAD", "*", "; rm -rf /"]:
        with releases as base:
            code, text, outputs = install(runner, releases, base, evil)
        assert code == 1 and "`version` is no version" in text and not outputs["install"] and not canary.exists(), (evil, code, text)
        for name in ACTION["inputs"]:
            if name != "version":
                code, text, _ = runner.use({"since": "", name: evil})
                assert not canary.exists(), (name, evil)
                assert code in (0, 1, 2), (name, evil, code, text)
    code, text, _ = runner.use({"since": "", "paths": "backlog/a b *.md"})
    assert code == 1 and "file=backlog/a b *.md" in text, (code, text)
    code, text, _ = runner.use({"since": "", "args": "--hints\n--all", "output": "sarif=out put.sarif\ngitlab=x.json"})
    assert (runner.workspace / "out put.sarif").exists() and (runner.workspace / "x.json").exists(), text


class Releases:
    """A file server with two made-up versions, and the table of their sums."""

    def __init__(self, folder, spoil=False):
        self.folder = folder / "releases"
        self.sums = folder / "sums.txt"
        shutil.copy(ROOT / "action/sums.txt", self.sums)
        for version in ("0.8.0", "0.9.0"):
            place = self.folder / f"v{version}"
            place.mkdir(parents=True)
            archive = place / f"backlint-v{version}-{TARGET}.tar.gz"
            script = f"#!/bin/sh\necho made-up {version}\n".encode()
            with tarfile.open(archive, "w:gz") as tar:
                info = tarfile.TarInfo("backlint")
                info.size, info.mode = len(script), 0o755
                tar.addfile(info, io.BytesIO(script))
            listing = f"{hashlib.sha256(archive.read_bytes()).hexdigest()}  {archive.name}\n{'0' * 64}  SOMETHING.whl\n"
            (folder / "SHA256SUMS").write_text(listing)
            for _ in range(2):
                run([ROOT / "action/add-sums.sh", f"v{version}", folder / "SHA256SUMS"], folder, dict(os.environ, BACKLINT_SUMS=str(self.sums)), check=0)
            if spoil:
                archive.write_bytes(archive.read_bytes() + b"x")

    def __enter__(self):
        handler = lambda *arguments: Quiet(*arguments, directory=str(self.folder))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_port}"

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def install(runner, releases, base, version=""):
    runner.action_path = action_from(runner.folder, base, releases.sums)
    return runner.use({"version": version}, binary=None, steps=("install",))


@case
def the_newest_version_or_the_one_asked_for_is_installed(folder):
    runner, releases = Runner(folder), Releases(folder)
    assert len(releases.sums.read_text().splitlines()) == 3, "sums are added once each"
    with releases as base:
        for asked, given in [("", "0.9.0"), ("0.8.0", "0.8.0"), ("v0.9.0", "0.9.0")]:
            code, text, outputs = install(runner, releases, base, asked)
            assert code == 0, text
            binary = outputs["install"]["binary"]
            assert os.path.isabs(binary) and run([binary], folder, runner.env)[1] == f"made-up {given}\n"


@case
def row_89_what_is_not_as_released_is_not_run(folder):
    runner, releases = Runner(folder), Releases(folder, spoil=True)
    with releases as base:
        code, text, outputs = install(runner, releases, base)
    assert code == 1 and "is not what was released" in text and not outputs["install"], (code, text)
    assert not list(runner.temp.glob("*/backlint")), "nothing is unpacked"


@case
def row_89_a_missing_file_or_server_or_version_is_a_failure(folder):
    runner, releases = Runner(folder), Releases(folder)
    with releases as base:
        code, text, _ = install(runner, releases, base, "0.7.0")
        assert code == 1 and "version 0.7.0 is not known" in text, (code, text)
        code, text, _ = install(runner, releases, base, "$(id)")
        assert code == 1 and "is no version" in text, (code, text)
        (releases.folder / "v0.9.0" / f"backlint-v0.9.0-{TARGET}.tar.gz").unlink()
        code, text, _ = install(runner, releases, base)
        assert code == 1 and "cannot download" in text, (code, text)
    code, text, _ = install(runner, releases, base)
    assert code == 1 and "cannot download" in text, (code, text)


@case
def row_89_an_unknown_platform_is_a_failure_and_source_is_built(folder):
    runner, releases = Runner(folder), Releases(folder)
    programs = folder / "programs"
    programs.mkdir()
    record = folder / "cargo-was-asked"
    (programs / "cargo").write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >"{record}"\n')
    (programs / "uname").write_text('#!/bin/sh\ncase "$1" in -s) echo Plan9 ;; *) echo mips ;; esac\n')
    for name in ("cargo", "uname"):
        (programs / name).chmod(0o755)
    path = runner.env["PATH"]
    for version, with_uname in [("", True), ("source", False)]:
        if not with_uname:
            (programs / "uname").unlink()
        runner.env["PATH"] = f"{programs}{os.pathsep}{path}"
        with releases as base:
            code, text, outputs = install(runner, releases, base, version)
        if with_uname:
            assert code == 1 and "there is no binary for Plan9 on mips" in text and not record.exists(), (code, text)
            continue
        assert code == 0 and "building from source" in text, (code, text)
        assert record.read_text().splitlines()[:2] == ["install", "--locked"] and outputs["install"]["binary"].endswith("/bin/backlint")
        record.unlink()


@case
def row_88_the_action_names_no_input_in_its_scripts(folder):
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step["run"] and "uses" not in step, step


if __name__ == "__main__":
    main()
