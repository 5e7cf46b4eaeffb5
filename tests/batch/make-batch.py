#!/usr/bin/env python3
"""Writes so many performance reports of ten to twelve pages each, as a tree of folders:

    make-batch.py COUNT FOLDER [EDITION]

    FOLDER/northmoor/2010-11/q1.xml      forty offices; all have a quarter before one has two
    FOLDER/northmoor/2010-11/pictures/   every third report shows one

The same COUNT and EDITION give the same bytes anywhere; a larger COUNT adds reports and changes
none. Another EDITION (a word) restates every report: it says so in its covering paper. All are
without errors, and no two have the same organisation, area, year and quarter.
"""
import importlib.util
import os
import re
import sys

OFFICES = """Northmoor Eastbeck Southfold Westmere Highcombe Lowfell Ashgarth Birkholm Calderby
Dunsmere Elmstow Fairhythe Glenholt Harrowick Inglethorpe Jesterby Kelderwick Larkhaven Marshcote
Nettleford Oakhampstead Penmarrow Quernbridge Ravensholt Stonewater Thornbeck Underhallow Vexcombe
Wetherfold Yarrowdale Zealmoor Amberley-Vale Brackenshire Copperdale Drovershire Eskmarsh
Foxholt-and-Rill Gorsedale Heathermouth Ironcombe""".split()
FIRST_YEAR = 2010

# How full the pages of the opcc layout are: what a page holds, in characters of text, and what a
# measure and a paragraph take besides their words. Found by rendering (least squares over 200
# reports). A section begins a page, so those that end in the middle of one make the count sure;
# tests/bench/batch.sh holds every report to ten to twelve.
PAGE, MEASURE, PARA = 2310, 78, 32
# Pages of the sections; the covering paper, contents, cover and glossary are four more.
SECTIONS = (3, 2, 2)


def load_words():
    """The generator of the benchmark's long reports: sentences, measures, commentary, KPIs."""
    here = os.path.dirname(os.path.abspath(__file__))
    path = os.path.join(here, "..", "bench", "make-report.py")
    spec = importlib.util.spec_from_file_location("make_report", path)
    module = importlib.util.module_from_spec(spec)
    sys.dont_write_bytecode = True
    spec.loader.exec_module(module)
    return module


words = load_words()


class Case:
    """Which report this is."""

    def __init__(self, number):
        quarters = number // len(OFFICES)
        self.number = number
        self.office = OFFICES[number % len(OFFICES)]
        self.area = self.office.replace("-and-", " and ").replace("-", " ")
        self.quarter = quarters % 4 + 1
        self.begins = FIRST_YEAR + quarters // 4
        self.year = f"{self.begins}/{(self.begins + 1) % 100:02d}"
        self.has_picture = number % 3 == 0

    def folder(self):
        return os.path.join(self.office.lower(), self.year.replace("/", "-"))

    def after(self, months):
        """A month, as year and month, so long after the quarter's last."""
        month = self.begins * 12 + 2 + self.quarter * 3 + months
        return f"{month // 12}-{month % 12 + 1:02d}"


def picture(draw):
    bars = []
    for i in range(5):
        height = 20 + draw.below(70)
        fill = "#264678" if i == 4 else "#9db3d3"
        bars.append(f'<rect x="{12 + 48 * i}" y="{100 - height}" width="36" height="{height}"'
                    f' fill="{fill}"/>')
    return ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 260 110" width="260"'
            ' height="110">' + "".join(bars) +
            '<path d="M 4 100.5 H 252" fill="none" stroke="#1d1d1b"/></svg>\n')


def paper(draw, case, edition, out):
    out.append(f'<paper committee="Police and Crime Panel" meeting="{case.after(2)}-05T14:00">')
    out.append("<author>Performance Analyst</author>")
    out.append('<topic title="Purpose of Report">')
    out.append(f"<para>To tell the Panel how the office performed in quarter {case.quarter} of "
               f"{case.year}.</para>")
    if edition:
        out.append(f"<para>This edition ({edition}) replaces the one published before.</para>")
    out.append('</topic><topic title="Highlights">')
    for _ in range(3):
        words.para(draw, out, 2)
    if case.has_picture:
        out.append(f'<image file="pictures/q{case.quarter}.svg" width="60mm" '
                   'alt="Bar chart of the contacts of the last five quarters."/>')
    out.append("</topic></paper>")


def room(piece):
    """What a part takes of its pages, in characters of text."""
    text = "".join(piece)
    plain = re.sub("<[^>]*>", "", text)
    return len(plain) + MEASURE * text.count("<measure") + PARA * text.count("<para")


def appendix(draw, out):
    out.append('<appendix id="A" title="Performance">')
    for number, pages in enumerate(SECTIONS, 1):
        out.append(f'<section title="{draw.of(words.TOPICS)}" id="s{number}">')
        words.para(draw, out, 2)
        taken, kpis = 0, 0
        while taken < (pages - 0.85) * PAGE:
            piece = []
            words.kpi(draw, piece, number, kpis + 1, f"s{number}-{kpis + 1}")
            if room(piece) < 0.6 * PAGE and taken + room(piece) < (pages - 0.45) * PAGE:
                out.extend(piece)
                taken += room(piece)
                kpis += 1
        out.append("</section>")
    out.append("</appendix>")


def report(draw, case, edition):
    out = ['<?xml version="1.0" encoding="UTF-8"?>',
           f'<report xmlns="urn:quoin:report:1" year="{case.year}" quarter="{case.quarter}" '
           'xml:lang="en-GB">',
           '<organisation short="OPCC">Office of the Police and Crime Commissioner</organisation>'
           f"<area>{case.area}</area><title>Performance Report</title>"]
    paper(draw, case, edition, out)
    appendix(draw, out)
    out.append('<glossary id="B" title="Glossary">'
               '<entry term="Estate strategy">The plan for buildings and land.</entry>'
               '<entry term="Backlog">Work that was due and is not done.</entry>'
               "</glossary></report>\n")
    # The generator's words are those of one quarter.
    text = "\n".join(out).replace("2020-12-18", f"{case.after(3)}-18")
    return text.replace("Q1 2020/21", "the spring").replace("2021/22", "next year’s")


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)


def main():
    if len(sys.argv) not in (3, 4) or not sys.argv[1].isdigit():
        sys.exit(__doc__)
    edition = sys.argv[3] if len(sys.argv) == 4 else ""
    for number in range(int(sys.argv[1])):
        case = Case(number)
        draw = words.Draw(number * 7919 + 4)
        folder = os.path.join(sys.argv[2], case.folder())
        if case.has_picture:
            write(os.path.join(folder, "pictures", f"q{case.quarter}.svg"), picture(draw))
        write(os.path.join(folder, f"q{case.quarter}.xml"), report(draw, case, edition))


if __name__ == "__main__":
    main()
