#!/usr/bin/env python3
"""A PNG with a palette, read with nothing but Python's own library: png.py IN.png OUT.ppm

Only what quoin writes: 1, 2, 4 or 8 bits a pixel, no interlacing, no filters.
"""
import struct
import sys
import zlib


def chunks(data):
    at = 8
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + size]
        check, = struct.unpack(">I", data[at + 8 + size:at + 12 + size])
        if zlib.crc32(kind + body) != check:
            sys.exit(f"the checksum of {kind} is wrong")
        yield kind, body
        at += size + 12


def pixels(row, depth, width):
    for x in range(width):
        bit = x * depth
        yield row[bit // 8] >> (8 - depth - bit % 8) & (1 << depth) - 1


with open(sys.argv[1], "rb") as file:
    png = list(chunks(file.read()))
if [kind for kind, _ in png if kind != b"IDAT"] != [b"IHDR", b"PLTE", b"IEND"]:
    sys.exit(f"unexpected chunks: {[kind for kind, _ in png]}")
width, height, depth, kind = struct.unpack(">IIBB", png[0][1][:10])
palette = png[1][1]
rows = zlib.decompress(b"".join(body for kind, body in png if kind == b"IDAT"))
stride = (width * depth + 7) // 8 + 1
if kind != 3 or len(rows) != stride * height or any(rows[::stride]):
    sys.exit("not a plain PNG with a palette")
with open(sys.argv[2], "wb") as file:
    file.write(b"P6\n%d %d\n255\n" % (width, height))
    for y in range(height):
        row = rows[y * stride + 1:(y + 1) * stride]
        file.write(b"".join(palette[3 * i:3 * i + 3] for i in pixels(row, depth, width)))
