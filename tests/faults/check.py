#!/usr/bin/env python3
"""Is every PDF of an output folder the complete old or the complete new one?

    check.py FOLDER OLD NEW [--made]

OLD and NEW are folders that undisturbed batches made, of the old and of the new reports. A PDF of
OLD or NEW that is not there is lost, unless it is new and may yet be made; one with other bytes is
half-written. (may_go, of --prune: what is not in NEW may be gone.) With --made the folder must be NEW itself, with no temporary file left (what clocks
say in the manifest aside). Prints what is wrong; the status is 1 then.

qpdf opens every PDF, but bytes that are the same only once.
"""
import hashlib
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "batch"))
sys.dont_write_bytecode = True
import same  # noqa: E402  (tests/batch/same.py)


def pdfs(root):
    """Names of the PDFs beneath a folder, and their hashes."""
    found = {}
    for folder, _, names in os.walk(root):
        for name in names:
            if name.endswith(".pdf"):
                path = os.path.join(folder, name)
                with open(path, "rb") as file:
                    found[os.path.relpath(path, root)] = hashlib.sha256(file.read()).hexdigest()
    return found


class Verdict:
    def __init__(self):
        self.lost, self.half, self.other = [], [], []
        self.is_mixed = False  # old and new PDFs side by side: the work was in its middle

    def is_good(self):
        return not (self.lost or self.half or self.other)

    def lines(self):
        return ([f"lost: {name}" for name in self.lost] +
                [f"half-written: {name}" for name in self.half] + self.other)


class Checker:
    def __init__(self, old, new, may_go=False):
        self.new_folder, self.may_go = new, may_go
        self.old, self.new = pdfs(old), pdfs(new)
        self.opened = {}  # hash: what qpdf said, "" for nothing
        if not self.old or not self.new or self.old == self.new:
            raise SystemExit(f"{old} and {new} must hold PDFs, and not the same")
        for root, names in ((old, self.old), (new, self.new)):
            for name, digest in names.items():
                fault = self.open(os.path.join(root, name), digest)
                if fault:
                    raise SystemExit(f"{root}/{name}: {fault}")

    def open(self, path, digest):
        """What is wrong with a PDF; "" when it opens."""
        if digest not in self.opened:
            done = subprocess.run(["qpdf", "--check", path], stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, check=False)
            words = done.stdout.decode(errors="replace").strip().split("\n")[-1]
            self.opened[digest] = "" if done.returncode == 0 else words or "qpdf cannot open it"
        return self.opened[digest]

    def look(self, folder):
        """At any moment: old or new, each complete."""
        verdict, there = Verdict(), pdfs(folder)
        for name in sorted(self.old.keys() | self.new.keys() | there.keys()):
            allowed = {self.old.get(name), self.new.get(name)}
            if name not in there:
                if name in self.old and not (self.may_go and name not in self.new):
                    verdict.lost.append(name)
            elif there[name] not in allowed:
                fault = self.open(os.path.join(folder, name), there[name])
                verdict.half.append(f"{name} ({fault or 'opens, but is neither old nor new'})")
            elif self.open(os.path.join(folder, name), there[name]):
                verdict.half.append(f"{name} ({self.opened[there[name]]})")
        fresh = [self.new.get(n) == d and self.old.get(n) != d for n, d in there.items()]
        verdict.is_mixed = any(fresh) and not all(fresh)
        return verdict

    def look_finished(self, folder):
        """After the next undisturbed run: as if nothing had been."""
        verdict = self.look(folder)
        verdict.other += same.differences(folder, self.new_folder)
        return verdict


def main():
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    checker = Checker(sys.argv[2], sys.argv[3])
    is_finished = sys.argv[4:] == ["--made"]
    verdict = (checker.look_finished if is_finished else checker.look)(sys.argv[1])
    for line in verdict.lines()[:20]:
        print(line)
    sys.exit(0 if verdict.is_good() else 1)


if __name__ == "__main__":
    main()
