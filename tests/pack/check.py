#!/usr/bin/env python3
"""Is everything of every part in the pack, and in its place?

    check.py [--duplex] [--stamps items|all|none] [--title N=TEXT] PACK.pdf OUT.pdf [NUMBER:FILE[@N|=N]…]

OUT.pdf is what was made of PACK.pdf and the items, in this order: at the end, so that they begin at
page N of PACK.pdf (@N), or in place of its page N (=N). What ought to be is worked out here from the
parts alone. Prints a line for each fault, "group: what"; the status is 1 when there is one.
"""
import argparse
import collections
import functools
import os
import re
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from pdf import Pdf, text  # noqa: E402
from tagtree import Tags  # noqa: E402

POINTS = 72 / 25.4
BLANK = "This page is intentionally left blank"
BAND_HEIGHT = 25 * POINTS  # stamps stand 15 to 20 mm from the top; lines have a little more
DPI = 36


def run(*command):
    return subprocess.run(command, capture_output=True, check=False)


# ---- what ought to be ------------------------------------------------------------------------

class Part:
    def __init__(self, path, number="", place="end", page=0):
        self.pdf, self.number, self.place, self.page = Pdf(path), number, place, page
        self.tags = Tags(self.pdf)
        self.count = len(self.pdf.pages)
        self.name = f"item {number}" if number else "the pack"
        self.title = self.pdf.claim("dc:title") and read_title(self.pdf) or info_title(self.pdf)

    def old_item(self, index):
        """The item that an earlier pack stamped a page with; "" for none."""
        found = re.search(r"Agenda Item (\S+)\s+Page \S+\s*$", raw_text(self.pdf.path)[index]) \
            if self.is_stamped(index) else None
        return found[1] if found else ""

    def is_stamped(self, index):
        """By quoin, in an earlier pack."""
        page = self.pdf.pages[index][1]
        return any(name.startswith("/QuoinStamp")
                   for name in self.pdf.sub(page.get("/Resources"), "/XObject") or {})

    # However many packs it is looked for in (prove.py), a part is read once.
    @functools.cached_property
    def raw(self):
        """Each page's text, without the stamps of an earlier pack."""
        texts = raw_text(self.pdf.path)
        for i in range(self.count):
            if self.is_stamped(i):
                texts[i] = re.sub(r"\s*(Agenda Item \S+\s+)?Page \S+\s*$", "\n", texts[i])
        return texts

    @functools.cached_property
    def fonts(self):
        return fonts(self.pdf.path)

    @functools.cached_property
    def pixels(self):
        return pixels(self.pdf.path)


def read_title(pdf):
    found = re.search(r"<dc:title>.*?<rdf:li[^>]*>(.*?)</rdf:li>", pdf.xmp(), re.S)
    if not found:
        return ""
    plain = found[1].strip()
    for name, sign in (("lt", "<"), ("gt", ">"), ("quot", '"'), ("apos", "'"), ("amp", "&")):
        plain = plain.replace(f"&{name};", sign)
    return plain


def info_title(pdf):
    return text(pdf.sub(pdf.trailer.get("/Info"), "/Title")) or ""


class Leaf:
    """A page of the pack; part None: a blank verso."""

    def __init__(self, part, index, number):
        self.part, self.index, self.number = part, index, number


def next_number(number):
    style, prefix, value = number
    return (style, prefix, value + 1 if style else 0)


