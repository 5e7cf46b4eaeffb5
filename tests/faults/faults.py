#!/usr/bin/env python3
"""Everything that can go wrong with a batch, done to one; after each fault every PDF is the old or
the new one, and the next run finishes the work.

    faults.py QUOIN WORK [GROUP…]      GROUP: kill crowd signal worker folder disk call prune

QUOIN is built with QUOIN_FAULT_HOOKS (src/batch/fault_hook.h). WORK is emptied; run.sh makes old
and new reports there first. Prints a line for each fault or kind of fault, then what was tried and
lost, then "N passed, N failed". QUOIN_SEED=N repeats the random moments of a run.
"""
import math
import os
import random
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
import prunes  # noqa: E402
from check import Checker, pdfs  # noqa: E402

KILLS = 50         # of the process group, at random moments
PARENT_KILLS = 10  # of the parent alone
SIGNALS = 6        # of each of SIGINT and SIGTERM
PAIRS = 8          # of batches at once
STATUS_OK, STATUS_IO, STATUS_LIMIT, STATUS_INTERNAL = 0, 4, 5, 6
NOBODY = 65534
GROUPS = ["worker", "folder", "disk", "call", "prune", "crowd", "signal", "kill"]


class Stage:
    """Reports, and the folders that undisturbed batches make of their old and new editions."""

    def __init__(self, suite, name):
        self.suite, self.folder = suite, os.path.join(suite.work, name)
        self.old_reports, self.reports = self.path("reports-old"), self.path("reports")
        self.out = self.path("out")
        for reports, made in ((self.old_reports, "old"), (self.reports, "new")):
            status, _ = self.run([reports, "-o", self.path(made)])
            if status != STATUS_OK:
                raise SystemExit(f"{made} cannot be made: status {status}")
        self.checker = Checker(self.path("old"), self.path("new"))
        self.put_old()
        begun = time.monotonic()
        self.run_new()
        self.seconds = time.monotonic() - begun
        # What no report takes that is let be, however slow the machine: for --timeout.
        self.patience = max(1, math.ceil(2 * self.seconds))

    def path(self, name):
        return os.path.join(self.folder, name)

    def put_old(self, out=None):
        """An output folder as the batch of the old reports left it."""
        out = out or self.out
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(self.path("old"), out)

    def start(self, arguments, before=(), **more):
        """A batch in a session of its own; `before` are words before the command."""
        environment = dict(os.environ, **more)
        return subprocess.Popen([*before, self.suite.quoin, "batch", *arguments],
                                env=environment, stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                start_new_session=True, preexec_fn=unblock)

    def run(self, arguments, before=(), **more):
        """Status and words of a batch that is let be."""
        process = self.start(arguments, before, **more)
        try:
            words = process.communicate(timeout=300)[1]
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            words = process.communicate()[1] + b"did not end\n"
        return process.returncode, words.decode(errors="replace")

    def run_new(self, *options, out=None, before=(), **more):
        return self.run([self.reports, "-o", out or self.out, *options], before, **more)


