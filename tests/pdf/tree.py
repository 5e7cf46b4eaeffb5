#!/usr/bin/env python3
"""Three views of a document's structure, one tree.

    tree.py DUMP FILE.pdf [STRUCT]

DUMP is what `quoin dump --tags` printed of the report that FILE.pdf was made from. It is compared
with STRUCT, what poppler's `pdfinfo -struct-text` sees in the file (it takes its time, so it is
asked once), and with what stands in the file's
objects by qpdf's JSON: there the text is put together here, from marked content and ToUnicode. The
words must be the same to the letter, but for spaces and soft hyphens. Prints the first difference.
"""
import re
import sys

from tags import TOKEN, File, as_list, text

STANDARD = {"Em": "Span", "Strong": "Span", "Aside": "Sect"}  # as the file's role map says
LISTS = {"Alpha": "LowerAlpha"}


class Node:
    def __init__(self, role, facts=None):
        self.role, self.facts, self.kids = role, facts or {}, []

    def add(self, kid):
        """A child, or words; words that follow each other are one."""
        if isinstance(kid, str) and self.kids and isinstance(self.kids[-1], str):
            self.kids[-1] += kid
        else:
            self.kids.append(kid)

    def lines(self, known, roles, depth=0):
        """The tree in one form, with those facts only that the other view knows of."""
        facts = "".join(f" {k}={v}" for k, v in sorted(self.facts.items()) if k in known)
        yield "  " * depth + roles.get(self.role, self.role) + facts
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.lines(known, roles, depth + 1)
            elif plain(kid):
                yield "  " * (depth + 1) + repr(plain(kid))


def plain(words):
    return re.sub(r"\s+", "", words.replace("\xad", ""))


def grow(lines, read):
    """A tree from indented lines; read() tells what each is: a node, words, facts or None."""
    root = Node("")
    stack = [(-1, root)]
    for line in lines:
        depth = len(line) - len(line.lstrip(" "))
        found = read(line.strip())
        while stack[-1][0] >= depth:
            stack.pop()
        if isinstance(found, Node):
            stack[-1][1].add(found)
            stack.append((depth, found))
        elif isinstance(found, dict):
            stack[-1][1].facts.update(found)
        elif found is not None:
            stack[-1][1].add(found)
    return root.kids[0]


# ---- our own dump ----------------------------------------------------------------------------

ESCAPES = {"-": "\xad", "~": "\xa0"}


def unquote(quoted):
    def one(match):
        code = match.group(1)
        return chr(int(code[2:-1], 16)) if code[0] == "u" else ESCAPES.get(code, code)
    return re.sub(r"\\(u\{[0-9A-F]+\}|.)", one, quoted[1:-1])


def dumped(line):
    words = re.fullmatch(r'(?:@\d+ )?("(?:[^"\\]|\\.)*")', line)
    if words:
        return re.sub(r"<(drawing|bitmap|rect)>", "", unquote(words.group(1)))
    role, facts = line.split(" ", 1) if " " in line else (line, "")
    node = Node(role)
    for key, value in re.findall(r'(\w+)=("(?:[^"\\]|\\.)*"|\w+)', facts):
        value = unquote(value) if value[0] == '"' else value
        node.facts[key] = LISTS.get(value, value) if key == "list" else value
    return node


# ---- poppler ---------------------------------------------------------------------------------

POPPLER = {"Scope": "scope", "ListNumbering": "list", "RowSpan": "rows", "ColSpan": "columns"}


def seen(line):
    if line[:1] == '"':
        return line[1:-1]
    fact = re.fullmatch(r"/(\w+) /?(.+)", line)
    if fact:
        return {POPPLER[fact.group(1)]: fact.group(2)} if fact.group(1) in POPPLER else {}
    if line.startswith("Object "):
        return {"object": "yes"}
    return Node(re.match(r"\w+", line).group())


# ---- qpdf ------------------------------------------------------------------------------------

def string(token):
    """A PDF string's bytes."""
    if token[:1] == b"<":
        return bytes.fromhex(token[1:-1].decode())
    def one(match):
        code = match.group(1)
        return bytes([int(code, 8)]) if code.isdigit() else {b"n": b"\n", b"r": b"\r",
                                                             b"t": b"\t"}.get(code, code)
    return re.sub(rb"\\([0-7]{1,3}|.)", one, token[1:-1], flags=re.S)


def decoded(data):
    return data[2:].decode("utf-16-be") if data[:2] == b"\xfe\xff" else data.decode("latin-1")


