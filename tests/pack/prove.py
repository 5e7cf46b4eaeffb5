#!/usr/bin/env python3
"""check.py must tell a fault from none: each kind of damage is done to a good pack once.

    prove.py WORK PACK.pdf OUT.pdf NUMBER:FILE…     OUT.pdf is without a fault (else nothing is proven)

The pack has to have everything that is damaged here: items 1 to 9, tags, an outline, names, links,
a layer, a form field, an embedded file, stamps. Prints a line for each, then "N passed, N failed".
"""
import base64
import contextlib
import copy
import io
import json
import os
import re
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import check  # noqa: E402
from pdf import is_ref, text  # noqa: E402
from tagtree import Tags  # noqa: E402


def open_pack(path):
    """For Damage, any number of times."""
    pdf = check.Pdf(path)
    pdf.tags = Tags(pdf)
    return pdf


class Damage:
    """A pack's objects, to be changed, and ways to find one's way among them."""

    def __init__(self, pdf):
        self.pdf = pdf  # as it was
        self.tags = pdf.tags
        self.whole = copy.deepcopy(pdf.whole)
        self.objects = self.whole["qpdf"][1]
        self.root = self.value(self.objects["trailer"]["value"]["/Root"])

    def value(self, ref):
        """The object itself; to be written to."""
        while is_ref(ref):
            found = self.objects["obj:" + ref]
            ref = found["stream"]["dict"] if "stream" in found else found["value"]
        return ref

    def page(self, index):
        return self.value(self.pdf.pages[index][0])

    def data(self, ref, change):
        stream = self.objects["obj:" + ref]["stream"]
        data = change(base64.b64decode(stream["data"]))
        stream["data"] = base64.b64encode(data).decode()

    def link(self, kind="page"):
        """An annotation that leads to a page, its dictionary and the page's list of them."""
        for _, page in self.pdf.pages:
            refs = self.value(page.get("/Annots")) or []
            for ref in refs:
                if self.pdf.target(self.pdf.get(ref))[0] == kind:
                    return self.value(ref), refs, ref
        raise LookupError("no link")

    def entry(self, title):
        return next(v["value"] for v in self.objects.values() if isinstance(v.get("value"), dict)
                    and text(self.value(v["value"].get("/Title"))) == title and "/Parent" in v["value"])

    def names(self, kind, node=None):
        """The first leaf of a name or number tree that holds anything."""
        node = self.value(node)
        for key in ("/Names", "/Nums"):
            if key in node and isinstance(self.value(node[key]), list):
                return self.value(node[key])
        return self.names(kind, self.value(node["/Kids"])[0])

    def deep(self):
        """An element with an element beneath it that has content."""
        return next(e for e in self.tags.elements if e.parent and e.parent.parent and e.contents)

    def save(self, path):
        with open(path + ".json", "w", encoding="utf-8") as file:
            json.dump(self.whole, file)
        run = subprocess.run(["qpdf", "--json-input", path + ".json", path],
                             capture_output=True, text=True, check=False)
        if run.returncode not in (0, 3):
            raise SystemExit(f"cannot be damaged: {run.stderr}")


# ---- damage: what is done, and the group that must tell ---------------------------------------

def outline_entry_gone(d):
    entry = d.entry(d.pdf.outline()[1][1])
    before, after = entry.get("/Prev"), entry.get("/Next")
    if before:
        d.value(before)["/Next"] = after
    else:
        d.value(entry["/Parent"])["/First"] = after
    if after:
        d.value(after)["/Prev"] = before


def outline_leads_elsewhere(d):
    title = next(e[1] for e in d.pdf.outline() if e[2][0] == "page" and e[2][1] != 0)
    entry = d.entry(title)
    entry.pop("/A", None)
    entry["/Dest"] = [d.pdf.pages[0][0], "/Fit"]


def outline_count_wrong(d):
    value = d.value(d.root["/Outlines"])
    value["/Count"] = 99


def name_gone(d):
    names = d.names("/Names", d.value(d.root["/Names"])["/Dests"])
    del names[:2]


def name_moved(d):
    names = d.names("/Names", d.value(d.root["/Names"])["/Dests"])
    names[1] = [d.pdf.pages[-1][0], "/Fit"]


def link_gone(d):
    _, refs, ref = d.link()
    refs.remove(ref)


def link_moved(d):
    link, _, _ = d.link()
    link.pop("/A", None)
    link["/Dest"] = [d.pdf.pages[-1][0], "/Fit"]


def address_changed(d):
    link, _, _ = d.link("/URI")
    d.value(link["/A"])["/URI"] = "u:https://example.org/elsewhere"


