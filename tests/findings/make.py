#!/usr/bin/env python3
"""Makes the cases that XML or git cannot hold: bytes that are no text, files of many megabytes,
pipes, folders, damaged pictures. make.py FOLDER; needs nothing but Python itself."""
import os
import struct
import sys
import zlib

HEAD = ('<report xmlns="urn:quoin:report:1" xml:lang="en-GB" year="2020/21" quarter="2">\n'
        "  <organisation>Office</organisation>\n  <title>Performance Report</title>\n")
TAIL = "</report>\n"


def section(inside):
    return (HEAD + '  <appendix id="A" title="Report" cover="no"><section title="Support">\n'
            + inside + "\n  </section></appendix>\n" + TAIL)


def para(text):
    return section(f"    <para>{text}</para>")


def table(rows):
    return section("    <table>" + "".join(
        "<row>" + f"<header>{row[0]}</header>" + "".join(f"<cell>{c}</cell>" for c in row[1:]) +
        "</row>\n" for row in rows)
        + "</table>")


# ---- reports -------------------------------------------------------------------------------------

def texts():
    attributes = "".join(f' a{i}="1"' for i in range(100_000))
    names = "".join(f"<n{i}/>" for i in range(50_000))
    return {
        "nesting-300": HEAD + "<em>" * 300 + "</em>" * 300 + TAIL,
        "nesting-200000": HEAD + "<em>" * 200_000 + "</em>" * 200_000 + TAIL,
        "attributes-100000": section(f"    <para{attributes}>One</para>"),
        "attribute-of-11-megabytes": section('    <para id="' + "x" * 11_000_000 + '">One</para>'),
        "element-names-50000": section(names),
        "text-of-11-megabytes": section("    <note>" + "word " * 2_200_000 + "</note>"),
        "doctype-quadratic": '<!DOCTYPE report [<!ENTITY a "' + "x" * 50_000 + '">]>\n'
                             + para("&a;" * 50_000),
        "mistake-beyond-line-65535": section("\n" * 70_000 + "    <parra>One</parra>"),
        "word-of-100000-letters": para("abcdefghij" * 10_000),
        "marks-100000-on-one-letter": para("a" + "\u0301" * 100_000 + " end"),
        "spaces-10000": para("one" + " " * 10_000 + "two"),
        "link-of-10-kilobytes": para('<link href="https://example.org/' + "a" * 10_000
                                     + '">One</link>'),
        "table-of-1000-columns": table([["x"] * 1000]),
        "table-of-2000-rows": table([[str(i), "row"] for i in range(2000)]),
        "cell-of-5000-words": table([["word " * 5000, "beside"]]),
    }


def reports():
    plain = para("One").encode()
    made = {name: text.encode() for name, text in texts().items()}
    made["byte-nought"] = para("One \0 two").encode()
    made["not-utf-8"] = HEAD.encode() + b"<para>\xff\xfe</para>" + TAIL.encode()
    made["overlong-utf-8"] = HEAD.encode() + b"<para>\xc0\xaf</para>" + TAIL.encode()
    made["surrogates-as-utf-8"] = HEAD.encode() + b"<para>\xed\xa0\x80\xed\xb0\x80</para>"
    made["utf-16"] = para("One").encode("utf-16")
    made["utf-16-without-mark"] = para("One").encode("utf-16-be")
    made["utf-8-with-mark"] = b"\xef\xbb\xbf" + plain
    made["lines-end-in-crlf"] = para("One\n  <stong>two</stong>").replace("\n", "\r\n").encode()
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    made["compressed"] = packer.compress(b" " * 50_000_000) + packer.flush()
    made["zip-archive"] = b"PK\3\4" + bytes(40)
    made["a-pdf"] = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    return made


# ---- pictures ------------------------------------------------------------------------------------

def chunk(kind, data, damage=0):
    return (struct.pack(">I", len(data)) + kind + data
            + struct.pack(">I", zlib.crc32(kind + data) ^ damage))


def header(width, height, depth, colour):
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth,
                                                              colour, 0, 0, 0))


def pictures():
    rows = zlib.compress(b"\0\xaa" * 8)
    good = (header(8, 8, 1, 3) + chunk(b"PLTE", bytes([255, 255, 255, 20, 40, 120]))
            + chunk(b"tRNS", b"\0") + chunk(b"IDAT", rows) + chunk(b"IEND", b""))
    bad = header(8, 8, 1, 3) + chunk(b"PLTE", bytes(6), 1) + chunk(b"IDAT", rows)
    return {
        "palette.png": good,
        "crc.png": bad + chunk(b"IEND", b""),
        "short.png": good[:len(good) // 2],
        "huge.png": header(30_000, 30_000, 8, 2) + chunk(b"IDAT", zlib.compress(bytes(100_000)))
        + chunk(b"IEND", b""),
        "text.png": b"root:x:0:0:root:/root:/bin/sh\n",
        "photo.jpg": b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xd9",
        "script.svg": b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">\n'
                      b"  <script>alert(1)</script>\n"
                      b'  <image href="http://127.0.0.1:9/x.png"/>\n</svg>\n',
        "doctype.svg": b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n'
                       b'<svg xmlns="http://www.w3.org/2000/svg"><title>&x;</title></svg>\n',
    }


def main(folder):
    os.chdir(folder)
    for name, data in reports().items():
        with open(name + ".xml", "wb") as out:
            out.write(data)
    for name, data in pictures().items():
        with open(name, "wb") as out:
            out.write(data)
    with open("file-of-65-megabytes.xml", "wb") as out:
        out.truncate(65 << 20)
    os.mkdir("is-a-folder.xml")
    os.mkdir("folder.png")
    os.mkfifo("is-a-pipe.xml")
    os.symlink("/dev/zero", "is-a-device.xml")
    os.symlink("nowhere", "is-a-link-to-nothing.xml")
    os.symlink("is-a-link-to-itself.xml", "is-a-link-to-itself.xml")
    os.symlink("/etc/passwd", "link.png")


main(sys.argv[1])
