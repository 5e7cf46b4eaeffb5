"""Faults while a batch removes PDFs that no report makes any more, for faults.py.

A third of the reports is gone, and a batch has told of their PDFs. Into the folder come a PDF that
is none of the batch's, and a change to one that would be removed. Then `--prune` is killed: at
random moments, and, where strace may, in its system calls. After each, everything that has a report
or an owner is there whole, of the rest each PDF is whole or gone, and the next run ends as an
undisturbed one does.
"""
import os
import shutil
import signal
import time

import machine
from check import Checker, pdfs

MOMENTS = 20
CALLS = [("unlinkat", 12), ("renameat", 3), ("fsync", 5), ("write", 3)]
STATUS_OK = 0


class Pruning:
    """As a stage of faults.py, with fewer reports, which are done with --prune."""

    def __init__(self, suite):
        self.stage = suite.stage("sixty")
        self.reports, self.told = self.stage.path("reports-left"), self.stage.path("told")
        self.pruned, self.out = self.stage.path("pruned"), self.stage.path("prune-out")
        for folder in (self.reports, self.told, self.pruned):
            shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.stage.reports, self.reports)
        for number, name in enumerate(sorted(self.files(self.reports, ".xml"))):
            if number % 3 == 0:
                os.remove(name)
        shutil.copytree(self.stage.path("new"), self.told)
        status, words = self.stage.run([self.reports, "-o", self.told])
        if status != STATUS_OK or "--prune removes them" not in words:
            raise SystemExit(f"nothing to prune: status {status}: {words}")
        owned = self.add_owned()
        shutil.copytree(self.told, self.pruned)
        begun = time.monotonic()
        status, words = self.run_new(out=self.pruned)
        self.seconds = time.monotonic() - begun
        self.checker = Checker(self.told, self.pruned, may_go=True)
        gone = len(self.checker.old) - len(self.checker.new)
        if status != STATUS_OK or gone < 10 or not all(name in self.checker.new for name in owned):
            raise SystemExit(f"status {status}, {gone} PDFs removed: {words}")

    @staticmethod
    def files(root, ending):
        return [os.path.join(folder, name) for folder, _, names in os.walk(root)
                for name in names if name.endswith(ending)]

    def add_owned(self):
        """Beside a PDF that goes, one of somebody's own; to another, a few bytes."""
        strays = sorted(name for name in pdfs(self.told) if self.is_stray(name))
        first, second = (os.path.join(self.told, name) for name in (strays[0], strays[-1]))
        mine = os.path.join(os.path.dirname(first), "mine.pdf")
        shutil.copyfile(first, mine)
        with open(second, "ab") as file:
            file.write(b"% a note\n")
        return [os.path.relpath(path, self.told) for path in (mine, second)]

    def is_stray(self, name):
        with open(os.path.join(self.told, "quoin-manifest.jsonl"), encoding="utf-8") as file:
            return any(f'"output":"{name}"' in line and '"stray":true' in line for line in file)

    # What Suite.after() and machine.one_call() need of a stage.

    def put_old(self):
        shutil.rmtree(self.out, ignore_errors=True)
        shutil.copytree(self.told, self.out)

    def run_new(self, out=None, before=()):
        return self.stage.run([self.reports, "-o", out or self.out, "--prune"], before)


def prune(suite):
    pruning = Pruning(suite)
    suite.begin(f"--prune: kill -9 of all its processes, {MOMENTS} moments")
    for _ in range(MOMENTS):
        pruning.put_old()
        moment = suite.random.uniform(0.005, pruning.seconds)
        process = pruning.stage.start([pruning.reports, "-o", pruning.out, "--prune"])
        time.sleep(moment)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        suite.after(f"--prune killed after {moment * 1000:.0f} ms", pruning)
    suite.end()
    counts = machine.count_calls(suite, pruning) if shutil.which("strace") else None
    if counts is None:
        return
    for name, wanted in CALLS:
        suite.begin(f"--prune: kill -9 in {name}")
        middle = 0
        for place in machine.places(suite, counts[name], wanted):
            middle += machine.one_call(suite, pruning, name, "signal=KILL", place)
        # Else none of the PDFs was removed before it, or all were: nothing was tried.
        suite.right(name != "unlinkat" or middle >= 2, f"only {middle} in the middle of removing")
        suite.end()
    suite.begin("--prune: unlinkat fails with EIO")
    for place in machine.places(suite, counts["unlinkat"], 4):
        machine.one_call(suite, pruning, "unlinkat", "error=EIO", place)
    suite.end()
