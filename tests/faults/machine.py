"""Faults of the machine, for faults.py: disks that are full, and system calls that fail.

A full disk is a small tmpfs, mounted where only this process and its children see it: as root, or
as the root of a namespace of our own. System calls are made to fail, or the batch to be killed in
one of them, by strace, at places spread over all the calls of an undisturbed run.
"""
import collections
import os
import re
import shutil
import subprocess
import sys

from check import pdfs

KIB = 1024
DISK = 64 * KIB * KIB  # room for everything
STATUS_OK, STATUS_IO = 0, 4

# Statuses that quoin may end with when the machine fails it; 127: it could not even be loaded.
TOLD = (0, 4, 5, 6, 127)

# Which calls fail, how, and at how many places. Not brk: no kernel lets it fail as strace does, and
# the C library's malloc goes wrong then.
ERRORS = [("openat", "EMFILE", 4), ("openat", "EACCES", 3), ("openat2", "EIO", 3),
          ("write", "ENOSPC", 4), ("write", "EIO", 3), ("write", "EINTR", 2),
          ("fallocate", "ENOSPC", 3), ("fallocate", "EINTR", 2), ("fsync", "EIO", 6),
          ("fsync", "ENOSPC", 2), ("renameat", "EIO", 3), ("renameat", "EACCES", 2),
          ("renameat", "EROFS", 2), ("mkdirat", "ENOSPC", 2), ("unlinkat", "EIO", 2),
          ("close", "EIO", 4), ("clone", "EAGAIN", 3), ("pipe2", "EMFILE", 3),
          ("mmap", "ENOMEM", 4), ("read", "EIO", 4), ("ppoll", "EINTR", 3),
          ("wait4", "EINTR", 2), ("fcntl", "ENOLCK", 3), ("flock", "ENOLCK", 3),
          ("getdents64", "EIO", 2)]
# The loader of programs crashes without the first of these; so does /bin/true.
BEFORE = {"mmap": 1}
KILLS = [("openat", 4), ("write", 6), ("fallocate", 3), ("fsync", 6), ("renameat", 6),
         ("close", 4), ("unlinkat", 3), ("mkdirat", 2), ("ftruncate", 1), ("clone", 3)]


# ---- a full disk ----------------------------------------------------------------------------

def may_mount(wrapper, place):
    os.makedirs(place, exist_ok=True)
    trial = [*wrapper, "mount", "-t", "tmpfs", "none", place]
    return subprocess.run(trial, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                          check=False).returncode == 0


def disk(suite):
    """Runs disk_inside() where it may mount."""
    for wrapper in (["unshare", "-m"], ["unshare", "-r", "-m"]):
        if may_mount(wrapper, os.path.join(suite.work, "disk")):
            break
    else:
        print("  SKIPPED: full disks: nothing can be mounted here")
        return
    faults = os.path.join(os.path.dirname(os.path.abspath(__file__)), "faults.py")
    done = subprocess.run([*wrapper, sys.executable, faults, suite.quoin, suite.work, "disk_inside"],
                          stdout=subprocess.PIPE, check=False)
    text = done.stdout.decode()
    tried = re.search(r"^faults tried (\d+), files lost (\d+), files half-written (\d+)$", text, re.M)
    counts = re.search(r"^(\d+) passed, (\d+) failed$", text, re.M)
    if not tried or not counts:
        suite.wrong("full disks: broken off", text.splitlines())
        return
    print("\n".join(line for line in text.splitlines() if line.startswith("  ")), flush=True)
    suite.tried += int(tried[1])
    suite.lost += int(tried[2])
    suite.half += int(tried[3])
    suite.passed += int(counts[1])
    suite.failed += int(counts[2])


class Disk:
    """A tmpfs whose room can be changed."""

    def __init__(self, place):
        self.place, self.out = place, os.path.join(place, "out")
        os.makedirs(place, exist_ok=True)
        self.mount("size=%d" % DISK)

    def mount(self, options):
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", self.place], check=True)

    def resize(self, room=None, files=None):
        """So many bytes, and so many files, more than there are; None: plenty."""
        now = os.statvfs(self.place)
        used = (now.f_blocks - now.f_bfree) * now.f_frsize
        held = now.f_files - now.f_ffree
        options = "remount,size=%d,nr_inodes=%d" % (DISK if room is None else used + room,
                                                    100000 if files is None else held + files)
        self.mount(options)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        subprocess.run(["umount", self.place], check=True)


