#!/usr/bin/env python3
"""TeX's hyphenation patterns as a dictionary of libhyphen.

    hyphen-patterns.py hyph-cy.tex > hyph_cy_GB.dic

At each letter libhyphen applies one pattern only: that of the longest state its automaton is in. So
every state (the beginning of any pattern) is written with the values of all patterns that end
where it ends; the points found are then Liang's. The copyright and licence of the patterns' head
are kept as comments.
"""
import re
import sys


def parse(pattern):
    """'c3ha' gives 'cha' and [0, 3, 0, 0]."""
    letters, values = "", [0]
    for c in pattern:
        if c.isdigit():
            values[-1] = int(c)
        else:
            letters += c
            values.append(0)
    return letters, values


def written(letters, values):
    out = str(values[0]) if values[0] else ""
    for c, value in zip(letters, values[1:]):
        out += c + (str(value) if value else "")
    return out


def expanded(patterns):
    """Every state's values: those of all patterns that it ends with."""
    states = {letters[:n] for letters in patterns for n in range(1, len(letters) + 1)}
    for state in sorted(states):
        values = [0] * (len(state) + 1)
        for start in range(len(state)):
            for i, value in enumerate(patterns.get(state[start:], ())):
                values[start + i] = max(values[start + i], value)
        if any(values):
            yield written(state, values)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        text = file.read()
    head = re.search(r"(?s)(.*?)% authors:.*?(% licence:.*?)% hyphenmins:", text)
    body = re.sub(r"%.*", "", re.search(r"\\patterns\s*\{(.*?)\}", text, re.S).group(1))
    print("UTF-8\nLEFTHYPHENMIN 2\nRIGHTHYPHENMIN 3")
    print("".join(head.groups()).strip())
    print("\n".join(expanded(dict(map(parse, body.split())))))


main()
