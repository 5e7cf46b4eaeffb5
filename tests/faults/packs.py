#!/usr/bin/env python3
"""Everything that can go wrong while a pack is made, done to `quoin attach` and `quoin pack`; after
each fault the file is the old pack or the new one, whole, and the next run makes the new one.

    packs.py QUOIN WORK

`attach` writes over the pack that it reads, where there is the most to lose. Prints a line for each
kind of fault, then what was tried and lost, then "N passed, N failed"; run.sh calls it. QUOIN_SEED=N
repeats the random moments of a run.
"""
import collections
import os
import random
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
import machine  # noqa: E402

ROOT = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
MOMENTS = int(os.environ.get("QUOIN_MOMENTS", 40))
STATUS_OK, STATUS_INVALID, STATUS_IO, STATUS_LIMIT, STATUS_INTERNAL = 0, 3, 4, 5, 6
NOBODY = 65534
KIB = 1024
# Which calls fail, how, and at how many places, spread over all calls of an undisturbed run.
ERRORS = [("openat", "EMFILE", 6), ("openat", "EACCES", 4), ("openat2", "EIO", 2),
          ("read", "EIO", 4), ("write", "ENOSPC", 4), ("write", "EIO", 3), ("write", "EINTR", 2),
          ("fallocate", "ENOSPC", 2), ("fsync", "EIO", 3), ("renameat", "EIO", 2),
          ("renameat", "EACCES", 2), ("close", "EIO", 4), ("mmap", "ENOMEM", 6),
          ("fstat", "EIO", 2), ("getrandom", "EAGAIN", 1)]
KILLS = [("openat", 4), ("write", 4), ("fallocate", 2), ("fsync", 3), ("renameat", 2),
         ("unlinkat", 1), ("close", 4), ("read", 3), ("exit_group", 1)]
# What quoin may end with when the machine fails it; 127: it could not even be loaded.
TOLD = (0, 3, 4, 5, 6, 127)


def read(path):
    with open(path, "rb") as file:
        return file.read()


class Job:
    """A command that makes a pack of an old one, and both as they ought to be."""

    def __init__(self, suite, name, folder, arguments):
        self.suite, self.name, self.folder, self.arguments = suite, name, folder, arguments
        self.out = os.path.join(folder, "pack.pdf")
        self.old = read(self.out)
        status, words = self.run()
        if status != STATUS_OK:
            raise SystemExit(f"{name}: status {status}: {words}")
        begun = time.monotonic()
        self.put_old()
        self.run()
        self.seconds = time.monotonic() - begun
        self.new = read(self.out)
        checked = subprocess.run(["qpdf", "--check", self.out], stdout=subprocess.DEVNULL, check=False)
        if self.new == self.old or checked.returncode:
            raise SystemExit(f"{name}: the new pack is the old one, or damaged")

    def put_old(self, out=None):
        with open(out or self.out, "wb") as file:
            file.write(self.old)

    def command(self, folder, more=()):
        return [self.suite.quoin, *self.arguments, *more, "-o", os.path.join(folder, "pack.pdf")]

    def start(self, before=(), folder=None, more=(), **options):
        # The pack is read where it is written to.
        return subprocess.Popen([*before, *self.command(folder or self.folder, more)],
                                cwd=folder or self.folder, stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                start_new_session=True, **options)

    def run(self, before=(), folder=None, more=()):
        process = self.start(before, folder, more)
        try:
            words = process.communicate(timeout=60)[1]
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            words = process.communicate()[1] + b"did not end\n"
        return process.returncode, words.decode(errors="replace")


