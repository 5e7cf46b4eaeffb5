#!/usr/bin/env python3
"""Do a PDF's content and its tags agree? Reads the file through qpdf's JSON.

    tags.py FILE.pdf

A second opinion on what src/pdf writes, after ISO 14289-1 (PDF/UA-1) and ISO 32000-1 14.6 to 14.8:
everything drawn is marked, every mark belongs to one element, elements say what they must. Prints
each fault; the status is 1 when there is one.
"""
import base64
import collections
import json
import re
import subprocess
import sys

STANDARD = set("""Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H
    H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference
    BibEntry Code Link Annot Figure Formula Form""".split())
PAINTS = set("f F f* B B* b b* S s Tj TJ ' \" Do sh BI".split())
KIDS = {"L": {"LI", "L", "Caption"}, "LI": {"Lbl", "LBody"}, "TR": {"TH", "TD"},
        "Table": {"TR", "THead", "TBody", "TFoot", "Caption"}, "THead": {"TR"}, "TBody": {"TR"},
        "TOC": {"TOC", "TOCI", "Caption"}}
TOKEN = re.compile(rb"""\((?:[^()\\]|\\.)*\)|<<|>>|<[0-9A-Fa-f\s]*>|[\[\]]|/[^\s()<>\[\]/%]*
    |[^\s()<>\[\]/%]+""", re.X | re.S)
NUMBER = re.compile(rb"[-+]?(\d+\.?\d*|\.\d+)$")


class File:
    def __init__(self, path):
        run = subprocess.run(["qpdf", "--json=2", "--json-stream-data=inline",
                              "--decode-level=generalized", path], capture_output=True)
        self.faults = []
        self.objects = json.loads(run.stdout)["qpdf"][1]
        self.trailer = self.get("trailer")

    def fault(self, text):
        self.faults.append(text)

    def get(self, ref):
        """What a reference leads to: a value, or a stream's dictionary."""
        while isinstance(ref, str) and (ref == "trailer" or re.match(r"\d+ \d+ R$", ref)):
            key = ref if ref == "trailer" else "obj:" + ref
            found = self.objects.get(key, {"value": None})
            ref = found["stream"]["dict"] if "stream" in found else found["value"]
        return ref

    def data(self, ref):
        return base64.b64decode(self.objects["obj:" + ref]["stream"]["data"])

    def pages(self, ref):
        node = self.get(ref)
        if node["/Type"] == "/Page":
            return [(ref, node)]
        found = [page for kid in node["/Kids"] for page in self.pages(kid)]
        if len(found) != node["/Count"]:
            self.fault(f"page tree {ref}: /Count is {node['/Count']}, there are {len(found)}")
        return found

    def tree(self, ref, kind):
        """The pairs of a name or number tree; keys must ascend and lie within /Limits."""
        if ref is None:
            return []
        node, pairs = self.get(ref), []
        for kid in node.get("/Kids", []):
            pairs += self.tree(kid, kind)
        items = node.get(kind, [])
        pairs += [(items[i], items[i + 1]) for i in range(0, len(items), 2)]
        keys = [key for key, _ in pairs]
        if any(a >= b for a, b in zip(keys, keys[1:])):
            self.fault(f"tree {ref}: keys do not ascend")
        if "/Limits" in node and node["/Limits"] != [keys[0], keys[-1]]:
            self.fault(f"tree {ref}: wrong /Limits")
        return pairs


def text(value):
    """A string of the JSON: "u:…" or "b:hex"."""
    return value[2:] if isinstance(value, str) and value[1:2] == ":" else value


def as_list(value):
    return value if isinstance(value, list) else [] if value is None else [value]


# ---- content ---------------------------------------------------------------------------------

def check_content(file, where, content):
    """Everything painted stands in marked content; returns the MCIDs."""
    marks, depth, in_text, mcids, operands = [], 0, False, [], []
    for token in TOKEN.findall(content):
        if NUMBER.match(token):
            if abs(float(token)) > 14400:
                file.fault(f"{where}: the number {token.decode()} is off every page")
            operands.append(token)
            continue
        if token[:1] in b"(<[]>/" or token in (b"true", b"false", b"null"):
            operands.append(token)
            continue
        op = token.decode("latin-1")
        if op in ("BDC", "BMC"):
            mcid = int(operands[operands.index(b"/MCID") + 1]) if b"/MCID" in operands else None
            if mcid is not None:
                mcids.append(mcid)
                if any(m is not None or artifact for m, artifact in marks):
                    file.fault(f"{where}: MCID {mcid} inside other marked content")
            marks.append((mcid, operands[0] == b"/Artifact"))
        elif op == "EMC":
            if not marks:
                file.fault(f"{where}: EMC without BDC")
            else:
                marks.pop()
        elif op in ("BT", "ET"):
            if in_text == (op == "BT"):
                file.fault(f"{where}: {op} out of place")
            in_text = op == "BT"
        elif op in ("q", "Q"):
            depth += 1 if op == "q" else -1
            if depth < 0 or depth > 28:
                file.fault(f"{where}: {op} at depth {depth}")
        elif op in PAINTS and not any(m is not None or artifact for m, artifact in marks):
            file.fault(f"{where}: {op} outside of marked content")
        operands = []
    if marks or depth or in_text:
        file.fault(f"{where}: not closed: {len(marks)} marked content, {depth} q, text {in_text}")
    if len(mcids) != len(set(mcids)):
        file.fault(f"{where}: an MCID is there twice")
    return mcids