class Plan:
    def __init__(self, parts, is_duplex):
        self.parts, self.is_duplex, self.leaves = parts, is_duplex, []
        self.own = parts[0].pdf.numbers()
        for i in range(parts[0].count):
            self.put("before", i + 1)
            if not self.put("replace", i + 1):
                self.leaves.append(Leaf(0, i, self.own_number(i)))
        self.put("before", parts[0].count + 1)
        self.put("end", 0)
        self.at = {(leaf.part, leaf.index): n for n, leaf in enumerate(self.leaves)
                   if leaf.part is not None}
        self.replaced = {p.page - 1: self.at[i, 0] for i, p in enumerate(parts)
                         if p.place == "replace"}
        self.gone = set()  # the replaced pages, and the annotations on them
        for i in self.replaced:
            ref, page = parts[0].pdf.pages[i]
            self.gone |= {ref, *(parts[0].pdf.get(page.get("/Annots")) or [])}

    def own_number(self, index):
        """The pack's own page counts on where it did before; so does a first one that is plainly 1."""
        before = self.own[index - 1] if index else ("/D", "", 0)
        return self.count_on() if next_number(before) == self.own[index] else self.own[index]

    def put(self, place, page):
        is_any = False
        for i, part in enumerate(self.parts):
            if i == 0 or part.place != place or part.page != page:
                continue
            if self.is_duplex and len(self.leaves) % 2:
                self.leaves.append(Leaf(None, -1, self.count_on()))
            for k in range(part.count):
                is_instead = place == "replace" and k == 0
                number = self.own_number(page - 1) if is_instead else self.count_on()
                self.leaves.append(Leaf(i, k, number))
            is_any = True
        return is_any

    def count_on(self):
        return next_number(self.leaves[-1].number) if self.leaves else ("/D", "", 1)

    def leaf(self, part, index):
        """Where a page of a part is now; None: it was replaced by none and is gone."""
        if (part, index) in self.at:
            return self.at[part, index]
        return self.replaced.get(index) if part == 0 else None

    def target(self, part, target):
        """A link's target as it ought to be in the pack."""
        if target[0] == "nowhere":
            return ("nowhere",)
        if target[0] != "page":
            return target
        is_kept = (part, target[1]) in self.at
        return ("page", self.leaf(part, target[1]), target[2] if is_kept else "any")


def is_same_target(got, wanted):
    if wanted[0] == "page" and wanted[2] == "any":
        return got[:2] == wanted[:2]
    return got[:1] == wanted if wanted == ("nowhere",) else got == wanted