def unblock():
    """What a shell without job control would have a command ignore."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def members(session):
    """The processes of a session that are not zombies."""
    found = []
    for name in os.listdir("/proc"):
        try:
            with open(f"/proc/{name}/stat", encoding="ascii", errors="replace") as file:
                fields = file.read().rpartition(")")[2].split()
        except OSError:
            continue
        if fields and fields[0] not in "ZX" and int(fields[3]) == session:
            found.append(int(name))
    return found


def wait_gone(session, seconds=60):
    end = time.monotonic() + seconds
    while members(session) and time.monotonic() < end:
        time.sleep(0.01)
    return not members(session)


class Suite:
    def __init__(self, quoin, work):
        self.quoin, self.work = os.path.abspath(quoin), os.path.abspath(work)
        self.tried = self.lost = self.half = self.passed = self.failed = self.mixed = 0
        seed = int(os.environ.get("QUOIN_SEED", time.time_ns() % 1000000))
        print(f"QUOIN_SEED={seed}", flush=True)
        self.random = random.Random(seed)
        self.stages = {}
        self.told = ""
        self.counts = (0, 0)

    def stage(self, name):
        if name not in self.stages:
            self.stages[name] = Stage(self, name)
        return self.stages[name]

    # ---- results ----

    def wrong(self, what, lines):
        self.failed += 1
        print(f"  FAIL  {what}")
        for line in lines[:12]:
            print(f"        {line}")
        sys.stdout.flush()

    def right(self, is_good, what, *lines):
        """Something that must be so besides what check.py sees."""
        if is_good:
            self.passed += 1
        else:
            self.wrong(what, list(lines))
        return is_good

    def after(self, what, stage, out=None, faults=1):
        """After a fault: nothing lost, nothing half; then a run that is let be, and all is new."""
        out = out or stage.out
        self.tried += faults
        verdict = stage.checker.look(out)
        self.mixed += verdict.is_mixed
        status, words = stage.run_new(out=out)
        finished = stage.checker.look_finished(out)
        self.lost += len(set(verdict.lost) | set(finished.lost))
        self.half += len(set(verdict.half) | set(finished.half))
        lines = verdict.lines() + [f"next run: {line}" for line in finished.lines()]
        if status != STATUS_OK:
            lines += [f"next run: status {status}", *words.splitlines()[-8:]]
        return self.right(not lines, what, *lines)

    def begin(self, told):
        self.told, self.counts = told, (self.passed, self.failed)
        self.mixed, self.since = 0, time.monotonic()

    def end(self, more=""):
        passed, failed = self.passed - self.counts[0], self.failed - self.counts[1]
        word = "FAIL" if failed else "ok  "
        seconds = time.monotonic() - self.since
        print(f"  {word}  {self.told}{more}  {passed}  {seconds:.0f} s", flush=True)

    # ---- killed ----

    def kill_at_random(self, stage, moment, kill):
        stage.put_old()
        process = stage.start([stage.reports, "-o", stage.out, "-j2"])
        time.sleep(moment)
        kill(process)
        process.communicate()
        return wait_gone(process.pid)

    def kill(self):
        stage = self.stage("sixty")
        for told, count, kill in (
                ("kill -9 of all its processes", KILLS,
                 lambda p: os.killpg(p.pid, signal.SIGKILL)),
                ("kill -9 of the parent alone", PARENT_KILLS,
                 lambda p: os.kill(p.pid, signal.SIGKILL))):
            self.begin(f"{told}, {count} moments")
            tries = 0
            # Moments are guessed from how long the work took once. Where the machine is busier or
            # less so by now, more are tried until a third of them was in the middle of the work.
            while tries < count or (self.mixed * 3 < count and tries < 4 * count):
                tries += 1
                moment = self.random.uniform(0.02, stage.seconds * 0.95)
                is_gone = self.kill_at_random(stage, moment, kill)
                what = f"{told} after {moment * 1000:.0f} ms"
                self.after(what, stage)
                self.right(is_gone, f"{what}: workers live on")
            # Else all were before or after the work, and nothing was tried.
            self.right(self.mixed * 3 >= count, f"only {self.mixed} in the middle of the work")
            self.end(f", {self.mixed} with old and new PDFs side by side")

    # ---- two at once ----

    def crowd(self):
        stage = self.stage("sixty")
        self.begin(f"two batches in one folder, {PAIRS} times")
        for _ in range(PAIRS):
            stage.put_old()
            gap = self.random.uniform(0, stage.seconds / 2)
            first = stage.start([stage.reports, "-o", stage.out])
            time.sleep(gap)
            status, words = stage.run_new()
            first.communicate()
            what = f"two batches, {gap * 1000:.0f} ms apart"
            # One has the folder and the other is told so; or they come one after the other.
            statuses = sorted((first.returncode, status))
            self.right(statuses in ([0, 0], [0, 4]) and (status != 4 or "Q753" in words),
                       f"{what}: statuses {statuses}", words)
            self.after(what, stage)
        self.end()
        self.begin("the lock is free at once when its holder is killed")
        for _ in range(PAIRS):
            stage.put_old()
            first = stage.start([stage.reports, "-o", stage.out])
            time.sleep(stage.seconds / 3)
            os.kill(first.pid, signal.SIGKILL)
            first.communicate()
            status, words = stage.run_new()
            self.right(status == STATUS_OK, f"status {status} after a killed batch", words)
            self.after("a batch right after a killed one", stage)
        self.end()
        self.shards(stage)

    def shards(self, stage):
        self.begin("three shares at once, one killed")
        for victim in range(3):
            stage.put_old()
            arguments = [stage.reports, "-o", stage.out, "-j1", "--shard"]
            shares = [stage.start([*arguments, f"{i}/3"]) for i in range(3)]
            time.sleep(self.random.uniform(0.1, 0.4) * stage.seconds)
            os.killpg(shares[victim].pid, signal.SIGKILL)
            for share in shares:
                share.communicate()
            statuses = [s.returncode for s in shares[:victim] + shares[victim + 1:]]
            self.right(statuses == [0, 0], f"the others ended with {statuses}")
            verdict = stage.checker.look(stage.out)
            self.right(verdict.is_good(), f"share {victim} killed", *verdict.lines())
            status = stage.run([*arguments, f"{victim}/3"])[0]
            merged = stage.run(["--merge", stage.out])[0]
            finished = stage.checker.look_finished(stage.out)
            self.right(status == merged == 0 and finished.is_good(),
                       f"share {victim} again: status {status}, merge {merged}",
                       *finished.lines())
            self.after(f"share {victim} killed", stage)
        self.end()

    # ---- asked to stop ----

    def signal(self):
        stage = self.stage("sixty")
        for number in (signal.SIGINT, signal.SIGTERM):
            self.begin(f"{number.name}, {SIGNALS} moments")
            for _ in range(SIGNALS):
                stage.put_old()
                moment = self.random.uniform(0.15, 0.8) * stage.seconds
                process = stage.start([stage.reports, "-o", stage.out])
                time.sleep(moment)
                process.send_signal(number)
                process.communicate()
                what = f"{number.name} after {moment * 1000:.0f} ms"
                # Before the work begins it is the system that ends it.
                self.right(process.returncode in (128 + number, -number, 0),
                           f"{what}: status {process.returncode}")
                self.right(wait_gone(process.pid), f"{what}: workers live on")
                self.after(what, stage)
            self.end(f", {self.mixed} with old and new PDFs side by side")

    # ---- workers that fail ----

    def failing(self, stage, what, status, failed, *options, **more):
        """A batch of which some reports fail: these stay old, the others become new."""
        stage.put_old()
        begun = time.monotonic()
        got, words = stage.run_new(*options, **more)
        self.right(got == status, f"{what}: status {got}, not {status}", *words.splitlines()[-9:])
        self.right(time.monotonic() - begun < 20 * stage.patience, f"{what}: it took too long")
        there, checker = pdfs(stage.out), stage.checker
        wrong = [name for name in checker.new
                 if there.get(name) != (checker.old if failed in name else checker.new)[name]]
        self.right(not wrong, f"{what}: not as they must be", *wrong)
        self.after(what, stage)

    def worker(self):
        stage, victim = self.stage("dozen"), "eastbeck"
        cases = [("segv", STATUS_INTERNAL), ("abort", STATUS_INTERNAL), ("exit", STATUS_INTERNAL),
                 ("kill", None), ("garbage", STATUS_INTERNAL), ("torn", STATUS_INTERNAL),
                 ("eat", STATUS_LIMIT), ("spin", STATUS_LIMIT), ("hang", STATUS_LIMIT),
                 ("flood", STATUS_LIMIT), ("linger", None)]
        for fault, status in cases:
            self.begin(f"a worker that fails: {fault}")
            is_late = fault in ("spin", "hang", "flood", "linger")
            options = ["--timeout", str(stage.patience)] if is_late else []
            options += ["--memory", "200"] if fault == "eat" else []
            got = STATUS_INTERNAL if status is None else status
            if status is None:  # whose fault it is cannot be told
                stage.put_old()
                got = stage.run_new(*options, QUOIN_FAULT=f"{fault}:{victim}")[0]
                self.right(got in (STATUS_LIMIT, STATUS_INTERNAL), f"{fault}: status {got}")
            self.failing(stage, fault, got, victim, *options, QUOIN_FAULT=f"{fault}:{victim}")
            self.end()
        self.begin("every second worker fails, each in another way")
        many = ",".join(f"{fault}:{office}" for fault, office in zip(
            ("segv", "exit", "garbage", "torn", "abort"),
            ("northmoor", "southfold", "highcombe", "ashgarth", "calderby")))
        stage.put_old()
        status, words = stage.run_new(QUOIN_FAULT=many)
        self.right(status == STATUS_INTERNAL and words.count("Q754") >= 5,
                   f"status {status}", *words.splitlines()[-12:])
        self.after("many failures", stage, faults=5)
        self.end()
        self.huge(stage)

    def huge(self, stage):
        """No hook: a report that really is too large for its limits."""
        report = os.path.join(stage.reports, "huge.xml")
        maker = os.path.join(os.path.dirname(__file__), "..", "bench", "make-report.py")
        patience = str(stage.patience)
        for told, options in (("a report of 3,000 pages under --timeout " + patience,
                               ["--timeout", patience]),
                              ("a report of 3,000 pages under --memory 64", ["--memory", "64"])):
            self.begin(told)
            with open(report, "wb") as file:
                subprocess.run([sys.executable, maker, "3000"], stdout=file, check=True)
            stage.put_old()
            status, words = stage.run_new(*options)
            there = pdfs(stage.out)
            self.right(status == STATUS_LIMIT, f"status {status}", *words.splitlines()[-9:])
            self.right(there == stage.checker.new, "the others are not all new",
                       *sorted(set(there.items()) ^ set(stage.checker.new.items())))
            os.remove(report)
            # What the manifest knows of a report that is gone is for the next run to settle.
            shutil.rmtree(os.path.join(stage.out, ".quoin"))
            os.remove(os.path.join(stage.out, "quoin-manifest.jsonl"))
            self.after(told, stage)
            self.end()

    # ---- folders that cannot be written to ----

    def folder(self):
        stage = self.stage("dozen")
        self.begin("folders that may not be written to")
        place = tempfile.mkdtemp(prefix="quoin-faults.")
        before = ()
        if os.geteuid() == 0:  # for root every folder is writable
            before = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
        try:
            os.chmod(place, 0o755)
            for which in ("", "northmoor", "northmoor/2010-11", ".quoin", ".quoin/thumbnails"):
                self.unwritable(stage, place, which, before)
        finally:
            shutil.rmtree(place)
        self.end()

    def unwritable(self, stage, place, which, before):
        out, quoin = os.path.join(place, "out"), os.path.join(place, "quoin")
        reports = os.path.join(place, "reports")
        stage.put_old(out)
        for source, name in ((stage.reports, reports),):
            shutil.rmtree(name, ignore_errors=True)
            shutil.copytree(source, name)
        shutil.copy(self.quoin, quoin)
        if before:
            for root, folders, files in os.walk(out):
                for name in [*folders, *files, "."]:
                    os.chown(os.path.join(root, name), NOBODY, NOBODY)
        target = os.path.join(out, which)
        os.chmod(target, stat.S_IRUSR | stat.S_IXUSR)
        done = subprocess.run([*before, quoin, "batch", reports, "-o", out],
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
        words = done.stderr.decode(errors="replace")
        os.chmod(target, stat.S_IRWXU)
        what = f"unwritable: OUTDIR/{which}"
        self.right(done.returncode == STATUS_IO and "Q702" in words,
                   f"{what}: status {done.returncode}", *words.splitlines()[-8:])
        self.right(pdfs(out) == stage.checker.old, f"{what}: told after work had begun")
        self.after(what, stage, out)


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    suite = Suite(sys.argv[1], sys.argv[2])
    for group in sys.argv[3:] or GROUPS:
        if hasattr(suite, group):
            getattr(suite, group)()
        else:
            getattr(machine if hasattr(machine, group) else prunes, group)(suite)
    print(f"faults tried {suite.tried}, files lost {suite.lost}, files half-written {suite.half}")
    print(f"{suite.passed} passed, {suite.failed} failed")
    sys.exit(1 if suite.failed or not suite.passed else 0)


if __name__ == "__main__":
    main()
