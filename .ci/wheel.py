"""The wheel and the mirror that pre-commit installs from: built, installed and used."""

import os
import subprocess
import sys
import tomllib

from cases import ROOT, TARGET, case, clean_environment, main, run, story

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


if __name__ == "__main__":
    main()
