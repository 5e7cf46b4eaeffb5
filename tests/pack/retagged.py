#!/usr/bin/python3
"""Copies of a pack whose pages are untouched but whose tags are not, each altered in one way, and
whether `quoin verify` tells, of the right item and page, in the right words.

    retagged.py QUOIN PACK.pdf FOLDER [ITEM OTHER]

ITEM and OTHER are reports in it; ITEM has tables with headers that are named, spans, lists, pictures,
abbreviations, another language and links. Without them one tag of each item is altered, whatever it
is. The pack is changed through qpdf's JSON.
"""
import copy
import json
import re
import subprocess
import sys

from pdf import Pdf, text

quoin, pack, folder = sys.argv[1:4]
item, other = sys.argv[4:] or (None, None)
passed = failed = 0


# ---- trying -----------------------------------------------------------------------------------

def run(*command):
    return subprocess.run(command, capture_output=True, check=False)


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


def save(objects, path):
    """The pack with these objects in place of its own."""
    assert objects != pdf.objects
    head = dict(pdf.whole["qpdf"][0])
    head["maxobjectid"] = max(int(key[4:].split()[0]) for key in objects if key != "trailer")
    with open(f"{folder}/retagged.json", "w", encoding="utf-8") as file:
        json.dump({**pdf.whole, "qpdf": [head, objects]}, file)
    done = run("qpdf", "--json-input", f"{folder}/retagged.json", path)
    assert done.returncode in (0, 3), done.stderr.decode()


def altered(name, words, change, page=None, mine=item, only=True):
    """words: what is told; page: where, if that is known; only: of no other item."""
    objects = copy.deepcopy(pdf.objects)
    change(objects)
    path = f"{folder}/retagged.pdf"
    save(objects, path)
    status, after, said = verify(path)
    found = after.get(mine, {"verdict": "", "reason": "", "differs": 0})
    others = all(after.get(i, {}).get("verdict") == before[i]["verdict"] for i in before if i != mine)
    is_near = before[mine]["first"] <= found["differs"] <= before[mine]["last"]
    tell(name, status == 3 and found["verdict"] == "altered" and is_near and (others or not only) and
         "Q735" in said and (page is None or found["differs"] == page) and
         f"page {found['differs']}: " in found["reason"] and
         re.search(words, found["reason"]) is not None, status, found, said)


def same(name, change):
    objects = copy.deepcopy(pdf.objects)
    change(objects)
    path = f"{folder}/retagged.pdf"
    save(objects, path)
    status, after, said = verify(path)
    tell("the same: " + name, status == 0 and after == before, status, after, said)


# ---- the pack's tags ---------------------------------------------------------------------------

def kids_of(node):
    kids = node.get("/K", [])
    return pdf.get(kids) if isinstance(pdf.get(kids), list) else [kids]


def collect(ref, within, out):
    """References of elements, in reading order, and what each stands in."""
    node = pdf.get(ref)
    if isinstance(node, dict) and "/S" in node:
        out.append((ref, within))
        for kid in kids_of(node):
            collect(kid, [*within, ref], out)
    return out


def page_of(ref):
    """The page of the pack on which an element's content begins, from 1."""
    for below, _ in collect(ref, [], []):
        page = pdf.get(below).get("/Pg")
        if page:
            return pdf.page_index[page] + 1
    return None


def tags_of(number):
    part = next(ref for ref, _ in everything if text(pdf.get(ref).get("/T", "")).startswith(
        f"Item {number}: "))
    return part, [ref for ref, within in everything if part in within]


def find(role, key=None, within=lambda node: True, among=None):
    """The first element of a type that says something, in an attribute or not."""
    for ref in among or tags:
        node = pdf.get(ref)
        says = {**node, **pdf.get(node.get("/A", {}))}
        if node["/S"] == role and (key is None or key in says) and within(node):
            return ref
    raise SystemExit(f"no {role} with {key}")


def element(objects, ref):
    return objects["obj:" + ref]["value"]


def attributes(objects, ref):
    found = element(objects, ref)["/A"]
    return objects["obj:" + found]["value"] if isinstance(found, str) else found


def put(ref, key, value):
    def change(objects):
        element(objects, ref)[key] = value
    return change


def drop(ref, key):
    def change(objects):
        del element(objects, ref)[key]
    return change


