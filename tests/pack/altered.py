#!/usr/bin/python3
"""Copies of a pack, each altered in one way, and whether `quoin verify` tells.

    altered.py QUOIN PACK.pdf FOLDER ITEM

ITEM is a stamped report with links, pictures and at least five pages, whose source and pictures no
other item has. What other programs do to a file without changing a page must leave every verdict
as it was. The pack is changed as text: in qpdf's QDF form, which fix-qdf makes a PDF of again.
"""
import hashlib
import json
import re
import subprocess
import sys

quoin, pack, folder, item = sys.argv[1:]
passed = failed = 0


# ---- trying -----------------------------------------------------------------------------------

def run(*command):
    return subprocess.run(command, capture_output=True, check=False)


def qpdf(*arguments):
    done = run("qpdf", *arguments)
    assert done.returncode in (0, 3), done.stderr.decode()


def verify(path):
    done = run(quoin, "verify", "--format", "json", path)
    try:
        found = {entry["item"]: entry for entry in json.loads(done.stdout)}
    except ValueError:
        found = {}
    return done.returncode, found, done.stderr.decode(errors="replace")


def tell(name, is_right, *what):
    global passed, failed
    passed += is_right
    failed += not is_right
    print(f"  {'ok   ' if is_right else 'FAIL '} {name}", *([] if is_right else what))


def told(name, path, where=None, only=True):
    """where: the page that is told; only: all is said of other items that was said before."""
    status, after, said = verify(path)
    mine = after.get(item, {})
    others = all(after.get(i, {}).get("verdict") == before[i]["verdict"] for i in before if i != item)
    tell(name, status == 3 and mine.get("verdict") == "altered" and (others or not only) and
         "Q735" in said and (where is None or mine["differs"] == where), status, mine, said)


def altered(name, new, where=None, only=True):
    path = f"{folder}/altered.pdf"
    assert new != text, name
    with open(f"{folder}/altered.qdf", "wb") as file:
        file.write(new)
    with open(path, "wb") as file:
        file.write(run("fix-qdf", f"{folder}/altered.qdf").stdout)
    told(name, path, where, only)


# ---- the pack as text ----------------------------------------------------------------------------

def edit(at, old, new, to=None):
    """The first `old` behind `at` becomes `new`."""
    found = text.index(old, at, to)
    return text[:found] + new + text[found + len(old):]


def flip(at):
    return text[:at] + bytes([text[at] ^ 1]) + text[at + 1:]


def start_of(number):
    return text.index(b"\n%s 0 obj\n" % number)


def body_at(start):
    return text[start:text.index(b"\nendobj", start)]


def page_at(number):
    return re.search(rb"%% Page " + b"%d\n" % number, text).start()


def contents(page):
    """The page's own content is the longest of its streams: the others are its stamp's."""
    starts = [m.start() for m in re.finditer(rb"%% Contents for page " + b"%d\n" % page, text)]
    return max(((s, s + len(body_at(s))) for s in starts), key=lambda r: r[1] - r[0])


def objects(pattern):
    return [m for m in re.finditer(rb"\n(\d+) 0 obj\n(.*?)\nendobj", text, re.S)
            if re.search(pattern, m.group(2), re.S)]


def follow(number, key):
    """The object that a key of another refers to, or its array's first does."""
    return re.search(rb"/" + key + rb" (?:\[\s*)?(\d+) 0 R", body_at(start_of(number))).group(1)


def stream_of(number):
    return text.index(b"stream\n", start_of(number)) + len(b"stream\n")


def fonts_of(page):
    """Where the fonts of a page are listed, and their objects."""
    at = page_at(page)
    where = re.search(rb"/Resources (\d+) 0 R", body_at(at))
    at = start_of(where.group(1)) if where else at
    listed = re.search(rb"/Font (?:<<.*?>>|(\d+) 0 R)", body_at(at), re.S)
    at = start_of(listed.group(1)) if listed.group(1) else at + listed.start()
    return at, re.findall(rb"/F\d+ (\d+) 0 R", body_at(at))


