#!/usr/bin/env python3
"""What veraPDF says of many files, a line each.

    judge.py JAR PROFILE FILE.pdf…            all must pass
    judge.py --broken JAR PROFILE FILE.pdf…   none may; NAME,RULE.pdf must fail a rule that
                                              begins so
    judge.py --list JAR                       the version, and which WCAG profile the jar carries

PROFILE is a name that veraPDF knows (ua1, 3a, 2a) or a profile's file. The files of one call share
a Java machine, since starting one takes longer than judging a report. The last line counts.
"""
import json
import os
import re
import subprocess
import sys
import zipfile

MAIN = "org.verapdf.apps.GreenfieldCliWrapper"
SHOWN = 8  # rules told of a file that fails
# Beside 0 (all valid) and 1 (some are not) every status is veraPDF's own trouble.
VALID, INVALID = 0, 1


def start(jar, *arguments):
    return subprocess.run(["java", "-Djava.awt.headless=true", "-Xmx1g", "-cp", jar, MAIN,
                           *arguments], capture_output=True, text=True)


def verdicts(jar, profile, files):
    """File name: the rules it fails; None where it could not be judged."""
    how = ["--profile", profile] if profile.endswith(".xml") else ["--flavour", profile]
    run = start(jar, *how, "--format", "json", "--maxfailuresdisplayed", "1", *files)
    if run.returncode not in (VALID, INVALID) or not run.stdout.lstrip().startswith("{"):
        print(f"veraPDF ended with status {run.returncode}: {run.stderr.strip()[-400:]}")
    found = dict.fromkeys(files)
    try:
        jobs = json.loads(run.stdout)["report"]["jobs"]
    except (ValueError, KeyError):
        return found
    for job in jobs:
        results = job.get("validationResult") or []
        if isinstance(results, dict):
            results = [results]
        if not results or any(r.get("jobEndStatus", "normal") != "normal" for r in results):
            continue
        name = next((f for f in files if os.path.samefile(f, job["itemDetails"]["name"])), None)
        found[name] = [] if all(r["compliant"] for r in results) else [
            rule for r in results for rule in r["details"]["ruleSummaries"]]
        # Whatever it is that makes a file invalid, it is not to be read as "no rule failed".
        if not found[name] and not all(r["compliant"] for r in results):
            found[name] = [{"clause": "?", "testNumber": "?", "description": "not compliant"}]
    return found


def rule(summary):
    return (f"{summary['clause']}-{summary['testNumber']} "
            f"{' '.join(summary['description'].split())[:150]}")


def verdict(what, rules, is_broken):
    """Is it as it should be; in words; the rules worth telling."""
    if rules is None:
        return False, "not judged", []
    if not is_broken:
        return not rules, "refused" if rules else "passes", rules[:SHOWN]
    wanted = [r for r in rules if rule(r).startswith(what.rpartition(",")[2])]
    return bool(wanted), "refused" if rules else "passes", wanted[:1] or rules[:SHOWN]


def judge(jar, profile, files, is_broken):
    passed = failed = 0
    label = os.path.basename(profile).removesuffix(".xml")
    for name, rules in verdicts(jar, profile, files).items():
        what = os.path.basename(name).removesuffix(".pdf")
        is_good, word, told = verdict(what, rules, is_broken)
        passed, failed = passed + is_good, failed + (not is_good)
        line = f"  {'ok  ' if is_good else 'FAIL'}  {label:4}  {word:10}  {what.partition(',')[0]}"
        if is_good and told:
            print(f"{line:54}  {rule(told[0])[:46]}")
            continue
        print(line, *(f"          {rule(summary)}" for summary in told), sep="\n")
    print(f"{passed} passed, {failed} failed")
    return 0 if passed and not failed else 1


def describe(jar):
    version = re.search(r"veraPDF ([\d.]+)", start(jar, "--version").stdout)
    print("version", version.group(1) if version else "unknown")
    for name in zipfile.ZipFile(jar).namelist():
        if re.search(r"WCAG.*Machine.*\.xml$", name, re.I):
            print("wcag", name)
    return 0


def main(arguments):
    if arguments[0] == "--list":
        return describe(arguments[1])
    is_broken = arguments[0] == "--broken"
    jar, profile, *files = arguments[is_broken:]
    return judge(jar, profile, files, is_broken)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
