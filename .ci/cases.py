"""Cases that are run one after the other and counted; each gets a folder of its own."""

import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve()
BACKLINT = Path(os.environ.get("BACKLINT_BIN", TARGET / "release" / "backlint")).resolve()

CASES = []


class Skipped(Exception):
    """A case cannot run on this machine, and why."""


def case(function):
    """Marks a function as a case; what it is called is what it shows."""
    CASES.append(function)
    return function


def run(command, cwd, env, check=None):
    """Runs a command; its output, both streams together, and its exit code."""
    done = subprocess.run(command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300)
    text = done.stdout.decode("utf-8", "replace")
    if check is not None and done.returncode != check:
        raise AssertionError(f"{command}: exit code {done.returncode}, not {check}\n{text}")
    return done.returncode, text


def clean_environment(home):
    """An environment without a trace of the machine's own git."""
    env = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "GITHUB_", "PRE_COMMIT", "CI"))}
    config = home / "gitconfig"
    config.write_text("[user]\n\tname = A\n\temail = a@example.org\n[init]\n\tdefaultBranch = main\n[protocol \"file\"]\n\tallow = always\n")
    env.update(HOME=str(home), GIT_CONFIG_GLOBAL=str(config), GIT_CONFIG_NOSYSTEM="1", LANG="C.UTF-8")
    return env


def story(name, status="ready", estimate="estimate: 3\n", more=""):
    """A story that lacks nothing but what is taken away."""
    return (
        f"---\nid: {name}\ntitle: Let the clerk export the invoice of {name}\nstatus: {status}\n{estimate}{more}---\n"
        "Customers forward the invoice to their accountant, who needs it as a PDF.\n\n"
        "## Acceptance criteria\n- [ ] The PDF shows the same totals as the page\n"
    )


def main():
    """Runs every case, or those whose names hold one of the arguments."""
    wanted = [function for function in CASES if not sys.argv[1:] or any(word in function.__name__ for word in sys.argv[1:])]
    failed = skipped = 0
    for function in wanted:
        folder = Path(tempfile.mkdtemp(prefix="backlint-case-")).resolve()
        try:
            function(folder)
            print(f"ok {function.__name__}")
        except Skipped as why:
            skipped += 1
            print(f"skipped {function.__name__}: {why}")
        except Exception as error:  # Whatever goes wrong is the case's failure; the next one still runs.
            failed += 1
            print(f"FAIL {function.__name__}: {type(error).__name__}: {error}")
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        sys.stdout.flush()
    print(f"{len(wanted) - failed - skipped} cases passed, {failed} failed, {skipped} skipped")
    sys.exit(1 if failed else 0)


def action_from(folder, base, sums):
    """A copy of the action that downloads from `base` and looks sums up in `sums`: the action itself reads neither from its environment."""
    copy = folder / f"action-{uuid.uuid4()}"
    shutil.copytree(ROOT / "action", copy / "action")
    shutil.copy(sums, copy / "action/sums.txt")
    script = copy / "action/install.sh"
    text = script.read_text()
    for line, instead in ((BASE, f'base="{base}"'), (PROTOCOL, "protocol=()")):
        assert line in text, line
        text = text.replace(line, instead)
    script.write_text(text)
    return copy


BASE = 'base="https://github.com/backlint/backlint/releases/download"'
PROTOCOL = 'protocol=(--proto "=https" --tlsv1.2)'
