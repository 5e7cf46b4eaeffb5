#!/usr/bin/env python3
"""Draws visits.png: one cell for each week (across) and custody suite (down); the darker, the more
visits. Run by `make sample-pictures`; needs nothing but Python itself."""
import struct
import sys
import zlib

WEEKS = [
    "1021110210121",  # Northgate
    "0110101101011",  # Riverside
    "1001010010010",  # Fenwick Road
]
SHADES = {"0": (238, 240, 244), "1": (122, 152, 196), "2": (38, 70, 120)}
CELL, GAP = 24, 4


def pixels():
    width = len(WEEKS[0]) * (CELL + GAP) + GAP
    height = len(WEEKS) * (CELL + GAP) + GAP
    rows = [[(255, 255, 255)] * width for _ in range(height)]
    for r, week in enumerate(WEEKS):
        for c, count in enumerate(week):
            for y in range(CELL):
                for x in range(CELL):
                    rows[GAP + r * (CELL + GAP) + y][GAP + c * (CELL + GAP) + x] = SHADES[count]
    return width, height, rows


def chunk(kind, data):
    return (struct.pack(">I", len(data)) + kind + data
            + struct.pack(">I", zlib.crc32(kind + data)))


def main(path):
    width, height, rows = pixels()
    raw = b"".join(b"\0" + bytes(v for p in row for v in p) for row in rows)
    density = struct.pack(">IIB", 5906, 5906, 1)  # pixels a metre: 150 dpi
    with open(path, "wb") as out:
        out.write(b"\x89PNG\r\n\x1a\n"
                  + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
                  + chunk(b"pHYs", density)
                  + chunk(b"IDAT", zlib.compress(raw, 9))
                  + chunk(b"IEND", b""))


main(sys.argv[1])