def unicode_of(file, font):
    """Code of two bytes: its text."""
    cmap, found = file.data(file.get(font)["/ToUnicode"]), {}
    for kind, body in re.findall(rb"begin(bfchar|bfrange)(.*?)endbf", cmap, re.S):
        if kind == b"bfchar":
            for code, to in re.findall(rb"<(\w+)>\s*<(\w+)>", body):
                found[int(code, 16)] = bytes.fromhex(to.decode()).decode("utf-16-be")
        else:
            for low, high, to in re.findall(rb"<(\w+)>\s*<(\w+)>\s*<(\w+)>", body):
                for i in range(int(low, 16), int(high, 16) + 1):
                    last = int(to, 16) + i - int(low, 16)
                    found[i] = last.to_bytes(len(to) // 2, "big").decode("utf-16-be")
    return found


def marked_words(file, page):
    """MCID: its words. /ActualText stands for what is drawn inside it."""
    fonts = {name.encode(): unicode_of(file, font) for name, font in
             file.get(file.get(page["/Resources"]).get("/Font") or {}).items()}
    content = b"\n".join(file.data(part) for part in as_list(page["/Contents"]))
    words, marks, font, operands = {}, [], None, []
    for token in TOKEN.findall(content):
        if token[:1] in b"(<[]>/+-.0123456789" or token in (b"true", b"false", b"null"):
            operands.append(token)
            continue
        if token in (b"BDC", b"BMC"):
            mcid = int(operands[operands.index(b"/MCID") + 1]) if b"/MCID" in operands else None
            instead = (decoded(string(operands[operands.index(b"/ActualText") + 1]))
                       if b"/ActualText" in operands else None)
            outer = marks[-1] if marks else (None, False)
            here = mcid if mcid is not None else outer[0]
            marks.append((here, outer[1] or instead is not None))
            if here is not None:
                words.setdefault(here, "")
                words[here] += "" if instead is None or outer[1] else instead
        elif token == b"EMC":
            marks.pop()
        elif token == b"Tf":
            font = fonts[operands[-2]]
        elif token in (b"Tj", b"TJ") and marks and marks[-1][0] is not None and not marks[-1][1]:
            codes = b"".join(string(o) for o in operands if o[:1] in b"(<")
            words[marks[-1][0]] += "".join(font.get(int.from_bytes(codes[i:i + 2], "big"), "\ufffd")
                                           for i in range(0, len(codes), 2))
        operands = []
    return words


class Written:
    FACTS = {"/Alt": "alt", "/ActualText": "actual", "/E": "e", "/Lang": "lang", "/T": "title"}
    ATTRIBUTES = {"/Scope": "scope", "/ListNumbering": "list", "/RowSpan": "rows",
                  "/ColSpan": "columns"}

    def __init__(self, path):
        self.file = File(path)
        catalog = self.file.get(self.file.trailer["/Root"])
        self.words = {ref: marked_words(self.file, page)
                      for ref, page in self.file.pages(catalog["/Pages"])}
        root = self.file.get(catalog["/StructTreeRoot"])
        self.roles = {k[1:]: v[1:] for k, v in root.get("/RoleMap", {}).items()}
        self.tree = self.node(as_list(root["/K"])[0])

    def node(self, ref):
        element = self.file.get(ref)
        node = Node(element["/S"][1:])
        for key, name in self.FACTS.items():
            if key in element:
                node.facts[name] = text(element[key])
        for attributes in as_list(self.file.get(element.get("/A"))):
            for key, value in self.file.get(attributes).items():
                if key in self.ATTRIBUTES:
                    node.facts[self.ATTRIBUTES[key]] = str(value).lstrip("/")
        for kid in as_list(self.file.get(element.get("/K"))):
            self.kid(node, element, kid)
        return node

    def kid(self, node, element, kid):
        found = self.file.get(kid)
        if isinstance(found, int):
            node.add(self.words[element["/Pg"]][found])
        elif found.get("/Type") == "/MCR":
            node.add(self.words[found.get("/Pg", element.get("/Pg"))][found["/MCID"]])
        elif found.get("/Type") == "/OBJR":
            node.facts["object"] = "yes"
        else:
            node.add(self.node(kid))


# ---- the comparison ----------------------------------------------------------------------------

def differ(what, ours, theirs):
    for number, (a, b) in enumerate(zip(ours + ["(the end)"], theirs + ["(the end)"])):
        if a != b:
            print(f"{what}, line {number + 1}:\n  dump: {a}\n  {what:4}: {b}")
            print("after:", *ours[max(0, number - 4):number], sep="\n  ")
            return True
    return False


def main(dump, path, struct=None):
    with open(dump, encoding="utf-8") as lines:
        own = grow([line.rstrip("\n") for line in lines], dumped)
    written = Written(path)
    facts = set(Written.FACTS.values()) | set(POPPLER.values())
    bad = differ("qpdf", list(own.lines(facts, {})), list(written.tree.lines(facts, {})))
    if struct:
        known = set(POPPLER.values())
        with open(struct, encoding="utf-8") as lines:
            poppler = grow(re.findall(r"^ *(?:\"[^\n]*?\"|[^\"\n]+)$", lines.read(), re.M), seen)
        bad |= differ("poppler", list(own.lines(known, STANDARD)), list(poppler.lines(known, {})))
        bad |= differ("objects", list(written.tree.lines(known | {"object"}, written.roles)),
                      list(poppler.lines(known | {"object"}, {})))
    if {k: v for k, v in written.roles.items() if k in STANDARD} != written.roles:
        print("the role map has", written.roles)
        bad = True
    count = sum(1 for _ in own.lines((), {}))
    print(f"{count} lines of tree, {3 if struct else 2} views" + (" that differ" if bad else ""))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.setrecursionlimit(10000)
    sys.exit(main(*sys.argv[1:]))
