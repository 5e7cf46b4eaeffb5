#!/usr/bin/env python3
"""Reports of four organisations over five years, for a page as offices would have it: made from the
samples, some with warnings, one in Welsh letters, names and folders with characters that mean
something in HTML and in addresses.

    reports.py FOLDER          writes them
    reports.py FOLDER --spoil  makes three of them faulty, and adds one without a head
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
OFFICE = "Office of the Police and Crime Commissioner"
OWNERS = [  # folder, name, short name, area, sample
    ("exampleshire", OFFICE, "OPCC", "Exampleshire", "q2-2020-21"),
    ("north & moor #2", OFFICE, "OPCC", "Northmoor <West>", "q1-2020-21"),
    ("fire", "Fire & Rescue Authority", "FRA", "Exampleshire", "everything"),
    ("dyffryn-ŵyr", "Swyddfa’r Comisiynydd Heddlu a Throseddu", "SCHTh", "Dyffryn Ŵyr", "bilingual"),
]
YEARS = range(2016, 2021)


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;")


def report(sample, name, short, area, year, quarter):
    """The sample, saying that it is another's."""
    text = (ROOT / "samples" / f"{sample}.xml").read_text(encoding="utf-8")
    head = text.index("<report")
    end = text.index(">", head)
    start = re.sub(r'year="[^"]*"', f'year="{year}/{(year + 1) % 100:02}"', text[head:end])
    start = re.sub(r'quarter="."', f'quarter="{quarter}"', start)
    rest = re.sub(r"<organisation.*?</organisation>\s*(<area>.*?</area>)?",
                  f'<organisation short="{short}">{escaped(name)}</organisation>\n'
                  f" <area>{escaped(area)}</area>", text[end:], count=1, flags=re.S)
    return text[:head] + start + rest


def write_all(folder):
    for place, name, short, area, sample in OWNERS:
        there = folder / place
        there.mkdir(parents=True, exist_ok=True)
        pictures = there / "pictures"
        pictures.mkdir(exist_ok=True)
        for picture in (ROOT / "samples" / "pictures").iterdir():
            (pictures / picture.name).write_bytes(picture.read_bytes())
        for year in YEARS:
            for quarter in range(1, 5):
                if (year, quarter) > (2020, 3):
                    continue  # not published yet
                text = report(sample, name, short, area, year, quarter)
                if (year + quarter) % 7 == 0:  # no font has this sign: a warning
                    text = text.replace("</para>", " \U0001F642</para>", 1)
                (there / f"{year}-q{quarter}.xml").write_text(text, encoding="utf-8")


def spoil(folder):
    def change(name, old, new):
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text, (name, old)
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    change("exampleshire/2020-q2.xml", "<measure ", "<mesure ")
    change("fire/2020-q1.xml", "</report>", "")
    change("fire/2016-q1.xml", "</report>", "")
    (folder / "fire" / "notes <b> \u202e.xml").write_text(
        '<report xmlns="urn:quoin:report:1" year="2020/21"><title>Draft</title></report>\n',
        encoding="utf-8")


if __name__ == "__main__":
    (spoil if "--spoil" in sys.argv[2:] else write_all)(pathlib.Path(sys.argv[1]))