def put_attribute(ref, key, value):
    def change(objects):
        attributes(objects, ref)[key] = value
    return change


def add(objects, value):
    number = max(int(key[4:].split()[0]) for key in objects if key != "trailer") + 1
    objects[f"obj:{number} 0 R"] = {"value": value}
    return f"{number} 0 R"


pdf = Pdf(pack)
root_ref = pdf.root["/StructTreeRoot"]
everything = []
for top in kids_of(pdf.get(root_ref)):
    collect(top, [], everything)
status, before, said = verify(pack)
tell("the pack itself", status == 0 and "same" in [i["verdict"] for i in before.values()], status,
     before, said)

# ---- each item -----------------------------------------------------------------------------------

for number in before if item is None else ():
    if before[number]["verdict"] != "same":
        continue
    pages = {pdf.pages[i][0] for i in range(before[number]["first"] - 1, before[number]["last"])}
    ref = next(ref for ref, _ in everything if pdf.get(ref).get("/Pg") in pages and
               pdf.get(ref)["/S"] == "/P")
    altered("item " + number, "there is a quotation where its source makes a paragraph",
            put(ref, "/S", "/BlockQuote"), page_of(ref), number)
if item is None:
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)

part, tags = tags_of(item)
other_part, other_tags = tags_of(other)
first = before[item]["first"]

# ---- what elements say ---------------------------------------------------------------------------

figure = find("/Figure", "/Alt")
alt = text(pdf.get(figure)["/Alt"])
altered("an alternative text", r"alternative text of a picture is “All is well”, .* makes it “\w",
        put(figure, "/Alt", "u:All is well"), page_of(figure))
altered("the end of a long alternative text", r"is “….*nobody”, and its source makes it “…",
        put(figure, "/Alt", "u:" + alt[:-4] + "nobody"), page_of(figure))
altered("an alternative text taken out", "a picture has lost its alternative text.*makes it “",
        drop(figure, "/Alt"), page_of(figure))
altered("an alternative text that is none", "alternative text of a picture",
        put(figure, "/Alt", "/" + re.sub(r"[^\w]", "", alt)), page_of(figure))
heading = find("/H2")
altered("an alternative text added",
        "alternative text of a heading of level 2 is “Nothing”, and its source makes none",
        put(heading, "/Alt", "u:Nothing"), page_of(heading))
span = find("/Span", "/ActualText")
altered("a replacement text", "replacement text of .* is “fell”", put(span, "/ActualText", "u:fell"),
        page_of(span))
paragraph = find("/P")
altered("a replacement text added", "replacement text of a paragraph is “It went up”",
        put(paragraph, "/ActualText", "u:It went up"), page_of(paragraph))
short = find("/Span", "/E")
altered("what an abbreviation stands for", "full form of a piece of text is “something else”",
        put(short, "/E", "u:something else"), page_of(short))
altered("the same taken out", "a piece of text has lost its full form", drop(short, "/E"),
        page_of(short))
foreign = find("/P", "/Lang", lambda n: n["/Lang"] == "u:cy")
altered("a language", "language of a paragraph is “fr”, and its source makes it “cy”",
        put(foreign, "/Lang", "u:fr"), page_of(foreign))
altered("a language taken out", "language of a paragraph is “en-GB”", drop(foreign, "/Lang"),
        page_of(foreign))
altered("another language for all of it", "language of a document is “fr”", put(part, "/Lang", "u:fr"),
        first)
altered("a title", "title of a paragraph is “Important”", put(paragraph, "/T", "u:Important"),
        page_of(paragraph))
altered("something that we do not know", "entry “Phoneme” of a paragraph",
        put(paragraph, "/Phoneme", "u:x"), page_of(paragraph))

# ---- tables and lists ----------------------------------------------------------------------------

header = find("/TH", "/Scope", lambda n: pdf.get(n["/A"])["/Scope"] == "/Column")
altered("a header's scope", "scope of a header cell is “Row”, and its source makes it “Column”",
        put_attribute(header, "/Scope", "/Row"), page_of(header))
cell = find("/TD", "/Headers", lambda n: len(pdf.get(n["/A"])["/Headers"]) > 1)
named = pdf.get(pdf.get(cell)["/A"])["/Headers"]
unnamed = next(text(pdf.get(ref)["/ID"]) for ref in tags
               if "/ID" in pdf.get(ref) and pdf.get(ref)["/ID"] not in named)
