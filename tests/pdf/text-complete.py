#!/usr/bin/env python3
"""Is all text of a report in its PDF: nothing lost, nothing doubled, in reading order?

    text-complete.py REPORT.xml REPORT.pdf

The PDF's text is read along its tag tree (pdfinfo -struct-text), which is the reading order and
leaves out running heads and repeated headers. Every piece of the XML must be found there, in the
order of the document within its kind (a table reads row by row, so a measure's name may come
before or after a paragraph of its commentary). What remains once all pieces are taken out must be
words that quoin writes of itself (compose/words.def, layouts/), figures, dates, or a title said again.
Then the same words must be there for a reader that ignores tags (pdftotext).

White space, soft hyphens and capitals are not compared. Figures inside the words (figure, change,
period, and references without words of their own) match anything short.
"""
import glob
import re
import subprocess
import sys
import xml.etree.ElementTree as tree
from collections import Counter

NS = "{urn:quoin:report:1}"
WORDS_DEF = "src/compose/words.def"
GENERATED = {"figure", "change", "period"}
HOLE = "\x00"   # stands in a piece for words that quoin makes
EDGE = "\x1f"   # stands in the text between two pieces of content
IGNORED = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))

# Attributes that are read, and in which stream of reading order.
ATTRIBUTES = {
    "topic": [("title", "words")], "section": [("title", "words")], "note": [("title", "words")],
    "appendix": [("title", "words")], "implication": [("label", "words")],
    "measure": [("name", "names")], "kpi": [("ref", "refs")], "entry": [("term", "terms")],
    "contact": [("role", "contacts"), ("phone", "contacts"), ("email", "contacts")],
}
# Elements whose words are read as one piece.
PIECES = {
    "para": "words", "heading": "words", "caption": "words", "cell": "words", "header": "words",
    "implication": "words", "document": "words", "entry": "words", "name": "names",
    "remark": "remarks", "author": "authors", "value": "values",
}

RANK = {stream: rank for rank, stream in enumerate(
    ("words", "names", "remarks", "terms", "authors", "contacts", "refs", "values"))}


def squeeze(text):
    return re.sub(r"\s+", "", text.translate(IGNORED)).casefold()


def local(element):
    return element.tag[len(NS):] if element.tag.startswith(NS) else element.tag


def words_of(element):
    """The words of mixed content, with holes."""
    parts = [element.text or ""]
    for child in element:
        name = local(child)
        if name in GENERATED or name == "ref" and not "".join(child.itertext()).strip():
            parts.append(HOLE)
        else:
            parts.append(words_of(child))
        parts.append(child.tail or "")
    return "".join(parts)


def figure_pattern(text):
    """A decimal as it is printed: grouped, not part of a longer number."""
    sign, digits = re.match(r"(-?)(.*)", text).groups()
    whole, _, places = digits.partition(".")
    grouped = f"{int(whole):,}" + ("." + places if places else "")
    return r"(?<![\d.,])" + ("[-\u2212]" if sign else "") + "[^\\d\\s]?" + re.escape(grouped) + r"(?![\d]|[.,]\d)"


def pattern_of(text):
    if re.fullmatch(r"-?\d+(\.\d+)?", text):
        return figure_pattern(text)
    # A piece may be parted between two contents (a span, a page): edges may stand anywhere in it.
    between = EDGE + "*"
    parts = [between.join(map(re.escape, squeeze(part))) for part in text.split(HOLE)]
    if len(parts) == 1:
        return parts[0]
    # With holes it must not begin in the middle of other words; a paragraph's number may precede.
    return f"(?<={EDGE})(?:[0-9a-z]{{1,4}}\\.)?" + "[^\x00]{0,90}?".join(parts)