def literal(string):
    """What a string says."""
    if string[:1] == b"<":
        return bytes.fromhex(string[1:-1].decode())
    plain = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
    return re.sub(rb"\\([0-7]{3}|.)", lambda m: bytes([int(m.group(1), 8)]) if len(m.group(1)) == 3
                  else plain.get(m.group(1), m.group(1)), string[1:-1], flags=re.S)


# ---- unchanged --------------------------------------------------------------------------------

status, before, said = verify(pack)
tell("the pack itself", status == 0 and before[item]["verdict"] == "same", status, before, said)
first, last = before[item]["first"], before[item]["last"]
middle = first + 2

for arguments in (["--object-streams=disable"], ["--object-streams=generate"], ["--linearize"],
                  ["--recompress-flate", "--compression-level=9"], ["--stream-data=uncompress"],
                  ["--coalesce-contents"], ["--compress-streams=n", "--decode-level=generalized"],
                  ["--qdf", "--normalize-content=n"], ["--qdf", "--object-streams=disable"],
                  ["--encrypt", "", "x", "256", "--"],
                  ["--pages", ".", "1-z", "--", "--remove-unreferenced-resources=yes"]):
    out = f"{folder}/same.pdf"
    qpdf(pack, out, *arguments)
    status, after, said = verify(out)
    tell("the same: qpdf " + " ".join(arguments), status == 0 and after == before, status, after,
         said)

# ---- pages ---------------------------------------------------------------------------------------

qpdf("--qdf", "--normalize-content=n", "--object-streams=disable", "--no-original-object-ids", pack,
     f"{folder}/pack.qdf")
with open(f"{folder}/pack.qdf", "rb") as qdf:
    text = qdf.read()

at, end = contents(middle)
altered("a figure", flip(text.index(b")]TJ", at, end) - 1), middle)
at, end = contents(first)
altered("a colour", edit(at, b" rg\n", b" RG\n", end), first)
at, end = contents(last)
altered("something drawn over it", edit(at, b"endstream", b"0 0 m 99 99 l S\nendstream", end), last)
altered("something drawn before it", edit(at, b"stream\n", b"stream\n0 0 m 99 99 l S\n", end), last)

page = page_at(middle)
box = re.compile(rb"/MediaBox \[\s*0").search(text, page)
altered("the page's size", text[:box.start()] + b"/MediaBox [ 9" + text[box.end():], middle)
for name, key in (("rotation", b"/Rotate 90"), ("a crop", b"/CropBox [0 0 300 300]"),
                  ("an action", b"/AA <</O <</S /Named /N /Print>>>>"),
                  ("a unit", b"/UserUnit 2"), ("transparency", b"/Group <</S /Transparency /K true>>")):
    altered(name, edit(page, b"/Type /Page\n", key + b" /Type /Page\n"), middle)
noted = next(n for n in range(first, last + 1) if b"/Annots [" in body_at(page_at(n)))
note = b"/Annots [ <</Subtype /FreeText /Rect [9 9 99 99] /Contents (No) /DA (0 g)>> "
altered("a note", edit(page_at(noted), b"/Annots [", note), noted)
out = f"{folder}/pages.pdf"
for name, pages, where in (
        ("two pages swapped", [".", f"1-{first},{first + 2},{first + 1},{first + 3}-z"], None),
        ("a page taken out", [".", f"1-{first},{first + 2}-z"], None),
        ("a page put in", [".", f"1-{first}", pack, "1", ".", f"{first + 1}-z"], first + 1),
        ("a page twice", [".", f"1-{first},{first}-z"], first + 1)):
    qpdf(pack, out, "--pages", *pages, "--")
    told(name, out, where)

# ---- what pages are made of -----------------------------------------------------------------------

at, fonts = fonts_of(first)
mapping = re.compile(rb"<[0-9A-Fa-f]{4}>\s*<([0-9A-Fa-f]{4})>\n|"
                     rb"<[0-9A-Fa-f]{4}>\s*<[0-9A-Fa-f]{4}>\s*<([0-9A-Fa-f]{4})>\n")
