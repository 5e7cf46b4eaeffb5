#!/usr/bin/env python3
"""Is src/pdf/PDF_UA1.md whole and true to the sources?

    check-ua1.py

Every condition of the Matterhorn Protocol 1.1 stands in the tables once, those for machines in the
first one; every file named is there, and every function named is in the file named before it.
"""
import os
import re
import sys

# Conditions by checkpoint: all, and which of them people judge; 23-001 and 27-001 ask for nothing.
COUNTS = [7, 4, 3, 1, 3, 4, 2, 2, 8, 1, 7, 1, 8, 7, 5, 3, 3, 2, 4, 3, 1, 1, 1, 1, 1, 2, 1, 18, 1, 2, 30]
HUMAN = """01-001 01-002 01-006 02-002 03-001 03-002 03-003 04-001 05-001 05-002 05-003 06-004 08-001
    08-002 09-001 09-002 09-003 11-007 12-001 13-001 13-002 13-003 13-005 13-006 13-007 13-008
    14-001 14-004 14-005 15-001 15-002 15-004 15-005 16-001 16-002 16-003 17-001 18-001 18-002
    19-001 19-002 22-001 24-001 28-001 28-003 28-013 29-001 31-010""".split()
NONE = {"23-001", "27-001"}

ALL = {f"{c:02}-{n:03}" for c, count in enumerate(COUNTS, 1) for n in range(1, count + 1)} - NONE
MACHINE = ALL - set(HUMAN)


def listed(part):
    """The conditions in the first column."""
    rows = [line.split("|")[1] for line in part.splitlines() if re.match(r"\| \d\d-", line)]
    return [index for row in rows for index in re.findall(r"\d\d-\d{3}", row)]


def faults(text):
    _, machine, rest = re.split(r"^## What .*$", text, flags=re.M)
    human = rest.split("\n## ")[0]
    for part, wanted in ((machine, MACHINE), (human, set(HUMAN))):
        found = listed(part)
        for index in sorted(wanted ^ set(found)):
            yield f"{index} is {'missing' if index in wanted else 'in the wrong table'}"
        for index in sorted({i for i in found if found.count(i) > 1}):
            yield f"{index} is there twice"
    for row in text.splitlines():
        file = None
        for name in re.findall(r"`([^`]+)`", row):
            stem = re.match(r"(\w+/\w+\.[ch])(?:: (\w+)\(\))?$", name)
            file = "src/" + stem.group(1) if stem else file
            function = stem.group(2) if stem else re.sub(r"\(\)$", "", name)
            if stem and not os.path.exists(file):
                yield f"there is no {file}"
                file = None
            elif file and function and (stem or name.endswith("()")):
                with open(file, encoding="utf-8") as source:
                    if not re.search(rf"\b{function}\(", source.read()):
                        yield f"{file} has no {function}()"
            elif re.match(r"tests/[\w/.-]+\.(py|sh)$", name) and not os.path.exists(name):
                yield f"there is no {name}"


def main():
    with open("src/pdf/PDF_UA1.md", encoding="utf-8") as page:
        found = list(faults(page.read()))
    print("\n".join(found) or f"{len(MACHINE)} conditions for machines, {len(HUMAN)} for people")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
