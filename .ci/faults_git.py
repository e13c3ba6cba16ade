"""Rows of the fault table that need root, another user, or a look at the system calls."""

import hashlib
import os
import re
import shutil
import struct
import subprocess

from cases import BACKLINT, Skipped, case, clean_environment, main, run, story

NOBODY = 65534


def needs_root():
    if os.geteuid() != 0:
        raise Skipped("only root can give files away")


def needs_strace():
    if not shutil.which("strace") and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "install", "--yes", "--quiet", "strace"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    if not shutil.which("strace"):
        raise Skipped("there is no strace")
    probe = subprocess.run(["strace", "-o", os.devnull, "true"], stderr=subprocess.DEVNULL, check=False)
    if probe.returncode != 0:
        raise Skipped("strace may not look at processes here")


class Repository:
    """A committed story that lacks an estimate."""

    def __init__(self, folder, name="work"):
        self.home, self.top = folder, folder / name
        self.top.mkdir(parents=True)
        self.env = clean_environment(folder)
        self.git("init", "--quiet")
        self.write("ST-1.md", story("ST-1", estimate=""))
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "start")

    def write(self, name, text):
        path = self.top / "backlog" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)

    def git(self, *arguments):
        return run(["git", *arguments], self.top, self.env, check=0)[1].strip()

    def configure(self, text):
        (self.home / ".gitconfig").write_text(text)

    def check(self, *arguments, check=None, before=()):
        return run([*before, BACKLINT, *arguments], self.top, self.env, check=check)

    def finds_it(self, *arguments, before=()):
        _, text = self.check(*arguments, check=1, before=before)
        assert "backlog/ST-1.md:4:9: error[estimate-missing] no estimate" in text, text


LOOKS = [[], ["--staged"], ["--rev", "HEAD"], ["check", "--since", "HEAD"], ["--staged", "--since", "HEAD"], ["report"], ["ready"]]


def traced(work, calls, arguments, codes=(0, 1)):
    """The system calls of a run, of all its threads."""
    log = work.home / "strace"
    code, text = work.check(*arguments, before=["strace", "-f", "-qq", "-e", f"trace={calls}", "-e", "signal=none", "-o", log])
    assert code in codes, (arguments, code, text)
    # What a thread was at when the process ended is told without a name.
    return [line for line in log.read_text().splitlines() if re.match(r"\d+ +\w+\(", line)]


def give_away(path, owner):
    os.chown(path, owner, owner, follow_symlinks=False)
    for folder, folders, files in os.walk(path):
        for name in folders + files:
            os.chown(os.path.join(folder, name), owner, owner, follow_symlinks=False)


def contents(path):
    """Every file below, with a sum of its bytes and when it was written."""
    found = {}
    for folder, folders, files in os.walk(path):
        for name in folders + files:
            at = os.path.join(folder, name)
            digest = hashlib.sha256(open(at, "rb").read()).hexdigest() if name in files else ""
            found[at] = (digest, os.lstat(at).st_mtime_ns)
    return found


@case
def row_67_a_repository_that_belongs_to_root_is_judged_by_a_user_who_may_not_write(folder):
    needs_root()
    work = Repository(folder)
    (work.top / ".git/index.lock").touch()
    work.configure("[safe]\n\tdirectory = *\n")
    os.chmod(folder, 0o755)
    # The binary may lie where that user cannot go.
    shutil.copy(BACKLINT, folder / "backlint")
    before = contents(work.top)
    for arguments in LOOKS[:5]:
        done = subprocess.run(
            [folder / "backlint", *arguments], cwd=work.top, env={"HOME": str(folder)}, user=NOBODY, group=NOBODY, extra_groups=[],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=60,
        )
        assert done.returncode == (0 if "--since" in arguments else 1), (arguments, done.stdout)
    assert contents(work.top) == before


@case
def row_67_nothing_is_opened_to_be_written(folder):
    needs_strace()
    work = Repository(folder)
    for arguments in LOOKS:
        writing = [line for line in traced(work, "open,openat,creat,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,link,symlink,truncate,chmod,fchmod", arguments)
                   if not re.search(r"open(at)?\(.*O_RDONLY", line)]
        assert not writing, (arguments, writing)


