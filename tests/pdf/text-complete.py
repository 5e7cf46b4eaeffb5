#!/usr/bin/env python3
"""Is all text of a report, or an agenda, in its PDF: nothing lost, nothing doubled, in reading order?

    text-complete.py REPORT.xml REPORT.pdf [VARIANT]

The PDF's text is read along its tag tree (pdfinfo -struct-text), which is the reading order and
leaves out running heads and repeated headers. Every piece of the XML must be found there, in the
order of the document within its kind (a table reads row by row, so a measure's name may come
before or after a paragraph of its commentary). What remains once all pieces are taken out must be
words that quoin writes of itself (compose/words.def, layouts/), figures, dates, or a title said again.
Then the same words must be there for a reader that ignores tags (pdftotext).

Every figure, state and reason of a measure (its value, target, previous quarter and last year)
must stand in the measure's own row of the table, outside of its name and commentary: as often as it
is given, or in the measure's remark.

White space, soft hyphens and capitals are not compared. Figures inside the words (figure, change,
period, and references without words of their own) match anything short.
"""
import glob
import re
import subprocess
import sys
import xml.etree.ElementTree as tree
from collections import Counter

NS = "{urn:quoin:report:1}"  # or the agenda's: see main()
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
    "notice": [("title", "words")], "item": [("title", "words"), ("by", "posts"), ("number", "refs")],
    "member": [("role", "members"), ("organisation", "members")],
    "contact": [("role", "contacts"), ("phone", "contacts"), ("email", "contacts")],
}
# Elements whose words are read as one piece.
PIECES = {
    "para": "words", "heading": "words", "caption": "words", "cell": "words", "header": "words",
    "implication": "words", "document": "words", "entry": "words", "name": "names",
    "remark": "remarks", "author": "authors",
    "committee": "words", "meeting": "words", "member": "members",
}

RANK = {stream: rank for rank, stream in enumerate(
    ("again", "words", "cells", "names", "remarks", "terms", "authors", "contacts", "members",
     "posts", "refs"))}
FIGURES = ("value", "target", "previous", "last-year")
STATES = ("provisional", "restated", "not-due", "not-collected", "withheld")
TAKEN, REMARK, SAID = 1, 2, 3  # what became of a character: by a piece, by a remark, by a figure


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
    """A decimal as it is printed: grouped, not part of a word or a longer number."""
    sign, digits = re.match(r"(-?)(.*)", text).groups()
    whole, _, places = digits.partition(".")
    grouped = f"{int(whole):,}" + ("." + places if places else "")
    return (r"(?<![\w.,])" + ("[-\u2212]" if sign else "(?<![-\u2212])") + "[£$€]?" + re.escape(grouped) +
            r"(?![\w]|[.,]\d)")


def pattern_of(text):
    # A piece may be parted between two contents (a span, a page): edges may stand anywhere in it.
    between = EDGE + "*"
    parts = [between.join(map(re.escape, squeeze(part))) for part in text.split(HOLE)]
    if len(parts) == 1:
        return parts[0]
    # With holes it must not begin in the middle of other words; a paragraph's number may precede.
    return f"(?<={EDGE})(?:[0-9a-z]{{1,4}}\\.)?" + "[^\x00]{0,90}?".join(parts)


def name_of(measure):
    name = measure.find(NS + "name")
    return measure.get("name", "") if name is None else words_of(name)


def said_again(root, variant):
    """What a variant says more than once: (stream, pattern, what, element).

    Blocks name the measures that a shared commentary is on; rows without spans say in which row it
    stands, and a cell that spanned columns is in each of them.
    """
    for kpi in root.iter(NS + "kpi"):
        measures = kpi.findall(NS + "measure")
        for one in kpi.findall(NS + "commentary"):
            on = one.get("on")
            names = [name_of(m) for m in measures if not on or m.get("id") in on.split()]
            if len(names) > 1 and variant == "large-print":
                yield "again", pattern_of("; ".join(names)), "; ".join(names), one
            for _ in names[1:] if variant == "flat" else ():
                yield "again", pattern_of(f"“{names[0]}”"), names[0], one
    for cell in root.iter() if variant == "flat" else ():
        if cell.tag in (NS + "cell", NS + "header"):
            for _ in range(int(cell.get("span", "1")) - 1):
                yield "cells", pattern_of(words_of(cell)), words_of(cell), cell