class Suite:
    def __init__(self, quoin, work):
        self.quoin, self.work = os.path.abspath(quoin), os.path.abspath(work)
        self.tried = self.lost = self.half = self.passed = self.failed = 0
        seed = int(os.environ.get("QUOIN_SEED", time.time_ns() % 1000000))
        print(f"QUOIN_SEED={seed}", flush=True)
        self.random = random.Random(seed)
        shutil.rmtree(self.work, ignore_errors=True)
        self.jobs = [self.attach(), self.pack()]

    # ---- the two commands ----

    def attach(self):
        folder = os.path.join(self.work, "attach")
        os.makedirs(folder)
        fixtures = os.path.join(ROOT, "tests", "pack", "fixtures")
        for name in ("chromium", "libreoffice", "groff"):
            shutil.copy(os.path.join(fixtures, name + ".pdf"), folder)
        shutil.copy(os.path.join(fixtures, "latex.pdf"), os.path.join(folder, "pack.pdf"))
        shutil.copy(os.path.join(ROOT, "samples", "q2-2020-21.xml"), folder)
        return Job(self, "attach", folder, [
            "attach", "-q", "pack.pdf", "--item", "3", "q2-2020-21.xml", "--item", "4",
            "libreoffice.pdf", "--item", "5", "chromium.pdf", "--item", "6", "groff.pdf"])

    def pack(self):
        folder = os.path.join(self.work, "pack")
        shutil.copytree(os.path.join(ROOT, "samples"), folder)
        shutil.copy(os.path.join(ROOT, "tests", "pack", "fixtures", "groff.pdf"),
                    os.path.join(folder, "pack.pdf"))
        return Job(self, "pack", folder, ["pack", "-q", os.path.join(folder, "agenda.xml")])

    # ---- results ----

    def right(self, is_good, what, *lines):
        if is_good:
            self.passed += 1
            return
        self.failed += 1
        print(f"  FAIL  {what}")
        for line in lines[:12]:
            print(f"        {line}")
        sys.stdout.flush()

    def after(self, job, what, folder=None, is_killed=False):
        """Old or new, and whole; nothing else in the folder; then a run that is let be."""
        self.tried += 1
        folder = folder or job.folder
        out, lines, was = os.path.join(folder, "pack.pdf"), [], None
        if not os.path.exists(out):
            self.lost += 1
            lines.append("the pack is gone")
        elif read(out) not in (job.old, job.new):
            self.half += 1
            lines.append(f"the pack is neither the old nor the new one: {os.path.getsize(out)} bytes")
        else:
            was = "new" if read(out) == job.new else "old"
        # Who is killed cannot clean up, and the folder is not quoin's own: what lies there stays.
        left = self.sweep(folder)
        if len(left) > is_killed:
            lines.append(f"left lying: {left}")
        job.put_old(out)
        status, words = job.run(folder=folder)
        if status != STATUS_OK or read(out) != job.new:
            lines += [f"next run: status {status}", *words.splitlines()]
        left = self.sweep(folder)
        if left:
            lines.append(f"after the next run is left: {left}")
        job.put_old(out)
        self.right(not lines, f"{job.name}: {what}", *lines)
        return was

    def sweep(self, folder):
        """Takes temporary files away, and says which there were."""
        left = [name for name in os.listdir(folder) if name.endswith(".tmp")]
        for name in left:
            os.remove(os.path.join(folder, name))
        return left

    def begin(self, told):
        self.told, self.counts, self.since = told, (self.passed, self.failed), time.monotonic()

    def end(self, more=""):
        word = "FAIL" if self.failed > self.counts[1] else "ok  "
        print(f"  {word}  {self.told}{more}  {self.passed - self.counts[0]}  "
              f"{time.monotonic() - self.since:.0f} s", flush=True)

    # ---- killed ----

    def kill(self):
        for job in self.jobs:
            self.begin(f"quoin {job.name}: kill -9 at {MOMENTS} moments")
            found = collections.Counter()
            job.put_old()
            for _ in range(MOMENTS):
                moment = self.random.uniform(0, job.seconds * 1.2)
                process = job.start()
                time.sleep(moment)
                os.killpg(process.pid, signal.SIGKILL) if self.random.random() < 0.5 else process.kill()
                process.communicate()  # its child, too, holds the pipe
                found[self.after(job, f"killed after {moment * 1000:.0f} ms", is_killed=True)] += 1
            # Else the moments were before or after the work, and nothing was tried.
            self.right(found["old"] and found["new"], f"all were {dict(found)}")
            self.end(f", {found['old']} old and {found['new']} new")

    # ---- system calls ----

    def call(self):
        if not shutil.which("strace"):
            print("  SKIPPED: system calls that fail: there is no strace")
            return
        for job in self.jobs:
            counts = self.count_calls(job)
            if counts is None:
                return
            for name, error, wanted in ERRORS:
                self.some_calls(job, counts, name, f"error={error}", wanted, TOLD)
            for name, wanted in KILLS:
                self.some_calls(job, counts, name, "signal=KILL", wanted,
                                (-9, STATUS_OK, STATUS_LIMIT))

    def count_calls(self, job):
        log = os.path.join(self.work, "calls")
        job.put_old()
        status, words = job.run(before=["strace", "-f", "-qq", "-o", log])
        job.put_old()
        if status != STATUS_OK:
            print(f"  SKIPPED: system calls that fail: strace: {words.splitlines()[:1]}")
            return None
        with open(log, encoding="utf-8", errors="replace") as file:
            each = collections.Counter(tuple(re.split(r" +|\(", line)[:2]) for line in file)
        # Of the process that makes most of each: strace counts them apart.
        counts = collections.Counter()
        for (_, name), count in each.items():
            counts[name] = max(counts[name], count)
        return counts

    def some_calls(self, job, counts, name, what, wanted, allowed):
        self.begin(f"quoin {job.name}: {name}, {what}")
        for place in machine.places(self, counts[name], wanted, machine.BEFORE.get(name, 0)):
            job.put_old()
            before = machine.strace("-f", "-e", f"trace={name}", "-e", f"inject={name}:{what}:when={place}")
            status, words = job.run(before=before)
            told = f"{name}, {what}, the {place}th"
            self.right(status in allowed, f"{job.name}: {told}: status {status}",
                       *words.splitlines()[-8:])
            if status == STATUS_OK and "signal" not in what and "close" not in name:
                self.right(read(job.out) == job.new, f"{job.name}: {told}: done, they say, but it is not")
            self.after(job, told, is_killed="signal" in what)
        self.end()

    # ---- the disk ----

    def disk(self):
        for wrapper in (["unshare", "-m"], ["unshare", "-r", "-m"]):
            if machine.may_mount(wrapper, os.path.join(self.work, "disk")):
                break
        else:
            print("  SKIPPED: full disks: nothing can be mounted here")
            return
        done = subprocess.run([*wrapper, sys.executable, os.path.abspath(__file__), self.quoin,
                               os.path.join(self.work, "inside"), "full"],
                              stdout=subprocess.PIPE, check=False)
        text = done.stdout.decode()
        sums = re.search(r"^faults tried (\d+), files lost (\d+), files half-written (\d+)$", text, re.M)
        counts = re.search(r"^(\d+) passed, (\d+) failed$", text, re.M)
        print("\n".join(line for line in text.splitlines() if line.startswith("  ")), flush=True)
        if not sums or not counts:
            self.right(False, "full disks: broken off", *text.splitlines())
            return
        self.tried, self.lost = self.tried + int(sums[1]), self.lost + int(sums[2])
        self.half += int(sums[3])
        self.passed, self.failed = self.passed + int(counts[1]), self.failed + int(counts[2])

    def full(self):
        """Within a mount namespace of its own."""
        for job in self.jobs:
            self.begin(f"quoin {job.name}: a disk with too little room")
            full = 0
            for room in (0, 4, 16, 64, 120, 200):
                with machine.Disk(os.path.join(self.work, "small")) as small:
                    for name in os.listdir(job.folder):
                        whole = os.path.join(job.folder, name)
                        (shutil.copytree if os.path.isdir(whole) else shutil.copy)(
                            whole, os.path.join(small.place, name))
                    job.put_old(os.path.join(small.place, "pack.pdf"))
                    small.resize(room * KIB)
                    status, words = job.run(folder=small.place)
                    full += status == STATUS_IO
                    self.right(status in (STATUS_OK, STATUS_IO) and
                               ("Q702" in words) == (status == STATUS_IO),
                               f"{room} KiB left: status {status}", *words.splitlines()[-8:])
                    small.resize()
                    self.after(job, f"{room} KiB left", folder=small.place)
            self.right(full >= 3, f"only {full} disks were really full")
            self.end(f", {full} really full")

    def limit(self):
        for job in self.jobs:
            self.begin(f"quoin {job.name}: a limit on the size of files")
            for kib in (0, 1, 20, 60, 100):
                job.put_old()
                status, words = job.run(before=["bash", "-c", f'ulimit -f {kib}; exec "$@"', "-"])
                self.right(status == STATUS_IO and "Q702" in words,
                           f"{job.name}: {kib} KiB: status {status}", *words.splitlines()[-8:])
                self.after(job, f"files of {kib} KiB")
            self.end()

    def memory(self):
        """It ends in an orderly way, whichever library meets the limit. Libqpdf does not say of a PDF
        whether it was the memory (3); where not even the fonts fit in it is quoin's own fault (6)."""
        for job in self.jobs:
            self.begin(f"quoin {job.name}: too little memory")
            short = 0
            for mib in (20, 40, 56, *range(60, 84, 2), 88, 96):
                job.put_old()
                status, words = job.run(more=["--memory", str(mib)])
                short += status != STATUS_OK
                self.right(status in (STATUS_OK, STATUS_INVALID, STATUS_LIMIT, STATUS_INTERNAL),
                           f"{job.name}: {mib} MiB: status {status}", *words.splitlines()[-8:])
                self.after(job, f"{mib} MiB of memory")
            self.right(short > 0, f"{job.name}: the memory was always enough")
            self.end(f", {short} really too little")

    # ---- folders ----

    def folder(self):
        self.begin("a folder that may not be written to")
        place = tempfile.mkdtemp(prefix="quoin-packs.")
        # For root every folder is writable.
        before = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups") \
            if os.geteuid() == 0 else ()
        quoin, self.quoin = self.quoin, os.path.join(place, "quoin")
        try:
            shutil.copy(quoin, self.quoin)
            for job in self.jobs:
                self.unwritable(job, os.path.join(place, job.name), before)
            os.chmod(place, 0o755)
        finally:
            self.quoin = quoin
            shutil.rmtree(place)
        self.end()

    def unwritable(self, job, folder, before):
        shutil.copytree(job.folder, folder)
        os.chmod(os.path.dirname(folder), 0o755)
        out = os.path.join(folder, "pack.pdf")
        job.put_old(out)
        if before:
            for root, folders, files in os.walk(folder):
                for name in [*folders, *files, "."]:
                    os.chown(os.path.join(root, name), NOBODY, NOBODY)
        os.chmod(folder, stat.S_IRUSR | stat.S_IXUSR)
        status, words = job.run(before=before, folder=folder)
        os.chmod(folder, stat.S_IRWXU)
        self.right(status == STATUS_IO and "Q702" in words and read(out) == job.old,
                   f"{job.name}: unwritable: status {status}", *words.splitlines()[-8:])
        self.after(job, "unwritable", folder=folder)


GROUPS = ["kill", "call", "disk", "limit", "memory", "folder"]


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    suite = Suite(sys.argv[1], sys.argv[2])
    for group in sys.argv[3:] or GROUPS:
        getattr(suite, group)()
    print(f"faults tried {suite.tried}, files lost {suite.lost}, files half-written {suite.half}")
    print(f"{suite.passed} passed, {suite.failed} failed")
    sys.exit(1 if suite.failed or not suite.passed else 0)


if __name__ == "__main__":
    main()
