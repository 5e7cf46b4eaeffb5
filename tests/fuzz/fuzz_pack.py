#!/usr/bin/python3
"""Packs' PDFs with their bytes, objects and cross-references changed at random, through attach, verify
and source: what cannot be read is refused with a finding, what can is packed, and nothing else happens.

    make BUILD=build/asan CFLAGS="-O1 -g -fno-omit-frame-pointer" \\
        EXTRA="-fsanitize=address,undefined -fno-sanitize-recover=all" build/asan/quoin
    nice python3 tests/fuzz/fuzz_pack.py build/asan/quoin /tmp/fuzz 900 [SEED]

Runs for so many seconds. A failure is a signal, a sanitizer's word, a command that broke off, one that
computes longer than a minute, a status without a finding, a file left behind or an old output touched;
its PDF is kept in the folder as fault-SEED-TURN.pdf, and the run goes on. The last line counts what
came of all turns.
"""
import os
import pathlib
import random
import re
import subprocess
import sys
import time
import zlib

quoin, folder, seconds = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]), int(sys.argv[3])
seed = int(sys.argv[4]) if len(sys.argv) > 4 else 1
rng = random.Random(seed)
CPU = 60
WALL = 900

WORDS = [b"/Kids", b"/Parent", b"/Count", b"/Contents", b"/Resources", b"/Annots", b"/Names", b"/Nums",
         b"/K ", b"/P ", b"/ParentTree", b"/RoleMap", b"/StructParents", b"/Dest", b"/First", b"/Next",
         b"/Fields", b"/OCGs", b"/Length", b"/Filter", b"/Root", b"/Prev", b"/Size", b"/W [", b"/Index",
         b"/Items", b"/Pages", b"/AF", b"/EF", b"/Metadata", b"stream", b"endstream", b"obj", b"xref",
         b"trailer", b"/MediaBox", b"/Type", b"/Encrypt", b"/Widths", b"/XObject"]
PIECES = [b"[", b"]", b"<<", b">>", b" 1 0 R ", b" 3 0 R ", b" 99999999999 ", b" -1 ", b"/", b"(", b" null ",
          b" 0 ", b" 2147483647 ", b"#00", b"\xff", b" 1e99 ", b"endobj", b"stream\n"]


def flip(data):
    for _ in range(rng.choice((1, 2, 8, 60))):
        data[rng.randrange(len(data))] = rng.randrange(256)


def spoil(data):
    """Near a word that matters."""
    for _ in range(rng.choice((1, 2, 4))):
        at = data.find(rng.choice(WORDS), rng.randrange(len(data)))
        at = min(max(at, 0) + rng.randrange(40), len(data) - 1)
        if rng.random() < 0.5:
            data[at:at + rng.randrange(3)] = rng.choice(PIECES)
        else:
            del data[at:at + rng.randrange(1, 12)]


def refer(data):
    """References lead elsewhere: to another object, to one above, to none."""
    places = [m.span(1) for m in re.finditer(rb"\b(\d+) 0 R\b", bytes(data))]
    for _ in range(min(len(places), rng.choice((1, 3, 20)))):
        a, b = rng.choice(places)
        data[a:b] = str(rng.randrange(10 ** (b - a))).rjust(b - a, "0").encode()


def swap(data):
    """Two objects change places, numbers and all."""
    found = [m.span(1) for m in re.finditer(rb"\d+ 0 obj(.*?)endobj", bytes(data), re.S)]
    if len(found) > 1:
        (a, b), (c, d) = sorted(rng.sample(found, 2))
        data[:] = data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def cut(data):
    at = rng.randrange(len(data)) if rng.random() < 0.5 else data.rfind(b"xref") + rng.randrange(200)
    del data[max(at, 9):]


def repack(data):
    """A stream is unpacked, changed and packed again: the structure within object streams."""
    found = [m for m in re.finditer(rb"stream\r?\n(.*?)endstream", bytes(data), re.S)]
    for m in rng.sample(found, min(len(found), 3)):
        try:
            inner = bytearray(zlib.decompress(m.group(1)))
        except zlib.error:
            continue
        if inner:
            rng.choice((flip, spoil, refer))(inner)
            packed = zlib.compress(bytes(inner))
            a, b = m.span(1)
            data[a:b] = packed + b"\n" * max(0, b - a - len(packed))
            return


