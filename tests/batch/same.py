#!/usr/bin/env python3
"""Do two output folders of `quoin batch` hold the same? Prints what differs; the status is 1 then.

    same.py FOLDER OTHER

Every file, byte for byte; but lock files are passed over, and of the manifest's lines what a clock
says and what a kernel counts: milliseconds and peak memory.
"""
import json
import os
import sys

MANIFEST = "quoin-manifest.jsonl"
MEASURED = ("ms", "peak_kib")


def is_lock(path):
    folder, name = os.path.split(path)
    return folder == ".quoin" and "lock" in name


def files(root):
    found = {}
    for folder, _, names in os.walk(root):
        for name in names:
            path = os.path.join(folder, name)
            short = os.path.relpath(path, root)
            if is_lock(short):
                continue
            found[short] = os.readlink(path).encode() if os.path.islink(path) else read(path)
    return found


def read(path):
    with open(path, "rb") as file:
        return file.read()


def without_measures(line):
    record = json.loads(line)
    return {key: value for key, value in record.items() if key not in MEASURED}


def agree(name, one, other):
    if one == other or name != MANIFEST:
        return one == other
    lines, others = one.splitlines(), other.splitlines()
    return len(lines) == len(others) and all(
        list(without_measures(a).items()) == list(without_measures(b).items())
        for a, b in zip(lines, others))


def differences(root, other_root):
    one, other = files(root), files(other_root)
    for name in sorted(one.keys() | other.keys()):
        if name not in other:
            yield f"{name}: only in {root}"
        elif name not in one:
            yield f"{name}: only in {other_root}"
        elif not agree(name, one[name], other[name]):
            yield f"{name}: differs"


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    if not files(sys.argv[2]):
        sys.exit(f"{sys.argv[2]} holds no files")
    told = list(differences(sys.argv[1], sys.argv[2]))
    for line in told[:20]:
        print(line)
    if len(told) > 20:
        print(f"and {len(told) - 20} more")
    sys.exit(1 if told else 0)


if __name__ == "__main__":
    main()