# ---- structure -------------------------------------------------------------------------------

class Walk:
    """The structure tree: what each element holds, gathered in document order."""

    def __init__(self, file, root):
        self.file, self.root = file, root
        self.map = root.get("/RoleMap", {})
        self.marks = {}                       # (page, MCID): element
        self.objects = {}                     # annotation: element
        self.ids, self.headers = {}, []
        self.heading = 0
        for kid in as_list(root["/K"]):
            self.element(kid, None, None)

    def role(self, element):
        role = element["/S"]
        while role in self.map:
            role = self.map[role]
        return role[1:]

    def element(self, ref, parent, parent_role):
        element = self.file.get(ref)
        role, here = self.role(element), f"{ref} {element['/S']}"
        if role not in STANDARD:
            self.file.fault(f"{here}: no standard type")
        if parent and element["/P"] != parent:
            self.file.fault(f"{here}: /P is {element['/P']}, not {parent}")
        if parent_role in KIDS and role not in KIDS[parent_role]:
            self.file.fault(f"{here}: may not stand in {parent_role}")
        self.says(element, role, here)
        for kid in as_list(element.get("/K")):
            self.kid(kid, ref, element, role)
        if role == "Table":
            self.regular(ref)

    def kid(self, kid, ref, element, role):
        found = self.file.get(kid)
        if isinstance(found, int):
            self.mark(element["/Pg"], found, ref)
        elif found.get("/Type") == "/MCR":
            self.mark(found.get("/Pg", element.get("/Pg")), found["/MCID"], ref)
        elif found.get("/Type") == "/OBJR":
            self.objects[found["/Obj"]] = ref
        else:
            self.element(kid, ref, role)
        if role in KIDS and (isinstance(found, int) or found.get("/Type") == "/MCR"):
            self.file.fault(f"{ref}: content directly in {role}")

    def mark(self, page, mcid, ref):
        if (page, mcid) in self.marks:
            self.file.fault(f"{ref}: MCID {mcid} of {page} belongs to two elements")
        self.marks[page, mcid] = ref

    def attribute(self, element, name):
        for attributes in as_list(self.file.get(element.get("/A"))):
            if name in (self.file.get(attributes) or {}):
                return self.file.get(attributes)[name]
        return None

    def says(self, element, role, here):
        if re.match(r"H\d$", role):
            level = int(role[1])
            if level > self.heading + 1:
                self.file.fault(f"{here}: after a heading of level {self.heading}")
            self.heading = level
        if role == "Figure":
            if not element.get("/Alt") and not element.get("/ActualText"):
                self.file.fault(f"{here}: no /Alt")
            if not self.attribute(element, "/BBox"):
                self.file.fault(f"{here}: no /BBox")
        if role == "TH" and not self.attribute(element, "/Scope"):
            self.file.fault(f"{here}: no /Scope")
        if role == "Note" and "/ID" not in element:
            self.file.fault(f"{here}: no /ID")
        if "/ID" in element:
            if element["/ID"] in self.ids:
                self.file.fault(f"{here}: its ID is there twice")
            self.ids[element["/ID"]] = here
        for header in as_list(self.attribute(element, "/Headers")):
            self.headers.append((here, header))

    def rows(self, ref):
        for kid in as_list(self.file.get(ref).get("/K")):
            element = self.file.get(kid)
            if isinstance(element, dict) and "/S" in element:
                if self.role(element) == "TR":
                    yield element
                else:
                    yield from self.rows(kid)

    def regular(self, ref):
        """Every row covers the same columns once row spans from above are counted."""
        left, widths = collections.Counter(), []
        for row in self.rows(ref):
            column, covered = 0, {c for c, n in left.items() if n > 0}
            taken = set(covered)
            for kid in as_list(row.get("/K")):
                cell = self.file.get(kid)
                while column in taken:
                    column += 1
                for _ in range(self.attribute(cell, "/ColSpan") or 1):
                    if column in taken:
                        self.file.fault(f"{ref}: cells overlap in row {len(widths) + 1}")
                    taken.add(column)
                    left[column] = self.attribute(cell, "/RowSpan") or 1
                    column += 1
            left.subtract(taken)
            widths.append(len(taken))
            if taken != set(range(len(taken))):
                self.file.fault(f"{ref}: a hole in row {len(widths)}")
        if len(set(widths)) > 1 or any(n > 0 for n in left.values()):
            self.file.fault(f"{ref}: rows of {sorted(set(widths))} columns")