ROMAN = [(1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
         (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")]


def label(number):
    style, prefix, value = number
    if style in ("/r", "/R"):
        words = ""
        for size, letters in ROMAN:
            words += letters * (value // size)
            value %= size
        return prefix + (words if style == "/r" else words.upper())
    if style in ("/a", "/A"):
        letter = chr(ord(style[1]) + (value - 1) % 26)
        return prefix + letter * ((value - 1) // 26 + 1)
    return prefix + (str(value) if style else "")


# ---- the comparison --------------------------------------------------------------------------

class Check:
    def __init__(self, plan, out, stamps, titles):
        self.plan, self.parts, self.out = plan, plan.parts, out
        self.stamps, self.titles = stamps, titles
        self.pdf, self.tags = Pdf(out), None
        self.faults, self.told = [], []

    def fault(self, words):
        self.faults.append(words)

    def same(self, what, got, wanted):
        if got != wanted:
            self.fault(f"{what} is {got!r}, should be {wanted!r}")

    def all(self, only=""):
        """Prints every fault; returns how many. `only`: these groups, as "outline|tags"."""
        groups = [g for g in dir(self) if g.startswith("check_")
                  and (not only or g.removeprefix("check_") in only.split("|"))]
        bad = 0
        self.tags = Tags(self.pdf)
        for group in sorted(groups, key=lambda g: getattr(self, g).__code__.co_firstlineno):
            self.faults = []
            try:
                getattr(self, group)()
            except Exception as error:  # what is not there cannot be compared
                if os.environ.get("CHECK_TRACE"):
                    raise
                self.fault(f"cannot be compared: {type(error).__name__} {error}")
            name = group.removeprefix("check_")
            for fault in self.faults[:12]:
                print(f"{name}: {fault}")
            bad += len(self.faults)
        print(f"{self.out}: {len(self.pdf.pages)} pages, " + ", ".join(self.told)
              if not bad else f"{self.out}: {bad} faults")
        return bad

    # ---- the file ----

    def check_file(self):
        checked = run("qpdf", "--check", self.out)
        words = (checked.stdout + checked.stderr).decode("utf-8", "replace")
        if checked.returncode:
            for line in words.splitlines():
                self.fault(f"qpdf: {line}")
        if "File is not encrypted" not in words:
            self.fault("it is encrypted")
        for fault in self.pdf.faults:
            self.fault(fault)

    def check_pages(self):
        self.same("the number of pages", len(self.pdf.pages), len(self.plan.leaves))
        for n, (leaf, (_, page)) in enumerate(zip(self.plan.leaves, self.pdf.pages)):
            before = self.plan.leaves[n - 1] if leaf.part is None else leaf
            source = self.parts[before.part].pdf
            was = source.pages[before.index][1]
            for key in ("/MediaBox", "/CropBox", "/Rotate", "/UserUnit"):
                got, wanted = self.pdf.get(page.get(key)), source.get(was.get(key))
                if got != wanted and not (key == "/Rotate" and not got and not wanted):
                    self.fault(f"page {n + 1}: {key} is {got}, should be {wanted}")

    # ---- what is seen ----

    def stamp_words(self, leaf):
        """The words stamped on a leaf."""
        number = f"Page {label(leaf.number)}".split()
        if leaf.part is None:
            return [] if self.stamps == "none" else BLANK.split() + number
        part = self.parts[leaf.part]
        was_stamped = part.is_stamped(leaf.index)
        if not was_stamped and (self.stamps == "none" or
                                (self.stamps == "items" and leaf.part == 0)):
            return []
        # The pack's own items keep theirs; those of a pack that is now an item itself do not.
        item = part.number if leaf.index == 0 else ""
        if leaf.part == 0:
            item = part.old_item(leaf.index)
        return (f"Agenda Item {item}".split() if item else []) + number

    def check_text(self):
        """Each page's text in the order of its content, then the stamps."""
        for n, (leaf, got) in enumerate(zip(self.plan.leaves, raw_text(self.out))):
            stamp = self.stamp_words(leaf)
            was = "" if leaf.part is None else self.parts[leaf.part].raw[leaf.index]
            if got[:len(was)].split() != was.split():
                self.fault(f"page {n + 1}: {first_difference(got, was)}")
                continue
            more = got[len(was):].split()
            if sorted(more) != sorted(stamp):
                self.fault(f"page {n + 1}: after its own text {' '.join(more)!r}, "
                           f"should be {' '.join(stamp)!r}")

    def check_stamps(self):
        """They stand at the top right as a reader sees it; they are artifacts, in embedded fonts."""
        stamped = 0
        for n, (leaf, (size, words)) in enumerate(zip(self.plan.leaves, boxes(self.out))):
            wanted = collections.Counter(self.stamp_words(leaf))
            in_band = collections.Counter(
                word for x, y, _, bottom, word in words
                if x > size[0] / 2 and y >= 0 and bottom <= BAND_HEIGHT)
            if wanted - in_band:
                self.fault(f"page {n + 1}: not at the top right: {' '.join(wanted - in_band)}")
            content = self.pdf.contents(self.pdf.pages[n][1])
            if wanted and not re.search(rb"/Artifact\b.*?\bBDC\b.*?\bDo\b.*?\bEMC\b", content, re.S):
                self.fault(f"page {n + 1}: the stamp is no artifact")
            stamped += bool(wanted)
        bare = {f for part in self.parts for f in part.fonts if not f[1]}
        for name, is_embedded in fonts(self.out):
            if not is_embedded and (name, False) not in bare:
                self.fault(f"the font {name} is not embedded")
        self.told.append(f"{stamped} stamped")

    def check_pixels(self):
        """What is outside the stamps' band looks the same."""
        got = pixels(self.out)
        for n, leaf in enumerate(self.plan.leaves):
            if leaf.part is None:
                if len(set(below_band(got[n]))) != 1:
                    self.fault(f"page {n + 1}, blank: something shows")
                continue
            was = self.parts[leaf.part].pixels[leaf.index]
            if got[n][:2] != was[:2] or below_band(got[n]) != below_band(was):
                self.fault(f"page {n + 1}: it looks other than page {leaf.index + 1} of "
                           f"{self.parts[leaf.part].name}")

    # ---- ways through it ----

    def check_outline(self):
        """The pack's own entries in their order; beneath "Item N: …" those of each item."""
        got, own = self.pdf.outline(), []
        items = {p.number: None for p in self.parts[1:]}
        i = 0
        while i < len(got):
            found = re.match(r"Item ([\w.-]+)(?:: |$)", got[i][1] or "") if got[i][0] == 0 else None
            if found and found[1] in items and items[found[1]] is None:
                end = next((k for k in range(i + 1, len(got)) if got[k][0] == 0), len(got))
                items[found[1]] = got[i:end]
                i = end
            else:
                own.append(got[i])
                i += 1
        self.compare_entries("the pack", own, 0, 0)
        for k, part in enumerate(self.parts[1:], 1):
            entries = items[part.number]
            if entries is None:
                self.fault(f"there is no \"Item {part.number}: …\"")
                continue
            title = self.titles.get(part.number, part.title)
            self.same("the entry", entries[0][1], f"Item {part.number}: {title}" if title
                      else f"Item {part.number}")
            self.same(f"{part.name}'s entry leads to page", entries[0][2][1] + 1,
                      self.plan.at[k, 0] + 1)
            self.compare_entries(part.name, entries[1:], k, 1)
        self.see_rising([e for e in got if e[0] == 0])
        for fault in self.pdf.faults:
            if fault.startswith("outline"):
                self.fault(fault)
        self.told.append(f"{len(got)} bookmarks")

    def see_rising(self, tops):
        """Top entries come in the order of their pages, where the pack's own did."""
        own = [e[2][1] for e in self.parts[0].pdf.outline() if e[0] == 0 and e[2][0] == "page"]
        pages = [e[2][1] for e in tops if e[2][0] == "page"]
        if own == sorted(own) and pages != sorted(pages):
            self.fault(f"items are not in their place: pages {[p + 1 for p in pages]}")

    def compare_entries(self, name, got, part, depth):
        wanted = self.parts[part].pdf.outline()
        if [(e[0] - depth, e[1]) for e in got] != [e[:2] for e in wanted]:
            self.fault(f"{name}: the entries are {[e[1] for e in got]}, "
                       f"should be {[e[1] for e in wanted]}")
            return
        for entry, was in zip(got, wanted):
            if not is_same_target(entry[2], self.plan.target(part, was[2])):
                self.fault(f"{name}: {entry[1]!r} leads to {entry[2]}, "
                           f"should to {self.plan.target(part, was[2])}")
            self.same(f"{name}: the style of {entry[1]!r}", entry[3], was[3])

    def check_names(self):
        """Named destinations: the pack's own as they were, an item's with a prefix."""
        count = 0
        for k, part in enumerate(self.parts):
            for name, dest in part.pdf.names.items():
                wanted = self.plan.target(k, part.pdf.place(dest))
                names = [f"item-{part.number}{more}/{name}{old}" if k else name + old
                         for old in ("", "~")
                         for more in ("", *(f".{i}" for i in range(2, 9)))]
                found = [n for n in names if n in self.pdf.names
                         and is_same_target(self.pdf.place(self.pdf.names[n]), wanted)]
                if not found:
                    self.fault(f"{part.name}: {name!r} does not lead to {wanted}")
            count += len(part.pdf.names)
        self.told.append(f"{count} names")

    def check_links(self):
        """Every annotation of every page, and where it leads."""
        count = 0
        for n, leaf in enumerate(self.plan.leaves):
            got = annotations(self.pdf, n)
            was = [] if leaf.part is None else annotations(self.parts[leaf.part].pdf, leaf.index)
            if [a[:3] for a in got] != [a[:3] for a in was]:
                self.fault(f"page {n + 1}: annotations {[a[:2] for a in got]}, "
                           f"should be {[a[:2] for a in was]}")
                continue
            for a, b in zip(got, was):
                wanted = self.plan.target(leaf.part, b[3])
                if not is_same_target(a[3], wanted):
                    self.fault(f"page {n + 1}: a {a[0]} leads to {a[3]}, should to {wanted}")
            count += len(got)
        self.told.append(f"{count} links and the like")

    def check_labels(self):
        got = [label(number) for number in self.pdf.numbers()]
        wanted = [label(leaf.number) for leaf in self.plan.leaves]
        if got != wanted:
            self.fault(f"{' '.join(got)}; should be {' '.join(wanted)}")

    # ---- the structure ----

    def check_tags(self):
        """Each part's elements, all of them, in their order; each item's beneath its Part."""
        if all(part.tags.root is None for part in self.parts):
            if self.tags.root is not None:
                self.fault("there are tags though no part has any")
            return
        if self.tags.root is None:
            self.fault("there are none")
            return
        parts = {}
        for element in self.tags.elements:
            found = re.match(r"Item ([\w.-]+)(?:: |$)", str(text(element.node.get("/T"))))
            if element.standard == "/Part" and found and found[1] not in parts:
                parts[found[1]] = element
        own_parts = {id(parts[p.number]) for p in self.parts[1:] if p.number in parts}
        self.compare_elements(0, self.tags.tops, 0, own_parts)
        for k, part in enumerate(self.parts[1:], 1):
            if part.number not in parts:
                self.fault(f"{part.name} has no Part")
            else:
                top = parts[part.number]
                self.compare_elements(k, top.kids, top.depth + 1, set())
        leaves = [self.first_leaf(e) for e in self.tags.elements if id(e) in own_parts]
        leaves = [n for n in leaves if n is not None]
        if leaves != sorted(leaves):
            self.fault(f"the items' Parts are not in the order of their pages: {leaves}")
        self.told.append(f"{len(self.tags.elements)} elements")

    def first_leaf(self, element):
        places = [self.pdf.page_index.get(holder) for e in element.all()
                  for kind, holder, _ in e.contents if kind == "mark"]
        return min((p for p in places if p is not None), default=None)

    def compare_elements(self, k, tops, depth, but):
        part = self.parts[k]
        got = [(e, self.tags, self.pdf) for e in flat(tops, but)]
        wanted = [(e, part.tags, part.pdf) for e in self.kept(k, part.tags.tops)]
        counts = [collections.Counter(e.standard for e, _, _ in side) for side in (got, wanted)]
        if counts[0] != counts[1]:
            self.fault(f"{part.name}: elements missing {dict(counts[1] - counts[0])}, "
                       f"too many {dict(counts[0] - counts[1])}")
            return
        for (a, *_), (b, *_) in zip(got, wanted):
            here = f"{part.name}: {b.standard[1:]} {b.ref}"
            if (a.standard, a.depth - depth) != (b.standard, b.depth):
                self.fault(f"{here} is not in its place: there is {a.standard[1:]}")
                return
            self.compare_said(here, self.tags.says(a), part.tags.says(b))
            places = [(kind, self.holder(self.pdf, None, h), m) for kind, h, m in a.contents]
            were = [(kind, self.holder(part.pdf, k, h), m) for kind, h, m in b.contents
                    if not self.is_replaced(k, h)]
            self.same(f"{here}: its content", places, were)

    def compare_said(self, here, got, was):
        for key, value in was.items():
            if key == "/Lang" and not value:
                continue  # it was not said; in the pack, the pack's own holds
            self.same(f"{here}: {key}", got.get(key), value)

    def holder(self, pdf, k, ref):
        """What holds content, in words that are the same in the part and in the pack."""
        if ref in pdf.page_index:
            index = pdf.page_index[ref]
            return index if k is None else self.plan.leaf(k, index)
        node = pdf.get(ref)
        return (node.get("/Subtype"), str(node.get("/Rect"))) if isinstance(node, dict) else node

    def is_replaced(self, k, ref):
        """Does the content stand on a page of the pack that gave way to an item?"""
        return k == 0 and ref in self.plan.gone

    def kept(self, k, tops):
        """A part's elements, without those all of whose content is on replaced pages."""
        if k or not self.plan.gone:
            yield from flat(tops, set())
            return
        for top in tops:
            contents = [h for e in top.all() for _, h, _ in e.contents]
            if contents and all(self.is_replaced(k, h) for h in contents):
                continue
            yield top
            yield from self.kept(k, top.kids)

    def check_tree(self):
        """Elements, numbers and marks agree with one another, as far as they did before."""
        known = set()
        for part in self.parts:
            part.tags.check()
            known |= {plain_fault(f) for f in part.tags.faults}
        self.tags.check()
        for fault in self.tags.faults:
            if plain_fault(fault) not in known:
                self.fault(fault)

    # ---- the rest ----

    def check_attachments(self):
        """Embedded files byte for byte; those associated with the document still are."""
        got = self.pdf.files()
        names = [name for _, name, _ in got]
        if len(set(names)) != len(names):
            self.fault(f"two files have one name: {names}")
        for what, have in (("embedded", got), ("associated", self.pdf.associated())):
            left = collections.Counter(f[-1] for f in have)
            for part in self.parts:
                were = part.pdf.files() if what == "embedded" else part.pdf.associated()
                for *_, name, data in were:
                    if not left[data]:
                        self.fault(f"{part.name}: {name!r} is no longer {what} as it was")
                    left[data] -= 1
            if +left:
                self.fault(f"{sum((+left).values())} more files are {what} than parts have")
        self.told.append(f"{len(got)} files")

    def check_layers(self):
        wanted = [layer for part in self.parts for layer in part.pdf.layers()]
        self.same("the list of layers and whether they are on", self.pdf.layers(), wanted)

    def check_fields(self):
        got = self.pdf.fields()
        if len({f[0] for f in got}) != len(got):
            self.fault(f"two fields have one name: {[f[0] for f in got]}")
        wanted = []
        for k, part in enumerate(self.parts):
            for name, kind, value, page in part.pdf.fields():
                if page is None or (k, page) in self.plan.at:
                    wanted.append((k, name, kind, value,
                                   None if page is None else self.plan.leaf(k, page)))
        self.same("the number of form fields", len(got), len(wanted))
        for (k, name, kind, value, page), have in zip(wanted, got):
            if have[1:3] != (kind, value) or not have[0].endswith(name) or \
                    (k == 0 and have[0] != name) or (page is not None and have[3] != page):
                self.fault(f"{self.parts[k].name}: the field {name!r} is {have}")

    def check_claims(self):
        """PDF/UA only if every part claims it; the pack's own title and language."""
        is_ua = all(part.pdf.claim("pdfuaid:part") == "1" for part in self.parts)
        self.same("PDF/UA claimed", self.pdf.claim("pdfuaid:part"), "1" if is_ua else "")
        archival = [part.pdf.claim("pdfaid:part") for part in self.parts]
        keeps = len(set(archival)) == 1 and archival[0] in ("2", "3")
        self.same("PDF/A claimed", self.pdf.claim("pdfaid:part"), archival[0] if keeps else "")
        own = self.parts[0]
        if own.title:
            self.same("the title", read_title(self.pdf), own.title)
            self.same("the title in Info", info_title(self.pdf), own.title)
        lang = text(own.pdf.get(own.pdf.root.get("/Lang")))
        if lang:
            self.same("the language", text(self.pdf.get(self.pdf.root.get("/Lang"))), lang)
        if self.tags.root is not None:
            self.same("/MarkInfo /Marked", self.pdf.sub(self.pdf.root, "/MarkInfo", "/Marked"), True)
        if is_ua:
            self.same("DisplayDocTitle",
                      self.pdf.sub(self.pdf.root, "/ViewerPreferences", "/DisplayDocTitle"), True)


# ---- what other programs see -----------------------------------------------------------------

def flat(tops, but):
    for top in tops:
        if id(top) not in but:
            yield top
            yield from flat(top.kids, but)


def plain_fault(words):
    return re.sub(r"\d+", "N", words)


def annotations(pdf, index):
    found = []
    for ref in pdf.get(pdf.pages[index][1].get("/Annots")) or []:
        annot = pdf.get(ref)
        found.append((annot.get("/Subtype"), pdf.get(annot.get("/Rect")),
                      text(pdf.get(annot.get("/Contents"))), pdf.target(annot)))
    return found


def raw_text(path):
    return run("pdftotext", "-raw", path, "-").stdout.decode("utf-8").split("\f")


def boxes(path):
    """For each page its size and words: (left, top, right, bottom, word), as a reader sees them."""
    pages = []
    out = run("pdftotext", "-bbox", "-cropbox", path, "-").stdout.decode("utf-8")
    for block in out.split("<page ")[1:]:
        size = tuple(float(v) for v in re.findall(r'(?:width|height)="([\d.]+)"', block)[:2])
        pages.append((size, [(*map(float, m[:4]), m[4]) for m in re.findall(
            r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>', block)]))
    return pages


def fonts(path):
    lines = run("pdffonts", path).stdout.decode("utf-8", "replace").splitlines()[2:]
    found = [re.match(r"(\S+) .*?(yes|no) +(yes|no) +(yes|no) +\d+ +\d+", line) for line in lines]
    return [(m[1], m[2] == "yes") for m in found if m]


def pixels(path):
    """Each page in grey: width, height, bytes."""
    data, at, pages = run("pdftoppm", "-r", str(DPI), "-gray", "-cropbox", path).stdout, 0, []
    while at < len(data):
        head = re.compile(rb"P5\s+(\d+)\s+(\d+)\s+255\s").match(data, at)
        width, height = int(head[1]), int(head[2])
        at = head.end() + width * height
        pages.append((width, height, data[head.end():at]))
    return pages


def below_band(page):
    """The bytes of a page without its top right."""
    width, height, data = page
    band = min(height, int(BAND_HEIGHT * DPI / 72))
    return b"".join(data[y * width:y * width + width // 2] for y in range(band)) + \
        data[band * width:]


def first_difference(got, was):
    for a, b in zip(got.splitlines() + [""], was.splitlines() + [""]):
        if a != b:
            return f"text {a!r}, should be {b!r}"
    return "text is missing"


def read_item(words):
    found = re.match(r"([^:]+):(.*?)(?:([@=])(\d+))?$", words)
    if not found:
        raise SystemExit(__doc__)
    place = {"@": "before", "=": "replace", None: "end"}[found[3]]
    return Part(found[2], found[1], place, int(found[4] or 0))


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--duplex", action="store_true")
    parser.add_argument("--stamps", default="items", choices=["items", "all", "none"])
    parser.add_argument("--title", action="append", default=[])
    parser.add_argument("pack")
    parser.add_argument("out")
    parser.add_argument("items", nargs="*", type=read_item)
    given = parser.parse_args()
    plan = Plan([Part(given.pack), *given.items], given.duplex)
    titles = dict(t.split("=", 1) for t in given.title)
    return 1 if Check(plan, given.out, given.stamps, titles).all() else 0


if __name__ == "__main__":
    sys.exit(main())