altered("a cell's headers", "list of header cells of a table cell is not the one",
        put_attribute(cell, "/Headers", [*named[:-1], "u:" + unnamed]), page_of(cell))
altered("their order", "list of header cells", put_attribute(cell, "/Headers", named[::-1]),
        page_of(cell))
altered("a header that is not there", "list of header cells",
        put_attribute(cell, "/Headers", [*named[:-1], "u:nothing"]), page_of(cell))
wide = find("/TD", "/ColSpan")
altered("a cell's columns", "number of columns of a table cell",
        put_attribute(wide, "/ColSpan", 3), page_of(wide))
high = find("/TD", "/RowSpan")
altered("a cell's rows", "number of rows of a table cell", put_attribute(high, "/RowSpan", 5),
        page_of(high))
listed = find("/L", "/ListNumbering")
altered("a list's labels", "kind of labels of a list is “UpperRoman”",
        put_attribute(listed, "/ListNumbering", "/UpperRoman"), page_of(listed))


def swap_ids(objects):
    one, two = element(objects, header), element(objects, high_header)
    one["/ID"], two["/ID"] = two["/ID"], one["/ID"]


high_header = find("/TH", "/ID", lambda n: n["/ID"] != pdf.get(header)["/ID"])
altered("the names of two headers", "identifier of a header cell|list of header cells", swap_ids)


def by_class(objects):
    objects["obj:" + root_ref]["value"]["/ClassMap"] = {"/Wide": {"/O": "/Table", "/ColSpan": 4}}
    element(objects, cell)["/C"] = "/Wide"


altered("columns by a class", "number of columns of a table cell|has lost|a table cell", by_class,
        page_of(cell))

# ---- types ---------------------------------------------------------------------------------------

altered("a heading's level", "there is a heading of level 1 where its source makes a heading of level 2",
        put(heading, "/S", "/H1"), page_of(heading))
altered("a heading made a paragraph", "there is a paragraph where its source makes a heading",
        put(heading, "/S", "/P"), page_of(heading))
altered("a header cell made a plain one", "there is a table cell where its source makes a header cell",
        put(header, "/S", "/TD"), page_of(header))
altered("a type that nobody knows", "there is a tag “Wonder” where", put(heading, "/S", "/Wonder"),
        page_of(heading))


def map_role(name, target):
    def change(objects):
        roles = objects["obj:" + root_ref]["value"]
        found = roles.setdefault("/RoleMap", {})
        found = objects["obj:" + found]["value"] if isinstance(found, str) else found
        found[name] = target
    return change


strong = find("/Strong")
altered("what a type stands for", "there is a note where its source makes a piece of text",
        map_role("/Strong", "/Note"), page_of(strong))
altered("what a standard type stands for", "there is a paragraph where its source makes a heading",
        map_role("/H2", "/P"), only=False)
altered("a type that stands for itself", "where its source makes a piece of text",
        lambda o: [map_role("/Strong", "/Em")(o), map_role("/Em", "/Strong")(o)])

# ---- order and nesting ---------------------------------------------------------------------------

rows = find("/TBody", within=lambda n: len(kids_of(n)) > 2)
altered("two rows swapped", "other order|where its source|scope|list of header|number of",
        put(rows, "/K", kids_of(pdf.get(rows))[1::-1] + kids_of(pdf.get(rows))[2:]), page_of(rows))
altered("a row taken out", "", put(rows, "/K", kids_of(pdf.get(rows))[:-1]))
altered("a row twice", "a second time|elsewhere as well|where its source",
        put(rows, "/K", kids_of(pdf.get(rows)) + kids_of(pdf.get(rows))[:1]))
words = find("/P", within=lambda n: sum(isinstance(k, int) for k in kids_of(n)) > 1)
altered("the order of words", "another order", put(words, "/K", kids_of(pdf.get(words))[::-1]),
        page_of(words))
altered("words taken out", "where its source makes something drawn",
        put(words, "/K", kids_of(pdf.get(words))[:-1]), page_of(words))
link = find("/Link", within=lambda n: any(isinstance(k, dict) and "/Obj" in k for k in kids_of(n)))
altered("a link's area taken out", "the area of a link",
        put(link, "/K", [k for k in kids_of(pdf.get(link)) if not isinstance(k, dict)]), page_of(link))