@case
def row_68_a_repository_of_another_user_is_opened_once_it_is_trusted(folder):
    needs_root()
    work = Repository(folder, "projects/team/work")
    give_away(work.top, 1234)
    work.env.pop("GIT_CONFIG_GLOBAL")
    command = f"git config --global --add safe.directory {work.top}"
    # libgit2 does not know the last form, which git does since 2.46; then the command is the cure too.
    for untrusted in ["", f"{work.top}/backlog", "*\n\tdirectory =", f"{folder}/projects/*"]:
        work.configure(f"[safe]\n\tdirectory = {untrusted}\n" if untrusted else "")
        code, text = work.check()
        assert code == 2 and f"`{work.top}` belongs to another user" in text and f"if you trust it: `{command}`" in text, (untrusted, text)
    for trusted in ["*", work.top]:
        work.configure(f"[safe]\n\tdirectory = {trusted}\n")
        for arguments in LOOKS[:3]:
            work.finds_it(*arguments)
    # The command that the message gives is the cure.
    work.configure("")
    run(command.split(), work.top, work.env, check=0)
    work.finds_it()


@case
def row_68_what_a_repository_says_of_itself_does_not_count(folder):
    needs_root()
    work = Repository(folder)
    work.git("config", "safe.directory", "*")
    give_away(work.top, 1234)
    work.env.pop("GIT_CONFIG_GLOBAL")
    work.configure("")
    code, text = work.check()
    assert code == 2 and "belongs to another user" in text, text


@case
def row_69_no_program_is_started(folder):
    needs_strace()
    work = Repository(folder)
    (work.top / ".gitattributes").write_text("*.md filter=x diff=x merge=x\n")
    for key in ["core.fsmonitor", "core.pager", "diff.external", "diff.x.textconv", "filter.x.clean", "filter.x.smudge", "filter.x.process"]:
        work.git("config", key, "/bin/true")
    work.write("ST-1.md", story("ST-1", estimate="").replace("phone", "tablet"))
    for arguments in LOOKS:
        started = traced(work, "execve,execveat,fork,vfork", arguments)
        assert len(started) == 1 and "execve(" in started[0], (arguments, started)


def index_of(paths, blob):
    """An index that git refuses to write."""
    body = struct.pack(">4sII", b"DIRC", 2, len(paths))
    for path in paths:
        entry = struct.pack(">10I", 0, 0, 0, 0, 0, 0, 0o100644, 0, 0, 0) + bytes.fromhex(blob) + struct.pack(">H", len(path)) + path.encode()
        body += entry + b"\0" * (8 - len(entry) % 8)
    return body + hashlib.sha1(body).digest()


@case
def row_74_an_index_leads_nowhere_else(folder):
    needs_strace()
    work = Repository(folder)
    (folder / "ST-9.md").write_text(story("ST-9", estimate=""))
    blob = work.git("rev-parse", "HEAD:backlog/ST-1.md")
    for path in ["backlog/../../ST-9.md", "../ST-9.md", "backlog/.git/ST-9.md", f"{folder}/ST-9.md"]:
        (work.top / ".git/index").write_bytes(index_of(["backlog/ST-1.md", path], blob))
        for arguments in [[], ["--staged"]]:
            opened = traced(work, "open,openat", arguments, codes=(1, 2))
            assert len(opened) > 5 and not any("ST-9.md" in line for line in opened), (path, opened)


@case
def row_95_no_socket_is_opened(folder):
    needs_strace()
    work = Repository(folder)
    clone = Repository(folder / "clone")
    for config in ["remote.origin.url https://example.org/x.git", "remote.origin.promisor true", "remote.origin.partialclonefilter blob:none", "http.proxy http://127.0.0.1:9"]:
        clone.git("config", *config.split())
    for one in (work, clone):
        for arguments in [*LOOKS, ["check", "--since", "origin/main"], ["explain", "--all"], ["check", "--fix"]]:
            assert traced(one, "network", arguments, codes=(0, 1, 2)) == [], arguments
    # A story that was promised and not fetched is not fetched now.
    blob = clone.git("rev-parse", "HEAD:backlog/ST-1.md")
    (clone.top / ".git/objects" / blob[:2] / blob[2:]).unlink()
    assert traced(clone, "network", ["--rev", "HEAD"], codes=(2,)) == []
    assert "was promised, not fetched" in clone.check("--rev", "HEAD")[1]


if __name__ == "__main__":
    main()
