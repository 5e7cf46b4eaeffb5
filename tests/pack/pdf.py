"""A PDF as check.py looks at it: its objects through qpdf's JSON, everything else by rules of our own
(ISO 32000-1), so that neither quoin's nor libqpdf's notion of a pack is asked. What breaks a rule is
noted in `faults`.
"""
import base64
import json
import re
import subprocess

REF = re.compile(r"\d+ \d+ R$")
INHERITED = ("/MediaBox", "/CropBox", "/Resources", "/Rotate")
STRING = re.compile(rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)", re.S)
DEEP = 200


def is_ref(value):
    return isinstance(value, str) and REF.match(value) is not None


def text(value):
    """A string of the JSON: "u:…", or "b:…" as Latin-1."""
    if isinstance(value, str) and value.startswith("u:"):
        return value[2:]
    if isinstance(value, str) and value.startswith("b:"):
        return bytes.fromhex(value[2:]).decode("latin-1")
    return value


def is_string(value):
    return isinstance(value, str) and value[:2] in ("u:", "b:")


class Pdf:
    def __init__(self, path):
        self.path, self.faults = path, []
        run = subprocess.run(["qpdf", "--json=2", "--json-stream-data=inline",
                              "--decode-level=generalized", path], capture_output=True, check=False)
        if run.returncode not in (0, 3):
            raise SystemExit(f"{path}: {run.stderr.decode()}")
        self.whole = json.loads(run.stdout)
        self.objects = self.whole["qpdf"][1]
        self.trailer = self.get("trailer")
        self.root = self.get(self.trailer["/Root"])
        self.pages = []  # reference and dictionary, with what it inherits
        self.collect_pages(self.root["/Pages"], {}, 0)
        self.page_index = {ref: i for i, (ref, _) in enumerate(self.pages)}
        self.names = self.collect_names()

    def fault(self, words):
        self.faults.append(words)

    # ---- objects ----

    def get(self, ref):
        """What a reference leads to: a value, or a stream's dictionary."""
        for _ in range(DEEP):
            if ref != "trailer" and not is_ref(ref):
                return ref
            found = self.objects.get(ref if ref == "trailer" else "obj:" + ref, {"value": None})
            ref = found["stream"]["dict"] if "stream" in found else found["value"]
        return None

    def items(self, value):
        """The items of an array, or of what stands for an array of one; as references."""
        found = self.get(value)
        return found if isinstance(found, list) else [] if found is None else [value]

    def sub(self, value, *keys):
        """get(), along keys; None where there is no such dictionary."""
        for key in keys:
            value = self.get(value)
            value = value.get(key) if isinstance(value, dict) else None
        return self.get(value)

    def stream(self, ref):
        """A stream's data, decoded; empty for what is none."""
        found = self.objects.get(f"obj:{ref}", {}) if is_ref(ref) else {}
        return base64.b64decode(found["stream"].get("data", "")) if "stream" in found else b""

    def collect_pages(self, ref, above, depth):
        node = self.get(ref)
        if not isinstance(node, dict) or depth > DEEP:
            self.fault(f"page tree: {ref} is no node")
            return
        here = {**above, **{k: node[k] for k in INHERITED if k in node}}
        if "/Kids" not in node:
            self.pages.append((ref, {**here, **node}))
            return
        before = len(self.pages)
        for kid in self.get(node["/Kids"]):
            self.collect_pages(kid, here, depth + 1)
        if node.get("/Count") != len(self.pages) - before:
            self.fault(f"page tree: {ref} counts {node.get('/Count')}, "
                       f"holds {len(self.pages) - before}")

    def tree(self, ref, kind):
        """The pairs of a name or number tree."""
        node, pairs = self.get(ref), []
        if not isinstance(node, dict):
            return []
        for kid in self.get(node.get("/Kids")) or []:
            pairs += self.tree(kid, kind)
        items = self.get(node.get(kind)) or []
        return pairs + [(items[i], items[i + 1]) for i in range(0, len(items) - 1, 2)]

    # ---- places ----

    def collect_names(self):
        """Named destinations, of both styles: a name to its array."""
        names = {}
        for key, dest in self.tree(self.sub(self.root, "/Names", "/Dests"), "/Names"):
            names[text(key)] = dest
        old = self.sub(self.root, "/Dests") or {}
        for key, dest in old.items():
            names.setdefault(key[1:], dest)
        return names

    def place(self, dest, depth=0):
        """Where a destination leads: ("page", index from 0, view), or why nowhere."""
        if is_string(dest) or (isinstance(dest, str) and dest.startswith("/")):
            name = text(dest) if is_string(dest) else dest[1:]
            if name not in self.names or depth:
                return ("nowhere", f"no name {name!r}")
            return self.place(self.names[name], 1)
        dest = self.get(dest)
        if isinstance(dest, dict):
            dest = self.get(dest.get("/D"))
        if not isinstance(dest, list) or not dest:
            return ("nowhere", repr(dest))
        view = tuple(round(v, 2) if isinstance(v, float) else v for v in map(self.get, dest[1:]))
        if isinstance(dest[0], int):
            return ("page", dest[0], view)
        if dest[0] not in self.page_index:
            return ("nowhere", f"{dest[0]} is no page of the document")
        return ("page", self.page_index[dest[0]], view)

    def target(self, holder):
        """Where a link or an outline entry leads."""
        if holder.get("/Dest") is not None:
            return self.place(holder["/Dest"])
        action = self.get(holder.get("/A"))
        if not isinstance(action, dict):
            return ("none",)
        kind = action.get("/S")
        if kind == "/GoTo":
            return self.place(action.get("/D"))
        return (kind, text(self.get(action.get("/URI"))) if kind == "/URI" else None)

    # ---- outline ----

    def outline(self):
        """Entries in reading order: (depth, title, target, style)."""
        entries, seen = [], set()
        top = self.root.get("/Outlines")
        if top is not None:
            self.outline_level(top, 0, entries, seen)
        return entries

    def outline_level(self, above, depth, entries, seen):
        """Adds what is beneath; checks that all ties agree; returns how many are shown."""
        node, previous, shown = self.get(above), None, 0
        ref = node.get("/First") if isinstance(node, dict) else None
        if depth > DEEP:
            return 0
        while ref is not None:
            entry = self.get(ref)
            if ref in seen or not isinstance(entry, dict):
                self.fault(f"outline: {ref} twice, or no entry")
                break
            seen.add(ref)
            if entry.get("/Parent") != above or entry.get("/Prev") != previous:
                self.fault(f"outline: {text(entry.get('/Title'))!r} has a wrong /Parent or /Prev")
            style = (tuple(entry.get("/C") or (0, 0, 0)), entry.get("/F", 0))
            entries.append((depth, text(self.get(entry.get("/Title"))), self.target(entry), style))
            beneath = self.outline_level(ref, depth + 1, entries, seen)
            count = entry.get("/Count", 0)
            if abs(count) != beneath:
                self.fault(f"outline: {text(entry.get('/Title'))!r} counts {count}, "
                           f"beneath it are {beneath}")
            shown += 1 + (beneath if count > 0 else 0)
            previous, ref = ref, entry.get("/Next")
        if isinstance(node, dict) and node.get("/Last") != previous:
            self.fault(f"outline: the /Last of {above} is another")
        if depth == 0 and isinstance(node, dict) and node.get("/Count", shown) not in (shown, 0):
            self.fault(f"outline: the whole counts {node.get('/Count')}, shown are {shown}")
        return shown

    # ---- labels ----

    def numbers(self):
        """What each page calls itself: (style, prefix, value)."""
        ranges = [(start, self.get(d))
                  for start, d in self.tree(self.root.get("/PageLabels"), "/Nums")]
        ranges = ranges or [(0, {"/S": "/D"})]
        result = []
        for i in range(len(self.pages)):
            start, told = max((r for r in ranges if r[0] <= i), key=lambda r: r[0],
                              default=(0, {"/S": "/D"}))
            value = told.get("/St", 1) + i - start
            style = told.get("/S")
            result.append((style, text(self.get(told.get("/P"))) or "", value if style else 0))
        return result

    # ---- content ----

    def contents(self, page):
        """A page's content streams one after the other."""
        return b"\n".join(self.stream(ref) for ref in self.items(page.get("/Contents")))

    def marks(self, content, resources):
        """The MCIDs in a content stream."""
        plain = STRING.sub(b"()", content)
        found = [int(m) for m in re.findall(rb"/MCID\s+(\d+)", plain)]
        lists = self.sub(resources, "/Properties") or {}
        for name in re.findall(rb"/[^\s()<>\[\]/%]+\s*(/[^\s()<>\[\]/%]+)\s+BDC", plain):
            mcid = self.sub(lists.get(name.decode("latin-1")), "/MCID")
            if mcid is not None:
                found.append(mcid)
        return found

    def forms(self, resources, seen):
        """Form XObjects within, each once."""
        for ref in (self.sub(resources, "/XObject") or {}).values():
            form = self.get(ref)
            if ref in seen or not isinstance(form, dict) or form.get("/Subtype") != "/Form":
                continue
            seen.add(ref)
            yield ref, form
            yield from self.forms(form.get("/Resources"), seen)

    # ---- files, layers, fields ----

    def files(self):
        """Embedded files: the name in the tree, the file's name, its bytes."""
        result = []
        for key, ref in self.tree(self.sub(self.root, "/Names", "/EmbeddedFiles"), "/Names"):
            result.append((text(key), *self.file(ref)))
        return result

    def file(self, ref):
        spec = self.get(ref)
        name = text(self.get(spec.get("/UF", spec.get("/F"))))
        streams = self.get(spec.get("/EF")) or {}
        return name, self.stream(streams.get("/F", streams.get("/UF")))

    def associated(self):
        return [self.file(ref) for ref in self.items(self.root.get("/AF"))]

    def layers(self):
        """Names of the layers, each with whether it is on at first."""
        groups = self.sub(self.root, "/OCProperties", "/OCGs") or []
        config = self.sub(self.root, "/OCProperties", "/D") or {}
        base = config.get("/BaseState") != "/OFF"
        on, off = self.get(config.get("/ON")) or [], self.get(config.get("/OFF")) or []
        return [(text(self.sub(ref, "/Name")), (base or ref in on) and ref not in off)
                for ref in groups]

    def fields(self):
        """Form fields that hold a value: (full name, type, value, page of its first widget)."""
        result = []
        on_page = {ref: i for i, (_, page) in enumerate(self.pages)
                   for ref in self.get(page.get("/Annots")) or []}

        def walk(ref, above, depth):
            field = self.get(ref)
            if not isinstance(field, dict) or depth > DEEP:
                return
            name = text(self.get(field.get("/T")))
            full = ".".join(part for part in (above.get("name"), name) if part)
            here = {"name": full, "/FT": field.get("/FT", above.get("/FT")),
                    "/V": field.get("/V", above.get("/V"))}
            kids = self.get(field.get("/Kids")) or []
            named = [kid for kid in kids if self.sub(kid, "/T") is not None]
            if named:
                for kid in named:
                    walk(kid, here, depth + 1)
                return
            places = [on_page[r] for r in [ref, *kids] if r in on_page]
            value = self.get(here["/V"])
            result.append((full, here["/FT"], text(value) if is_string(value) else value,
                           places[0] if places else None))

        for ref in self.sub(self.root, "/AcroForm", "/Fields") or []:
            walk(ref, {}, 0)
        return result

    # ---- metadata ----

    def xmp(self):
        return self.stream(self.root.get("/Metadata")).decode("utf-8", "replace")

    def claim(self, name):
        """The value of a property of XMP such as "pdfuaid:part"; "" where there is none."""
        found = re.search(rf"{name}(?:>|\s*=\s*[\"'])\s*([^<\"']*)", self.xmp())
        return found[1].strip() if found else ""
