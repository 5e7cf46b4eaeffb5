"""Changes bytes of PDFs at random and asks for their source: it is given, or refused with status 3
or 5; a signal, a hang or another report than the one that went in is a failure.

    mutate.py QUOIN PDF…
"""
import random
import subprocess
import sys

quoin, paths = sys.argv[1], sys.argv[2:]
rng = random.Random(20)
given = refused = 0
for turn in range(400):
    path = paths[turn % len(paths)]
    data = bytearray(open(path, "rb").read())
    right = subprocess.run([quoin, "source", "-q", path], capture_output=True).stdout if turn < len(paths) else right
    # Where the structure is: the beginning, the end, around the words that matter.
    marks = [0, len(data) - 600] + [data.find(w) for w in (b"/Filespec", b"EmbeddedFile", b"/AF", b"/ObjStm")]
    for _ in range(rng.choice((1, 2, 8, 50))):
        near = max(rng.choice(marks), 0)
        at = rng.randrange(len(data)) if rng.random() < 0.5 else min(near + rng.randrange(600), len(data) - 1)
        data[at] = rng.choice((rng.randrange(256), 0x30, 0x3C, 0x2F, 0xFF))
    if rng.random() < 0.1:
        del data[rng.randrange(len(data)) :]
    result = subprocess.run([quoin, "source", "-q", "-"], input=bytes(data), capture_output=True, timeout=60)
    if result.returncode == 0 and result.stdout == right:
        given += 1
    elif result.returncode in (3, 5) and not result.stdout and result.stderr:
        refused += 1
    else:
        open("mutated.pdf", "wb").write(data)
        sys.exit(f"turn {turn}: status {result.returncode}, see mutated.pdf\n{result.stderr.decode(errors='replace')}")
print(f"{given} given, {refused} refused")
sys.exit(not (given and refused))