def labels_gone(d):
    del d.root["/PageLabels"]


def label_changed(d):
    d.value(d.names("/Nums", d.root["/PageLabels"])[1])["/S"] = "/A"


def element_gone(d):
    element = d.deep()
    kids = d.value(d.value(element.parent.ref)["/K"])
    if isinstance(kids, list):
        kids.remove(element.ref)
    else:
        d.value(element.parent.ref)["/K"] = []


def elements_swapped(d):
    parent = next(e for e in d.tags.elements
                  if len({k.standard for k in e.kids}) > 1 and e.kids[0].standard != e.kids[-1].standard)
    kids = d.value(d.value(parent.ref)["/K"])
    kids.reverse()


def element_of_another_type(d):
    d.value(next(e for e in d.tags.elements if e.role == "/H1").ref)["/S"] = "/P"


def part_gone(d):
    """The items' Parts are no longer told apart."""
    for element in d.tags.elements:
        if element.role == "/Part":
            d.value(element.ref).pop("/T", None)


def parent_wrong(d):
    element = d.deep()
    d.value(element.ref)["/P"] = d.pdf.root["/StructTreeRoot"]


def language_changed(d):
    d.value(d.deep().ref)["/Lang"] = "u:cy"


def row_gone(d):
    names = d.names("/Nums", d.value(d.root["/StructTreeRoot"])["/ParentTree"])
    row = next(i for i in range(1, len(names), 2) if isinstance(d.value(names[i]), list))
    names[row] = []


def numbers_swapped(d):
    pages = [d.value(ref) for ref, page in d.pdf.pages if "/StructParents" in page][:2]
    a, b = (page["/StructParents"] for page in pages)
    pages[0]["/StructParents"], pages[1]["/StructParents"] = b, a


def mark_moved(d):
    """An element says that its content is on another page."""
    element = next(e for e in d.tags.elements if e.contents and e.contents[0][0] == "mark")
    other = next(ref for ref, _ in d.pdf.pages if ref != element.contents[0][1])
    d.value(element.ref)["/Pg"] = other


def object_untied(d):
    element = next(e for e in d.tags.elements if any(c[0] == "object" for c in e.contents))
    annot = next(c[1] for c in element.contents if c[0] == "object")
    d.value(annot).pop("/StructParent")
    kids = d.value(d.value(element.ref)["/K"])
    objr = next(k for k in (kids if isinstance(kids, list) else [kids])
                if isinstance(d.value(k), dict) and d.value(k).get("/Type") == "/OBJR")
    d.value(objr)["/Obj"] = d.pdf.pages[0][0]


def file_gone(d):
    names = d.names("/Names", d.value(d.root["/Names"])["/EmbeddedFiles"])
    del names[:2]


def file_changed(d):
    names = d.names("/Names", d.value(d.root["/Names"])["/EmbeddedFiles"])
    spec = d.value(names[1])
    d.data(d.value(spec["/EF"])["/F"], lambda data: data[:-1] + b"!")


def layer_switched(d):
    d.value(d.value(d.root["/OCProperties"])["/D"])["/OFF"] = []


def layers_gone(d):
    del d.root["/OCProperties"]


def field_gone(d):
    d.value(d.value(d.root["/AcroForm"])["/Fields"]).pop()


def field_filled(d):
    d.value(d.value(d.value(d.root["/AcroForm"])["/Fields"])[0])["/V"] = "u:filled"


def claim_made(d):
    def change(data):
        return data.replace(b"</rdf:RDF>", b'<rdf:Description rdf:about="" xmlns:pdfuaid='
                            b'"http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part>'
                            b"</rdf:Description></rdf:RDF>")
    d.data(d.pdf.root["/Metadata"], change)


def title_changed(d):
    d.value(d.objects["trailer"]["value"]["/Info"])["/Title"] = "u:Another"


def page_gone(d):
    pages = d.value(d.root["/Pages"])
    pages["/Kids"].pop()
    pages["/Count"] -= 1


def pages_swapped(d):
    kids = d.value(d.root["/Pages"])["/Kids"]
    kids[-1], kids[-2] = kids[-2], kids[-1]


def page_turned(d):
    d.page(-1)["/Rotate"] = 180


def page_cropped(d):
    d.page(0)["/CropBox"] = [0, 0, 300, 300]


def stamped(d):
    """The streams of the last page that has a stamp, the stamp's own last."""
    return next(d.pdf.items(page["/Contents"]) for _, page in reversed(d.pdf.pages)
                if len(d.pdf.items(page.get("/Contents"))) > 1)