def run(command, allowed, out=None):
    """None, or what is wrong; the status."""
    if out:
        out.write_bytes(b"old")
    begin = os.times()
    try:
        done = subprocess.run([quoin, *command], capture_output=True, timeout=WALL, check=False, cwd=folder)
    except subprocess.TimeoutExpired:
        return "no end", -1
    end = os.times()
    took = end.children_user + end.children_system - begin.children_user - begin.children_system
    said, status = done.stderr, done.returncode
    if status not in allowed:
        return f"status {status}: {said[-2000:].decode(errors='replace')}", status
    for word in (b"Sanitizer", b"runtime error", b"broke off", b"terminate", b"Assertion"):
        if word in said:
            return said[-2000:].decode(errors="replace"), status
    if took > CPU:
        return f"{took:.0f} s", status
    if status > 1 and b"[Q" not in said:
        return f"no finding: {said[-300:]!r}", status
    if out and (out.read_bytes() == b"old") != (status > 1):
        return "the old output is touched, or there is no new one", status
    return None, status


def main():
    folder.mkdir(parents=True, exist_ok=True)
    root = pathlib.Path(__file__).resolve().parents[2]
    made = {p.name: p.read_bytes() for p in (root / "tests/pack/fixtures").glob("*.pdf")}
    (folder / "plain.pdf").write_bytes(made["latex.pdf"])
    report = str(root / "samples/q2-2020-21.xml")
    subprocess.run([quoin, "render", "-q", "-o", "q2.pdf", report], cwd=folder, check=True)
    (folder / "agenda.pdf").write_bytes(made["libreoffice-agenda.pdf"])
    subprocess.run([quoin, "attach", "-q", "agenda.pdf", "--item", "7", "q2.pdf", "-o", "packed.pdf"],
                   cwd=folder, check=True, capture_output=True)
    for name in ("q2.pdf", "packed.pdf"):
        made[name] = (folder / name).read_bytes()
    for name in ("packed.pdf", "q2.pdf", "libreoffice.pdf", "form.pdf", "layers.pdf"):
        (folder / "in.pdf").write_bytes(made[name])
        subprocess.run(["qpdf", "--qdf", "--object-streams=disable", "in.pdf", "open.pdf"], cwd=folder,
                       check=False)
        made["open " + name] = (folder / "open.pdf").read_bytes()
    names, count, faults, turn = sorted(made), {}, 0, 0
    bad, out = folder / "bad.pdf", folder / "out.pdf"
    before = None
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        turn += 1
        name = rng.choice(names)
        data = bytearray(made[name])
        for _ in range(rng.choice((1, 1, 2, 3))):
            rng.choice((flip, spoil, spoil, refer, refer, swap, cut, repack, repack))(data)
            if not data:
                data = bytearray(b"%PDF-")
        bad.write_bytes(data)
        commands = [(["attach", "--stamps", "all", "plain.pdf", "--item", "9", "bad.pdf", "-o", "out.pdf"],
                     (0, 3, 5), out),
                    (["attach", "--stamps", "all", "bad.pdf", "--item", "9", "plain.pdf", "-o", "out.pdf"],
                     (0, 3, 5), out),
                    (["source", "bad.pdf"], (0, 3, 5), None)]
        if "packed" in name or "q2" in name:
            commands.append((["verify", "bad.pdf"], (0, 3, 5), None))
        for command, allowed, output in commands:
            wrong, status = run(command, allowed, output)
            count[command[0], status] = count.get((command[0], status), 0) + 1
            if wrong:
                faults += 1
                (folder / f"fault-{seed}-{turn}.pdf").write_bytes(data)
                print(f"turn {turn}, {name}, {' '.join(command)}: {wrong}", flush=True)
        left = {p for p in os.listdir(folder) if not p.startswith("fault-")}
        if before is not None and left - before:
            faults += 1
            print(f"turn {turn}: left behind: {left - before}", flush=True)
        before = left
    print(f"{turn} turns, {faults} faults: " + ", ".join(f"{c} {s}: {n}" for (c, s), n in sorted(count.items())))
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
