#!/usr/bin/env python3
"""Pictures of pages with nothing but Python's own library: PPM (from pdftoppm) and 8-bit PNG.

    pixels.py png IN.ppm OUT.png                  write a PNG
    pixels.py beside A.ppm B.ppm OUT.png          two pages side by side on grey
    pixels.py compare WANT.png GOT.ppm DIFF.png   status 1 when they differ visibly; then DIFF.png
                                                  shows want, got and where

"Visibly": rasterisers of different versions smooth edges a little differently, so pixels are
compared after averaging with their neighbours. A moved line, a lost rule or a changed colour is
far beyond the tolerance; TOLERANCE below says what is not.
"""
import struct
import sys
import zlib

# Of the averaged samples (0..255), how far one may be off, and how many may be (in 10,000).
TOLERANCE = 40
ALLOWED = 10


def read_ppm(path):
    with open(path, "rb") as file:
        data = file.read()
    fields = data.split(None, 4)
    if fields[0] != b"P6" or fields[3] != b"255":
        sys.exit(f"{path}: not an 8-bit PPM")
    width, height = int(fields[1]), int(fields[2])
    return width, height, data[len(data) - 3 * width * height:]


def chunk(kind, data):
    return (struct.pack(">I", len(data)) + kind + data +
            struct.pack(">I", zlib.crc32(kind + data)))


def write_png(path, width, height, samples):
    stride = 3 * width
    rows = b"".join(b"\0" + samples[y * stride:(y + 1) * stride] for y in range(height))
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" +
                   chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) +
                   chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))


def read_png(path):
    """Those that write_png wrote: 8-bit RGB, no filters, one IDAT."""
    with open(path, "rb") as file:
        data = file.read()
    width, height = struct.unpack(">II", data[16:24])
    size = struct.unpack(">I", data[33:37])[0]
    rows = zlib.decompress(data[41:41 + size])
    stride = 3 * width + 1
    return width, height, b"".join(rows[y * stride + 1:(y + 1) * stride] for y in range(height))


def beside(pictures, gap=12, ground=b"\xD8\xD8\xD8"):
    width = sum(p[0] for p in pictures) + gap * (len(pictures) + 1)
    height = max(p[1] for p in pictures) + 2 * gap
    rows = []
    for y in range(height):
        row = b""
        for w, h, samples in pictures:
            inside = gap <= y < gap + h
            at = (y - gap) * 3 * w
            row += ground * gap + (samples[at:at + 3 * w] if inside else ground * w)
        rows.append(row + ground * gap)
    return width, height, b"".join(rows)


def averaged(picture):
    """Each sample with its eight neighbours, as lists of rows of integers (one channel: the sum)."""
    width, height, s = picture
    grey = [[s[i] + s[i + 1] + s[i + 2] for i in range(y * 3 * width, (y + 1) * 3 * width, 3)]
            for y in range(height)]
    across = [[r[max(x - 1, 0)] + r[x] + r[min(x + 1, width - 1)] for x in range(width)]
              for r in grey]
    return [[(a + b + c) // 27 for a, b, c in zip(across[max(y - 1, 0)], across[y],
                                                  across[min(y + 1, height - 1)])]
            for y in range(height)]


def difference(want, got):
    """Where they differ visibly, as a picture, and how many pixels those are."""
    count, rows = 0, []
    for a, b in zip(averaged(want), averaged(got)):
        marks = [abs(x - y) > TOLERANCE for x, y in zip(a, b)]
        count += sum(marks)
        rows.append(b"".join(b"\xFF\0\0" if m else b"\xFF\xFF\xFF" for m in marks))
    return count, (want[0], want[1], b"".join(rows))


def compare(want_path, got_path, diff_path):
    want, got = read_png(want_path), read_ppm(got_path)
    if want[:2] != got[:2]:
        print(f"{want_path}: {want[0]} by {want[1]} pixels wanted, {got[0]} by {got[1]} made")
        return 1
    if want[2] == got[2]:
        return 0
    count, marks = difference(want, got)
    if count * 10000 <= ALLOWED * want[0] * want[1]:
        return 0
    write_png(diff_path, *beside([want, got, marks]))
    print(f"{want_path}: {count} pixels differ; wanted, made and where: {diff_path}")
    return 1


def main(arguments):
    if len(arguments) == 3 and arguments[0] == "png":
        write_png(arguments[2], *read_ppm(arguments[1]))
    elif len(arguments) == 4 and arguments[0] == "beside":
        write_png(arguments[3], *beside([read_ppm(arguments[1]), read_ppm(arguments[2])]))
    elif len(arguments) == 4 and arguments[0] == "compare":
        return compare(*arguments[1:])
    else:
        sys.exit(__doc__)
    return 0


sys.exit(main(sys.argv[1:]))
