#!/usr/bin/env python3
"""Takes one thing away from a good PDF, in every way that the validator must notice.

    break.py GOOD.pdf FOLDER

Writes FOLDER/PROFILE/NAME,RULE.pdf for each way, and FOLDER/whole.pdf: the same file taken apart and
put together again with nothing missing, which must still pass. qpdf writes the file so that it can
be edited as text (--qdf), and its fix-qdf makes offsets and lengths right afterwards.
"""
import os
import re
import subprocess
import sys

# profile, name, how the rule begins that must fail, what is looked for (once), what stands there then
WAYS = [
    ("ua1", "content-without-a-tag", "7.1-3", rb"/P<</MCID 3>>BDC", rb"/P BMC"),
    ("ua1", "a-page-without-its-tags", "7.1-3", rb"\n  /StructParents \d+", rb""),
    ("ua1", "a-role-nobody-knows", "7.1-5", rb"/S /LBody\n", rb"/S /LBodi\n"),
    ("ua1", "not-marked", "6.2-1", rb"/Marked true", rb"/Marked false"),
    ("ua1", "no-alt", "7.3-1", rb"\n  /Alt [(<][^\n]*(?=(?:\n  [^\n]*){1,8}\n  /S /Figure\n)", rb""),
    ("ua1", "no-lang", "7.2-34", rb"\n  /Lang [(<][^\n]*(?=(?:\n  [^\n]*)*\n  /Type /Catalog\n)", rb""),
    ("ua1", "no-to-unicode", "7.21.7-1", rb"\n  /ToUnicode \d+ 0 R", rb""),
    ("ua1", "no-pdfuaid", "5-1", rb"<pdfuaid:part>1</pdfuaid:part>", rb""),
    ("ua1", "no-title", "7.1-9", rb"<dc:title>.*?</dc:title>", rb""),
    ("ua1", "title-not-shown", "7.1-10", rb"/DisplayDocTitle true", rb"/DisplayDocTitle false"),
    ("ua1", "no-metadata", "7.1-8", rb"\n  /Metadata \d+ 0 R", rb""),
    ("ua1", "a-header-cell-without-scope-or-id", "7.5-", rb"\n    /Scope /Column\n  >>\n  /ID [(<][^\n]*",
     rb"\n  >>"),
    ("ua1", "a-heading-level-left-out", "7.4.2-1", rb"\n  /S /H2\n", rb"\n  /S /H3\n"),
    ("ua1", "a-row-too-wide", "7.2-43", rb"/ColSpan 2", rb"/ColSpan 3"),
    ("ua1", "a-row-in-a-paragraph", "7.2-4", rb"\n  /S /THead\n", rb"\n  /S /P\n"),
    ("ua1", "a-link-that-says-nothing", "7.18.5-2", rb"\n  /Contents [(<][^\n]*(?=(?:\n  [^\n]*)*"
     rb"\n  /Subtype /Link\n)", rb""),
    ("ua1", "a-link-outside-the-tree", "7.18.5-1", rb"\n  /StructParent \d+", rb""),
    ("ua1", "a-page-without-tab-order", "7.18.3-1", rb"\n  /Tabs /S", rb""),
    ("ua1", "a-font-not-embedded", "7.21.4.1-1", rb"\n  /FontFile2 \d+ 0 R", rb""),
    ("ua1", "no-glyph-map", "7.21.5-1", rb"\n  /CIDToGIDMap [^\n]*", rb""),
    ("3a", "no-pdfaid", "6.6.4-", rb"<pdfaid:part>3</pdfaid:part>", rb""),
    ("3a", "no-output-intent", "6.2.4.3-", rb"/S /GTS_PDFA1", rb"/S /GTS_PDFX"),
    ("3a", "no-tags", "6.7.3.3-1", rb"\n  /StructTreeRoot \d+ 0 R", rb""),
    ("3a", "a-font-without-text", "6.2.11.7.2-", rb"\n  /ToUnicode \d+ 0 R", rb""),
    ("3a", "a-script", "6.5.1-", rb"\n  /PageMode /UseOutlines",
     rb"\n  /PageMode /UseOutlines /OpenAction << /S /JavaScript /JS (app.beep\\(\\)) >>"),
    ("3a", "a-source-without-its-relation", "6.8-", rb"\n  /AFRelationship /Source", rb""),
    ("3a", "a-source-nobody-names", "6.8-", rb"\n  /AF (?:\d+ 0 R|\[[^\]]*\])", rb""),
]


def unfold(path):
    return subprocess.run(["qpdf", "--qdf", "--object-streams=disable", "--no-original-object-ids",
                           path, "-"], capture_output=True, check=True).stdout


def write(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    fixed = subprocess.run(["fix-qdf"], input=data, capture_output=True, check=True).stdout
    with open(path + ".qdf", "wb") as out:
        out.write(fixed)
    # once more, for the form of streams that PDF/A asks for
    subprocess.run(["qpdf", "--newline-before-endstream", path + ".qdf", path], check=True)
    os.remove(path + ".qdf")


def main(good, folder):
    data = unfold(good)
    write(os.path.join(folder, "whole.pdf"), data)
    for profile, name, rule, old, new in WAYS:
        made = re.sub(old, new, data, count=1, flags=re.S)
        if made == data:
            sys.exit(f"nothing to break: {name}")
        write(os.path.join(folder, profile, f"{name},{rule}.pdf"), made)


if __name__ == "__main__":
    main(*sys.argv[1:])