sections = [ref for ref in tags if pdf.get(ref)["/S"] == "/H2" and ref != heading]


def nest(objects):
    """A heading into the next one."""
    above = element(objects, element(objects, sections[0])["/P"])
    if isinstance(above["/K"], str):
        above["/K"] = objects["obj:" + above["/K"]]["value"]
    above["/K"].remove(sections[0])
    element(objects, heading)["/K"] = [*kids_of(pdf.get(heading)), sections[0]]
    element(objects, sections[0])["/P"] = heading


altered("a heading within another", "a heading of level 2|where its source", nest)


def wrap(role, **says):
    """Everything that the item's Part has into one more element."""
    def change(objects):
        new = add(objects, {"/Type": "/StructElem", "/S": role, "/P": part,
                            "/K": element(objects, part)["/K"], **says})
        for kid in kids_of(pdf.get(part)):
            element(objects, kid)["/P"] = new
        element(objects, part)["/K"] = [new]
    return change


altered("a picture of all of it", "all of it stands in a picture",
        wrap("/Figure", **{"/Alt": "u:Nothing to see"}), first)
altered("one text for all of it", "all of it stands in a section",
        wrap("/Sect", **{"/ActualText": "u:Nothing to hear"}), first)
altered("the same at its Part", "all of it stands in a part", put(part, "/Alt", "u:Nothing"), first)
same("a division around all of it", wrap("/Div"))


def insert(at, value):
    def change(objects):
        node = element(objects, at)
        new = add(objects, {"/Type": "/StructElem", "/P": at, **value})
        kids = node["/K"]
        if isinstance(kids, str) and isinstance(pdf.get(kids), list):
            kids = pdf.get(kids)
        node["/K"] = [new, *(kids if isinstance(kids, list) else [kids])]
    return change


document = find("/Document")
altered("words of another item", "where its source",
        insert(document, {"/S": "/P", "/Pg": pdf.pages[before[other]["first"] - 1][0], "/K": [0]}),
        only=False)
altered("a part with words of others", "where its source",
        insert(document, {"/S": "/Part", "/Pg": pdf.pages[0][0], "/K": [0]}))
altered("an empty picture with a text", "there is a picture where its source",
        insert(document, {"/S": "/Figure", "/Alt": "u:A figure fell"}))
altered("an empty part with a text", "alternative text of a part is “A figure fell”, .*makes none",
        insert(document, {"/S": "/Part", "/Alt": "u:A figure fell"}))
altered("words of it elsewhere", "read out a second time|where its source",
        insert(everything[0][0], {"/S": "/P", "/Pg": pdf.get(words)["/Pg"], "/K": [0]}))
behind = kids_of(pdf.get(everything[0][0]))
altered("words of it elsewhere, behind it", "read out a second time",
        lambda o: element(o, everything[0][0]).update({"/K": behind + [add(
            o, {"/S": "/P", "/P": everything[0][0], "/Pg": pdf.get(words)["/Pg"], "/K": [0]})]}),
        page_of(words))
altered("an element of it elsewhere", "read out a second time|where its source",
        lambda o: element(o, everything[0][0]).update({"/K": behind + [words]}))
altered("a page that is another's", "where its source|another order|page of others",
        put(words, "/Pg", pdf.get(find("/P", among=other_tags, key="/Pg"))["/Pg"]), only=False)
altered("another parent", "stands elsewhere for some screen readers", put(heading, "/P", document),
        page_of(heading))

# ---- the way back --------------------------------------------------------------------------------

def leaves(objects, ref, key):
    """The nodes with entries of a name or number tree."""
    node = objects["obj:" + ref]["value"]
    if key in node:
        return [node]
    return [leaf for kid in node["/Kids"] for leaf in leaves(objects, kid, key)]


def entry(objects, tree, key, wanted):
    """Where the value of a key stands: a list and an index."""
    ref = objects["obj:" + root_ref]["value"][tree]
    for leaf in leaves(objects, ref, key):
        found = leaf[key]
        found = objects["obj:" + found]["value"] if isinstance(found, str) else found
        if wanted in found[::2]:
            return found, found[::2].index(wanted) * 2 + 1
    raise SystemExit(f"no {wanted} in {tree}")


