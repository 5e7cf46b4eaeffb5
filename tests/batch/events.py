#!/usr/bin/env python3
"""Reads the events of `quoin batch --format json` and sees that they add up.

    events.py [NAME=NUMBER…] [OUTPUT:WHY…] < EVENTS

NAME=NUMBER: so many events of that name (findings, made, unchanged, failed, stray, removed,
kept, would-make, would-remove), or, of the last event, that figure (left, status, pages, strays, warned). OUTPUT:WHY:
that output has a would-make event, whose reason is WHY. Silent when all is well; else says what is
not, and the status is 1.
"""
import collections
import json
import sys

OF_THE_END = ("left", "status", "pages", "strays", "warned")
wrong = []


def expect(is_good, text):
    if not is_good:
        wrong.append(text)


def read():
    text = sys.stdin.buffer.read().decode()
    expect(text.endswith("\n"), "the last line is torn")
    return [json.loads(line) for line in text.splitlines()]


def check_sums(events, counts):
    work = [e for e in events if e["event"] != "findings"]
    if counts["findings"] and [e["event"] for e in work] == ["end"]:
        done = [name for name in ("made", "unchanged", "failed", "left") if work[0].get(name)]
        expect(not done, f"nothing was begun, but there is {done}")
        return
    begin, end = work[0], events[-1]
    if (begin["event"], end["event"]) != ("begin", "end"):
        expect(False, f"begins with {begin['event']}, ends with {end['event']}")
        return
    names = ("would-make" if "would-make" in end else "made", "unchanged", "failed")
    removed = "would-remove" if "would-remove" in end else "removed"
    for name in (*names, removed):
        expect(end[name] == counts[name],
               f"the end says {end[name]} {name}; there were {counts[name]}")
    expect(end["strays"] == counts["stray"], f"{end['strays']} strays, {counts['stray']} told of")
    told = end["left"] + sum(end[name] for name in names)
    expect(told == begin["reports"], f"{told} reports of {begin['reports']}")
    inputs = [e["input"] for e in events if "input" in e]
    expect(len(inputs) == len(set(inputs)), "a report has two events")
    statuses = [e["status"] for e in events if e["event"] in ("made", "failed")]
    expect(end["status"] >= max(statuses, default=0), "a status is above the end's")
    warned = sum(e["warnings"] > 0 for e in events if e["event"] in ("made", "unchanged"))
    expect(end["warned"] == warned, f"{end['warned']} with warnings, {warned} in all")
    pages = sum(e["pages"] for e in events if e["event"] == "made")
    expect(end["pages"] == pages, f"{end['pages']} pages, {pages} in all")


def main():
    events = read()
    counts = collections.Counter(event["event"] for event in events)
    check_sums(events, counts)
    whys = {e.get("output"): e["why"] for e in events if e["event"] == "would-make"}
    for wanted in sys.argv[1:]:
        if ":" in wanted:
            output, why = wanted.split(":", 1)
            expect(whys.get(output) == why, f"{output}: {whys.get(output)}, not: {why}")
            continue
        name, number = wanted.split("=")
        figure = events[-1][name] if name in OF_THE_END else counts[name]
        expect(figure == int(number), f"{name} is {figure}, not {number}")
    for text in wrong:
        print(text)
    sys.exit(1 if wrong else 0)


main()