# ---- the whole -------------------------------------------------------------------------------

def check_catalog(file, catalog):
    wants = [("marked", (file.get(catalog.get("/MarkInfo")) or {}).get("/Marked") is True),
             ("a language", bool(text(catalog.get("/Lang")))),
             ("to show its title", (file.get(catalog.get("/ViewerPreferences")) or {})
              .get("/DisplayDocTitle") is True),
             ("XMP", "/Metadata" in catalog)]
    for what, is_there in wants:
        if not is_there:
            file.fault(f"the catalog lacks: {what}")
    xmp = file.data(catalog["/Metadata"]).decode("utf-8") if "/Metadata" in catalog else ""
    title = re.search(r"<dc:title>.*?<rdf:li[^>]*>(.*?)</rdf:li>", xmp, re.S)
    if not title or not title.group(1).strip():
        file.fault("XMP has no dc:title")
    if not re.search(r"<pdfuaid:part>1</pdfuaid:part>", xmp):
        file.fault("XMP does not name PDF/UA")
    if "<pdfaid:part>" in xmp and "/OutputIntents" not in catalog:
        file.fault("PDF/A without an output intent")


def check_links(file, pages, walk, parents):
    for ref, page in pages:
        if page.get("/Tabs") != "/S":
            file.fault(f"{ref}: /Tabs is not /S")
        for annotation in as_list(file.get(page.get("/Annots"))):
            a = file.get(annotation)
            owner = walk.objects.get(annotation)
            if not text(a.get("/Contents")):
                file.fault(f"{annotation}: a link without /Contents")
            if owner is None or walk.role(file.get(owner)) != "Link":
                file.fault(f"{annotation}: belongs to no Link element")
            if parents.get(a.get("/StructParent")) != owner:
                file.fault(f"{annotation}: /StructParent leads elsewhere")
            if a.get("/F", 0) & 4 == 0:
                file.fault(f"{annotation}: would not print")


def check_destinations(file, catalog, pages):
    names = file.get(file.get(catalog.get("/Names", {})).get("/Dests")) and dict(
        file.tree(file.get(catalog["/Names"])["/Dests"], "/Names")) or {}
    used = [file.get(a).get("/Dest") for _, page in pages
            for a in as_list(file.get(page.get("/Annots")))]
    item = (file.get(catalog.get("/Outlines")) or {}).get("/First")
    stack = [item] if item else []
    while stack:
        node = file.get(stack.pop())
        used.append(node.get("/Dest"))
        stack += [node[key] for key in ("/Next", "/First") if key in node]
    for name in used:
        if name is not None and name not in names:
            file.fault(f"the destination {text(name)} does not exist")


def main(path):
    file = File(path)
    catalog = file.get(file.trailer["/Root"])
    check_catalog(file, catalog)
    pages = file.pages(catalog["/Pages"])
    root = file.get(catalog["/StructTreeRoot"])
    walk = Walk(file, root)
    parents = dict(file.tree(root.get("/ParentTree"), "/Nums"))
    told = {}
    for number, (ref, page) in enumerate(pages, 1):
        content = b"\n".join(file.data(part) for part in as_list(page["/Contents"]))
        mcids = check_content(file, f"page {number}", content)
        owners = file.get(parents.get(page.get("/StructParents"))) or []
        for mcid in mcids:
            told[ref, mcid] = True
            owner = owners[mcid] if mcid < len(owners) else None
            if owner is None or walk.marks.get((ref, mcid)) != owner:
                file.fault(f"page {number}: MCID {mcid} and its element do not agree")
    for page, mcid in walk.marks:
        if (page, mcid) not in told:
            file.fault(f"MCID {mcid} of {page} is not drawn")
    ids = dict(file.tree(root.get("/IDTree"), "/Names"))
    if set(ids) != set(walk.ids):
        file.fault("IDTree and IDs do not agree")
    for here, header in walk.headers:
        if header not in walk.ids:
            file.fault(f"{here}: its header {text(header)} does not exist")
    check_links(file, pages, walk, parents)
    check_destinations(file, catalog, pages)
    for fault in file.faults[:50]:
        print(fault)
    print(f"{len(pages)} pages, {len(walk.marks)} marks, {len(file.faults)} faults")
    return 1 if file.faults else 0


if __name__ == "__main__":
    sys.setrecursionlimit(10000)
    sys.exit(main(sys.argv[1]))