def content_gone(d):
    for ref in stamped(d)[:-1]:
        d.data(ref, lambda data: re.sub(rb"(?s)\bBT\b.*?\bET\b", b"", data, count=3))


def line_drawn(d):
    d.data(stamped(d)[0], lambda data: b"q 0 0 m 500 500 l 40 w S Q\n" + data)


def stamp_gone(d):
    d.data(stamped(d)[-1], lambda data: re.sub(rb"/\S+ Do\b", b"", data))


def stamp_moved(d):
    d.data(stamped(d)[-1], lambda data: data.replace(b" Do", b" Do", 1).replace(
        b"q\n", b"q\n1 0 0 1 -300 -300 cm\n", 1).replace(b"q ", b"q 1 0 0 1 -300 -300 cm ", 1))


def stamp_unmarked(d):
    d.data(stamped(d)[-1], lambda data: re.sub(rb"/Artifact.*?BDC", b"/Span BMC", data, flags=re.S))


def fonts_gone(d):
    for found in d.objects.values():
        value = found.get("value")
        if isinstance(value, dict) and value.get("/Type") == "/FontDescriptor":
            for key in ("/FontFile", "/FontFile2", "/FontFile3"):
                value.pop(key, None)


DAMAGE = [
    (page_gone, "pages"), (pages_swapped, "text"), (page_turned, "pages"), (page_cropped, "pages"),
    (content_gone, "text"), (line_drawn, "pixels"), (stamp_gone, "text"), (stamp_moved, "stamps"),
    (stamp_unmarked, "stamps"), (fonts_gone, "stamps"),
    (outline_entry_gone, "outline"), (outline_leads_elsewhere, "outline"),
    (outline_count_wrong, "outline|file"), (name_gone, "names"), (name_moved, "names"),
    (link_gone, "links"), (link_moved, "links"), (address_changed, "links"),
    (labels_gone, "labels"), (label_changed, "labels"),
    (element_gone, "tags"), (elements_swapped, "tags"), (element_of_another_type, "tags"),
    (part_gone, "tags"), (language_changed, "tags"), (mark_moved, "tags"),
    (parent_wrong, "tree"), (row_gone, "tree"), (numbers_swapped, "tree"),
    (object_untied, "tree|tags"),
    (file_gone, "attachments"), (file_changed, "attachments"),
    (layer_switched, "layers"), (layers_gone, "layers"),
    (field_gone, "fields"), (field_filled, "fields"),
    (claim_made, "claims"), (title_changed, "claims"),
]


class Proof:
    def __init__(self, work, plan, out):
        self.plan, self.out, self.passed, self.failed = plan, out, 0, 0
        self.trial = os.path.join(work, "damaged.pdf")
        self.pdf = open_pack(out)

    def look(self, path, groups=""):
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            bad = check.Check(self.plan, path, "items", {}).all(groups)
        return bad, said.getvalue()

    def right(self, is_good, what, more=""):
        self.passed, self.failed = self.passed + is_good, self.failed + (not is_good)
        print(f"  {'ok  ' if is_good else 'FAIL'}  {what}")
        if not is_good:
            print(more)

    def told(self, what, group):
        _, said = self.look(self.trial, group)
        self.right(bool(re.search(f"^({group}): ", said, re.M)), f"told: {what}",
                   f"nothing of {group}: {said}")

    def all(self):
        bad, said = self.look(self.out)
        self.right(not bad, "the pack is fine", said)
        for change, group in DAMAGE:
            damage = Damage(self.pdf)
            change(damage)
            damage.save(self.trial)
            self.told(change.__name__.replace("_", " "), group)
        subprocess.run(["qpdf", "--encrypt", "", "owner", "256", "--", self.out, self.trial],
                       check=True)
        self.told("encrypted", "file")
        self.merged()
        print(f"{self.passed} passed, {self.failed} failed")
        return 0 if self.passed and not self.failed else 1

    def merged(self):
        """What a plain merger makes of the same parts."""
        parts = [part.pdf.path for part in self.plan.parts]
        subprocess.run(["qpdf", "--empty", "--pages", *parts, "--", self.trial], check=False)
        for group in ("outline", "names", "links", "labels", "tags", "attachments", "layers"):
            self.told(f"a plain merger's {group}", group)


def main(work, pack, out, *items):
    plan = check.Plan([check.Part(pack), *map(check.read_item, items)], False)
    sys.exit(Proof(work, plan, out).all())


if __name__ == "__main__":
    main(*sys.argv[1:])
