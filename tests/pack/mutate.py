#!/usr/bin/python3
"""Changes bytes of packs at random, where their structure is; `quoin verify` and `quoin source` find
out or make the best of it: a signal, a hang, or a sanitizer's word is a failure.

    mutate.py QUOIN TURNS PACK.pdf…
"""
import random
import subprocess
import sys

quoin, turns, paths = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
rng = random.Random(5)
packs = []
for path in paths:
    subprocess.run(["qpdf", "--qdf", "--object-streams=disable", path, "mutated.qdf"], check=True)
    with open("mutated.qdf", "rb") as file:
        packs.append(file.read())
words = (b"/Items", b"/Number", b"/Pages", b"/Annots", b"QuoinStamp", b"/Dest", b"/Font", b"/XObject",
         b"/Facts", b"/Contents", b"/Kids", b"/Names", b"/W ", b"stream", b"/Source", b"/Resources",
         b"/StructTreeRoot", b"/RoleMap", b"/ParentTree", b"/IDTree", b"/K [", b"/S /", b"/Headers",
         b"/MCID")
pieces = (b"[", b"<<", b">>", b" 0 R", b"99999999999", b"-1", b"/", b"(", b" null ", b" 1 0 R")
count = {}
for turn in range(turns):
    data = bytearray(packs[turn % len(packs)])
    for _ in range(rng.choice((1, 2, 4, 8))):
        at = data.find(rng.choice(words), rng.randrange(len(data)))
        at = min(max(at, 0) + rng.randrange(60), len(data) - 1)
        how = rng.random()
        if how < 0.5:
            data[at] = rng.randrange(256)
        elif how < 0.7:
            del data[at:at + rng.randrange(1, 9)]
        elif how < 0.85:
            data[at:at] = rng.choice(pieces)
        else:
            other = rng.randrange(len(data) - 16)
            data[at:at + 16] = data[other:other + 16]
    with open("mutated.pdf", "wb") as file:
        file.write(data)
    for command in (["verify"], ["source"], ["source", "--item", "8", "-o", "-"]):
        done = subprocess.run([quoin, *command, "mutated.pdf"], capture_output=True, timeout=300,
                              check=False)
        if done.returncode not in (0, 3, 5) or b"Sanitizer" in done.stderr:
            sys.exit(f"turn {turn}: {command}: status {done.returncode}, see mutated.pdf\n"
                     + done.stderr.decode(errors="replace"))
        count[command[0], done.returncode] = count.get((command[0], done.returncode), 0) + 1
print(count)
sys.exit(not (("verify", 3) in count and ("source", 0) in count and ("source", 3) in count))