def disk_inside(suite):
    stage = suite.stage("dozen")
    place = os.path.join(suite.work, "disk")
    full = 0
    suite.begin("a disk with too little room, or too few files")
    for room, files in [(0, None), (16 * KIB, None), (64 * KIB, None), (96 * KIB, None),
                        (160 * KIB, None), (256 * KIB, None), (384 * KIB, None),
                        (None, 0), (None, 1), (None, 2), (None, 5), (None, 9)]:
        with Disk(place) as small:
            stage.put_old(small.out)
            small.resize(room, files)
            status, words = stage.run_new(out=small.out)
            full += status == STATUS_IO
            what = f"{files} files left" if room is None else f"{room // KIB} KiB left"
            suite.right(status in (STATUS_OK, STATUS_IO) and ("Q702" in words) == (status != 0),
                        f"{what}: status {status}", *words.splitlines()[-8:])
            verdict = stage.checker.look(small.out)
            suite.right(verdict.is_good(), what, *verdict.lines())
            small.resize()
            suite.after(what, stage, small.out)
    suite.right(full >= 6, f"only {full} disks were really full")
    suite.end(f", {full} of them full before the end")
    suite.begin("a disk full from the start")
    with Disk(place) as small:
        with open(os.path.join(place, "filler"), "wb") as file:  # size=0 would be no limit
            file.write(bytes(256 * KIB))
        small.resize(0)
        status, words = stage.run_new(out=small.out)
        suite.right(status == STATUS_IO and "Q702" in words, f"status {status}", words)
        left = [name for folder, _, names in os.walk(small.out) for name in names
                if not folder.endswith(".quoin")]
        suite.right(not left, "it left files", *left)
        small.resize()
        suite.tried += 1
        status, words = stage.run_new(out=small.out)
        finished = stage.checker.look_finished(small.out)
        suite.right(status == STATUS_OK and finished.is_good(), f"then: status {status}",
                    *finished.lines())
    suite.end()
    limits(suite, stage)


def limits(suite, stage):
    """Files may not grow beyond so many KiB (setrlimit): as a quota does it, in mid-file."""
    suite.begin("a limit on the size of files")
    for kib in (0, 1, 20, 57, 60):
        stage.put_old()
        before = ["bash", "-c", f'ulimit -f {kib}; exec "$@"', "-"]
        status, words = stage.run_new(before=before)
        suite.right(status == STATUS_IO and "Q702" in words, f"{kib} KiB: status {status}",
                    *words.splitlines()[-8:])
        suite.after(f"files of {kib} KiB", stage)
    suite.end()


# ---- system calls ---------------------------------------------------------------------------

def strace(*options):
    return ["strace", "-qq", "-o", os.devnull, *options]


def count_calls(suite, stage):
    """How often the parent makes each call in an undisturbed run; None where strace may not."""
    log = os.path.join(suite.work, "calls")
    stage.put_old()
    status, words = stage.run_new(before=["strace", "-qq", "-o", log])
    if status != STATUS_OK:
        print(f"  SKIPPED: system calls that fail: strace: {words.splitlines()[:1]}")
        return None
    with open(log, encoding="utf-8", errors="replace") as file:
        return collections.Counter(line.split("(")[0] for line in file)


def places(suite, count, wanted, before=0):
    """So many of the calls after `before`, up to the last: one at random in each part."""
    count -= before
    wanted = min(count, wanted)
    edges = [before + count * i // wanted for i in range(wanted + 1)] if wanted > 0 else []
    return [suite.random.randint(a + 1, b) for a, b in zip(edges, edges[1:])]


def call(suite):
    if not shutil.which("strace"):
        print("  SKIPPED: system calls that fail: there is no strace")
        return
    stage = suite.stage("dozen")
    counts = count_calls(suite, stage)
    if counts is None:
        return
    for name, error, wanted in ERRORS:
        suite.begin(f"{name} fails with {error}")
        for place in places(suite, counts[name], wanted, BEFORE.get(name, 0)):
            one_call(suite, stage, name, f"error={error}", place)
        suite.end()
    for name, wanted in KILLS:
        suite.begin(f"kill -9 in {name}")
        for place in places(suite, counts[name], wanted):
            one_call(suite, stage, name, "signal=KILL", place)
        suite.end(f", {suite.mixed} with old and new PDFs side by side")


def one_call(suite, stage, name, what, place):
    """True when it came while PDFs were being removed (of --prune)."""
    stage.put_old()
    told = f"{name}, {what}, the {place}th"
    before = strace("-e", f"trace={name}", "-e", f"inject={name}:{what}:when={place}")
    status, words = stage.run_new(before=before)
    is_kill = what == "signal=KILL"
    # Calls come in another number from run to run: the last may not be reached.
    allowed = (-9, 0) if is_kill else TOLD
    suite.right(status in allowed, f"{told}: status {status}", *words.splitlines()[-8:])
    there = len(pdfs(stage.out))
    suite.after(told, stage)
    return len(stage.checker.new) < there < len(stage.checker.old)