def pieces_of(root):
    """(stream, pattern, what) in document order."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        name = local(element)
        for attribute, stream in ATTRIBUTES.get(name, []):
            value = element.get(attribute, "")
            # A name as element takes the attribute's place.
            if squeeze(value) and not (attribute == "name" and element.find(NS + "name") is not None):
                yield stream, pattern_of(value), value
        if name in PIECES:
            words = words_of(element).strip()
            if squeeze(words.replace(HOLE, "")):
                yield PIECES[name], pattern_of(words), words


def run(*command):
    return subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8")


def structure_text(pdf):
    """The contents of the tag tree, in order. Those are in quotes, whatever they hold."""
    contents, open_text = [], None
    for line in run("pdfinfo", "-struct-text", pdf).split("\n"):
        if open_text is None:
            match = re.match(r' *"(.*)$', line)
            if not match:
                continue
            open_text = match.group(1)
        else:
            open_text += "\n" + line
        if open_text.endswith('"'):
            contents.append(open_text[:-1])
            open_text = None
    return contents


class Text:
    """The text squeezed, knowing which of it has been taken and what it was before."""

    def __init__(self, contents):
        self.text = squeeze_all(contents)
        self.taken = bytearray(len(self.text))
        self.place = {}

    def find(self, pattern, start):
        for match in re.finditer(pattern, self.text[start:] if start else self.text):
            begin, end = match.start() + start, match.end() + start
            if not any(self.taken[begin:end]):
                return begin, end
        return None

    def take(self, stream, pattern):
        """None, or what is wrong."""
        found = self.find(pattern, self.place.get(stream, 0))
        wrong = None
        if not found:
            found = self.find(pattern, 0)
            wrong = "out of order" if found else "lost"
        if found:
            self.taken[found[0]:found[1]] = b"\1" * (found[1] - found[0])
            if not wrong:
                self.place[stream] = found[1]
        return wrong


def squeeze_all(contents):
    return EDGE + EDGE.join(squeeze(c) for c in contents) + EDGE


def generated_words(root):
    """What quoin may say of its own accord: its words, and the report's names said again."""
    words = set()
    for path in [WORDS_DEF] + glob.glob("layouts/*.xml"):
        with open(path, encoding="utf-8") as file:
            words |= set(re.findall(r"[^\W\d_]+", file.read().casefold()))
    again = [root.findtext(NS + n, "") for n in ("organisation", "area", "title")]
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        again += [element.get(a, "") for a in ("title", "short", "abbreviation", "expansion",
                                               "committee", "from", "owner", "id", "term")]
        if local(element) in ("subject", "author", "from"):
            again.append("".join(element.itertext()))
        # Reasons, targets and words for figures are printed where the layout says.
        if local(element) in ("value", "target", "previous", "last-year"):
            again.append("".join(element.itertext()))
    for text in again:
        words |= set(re.findall(r"[^\W\d_]+", text.casefold()))
    return words


def untaken(text, contents):
    """The words of contents that no piece has taken, as they stand in the PDF."""
    at = 1
    for content in contents:
        for word in content.translate(IGNORED).split():
            size = len(squeeze(word))
            rest = [c for i, c in enumerate(squeeze(word)) if not text.taken[at + i]]
            at += size
            if len(rest) == size:
                yield word
        at += 1


def doubled(text, contents, root):
    allowed = generated_words(root)
    for word in untaken(text, contents):
        for part in re.findall(r"[^\W\d_]+", word.casefold()):
            if part not in allowed and len(part) > 1:
                yield word


def missing_untagged(contents, pdf):
    """Words of the tag tree that a reader of plain text would not get as often."""
    plain = re.sub(r"\u00ad\s*", "", run("pdftotext", "-raw", pdf, "-"))
    have = Counter(plain.split())
    want = Counter(w for c in contents for w in c.replace("\u00ad", "").split())
    squeezed = squeeze(plain)
    for word, count in want.items():
        if have[word] < count and squeezed.count(squeeze(word)) < count:
            yield f"{word} ({have[word]} times, not {count})"


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    report, pdf = sys.argv[1:]
    root = tree.parse(report).getroot()
    contents = structure_text(pdf)
    text = Text(contents)
    wrong = pieces = 0
    # Figures and numbers last: they would else be found inside the sentences.
    for stream, pattern, what in sorted(pieces_of(root), key=lambda piece: RANK[piece[0]]):
        pieces += 1
        fault = text.take(stream, pattern)
        if fault:
            wrong += 1
            print(f"{fault} ({stream}): {what.replace(HOLE, '…')[:100]!r}")
    strays = list(doubled(text, contents, root))
    if strays:
        wrong += 1
        print(f"doubled, or from nowhere: {' '.join(strays)[:300]}")
    for word in missing_untagged(contents, pdf):
        wrong += 1
        print(f"not in the untagged text: {word}")
    print(f"{pieces} pieces, {sum(map(len, contents))} characters, {wrong} wrong")
    sys.exit(wrong != 0 or pieces < 5)


main()