found = mapping.search(text, text.index(b"beginbf", stream_of(follow(fonts[0], b"ToUnicode"))))
span = found.span(1 if found.group(1) else 2)
altered("what a glyph means when it is copied", text[:span[0]] + b"0021" + text[span[1]:])
descriptor = follow(follow(fonts[0], b"DescendantFonts"), b"FontDescriptor")
altered("a font's program", flip(stream_of(follow(descriptor, b"FontFile2")) + 700))
swapped = body_at(at).replace(b" %s 0 R" % fonts[0], b" new").replace(
    b" %s 0 R" % fonts[1], b" %s 0 R" % fonts[0]).replace(b" new", b" %s 0 R" % fonts[1])
altered("one font for another", text[:at] + swapped + text[at + len(body_at(at)):])

altered("a picture", flip(stream_of(objects(rb"/Subtype /Image\b")[0].group(1)) + 3))
links = [m for m in objects(rb"/Dest \(item-" + item.encode() + rb"/.*/Subtype /Link\b")]
targets = [re.search(rb"/Dest (\(.*?\))", m.group(2)).group(1) for m in links]
other = next(target for target in targets if target != targets[0])
altered("where a link leads", edit(links[0].start(), b"/Dest " + targets[0], b"/Dest " + other))
ours = b"".join(body_at(page_at(n)) for n in range(first, last + 1))
mine = next(m for m in objects(rb"/Subtype /Link\b")
            if b"/URI (" in m.group(2) and b" %s 0 R" % m.group(1) in ours)
altered("a second place that a link leads to", edit(mine.start(), b"/URI (", b"/SD [null /Fit] /URI ("))
altered("an address", edit(mine.start(), b"/URI (", b"/URI (https://example.org/#"))

# ---- stamps ------------------------------------------------------------------------------------

# Pages whose stamps stand at one place share the stream that draws them: all are told.
[(name, number)] = re.findall(rb"(/QuoinStamp\d*) (\d+) 0 R", body_at(page))
calls = [m.start() for m in objects(rb" cm " + name + rb" Do Q\nEMC\n")]
for how, old, new in (("moved", b" cm ", b" 0 0 0 0 0 0 cm "),
                      ("turned a little", b"q 1 0 0 1 ", b"q 1 0.01 0 1 "),
                      ("with more behind it", b" Do Q\n", b" Do 0 0 9 9 re f Q\n"),
                      ("drawn twice", b" Do Q\n", b" Do " + name + b" Do Q\n")):
    changed = text
    for at in reversed(calls):
        at = changed.index(old, at)
        changed = changed[:at] + new + changed[at + len(old):]
    altered("a stamp " + how, changed, only=False)

form = start_of(number)
altered("a stamp drawn otherwise", edit(form, b"stream\n", b"stream\n0 0 600 900 re f\n"), middle)
altered("a stamp's box", edit(form, b"/BBox [\n", b"/BBox [\n -900 %"), middle)
word = re.search(rb"/Page \((\d+)\)", body_at(form))
altered("what a stamp says that it says", edit(form, word.group(0), b"/Page (1%s)" % word.group(1)),
        middle)

# ---- sources -----------------------------------------------------------------------------------

number = re.search(rb"/Number \(%s\).*?/Source (\d+) 0 R" % item.encode(), text, re.S).group(1)
embedded = follow(number, b"F")
start = stream_of(embedded)
xml = text[start:text.index(b"\nendstream", start)]
figure = re.search(rb"<value>(\d)", xml).start(1)
forged = xml[:figure] + b"%d" % ((xml[figure] - 47) % 10) + xml[figure + 1:]
altered("the source", text.replace(xml, forged))
checksum = re.search(rb"/CheckSum (<[0-9a-f]+>|\((\\.|[^\\)])*\))", body_at(start_of(embedded)), re.S)
ends = [e for e in (b"", b"\n") if hashlib.md5(xml + e).digest() == literal(checksum.group(1))]
tell("the source's checksum is found", len(ends) == 1, checksum)
right = b"<" + hashlib.md5(forged + ends[0]).hexdigest().encode() + b">"
altered("the source, and its checksum with it",
        text.replace(xml, forged).replace(checksum.group(1), right))

print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
