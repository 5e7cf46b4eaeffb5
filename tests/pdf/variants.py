#!/usr/bin/env python3
"""Does a PDF keep what its variant promises?

    variants.py mono|flat|large-print FILE.pdf

mono: no colour is set in any content stream, no picture has one, no pixel of any page has one.
flat: no cell of any table spans rows or columns.
large-print: no type under 16 pt in any content stream, text of 18 pt; A4 upright.
"""
import base64
import json
import re
import subprocess
import sys


def run(*command):
    return subprocess.run(command, check=True, capture_output=True).stdout


def objects(pdf):
    return json.loads(run("qpdf", "--json=2", "--json-stream-data=inline", "--decode-level=generalized",
                          pdf))["qpdf"][1]


def streams(pdf):
    """(dictionary, bytes) of every stream."""
    for value in objects(pdf).values():
        if "stream" in value:
            yield value["stream"]["dict"], base64.b64decode(value["stream"].get("data", ""))


def contents(pdf):
    """Operators of the pages and forms: those streams that paint."""
    for dictionary, data in streams(pdf):
        if dictionary.get("/Subtype") in ("/Image", "/XML") or "/Type" in dictionary and \
                dictionary["/Type"] not in ("/XObject",) or b"BDC" not in data and b" re" not in data:
            continue
        yield data.decode("latin-1")


def faults_mono(pdf):
    for text in contents(pdf):
        for r, g, b, operator in re.findall(r"([\d.]+) ([\d.]+) ([\d.]+) (rg|RG|sc|SC|scn|SCN)\b", text):
            if not r == g == b:
                yield f"the colour {r} {g} {b} {operator}"
        if re.search(r"\b[kK]\n", text):
            yield "a colour of four inks"
    for dictionary, data in streams(pdf):
        if dictionary.get("/Subtype") == "/Image" and dictionary.get("/ColorSpace") != "/DeviceGray" and \
                any(data[i] != data[i + 1] or data[i] != data[i + 2] for i in range(0, len(data) - 2, 3)):
            yield "a picture in colour"
    pages = run("pdftoppm", "-r", "40", pdf)
    while pages:
        head = re.match(rb"P6\s+(\d+) (\d+)\s+255\s", pages)
        size = int(head.group(1)) * int(head.group(2)) * 3
        page, pages = pages[head.end():head.end() + size], pages[head.end() + size:]
        if page[0::3] != page[1::3] or page[0::3] != page[2::3]:
            yield "a page in colour"


def faults_flat(pdf):
    text = json.dumps(objects(pdf))
    for span in re.findall(r'"/(?:Row|Col)Span": (\d+)', text):
        if span != "1":
            yield f"a cell that spans {span}"


def faults_large_print(pdf):
    sizes = [float(size) for text in contents(pdf) for size in re.findall(r"/F\d+ ([\d.]+) Tf", text)]
    for size in sorted(set(sizes)):
        if size < 16:
            yield f"type of {size} pt"
    if not sizes or max(set(sizes), key=sizes.count) < 18:
        yield "text under 18 pt"
    for page in re.findall(r"Page +\d+ size: ([\d.]+) x ([\d.]+)", run("pdfinfo", "-l", "999", pdf).decode()):
        if [round(float(x)) for x in page] != [595, 842]:
            yield f"a page of {page}"


def main():
    variant, pdf = sys.argv[1:]
    faults = sorted(set({"mono": faults_mono, "flat": faults_flat,
                         "large-print": faults_large_print}[variant](pdf)))
    print("\n".join(faults[:20]))
    sys.exit(bool(faults))


main()
