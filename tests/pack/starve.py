#!/usr/bin/python3
"""Memory from next to nothing to ample, for every command that reads PDFs. There are two results and
no third:

    status 0 or 1, and the output is the one that ample memory gives, to the byte;
    status 5 and the finding that memory ran out (Q802), the old output untouched, nothing on standard
    output, and no file left behind.

In particular a PDF is never called damaged, nothing is missing in a pack, nothing "altered", and
nothing breaks off.

    starve.py QUOIN FOLDER [STEPS]     FOLDER is emptied; it needs samples/ beside it

The limit is set from without, in KiB; `--memory` says it in MiB and is tried too. Beneath what it takes
to load the program's libraries these abort before main(). First the least that is enough is looked for
by halving, then STEPS (40) amounts between the two, close to one another near the end.
"""
import os
import pathlib
import resource
import shutil
import subprocess
import sys

KIB = 1 << 10
AMPLE = 1 << 20  # KiB

quoin, folder = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2])
steps = int(sys.argv[3]) if len(sys.argv) > 3 else 40


def made(command, out, kib):
    """(status, what is said, standard output) with so much memory to be had; `out` is as it was."""
    if out:
        shutil.rmtree(out, ignore_errors=True)
        if out.suffix:
            out.write_bytes(b"old")

    def starve():
        resource.setrlimit(resource.RLIMIT_AS, (kib * KIB, kib * KIB))
    done = subprocess.run([quoin, *command],
                          capture_output=True, timeout=300, check=False, cwd=folder,
                          preexec_fn=starve)
    return done.returncode, done.stderr, done.stdout


def content(out):
    if out is None:
        return None
    if out.is_dir():
        return sorted((str(p.relative_to(out)), p.read_bytes()) for p in out.rglob("*") if p.is_file())
    return out.read_bytes() if out.exists() else None


def judge(status, said, printed, out, right):
    """None, or what is wrong."""
    if status in (0, 1):
        if (status, said, printed, content(out)) != right:
            return "ends well with another output, or says something else"
        return None
    if any(word in said for word in (b"damaged", b"broke off", b"terminate", b"internal")):
        return f"says: {said[:400]!r}"
    if status != 5:
        return f"status {status}: {said[:400]!r}"
    if b"[Q802]" not in said:
        return f"no finding: {said[:300]!r}"
    if printed:
        return f"prints a part: {printed[:100]!r}"
    if out and content(out) not in (b"old", None):
        return "the old output is touched"
    return None


def least(command, out, low=KIB, high=AMPLE):
    """KiB that are enough, by halving."""
    while high - low > 16:
        middle = (low + high) // 2
        low, high = (low, middle) if made(command, out, middle)[0] in (0, 1) else (middle, high)
    return high


def sweep(name, command, out, loaded):
    status, said, printed = made(command, out, AMPLE)
    right = status, said, printed, content(out)
    if status not in (0, 1):
        print(f"{name}: fails with ample memory: {said!r}")
        return False
    high = least(command, out)
    first = min(loaded, high - steps)
    tried = sorted({high - 16 * n for n in range(-2, steps // 2)}
                   | {high - (high - first) * n * n // (steps // 2) ** 2 for n in range(steps // 2)}
                   | {AMPLE // 2, AMPLE // 4})
    fine = True
    files = set(os.listdir(folder))
    starved = 0
    for kib in tried:
        status, said, printed = made(command, out, kib)
        if kib < loaded:
            continue
        starved += status == 5
        wrong = judge(status, said, printed, out, right)
        left = set(os.listdir(folder)) - files - {out.name if out else ""}
        if wrong or left:
            print(f"{name}: with {kib} KiB: {wrong or ''} {left or ''}")
            fine = False
    for mib in (1, high // KIB - 2, high // KIB + 2):
        status, said, printed = made([command[0], "--memory", str(mib), *command[1:]], out, AMPLE)
        wrong = judge(status, said, printed, out, right)
        if wrong:
            print(f"{name}: with --memory {mib}: {wrong}")
            fine = False
    print(f"{name}: {high} KiB are enough; {len(tried)} amounts, {starved} too small")
    return fine and starved > steps // 4


def main():
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    fixtures = pathlib.Path("tests/pack/fixtures")
    for pdf in fixtures.glob("*.pdf"):
        shutil.copy(pdf, folder)
    shutil.copytree("samples", folder / "samples")
    made(["render", "-q", "-o", "q2.pdf", "samples/q2-2020-21.xml"], None, AMPLE)
    made(["render", "-q", "-o", "everything.pdf", "samples/everything.xml"], None, AMPLE)
    made(["attach", "-q", "libreoffice-agenda.pdf", "--item", "7", "q2.pdf", "--item", "8",
          "everything.pdf", "--item", "9", "streams.pdf", "--item", "10", "locked.pdf", "-o", "pack.pdf"],
         None, AMPLE)
    loaded = least(["--version"], None) + 128  # the libraries, before a line of quoin's is run
    good = [sweep(*one, loaded) for one in (
        ("attach", ["attach", "--stamps", "all", "libreoffice-agenda.pdf", "--item", "7", "q2.pdf",
                    "--item", "8", "broken.pdf", "--item", "9", "locked.pdf", "--item", "10", "streams.pdf",
                    "--item", "11", "form.pdf", "-o", "out.pdf"], folder / "out.pdf"),
        ("attach a report", ["attach", "latex.pdf", "--item", "7", "samples/q1-2020-21.xml", "-o",
                             "out.pdf"], folder / "out.pdf"),
        ("pack", ["pack", "samples/agenda.xml", "-o", "out.pdf"], folder / "out.pdf"),
        ("verify", ["verify", "pack.pdf"], None),
        ("source", ["source", "pack.pdf"], None),
        ("source of one", ["source", "q2.pdf", "-o", "out.xml"], folder / "out.xml"),
        ("source of all", ["source", "-q", "pack.pdf", "--all", "all"], folder / "all"))]
    print(f"{sum(good)} passed, {len(good) - sum(good)} failed")
    sys.exit(not all(good))


if __name__ == "__main__":
    main()
