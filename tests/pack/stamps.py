#!/usr/bin/env python3
"""Do stamps stand where a reader looks for them, at the top right of every page as it is shown?

    stamps.py PDF FIRST LAST ITEM LABEL

Pages FIRST to LAST have "Page LABEL" and so on upwards, 20 mm from the right edge and beneath it
"Agenda Item" on the first alone (ITEM; "-": none at all). poppler says where words are, on pages as
they are turned.
"""
import re
import subprocess
import sys

POINTS = 72 / 25.4
RIGHT, TOP, BOTTOM = 20 * POINTS, 8 * POINTS, 19 * POINTS  # opcc's <stamp>


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def words_of(pdf, page):
    """Words as (x0, y0, x1, y1, text) on the page as it is turned, and its size as it is not."""
    text = run("pdftotext", "-bbox", "-f", str(page), "-l", str(page), pdf, "-")
    size = re.search(r'<page width="([\d.]+)" height="([\d.]+)"', text)
    words = re.findall(r'xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>', text)
    return [tuple(map(float, w[:4])) + (w[4],) for w in words], tuple(map(float, size.groups()))


def corner_of(pdf, page, size):
    """The visible top right corner in the coordinates of words_of()."""
    text = run("pdfinfo", "-box", "-f", str(page), "-l", str(page), pdf)
    box = {name: list(map(float, numbers.split()))
           for name, numbers in re.findall(r"(MediaBox|CropBox): +(.*)", text)}
    turned = int(re.search(r"rot: +(\d+)", text).group(1))
    if turned % 180:
        return size[1], 0.0
    if turned or box["MediaBox"] == box["CropBox"]:
        return size[0], 0.0
    return (box["CropBox"][2] - box["MediaBox"][0], box["MediaBox"][3] - box["CropBox"][3])


def lines_in_band(pdf, page):
    """The lines within the band, as text, and where they end, from the corner."""
    words, size = words_of(pdf, page)
    right, top = corner_of(pdf, page, size)
    lines = {}
    for x0, y0, x1, y1, text in words:
        inside = x0 > right - 230 and top + TOP - 1 < y0 and y1 < top + BOTTOM + 1
        if inside:
            lines.setdefault(round(y0 - top), []).append((x0, right - x1, text))
    return [(" ".join(w[2] for w in sorted(line)), min(w[1] for w in line))
            for _, line in sorted(lines.items())]


def main():
    pdf, first, last, item, label = sys.argv[1:6]
    wrong = 0
    for page in range(int(first), int(last) + 1):
        expected = [f"Page {int(label) + page - int(first)}"]
        if page == int(first) and item != "-":
            expected.insert(0, f"Agenda Item {item}")
        lines = lines_in_band(pdf, page)
        if [text for text, _ in lines] != expected or any(abs(x - RIGHT) > 0.1 for _, x in lines):
            print(f"page {page}: {lines}, not {expected} at {RIGHT:.2f}")
            wrong += 1
    print(f"{pdf}: {int(last) - int(first) + 1} pages looked at")
    return wrong > 0


sys.exit(main())
