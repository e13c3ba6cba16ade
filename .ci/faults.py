"""Faults that a test alone cannot make: what is opened is traced, memory measured, a disk filled, a run stopped between two steps."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time

from cases import BACKLINT, Skipped, case, clean_environment, main, run, story

# A link that the system was asked to open but not to follow is not opened: the answer is an error, -1.
OPENED = re.compile(r'\b(?:open|openat|openat2)\(.*?"([^"]*)".*(?:= \d|unfinished)')
KIB = 1024
# In a process of its own, for what starts another counts as the other's memory too.
MEASURE = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[2:]).returncode
open(sys.argv[1], "w").write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(code)
"""


def tracer():
    """The program that shows what the system is asked for; installed where that is possible."""
    become = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if not shutil.which("strace") and all(map(shutil.which, [*become[:1], "apt-get"])):
        for command in (["update", "-qq"], ["install", "-qq", "--yes", "--no-install-recommends", "strace"]):
            subprocess.run([*become, "apt-get", *command], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    strace = shutil.which("strace")
    if not strace or subprocess.run([strace, "-qq", "-o", os.devnull, "true"], check=False, stderr=subprocess.DEVNULL).returncode != 0:
        raise Skipped("nothing can be traced here: there is no strace, or it may not be used")
    return strace


class Backlog:
    """A folder with a good story, where no git looks further up."""

    def __init__(self, folder, stories=None):
        self.folder = folder
        self.top = folder / "work"
        self.env = clean_environment(folder)
        for name, text in (stories or {"ST-1.md": story("ST-1")}).items():
            self.write(f"backlog/{name}", text)

    def write(self, name, text):
        path = self.top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def opened(self, *arguments):
        """Every path that the system opens for a run; its exit code and output."""
        trace = self.folder / "trace"
        command = [tracer(), "-f", "-qq", "-s", "4096", "-e", "trace=/^open", "-o", trace, BACKLINT, *arguments]
        code, output = run(command, self.top, self.env)
        paths = OPENED.findall(trace.read_text(errors="replace"))
        assert any(path.endswith("backlog/ST-1.md") for path in paths) or code == 2, f"nothing was traced\n{output}"
        return paths, code, output

    def measured(self, *arguments):
        """Exit code, output and the most memory a run had, in KiB."""
        peak = self.folder / "peak"
        code, output = run([sys.executable, "-c", MEASURE, peak, BACKLINT, *arguments], self.top, self.env)
        return code, output, int(peak.read_text())


def outside(work, name, text):
    """A file outside of the repository, with links to it and to its folder inside."""
    secret = work.folder / f"secret{name}"
    secret.write_text(text)
    (work.top / f"link{name}").symlink_to(secret)
    (work.top / "linked").symlink_to(work.folder)
    return str(secret)


def none_of(paths, *words):
    touched = [path for path in paths if any(word in path for word in words)]
    assert not touched, f"opened: {touched}"


@case
def row_16_an_alias_bomb_takes_little_memory(folder):
    levels = "".join(f"{after}: &{after} [*{before}, *{before}]\n" for before, after in zip("abcdefghijkl", "bcdefghijklm"))
    work = Backlog(folder, {"ST-1.md": f"---\na: &a [x, x]\n{levels}---\n"})
    code, output, peak = work.measured()
    assert code == 1 and "the anchor `&a` is not read" in output, output
    assert peak < 100 * KIB, f"{peak} KiB"


@case
def row_22_a_finding_at_the_end_of_fifty_megabytes_on_one_line(folder):
    work = Backlog(folder, {"ST-1.md": story("ST-1").replace("Customers", "word " * 10_000_000 + "[gone](gone.md)\nCustomers")})
    code, output = run([BACKLINT, "--output-format", "full", "--max-file-size", "100000000"], work.top, work.env)
    assert code == 0 and "[backlog/ST-1.md:7:50000008]" in output and "…rd word word word word word word [gone](gone.md)\n" in output, output
    assert max(map(len, output.splitlines())) < 200, output


@case
def row_24_a_file_of_three_hundred_megabytes_takes_no_memory(folder):
    work = Backlog(folder)
    with open(work.write("backlog/ST-2.md", ""), "wb") as large:
        large.truncate(300 << 20)
    for command in (["init", "--quiet"], ["-c", "core.compression=1", "add", "--all"], ["commit", "--quiet", "--message", "x"]):
        run(["git", *command], work.top, work.env, check=0)
    for arguments in ([], ["--staged"], ["--rev", "HEAD"]):
        code, output, peak = work.measured(*arguments)
        assert code == 1 and "the file has 300 MiB, the limit is 1 MiB" in output, output
        assert peak < 50 * KIB, f"{arguments}: {peak} KiB"


@case
def row_29_what_a_configuration_may_not_extend_is_not_opened(folder):
    work = Backlog(folder)
    secret = outside(work, ".toml", "[rules]\n")
    for extends in (secret, "../secret.toml", "../../../../../../etc/passwd", "link.toml", "linked/secret.toml", "https://example.org/secret.toml"):
        work.write("backlint.toml", f"extends = '{extends}'\n")
        paths, code, output = work.opened()
        assert code == 2 and "backlint.toml:1:11" in output, output
        none_of(paths, "secret", "passwd", "link.toml")


@case
def row_30_a_template_outside_is_not_opened(folder):
    work = Backlog(folder)
    secret = outside(work, ".md", "---\nid: {id}\n---\n")
    for template in (secret, "../secret.md", "link.md", "linked/secret.md"):
        work.write("backlint.toml", f"template = {{ story = '{template}' }}\n")
        for arguments in (["check"], ["new", "story", "Let the clerk print it"]):
            paths, code, output = work.opened(*arguments)
            assert code == 2, output
            none_of(paths, "secret", "link.md")
    assert sorted(path.name for path in (work.top / "backlog").iterdir()) == ["ST-1.md"]


@case
def row_31_where_a_link_leads_is_not_opened(folder):
    work = Backlog(folder)
    (folder / "secret.md").write_text(story("ST-9"))
    (folder / "secrets").mkdir()
    (folder / "secrets/ST-8.md").write_text(story("ST-8"))
    run(["git", "init", "--quiet"], work.top, work.env, check=0)
    targets = {"away.md": folder / "secret.md", "dangling.md": "nothing", "git.md": "../.git/config", "loop.md": "loop.md", "up": folder / "secrets"}
    for name, target in targets.items():
        (work.top / "backlog" / name).symlink_to(target)
    paths, code, output = work.opened("--hints")
    assert code == 1 and output.count("a symbolic link, not a file") == 4, output
    none_of(paths, "secret", "nothing", *(f"backlog/{name}" for name in targets))


@case
def row_33_pipes_and_devices_are_not_opened(folder):
    work = Backlog(folder)
    os.mkfifo(work.top / "backlog/pipe.md")
    (work.top / "backlog/zero.md").symlink_to("/dev/zero")
    paths, code, output = work.opened()
    assert code == 1 and "a named pipe, not a file" in output, output
    none_of(paths, "pipe.md", "zero")


UNQUOTED = story("ST-1").replace("title: Let", "title: Now: let")
QUOTED = re.sub("title: (.*)", r"title: '\1'", UNQUOTED)


def stopped_at(work, call, then):
    """A fix that is stopped where it makes a call of the system, given what to do meanwhile; its exit code and output."""
    script = 'echo "$$" > ../pid; exec "$0" --fix'
    trace = work.folder / "trace"
    inject = ["-e", f"trace={call}", "-e", f"inject={call}:signal=SIGSTOP:when=1"]
    command = [tracer(), "-f", "-qq", "-o", trace, *inject, "sh", "-c", script, BACKLINT]
    traced = subprocess.Popen(command, cwd=work.top, env=work.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    deadline = time.monotonic() + 30
    try:
        while not trace.exists() or "stopped by SIGSTOP" not in trace.read_text():
            assert traced.poll() is None and time.monotonic() < deadline, "it never stops"
            time.sleep(0.01)
        then()
        os.kill(int((work.folder / "pid").read_text()), signal.SIGCONT)
        output, _ = traced.communicate(timeout=30)
        return traced.returncode, output.decode()
    finally:
        traced.kill()


@case
def row_38_what_an_editor_saves_meanwhile_is_kept(folder):
    work = Backlog(folder, {"ST-1.md": UNQUOTED})
    path = work.top / "backlog/ST-1.md"

    def save():
        new = [name for name in os.listdir(path.parent) if name.endswith(".tmp")]
        assert len(new) == 1 and path.read_text() == UNQUOTED, "the new file lies beside the old one"
        path.write_text(UNQUOTED + "saved meanwhile\n")

    code, output = stopped_at(work, "fsync", save)
    assert code == 2 and "ST-1.md`: it has changed since it was read" in output, output
    assert path.read_text() == UNQUOTED + "saved meanwhile\n"
    assert os.listdir(path.parent) == ["ST-1.md"]


@case
def row_39_a_fix_killed_before_it_renames_leaves_the_file_as_it_was(folder):
    work = Backlog(folder, {"ST-1.md": UNQUOTED})
    path = work.top / "backlog/ST-1.md"
    inject = ["-e", "trace=/^rename", "-e", "inject=/^rename:error=EINTR:signal=SIGKILL"]
    done = subprocess.run([tracer(), "-f", "-qq", "-o", os.devnull, *inject, BACKLINT, "--fix"], cwd=work.top, env=work.env, check=False)
    assert done.returncode == -signal.SIGKILL, done.returncode
    assert path.read_text() == UNQUOTED
    left = [name for name in os.listdir(path.parent) if name != "ST-1.md"]
    assert len(left) == 1 and re.fullmatch(r"ST-1\.md\.\d+\.tmp", left[0]), left
    run([BACKLINT, "--fix"], work.top, work.env, check=0)
    assert path.read_text() == QUOTED


@case
def row_39_a_full_disk_leaves_the_file_as_it_was(folder):
    if os.geteuid() != 0:
        raise Skipped("only root can mount a small disk")
    work = Backlog(folder, {"ST-1.md": UNQUOTED + "The clerk waits for it.\n" * 1000})
    disk = folder / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], check=False, stderr=subprocess.DEVNULL).returncode != 0:
        raise Skipped("no disk can be mounted here")
    try:
        shutil.copytree(work.top / "backlog", disk / "backlog")
        work.top, path = disk, disk / "backlog/ST-1.md"
        before = path.read_text()
        (disk / "filler").write_bytes(bytes(30_000))
        code, output = run([BACKLINT, "--fix"], work.top, work.env)
        assert code == 2 and "No space left on device" in output, output
        assert path.read_text() == before and os.listdir(path.parent) == ["ST-1.md"]
        (disk / "filler").unlink()
        run([BACKLINT, "--fix"], work.top, work.env, check=0)
        assert path.read_text() == before.replace(UNQUOTED, QUOTED)
    finally:
        subprocess.run(["umount", disk], check=True)


if __name__ == "__main__":
    main()
