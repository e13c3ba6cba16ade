"""What a release consists of, built, installed and used: archives and their sums, wheels, the mirror that pre-commit installs from."""

import hashlib
import os
import subprocess
import sys
import tomllib

from cases import BACKLINT, ROOT, TARGET, action_from, case, clean_environment, main, run, story

TOOLS = subprocess.run([ROOT / ".ci" / "tools"], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
VERSION = tomllib.loads((ROOT / "Cargo.toml").read_text())["package"]["version"]


def wheel():
    """The folder with the wheel; it is built once."""
    folder = TARGET / "wheels"
    if not getattr(wheel, "built", False):
        for old in folder.glob("*.whl"):
            old.unlink()
        command = [f"{TOOLS}/maturin", "build", "--release", "--locked", "--quiet", "--out", str(folder)]
        subprocess.run(command, cwd=ROOT, check=True, stdin=subprocess.DEVNULL)
        wheel.built = True
    return folder


def virtual_environment(folder, env):
    run([sys.executable, "-m", "venv", str(folder)], folder.parent, env, check=0)
    return folder / "bin"


@case
def the_wheel_brings_the_program(folder):
    env = clean_environment(folder)
    programs = virtual_environment(folder / "env", env)
    run([programs / "pip", "install", "--quiet", "--no-index", "--find-links", wheel(), f"backlint=={VERSION}"], folder, env, check=0)
    assert run([programs / "backlint", "--version"], folder, env, check=0)[1].strip() == f"backlint {VERSION}"
    code, text = run([programs / "backlint", "check", "fixtures/backlogs/stories"], ROOT, env)
    assert code == 1 and "open items meet the checks" in text, (code, text)


@case
def the_mirror_installs_the_wheel_as_a_hook(folder):
    env = clean_environment(folder)
    env.update(PATH=os.pathsep.join([TOOLS, os.environ["PATH"]]), PRE_COMMIT_HOME=str(folder / "pre-commit"), PIP_FIND_LINKS=str(wheel()))
    hooks, work = folder / "hooks", folder / "work"
    for _ in range(2):
        run([ROOT / "action/mirror.sh", f"v{VERSION}", hooks], folder, env, check=0)
    for command in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "hooks"]):
        run(["git", *command], hooks, env, check=0)
    revision = run(["git", "rev-parse", "HEAD"], hooks, env, check=0)[1].strip()
    (work / "backlog").mkdir(parents=True)
    (work / "backlog/ST-1.md").write_text(story("ST-1", estimate=""))
    (work / ".pre-commit-config.yaml").write_text(f"repos:\n- repo: {hooks}\n  rev: {revision}\n  hooks:\n  - id: backlint\n")
    run(["git", "init", "--quiet"], work, env, check=0)
    run(["git", "add", "--all"], work, env, check=0)
    run(["pre-commit", "install"], work, env, check=0)
    code, text = run(["git", "commit", "--message", "x"], work, env)
    assert code != 0 and "backlog/ST-1.md:4:9" in text, (code, text)


def released(folder):
    """An archive of this very binary for every platform a Linux runner may have, and the sums of them."""
    sums = ""
    for target in ("x86_64-unknown-linux-musl", "aarch64-unknown-linux-musl"):
        archive = folder / run([ROOT / ".ci/pack", BACKLINT, target, folder / "archives"], folder, dict(os.environ), check=0)[1].strip()
        sums += f"{hashlib.sha256(archive.read_bytes()).hexdigest()}  {archive.name}\n"
    (folder / "SHA256SUMS").write_text(sums)
    return folder / "archives", folder / "SHA256SUMS"


@case
def what_is_packed_is_what_the_action_installs(folder):
    archives, sums = released(folder)
    (folder / "releases").mkdir()
    archives.rename(folder / "releases" / f"v{VERSION}")
    env = clean_environment(folder)
    table = folder / "sums.txt"
    table.touch()
    env.update(BACKLINT_SUMS=str(table), RUNNER_TEMP=str(folder))
    run([ROOT / "action/add-sums.sh", VERSION, sums], folder, env, check=0)
    action = action_from(folder, f"file://{folder}/releases", table)
    binary = run([action / "action/install.sh"], folder, env, check=0)[1].strip().removeprefix("binary=")
    assert run([binary, "--version"], folder, env, check=0)[1].strip() == f"backlint {VERSION}"


@case
def the_sums_follow_a_release_and_the_mirror_too(folder):
    _, sums = released(folder)
    env = clean_environment(folder)

    def git(where, *arguments):
        return run(["git", *arguments], where, env, check=0)[1].strip()

    origin, mirror_origin, work, mirror = (folder / name for name in ("origin", "mirror-origin", "work", "mirror"))
    for bare, clone in ((origin, work), (mirror_origin, mirror)):
        git(folder, "init", "--quiet", "--bare", str(bare))
        git(folder, "clone", "--quiet", str(bare), str(clone))
    run(["cp", "-r", ROOT / ".ci", ROOT / "action", ROOT / ".pre-commit-hooks.yaml", ROOT / "Cargo.toml", work], folder, env, check=0)
    git(work, "add", "--all")
    git(work, "commit", "--quiet", "--message", "Release")
    git(work, "tag", f"v{VERSION}")
    git(work, "push", "--quiet", "origin", "HEAD", f"v{VERSION}")
    # Main moves on before the release is done.
    (work / "later.txt").touch()
    git(work, "add", "--all")
    git(work, "commit", "--quiet", "--message", "Go on")
    git(work, "push", "--quiet", "origin", "HEAD")
    for _ in range(2):
        run([work / ".ci/follow-release", f"v{VERSION}", sums, mirror], folder, env, check=0)
        for revision, has_later in ((f"v{VERSION.split('.')[0]}", False), ("main", True)):
            assert git(origin, "show", f"{revision}:action/sums.txt").count(f"\n{VERSION} ") == 2, revision
            assert ("later.txt" in git(origin, "ls-tree", "--name-only", revision).splitlines()) == has_later, revision
    assert f"backlint=={VERSION}" in git(mirror_origin, "show", f"v{VERSION}:pyproject.toml")
    assert "language: python" in git(mirror_origin, "show", f"v{VERSION}:.pre-commit-hooks.yaml")
    assert git(mirror_origin, "rev-list", "--count", "HEAD") == "1"


@case
def a_tag_that_is_not_the_version_is_no_release(folder):
    for tag, says in (("v99.0.0", f"the tag is v99.0.0, Cargo.toml says {VERSION}"), (VERSION, "the tag is")):
        code, text = run([ROOT / ".ci/version", tag], folder, dict(os.environ))
        assert code == 1 and says in text, (code, text)


if __name__ == "__main__":
    main()