def marks(objects, page):
    found, at = entry(objects, "/ParentTree", "/Nums", pdf.get(page)["/StructParents"])
    return objects["obj:" + found[at]]["value"] if isinstance(found[at], str) else found[at]


def lead(number, to):
    def change(objects):
        found = marks(objects, pdf.get(words)["/Pg"])
        found[number:number + 1] = [to]
    return change


mark = next(k for k in kids_of(pdf.get(words)) if isinstance(k, int))
altered("where a mark leads", "some screen readers find other tags", lead(mark, heading), page_of(words))
altered("a mark that leads nowhere", "some screen readers find other tags", lead(mark, None),
        page_of(words))
altered("one mark more", "some screen readers find tags of other pages", lead(9999, other_tags[0]),
        page_of(words))
altered("a page's number", "some screen readers find other tags|tags of other pages",
        lambda o: element(o, pdf.get(words)["/Pg"]).update({"/StructParents": pdf.get(
            pdf.pages[before[other]["first"] - 1][0])["/StructParents"]}), page_of(words))
note = next(k["/Obj"] for k in kids_of(pdf.get(link)) if isinstance(k, dict) and "/Obj" in k)
altered("where a link's area leads", "some screen readers find other tags",
        lambda o: element(o, note).pop("/StructParent"), page_of(link))


def forget_id(objects):
    found, at = entry(objects, "/IDTree", "/Names", pdf.get(header)["/ID"])
    found[at] = heading


altered("where the name of a header leads", "identifier of a header cell", forget_id, page_of(header))

# ---- bookmarks -----------------------------------------------------------------------------------

def bookmarks(ref):
    """References of all entries beneath one, in reading order."""
    out, kid = [], pdf.get(ref).get("/First")
    while kid:
        out += [kid, *bookmarks(kid)]
        kid = pdf.get(kid).get("/Next")
    return out


of_item = next(ref for ref in bookmarks(pdf.root["/Outlines"])
               if text(pdf.get(ref)["/Title"]).startswith(f"Item {item}: "))
entries = bookmarks(of_item)
last = entries[-1]
name = re.escape(text(pdf.get(last)["/Title"]))
altered("what a bookmark says", f"no bookmark “{name}” leads to it any more",
        put(last, "/Title", "u:Another"))
altered("where a bookmark leads", f"no bookmark “{name}” leads to it any more",
        put(last, "/Dest", pdf.get(entries[0])["/Dest"]))
altered("how far down a bookmark leads", f"no bookmark “{name}” leads to it any more",
        put(last, "/Dest", [pdf.pages[before[item]["last"] - 1][0], "/XYZ", 0, 0, None]))
altered("what a bookmark does", f"no bookmark “{name}” leads to it any more",
        put(last, "/A", {"/S": "/URI", "/URI": "u:https://example.org/"}))
altered("bookmarks taken out", "no bookmark “.*” leads to it any more", drop(of_item, "/First"))
same("what the pack calls the item", put(of_item, "/Title", f"u:Item {item}: Police performance"))
same("bookmarks that are open", put(of_item, "/Count", len(entries)))

# ---- hostile trees -------------------------------------------------------------------------------

altered("a circle", "elsewhere as well|where its source",
        lambda o: element(o, heading).update({"/K": [*kids_of(pdf.get(heading)), document]}))


def deepen(objects):
    last = heading
    for _ in range(3000):
        new = add(objects, {"/S": "/Span", "/P": last})
        element(objects, last)["/K"] = [*kids_of(pdf.get(heading)), new] if last == heading else [new]
        last = new


altered("very deep", "where its source", deepen, page_of(heading))

# ---- all tags ------------------------------------------------------------------------------------

catalog = pdf.trailer["/Root"]
for name, words, change in (
        ("no tags", "tags are gone", lambda o: o["obj:" + catalog]["value"].pop("/StructTreeRoot")),
        ("not marked", "tags are gone", lambda o: o["obj:" + catalog]["value"].pop("/MarkInfo"))):
    objects = copy.deepcopy(pdf.objects)
    change(objects)
    save(objects, f"{folder}/retagged.pdf")
    status, after, said = verify(f"{folder}/retagged.pdf")
    tell(name, status == 3 and all(i["verdict"] in ("altered", "other") for i in after.values()) and
         re.search(words, after[item]["reason"]) is not None, status, after, said)
altered("the item's tags", "lost its tags", put(part, "/K", []), first)

print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