def pieces_of(root):
    """(stream, pattern, what, element) in document order."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        name = local(element)
        for attribute, stream in ATTRIBUTES.get(name, []):
            value = element.get(attribute, "")
            # A name as element takes the attribute's place.
            if squeeze(value) and not (attribute == "name" and element.find(NS + "name") is not None):
                yield stream, pattern_of(value), value, element
        if name in PIECES:
            words = words_of(element).strip()
            if squeeze(words.replace(HOLE, "")):
                yield PIECES[name], pattern_of(words), words, element


def run(*command):
    return subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8")


def structure_text(pdf, has_blocks):
    """The contents of the tag tree, in order, and for each the number of its table row, 0: none.
    Where measures are blocks, what stands beneath each H3 is a row.

    Contents are in quotes, whatever they hold; elements are indented by their depth.
    """
    contents, rows, open_text = [], [], None
    row_count, open_rows = 0, [(0, -1)]  # number and depth; a commentary may hold a table
    for line in run("pdfinfo", "-struct-text", pdf).split("\n"):
        if open_text is None:
            depth = len(line) - len(line.lstrip())
            while line.strip() and depth <= open_rows[-1][1]:
                open_rows.pop()
            if has_blocks and re.match(r" *H[1-3]\b", line):
                open_rows = [(0, -1)]
                if "H3" in line:
                    row_count += 1
                    open_rows.append((row_count, -1))
            if re.match(r" *TR\b", line):
                row_count += 1
                open_rows.append((row_count, depth))
            match = re.match(r' *"(.*)$', line)
            if not match:
                continue
            open_text = match.group(1)
        else:
            open_text += "\n" + line
        if open_text.endswith('"'):
            contents.append(open_text[:-1])
            rows.append(open_rows[-1][0])
            open_text = None
    return contents, rows


class Text:
    """The text squeezed, knowing which of it has been taken and what it was before."""

    def __init__(self, contents, rows):
        self.text = EDGE
        self.raw = EDGE.join(contents) + EDGE  # as it stands in the PDF
        self.raw_at = [0]                     # where each squeezed character stands in it
        self.raw_row = []                     # its row
        for content, row in zip(contents, rows):
            at = len(self.raw_row)
            for i, c in enumerate(content):
                self.text += squeeze(c)
                self.raw_at += [at + i] * len(squeeze(c))
            self.text += EDGE
            self.raw_at.append(at + len(content))
            self.raw_row += [row] * (len(content) + 1)
        self.taken = bytearray(len(self.text))
        self.raw_taken = bytearray(len(self.raw))
        self.place = {}

    def find(self, pattern, start):
        for match in re.finditer(pattern, self.text[start:] if start else self.text):
            begin, end = match.start() + start, match.end() + start
            if not any(self.taken[begin:end]):
                return begin, end
        return None

    def take(self, stream, pattern):
        """What is wrong or None, and the row where it stands."""
        found = self.find(pattern, self.place.get(stream, 0))
        wrong = None
        if not found:
            found = self.find(pattern, 0)
            wrong = "out of order" if found else "lost"
        if not found:
            return wrong, 0
        how = REMARK if stream == "remarks" else TAKEN
        for i in range(*found):
            self.taken[i] = how
            self.raw_taken[self.raw_at[i]] = how
        if not wrong:
            self.place[stream] = found[1]
        return wrong, self.raw_row[self.raw_at[found[1] - 1]]

    def say(self, row, pattern, in_remark):
        """Takes what is matched in a row, outside of all pieces or in a remark. Is it there?"""
        if row not in self.raw_row:
            return False
        first = self.raw_row.index(row)
        last = len(self.raw_row) - self.raw_row[::-1].index(row)
        for match in re.compile(pattern, re.IGNORECASE).finditer(self.raw[:last], first):
            begin, end = match.span()
            span = set(self.raw_taken[i] for i in range(begin, end) if not self.raw[i].isspace())
            if self.raw_row[begin] != row or not span <= ({REMARK} if in_remark else {0}):
                continue
            if not in_remark:
                self.raw_taken[begin:end] = bytes([SAID]) * (end - begin)
            return True
        return False


def loose(words):
    """The words, however they are spaced and parted into lines."""
    return f"[\\s{EDGE}]+".join(map(re.escape, words.split()))


def state_words(layout):
    """The words for states in the language of the report's layout."""
    with open(WORDS_DEF, encoding="utf-8") as file:
        words = dict(re.findall(r'WORD\(\w+, "([\w-]+)", "([^"]*)"', file.read()))
    with open(f"layouts/{layout}.xml", encoding="utf-8") as file:
        words |= dict(re.findall(r'<word name="([\w-]+)">([^<]*)<', file.read()))
    return {name: words[name] for name in STATES}


def lost_figures(text, measure, row, words):
    """What of a measure's figures, states and reasons does not stand in its row."""
    for name in FIGURES:
        one = measure.find(NS + name)
        if one is None:
            continue
        given = "".join(one.itertext()).strip()
        state = one.get("state", "final")
        if re.fullmatch(r"-?\d+(\.\d+)?", given):
            said = text.say(row, figure_pattern(given), False) or text.say(row, figure_pattern(given), True)
        else:
            said = not given or text.say(row, loose(given), False)
        if not said:
            yield name, given
        if state in words and not text.say(row, loose(words[state]), False):
            yield name, state


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
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    report, pdf, variant = (sys.argv[1:] + [""])[:3]
    root = tree.parse(report).getroot()
    global NS
    NS = root.tag[:root.tag.index("}") + 1]
    contents, rows = structure_text(pdf, variant == "large-print")
    text = Text(contents, rows)
    wrong = pieces = 0
    row_of = {}
    # Numbers last: they would else be found inside the sentences.
    for stream, pattern, what, element in sorted([*said_again(root, variant), *pieces_of(root)],
                                                key=lambda piece: RANK[piece[0]]):
        pieces += 1
        fault, row = text.take(stream, pattern)
        if stream == "names":
            row_of[element] = row
        if fault:
            wrong += 1
            print(f"{fault} ({stream}): {what.replace(HOLE, '…')[:100]!r}")
    words = state_words(root.get("layout", "opcc"))
    for measure in root.iter(NS + "measure"):
        name = measure if measure in row_of else measure.find(NS + "name")
        for figure, given in lost_figures(text, measure, row_of.get(name), words):
            wrong += 1
            print(f"lost ({figure} of {measure.get('id') or measure.get('name')}): {given!r}")
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
