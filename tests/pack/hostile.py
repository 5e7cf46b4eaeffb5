#!/usr/bin/python3
"""PDFs made to keep quoin busy, or to swell until nothing is left: each is refused with a finding, or
packed all the same, in a time that a person waits.

    hostile.py QUOIN FOLDER [NAME…]     the cases named, or all

Each case is a page or a document of its own making, written below with nothing but the standard
library, and says what it must get: statuses, and words of what is said. It is attached as an item,
with every page stamped, as the pack that is attached to, and asked for its source and its items. No
command may end by a signal, compute longer than GUARD, leave a file behind, or put its hands on the old
output without finishing the new. Prints a line a case with the seconds taken.
"""
import os
import pathlib
import subprocess
import sys
import zlib

# Seconds of computing: a slow machine with sanitizers takes that where two are normal, and five for a
# list of 200,000 bookmarks. On the wall so many more, for the machine may have other work.
GUARD = 60
WALL = 900

MIB = 1 << 20


# ---- writing PDFs ------------------------------------------------------------------------------


def packed(unit, count):
    """`unit` so many times, deflated; made without making it: after a full flush every block stands
    for itself, and so may be repeated. The checksum at the end is worked out for bytes all alike."""
    assert len(set(unit)) == 1
    deflate = zlib.compressobj(9)
    head = deflate.compress(unit) + deflate.flush(zlib.Z_FULL_FLUSH)
    block = deflate.compress(unit) + deflate.flush(zlib.Z_FULL_FLUSH)
    tail = deflate.flush()[:-4]
    size, byte = len(unit) * count, unit[0]
    low = (1 + size * byte) % 65521
    high = (size + byte * (size * (size + 1) // 2)) % 65521
    return head + block * (count - 1) + tail + (high << 16 | low).to_bytes(4, "big")


def blanks(mebibytes):
    return packed(b" " * MIB, mebibytes)


def stream(data, entries=b""):
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data)


def flate(data, entries=b""):
    return stream(data, entries + b"/Filter/FlateDecode")


class Pdf:
    """Objects by their numbers; 1 is the catalog, 2 the page tree, 3 a page, 4 what is on it."""

    def __init__(self, page=b"", content=None, catalog=b"", pages=None):
        self.objects = {
            1: b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog,
            2: pages or b"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>",
            3: b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources 5 0 R%s>>" % page,
            4: stream(b"q 1 0 0 1 50 50 cm 0 0 10 10 re f Q\n") if content is None else content,
            5: b"<<>>",
        }

    def add(self, body):
        number = max(self.objects) + 1
        self.objects[number] = body
        return number

    def classic(self):
        out, places = bytearray(b"%PDF-1.7\n"), {}
        for number, body in sorted(self.objects.items()):
            places[number] = len(out)
            out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        start, size = len(out), max(self.objects) + 1
        out += b"xref\n0 %d\n0000000000 65535 f \n" % size
        for number in range(1, size):
            out += b"%010d 00000 %s \n" % ((places[number], b"n") if number in places else (0, b"f"))
        out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
        return bytes(out)

    def compressed(self, within, container=None, table=lambda t: zlib.compress(t, 9)):
        """With a cross-reference stream, and the objects `within` in an object stream, of which
        `container` makes the body from (N, First, data)."""
        out, places = bytearray(b"%PDF-1.7\n"), {}
        plain = {n: b for n, b in self.objects.items() if n not in within}
        numbers = sorted(within)
        texts = [self.objects[n] + b"\n" for n in numbers]
        head, at = b"", 0
        for number, text in zip(numbers, texts):
            head += b"%d %d " % (number, at)
            at += len(text)
        holder = max(self.objects) + 1
        make = container or (lambda n, first, data: flate(
            zlib.compress(data, 9), b"/Type/ObjStm/N %d/First %d" % (n, first)))
        plain[holder] = make(len(numbers), len(head), head + b"".join(texts))
        for number, body in sorted(plain.items()):
            places[number] = len(out)
            out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        start, last = len(out), holder + 1
        places[last] = start
        rows = b"\0" * 7
        for number in range(1, last + 1):
            if number in within:
                rows += b"\2" + holder.to_bytes(4, "big") + numbers.index(number).to_bytes(2, "big")
            else:
                rows += b"\1" + places.get(number, 0).to_bytes(4, "big") + b"\0\0"
        body = table(rows)
        out += b"%d 0 obj\n" % last
        out += flate(body, b"/Type/XRef/Size %d/W[1 4 2]/Root 1 0 R" % (last + 1))
        out += b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % start
        return bytes(out)


# ---- the cases: name -> (maker, statuses, words) -------------------------------------------------

cases = {}


def case(statuses, words=b"", only=None):
    """What `attach` must end with, the PDF being an item or the pack, and say. `only` "item": it is
    tried as that alone."""
    def keep(maker):
        cases[maker.__name__.replace("_", "-")] = (maker, statuses, words, only)
        return maker
    return keep


REFUSED = {3}
DONE = {0}


# Streams that swell.


@case(REFUSED, b"unpack")
def content_of_4_gib():
    return Pdf(content=flate(blanks(4096))).classic()


@case(REFUSED, b"unpack")
def content_twice_packed():
    return Pdf(content=stream(zlib.compress(blanks(4096), 9),
                              b"/Filter[/FlateDecode/FlateDecode]")).classic()


@case(DONE | REFUSED)
def content_in_hex():
    return Pdf(content=stream(blanks(400).hex().encode() + b">",
                              b"/Filter[/ASCIIHexDecode/FlateDecode]")).classic()


@case(REFUSED, b"unpack")
def content_packed_six_times():
    data = blanks(3000)
    for _ in range(5):
        data = zlib.compress(data, 9)
    return Pdf(content=stream(data, b"/Filter[" + b"/FlateDecode" * 6 + b"]")).classic()


@case(DONE | REFUSED)
def content_of_many_parts():
    """Each is within any bound, all of them are not."""
    pdf = Pdf()
    part = pdf.add(flate(blanks(100)))
    pdf.objects[3] = b"<</Type/Page/Parent 2 0 R/Contents[%s]/Resources 5 0 R>>" % (
        b"%d 0 R " % part * 9000)
    return pdf.classic()


@case(DONE)
def pages_that_share_a_large_content():
    kids = b"".join(b"%d 0 R " % n for n in range(6, 2006))
    pdf = Pdf(pages=b"<</Type/Pages/Kids[%s]/Count 2000/MediaBox[0 0 595 842]>>" % kids,
              content=flate(blanks(60)))
    for number in range(6, 2006):
        pdf.objects[number] = pdf.objects[3]
    return pdf.classic()


@case(DONE | REFUSED)
def run_lengths():
    body = (b"\x81 " * (4 * MIB)) + b"\x80"
    return Pdf(content=stream(zlib.compress(body, 9), b"/Filter[/FlateDecode/RunLengthDecode]")).classic()


def lzw(count):
    """A run of one byte in LZW: each code is one byte longer than the one before it."""
    bits, out = 0, []
    have = 0
    result = bytearray()

    def put(code, width):
        nonlocal bits, have
        bits = bits << width | code
        have += width
        while have >= 8:
            have -= 8
            result.append(bits >> have & 0xFF)
            bits &= (1 << have) - 1
    for _ in range(count):
        put(256, 9)
        put(32, 9)
        for code in range(258, 4094):
            width = 9 if code < 511 else 10 if code < 1023 else 11 if code < 2047 else 12
            put(code, width)
    put(257, 12)
    put(0, 8)
    return bytes(result)


@case(DONE | REFUSED)
def content_by_lzw():
    return Pdf(content=stream(zlib.compress(lzw(1) * 300, 9), b"/Filter[/FlateDecode/LZWDecode]")).classic()


@case(DONE | REFUSED)
def predictor_with_endless_rows():
    return Pdf(content=flate(zlib.compress(b"\2" * 1000), b"/DecodeParms<</Predictor 12/Columns "
                             b"2000000000>>")).classic()


@case(REFUSED, b"unpack")
def object_stream_of_3_gib():
    pdf = Pdf()
    data = packed(b" " * MIB, 3072)
    return pdf.compressed({1, 2, 3}, lambda n, first, _: flate(
        data, b"/Type/ObjStm/N %d/First %d" % (n, first)))


@case(REFUSED, b"unpack")
def object_stream_under_another_name():
    return Pdf().compressed({1, 2, 3}, lambda n, first, _: flate(
        blanks(900), b"/Type/Nothing/#4e %d/#46irst %d" % (n, first)))


@case(REFUSED, b"unpack")
def object_stream_twice_packed():
    return Pdf().compressed({1, 2, 3}, lambda n, first, _: stream(
        zlib.compress(blanks(900), 9),
        b"/Type/ObjStm/N %d/First %d/Filter[/FlateDecode/FlateDecode]" % (n, first)))


@case(REFUSED, b"unpack")
def cross_references_of_2_gib():
    return Pdf().compressed(set(), table=lambda rows: packed(b"\0" * MIB, 2048))


@case(REFUSED, b"unpack")
def metadata_of_2_gib():
    pdf = Pdf(catalog=b"/Metadata 6 0 R")
    pdf.add(flate(blanks(2048), b"/Type/Metadata/Subtype/XML"))
    return pdf.classic()


@case(REFUSED, b"unpack")
def colour_profile_of_2_gib():
    pdf = Pdf(catalog=b"/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(x)"
                      b"/DestOutputProfile 6 0 R>>]")
    pdf.add(flate(blanks(2048), b"/N 3"))
    return pdf.classic()


@case(REFUSED, b"unpack")
def form_of_2_gib():
    pdf = Pdf(content=stream(b"/F Do\n"))
    pdf.objects[5] = b"<</XObject<</F 6 0 R>>>>"
    pdf.add(flate(blanks(2048), b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]"))
    return pdf.classic()


@case(DONE)
def picture_of_2_gib():
    """Nobody unpacks it: it is carried as it stands."""
    pdf = Pdf(content=stream(b"q 9 0 0 9 50 50 cm /I Do Q\n"))
    pdf.objects[5] = b"<</XObject<</I 6 0 R>>>>"
    pdf.add(flate(blanks(2048), b"/Type/XObject/Subtype/Image/Width 32768/Height 65536"
                                b"/ColorSpace/DeviceGray/BitsPerComponent 8"))
    return pdf.classic()


@case(REFUSED, b"unpack")
def font_program_of_1_gib():
    pdf = Pdf(content=stream(b"BT /F 10 Tf 50 50 Td (x) Tj ET\n"))
    pdf.objects[5] = b"<</Font<</F<</Type/Font/Subtype/TrueType/BaseFont/A/FontDescriptor 6 0 R>>>>>>"
    pdf.add(b"<</Type/FontDescriptor/FontName/A/Flags 4/FontFile2 7 0 R/ItalicAngle 0/Ascent 0"
            b"/Descent 0/CapHeight 0/StemV 0/FontBBox[0 0 1 1]>>")
    pdf.add(flate(blanks(1024), b"/Length1 1073741824"))
    return pdf.classic()


# Drawing without end.


@case(DONE)
def forms_that_draw_the_next_twice():
    pdf = Pdf(content=stream(b"/F Do /F Do\n"))
    pdf.objects[5] = b"<</XObject<</F 6 0 R>>>>"
    for number in range(6, 46):
        pdf.objects[number] = stream(
            b"/F Do /F Do /F Do /F Do /F Do /F Do\n",
            b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</F %d 0 R>>>>"
            % (number + 1))
    pdf.objects[46] = stream(b"0 0 1 1 re f\n", b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]")
    return pdf.classic()


@case(DONE)
def forms_that_draw_nine_deep_on_every_page():
    """Nine levels are read, seven times each; on 400 pages."""
    kids = b"".join(b"%d 0 R " % n for n in range(100, 500))
    pdf = Pdf(content=stream(b"/F Do\n" * 7),
              pages=b"<</Type/Pages/Kids[%s]/Count 400/MediaBox[0 0 595 842]>>" % kids)
    pdf.objects[5] = b"<</XObject<</F 6 0 R>>>>"
    for number in range(6, 14):
        pdf.objects[number] = stream(
            b"/F Do\n" * 7, b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</F %d "
            b"0 R>>>>" % (number + 1))
    pdf.objects[14] = stream(b"n\n", b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]")
    for number in range(100, 500):
        pdf.objects[number] = pdf.objects[3]
    return pdf.classic()


@case(DONE)
def a_form_that_draws_itself():
    pdf = Pdf(content=stream(b"/F Do\n"))
    pdf.objects[5] = b"<</XObject<</F 6 0 R>>>>"
    pdf.add(stream(b"/F Do /F Do\n", b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources 5 0 R"))
    return pdf.classic()


@case(DONE | REFUSED)
def brackets_in_a_page():
    return Pdf(content=flate(packed(b"[" * MIB, 64))).classic()


@case(DONE | REFUSED)
def operators_without_end():
    return Pdf(content=flate(packed(b"q" * MIB, 64))).classic()


@case(DONE)
def a_million_strokes_on_every_page():
    kids = b"".join(b"%d 0 R " % n for n in range(6, 306))
    pdf = Pdf(content=flate(zlib.compress(b"1 1 m 2 2 l S\n" * 300000)),
              pages=b"<</Type/Pages/Kids[%s]/Count 300/MediaBox[0 0 595 842]>>" % kids)
    for number in range(6, 306):
        pdf.objects[number] = pdf.objects[3]
    return pdf.classic()


@case(DONE)
def a_font_of_every_width():
    pdf = Pdf(content=stream(b"BT /F 10 Tf 50 50 Td <0001> Tj ET\n" * 2000))
    pdf.objects[5] = (b"<</Font<</F<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[<<"
                      b"/Type/Font/Subtype/CIDFontType2/W[" + b"0 65535 500 " * 100000 + b"]>>]>>>>>>")
    return pdf.classic()


# Trees that are none.


@case(REFUSED)
def a_page_tree_in_a_circle():
    pdf = Pdf(pages=b"<</Type/Pages/Kids[3 0 R 6 0 R]/Count 2/MediaBox[0 0 595 842]>>")
    pdf.add(b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 1>>")
    return pdf.classic()


@case(DONE | REFUSED)
def a_page_that_is_its_own_parent():
    pdf = Pdf()
    pdf.objects[3] = b"<</Type/Page/Parent 3 0 R/Contents 4 0 R>>"
    return pdf.classic()


@case({5}, b"Q803")
def a_million_pages_that_are_one():
    return Pdf(pages=b"<</Type/Pages/Count 1000000/MediaBox[0 0 595 842]/Kids[%s]>>"
               % (b"3 0 R " * 1000000)).classic()


@case({3, 5})
def kids_that_fan_out():
    """2^30 pages of 30 nodes."""
    pdf = Pdf(pages=b"<</Type/Pages/Kids[6 0 R 6 0 R]/Count 1073741824/MediaBox[0 0 595 842]>>")
    for number in range(6, 36):
        pdf.objects[number] = b"<</Type/Pages/Kids[%d 0 R %d 0 R]/Count 2>>" % (number + 1, number + 1)
    pdf.objects[36] = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return pdf.classic()


@case({3, 5})
def direct_kids_that_fan_out():
    """2^20 copies of a page, in arrays within arrays."""
    body = b"<</Type/Page/MediaBox[0 0 9 9]>>" * 200000
    return Pdf(pages=b"<</Type/Pages/Count 200000/Kids[%s]>>" % body).classic()


@case(DONE | REFUSED)
def a_page_tree_of_100_000_levels():
    pdf = Pdf(pages=b"<</Type/Pages/Kids[6 0 R]/Count 1/MediaBox[0 0 595 842]>>")
    for number in range(6, 100006):
        pdf.objects[number] = b"<</Type/Pages/Parent %d 0 R/Kids[%d 0 R]/Count 1>>" % (
            number - 1 if number > 6 else 2, number + 1)
    pdf.objects[100006] = b"<</Type/Page/Parent 100005 0 R/Contents 4 0 R>>"
    return pdf.classic()


@case(DONE | REFUSED)
def brackets_in_an_object():
    pdf = Pdf(catalog=b"/Names 6 0 R")
    pdf.add(b"[" * 1000000 + b"]" * 1000000)
    return pdf.classic()


@case(DONE | REFUSED)
def dictionaries_within_dictionaries():
    pdf = Pdf(page=b"/PieceInfo 6 0 R")
    pdf.add(b"<</A " * 100000 + b"1" + b">>" * 100000)
    return pdf.classic()


@case(DONE | REFUSED)
def references_in_a_long_chain():
    """Each object leads to the next: 300,000 of them."""
    pdf = Pdf(page=b"/PieceInfo 6 0 R")
    for number in range(6, 300006):
        pdf.objects[number] = b"[%d 0 R]" % (number + 1)
    pdf.objects[300006] = b"[]"
    return pdf.classic()


@case(DONE)
def bookmarks_in_a_circle():
    pdf = Pdf(catalog=b"/Outlines 6 0 R")
    pdf.add(b"<</Type/Outlines/First 7 0 R/Last 7 0 R/Count 1>>")
    pdf.add(b"<</Title(a)/Parent 6 0 R/First 8 0 R/Last 8 0 R/Next 7 0 R/Dest[3 0 R/Fit]>>")
    pdf.add(b"<</Title(b)/Parent 7 0 R/First 7 0 R/Last 7 0 R/Next 7 0 R/Dest[3 0 R/Fit]>>")
    return pdf.classic()


@case(DONE)
def bookmarks_200_000():
    pdf = Pdf(catalog=b"/Outlines 6 0 R")
    pdf.add(b"<</Type/Outlines/First 7 0 R/Last 200006 0 R/Count 200000>>")
    for number in range(7, 200007):
        pdf.objects[number] = b"<</Title(a)/Parent 6 0 R/Next %d 0 R/Dest[3 0 R/Fit]>>" % (number + 1)
    return pdf.classic()


def fanned(leaf, node=b"<</Kids[%d 0 R %d 0 R %d 0 R]>>", levels=36):
    """Objects 6 to 6 + levels; each holds the next three times."""
    objects = {n: node % (n + 1, n + 1, n + 1) for n in range(6, 6 + levels)}
    objects[6 + levels] = leaf
    return objects


@case(DONE)
def names_that_fan_out():
    pdf = Pdf(catalog=b"/Names<</Dests 6 0 R/EmbeddedFiles 6 0 R>>")
    pdf.objects.update(fanned(b"<</Names[(a) [3 0 R/Fit]]>>"))
    return pdf.classic()


@case(DONE | REFUSED)
def names_that_are_the_catalog():
    """Names that are written into it make an end of its pages."""
    return Pdf(catalog=b"/Names 1 0 R").classic()


@case(DONE)
def labels_that_fan_out():
    pdf = Pdf(catalog=b"/PageLabels 6 0 R")
    pdf.objects.update(fanned(b"<</Nums[0 <</S/D>>]>>"))
    return pdf.classic()


@case(DONE)
def labels_beyond_all_numbers():
    return Pdf(catalog=b"/PageLabels<</Nums[0<</S/A/St 2147483647>>9223372036854775807<</S/r>>]>>").classic()


TAGGED = b"/MarkInfo<</Marked true>>/StructTreeRoot "


@case(DONE)
def tags_that_fan_out():
    pdf = Pdf(catalog=TAGGED + b"6 0 R")
    pdf.objects.update(fanned(b"<</Type/StructElem/S/P/P 41 0 R/Pg 3 0 R/K 0>>",
                              b"<</Type/StructElem/S/Sect/K[%d 0 R %d 0 R %d 0 R]>>"))
    pdf.objects[6] = b"<</Type/StructTreeRoot/K[7 0 R 7 0 R]/ParentTree 50 0 R/IDTree 50 0 R>>"
    pdf.objects.update({n + 44: body.replace(b"[%d 0 R" % (n + 1), b"[%d 0 R" % (n + 45))
                        for n, body in fanned(b"<</Nums[0 [42 0 R]]>>").items()})
    return pdf.classic()


@case(DONE)
def tags_in_a_circle():
    pdf = Pdf(catalog=TAGGED + b"6 0 R", page=b"/StructParents 0")
    pdf.add(b"<</Type/StructTreeRoot/K 7 0 R/ParentTree<</Nums[0 [7 0 R 8 0 R]]>>/RoleMap<</A/B/B/A>>"
            b"/ClassMap<</C 6 0 R>>>>")
    pdf.add(b"<</Type/StructElem/S/A/P 8 0 R/K[8 0 R 7 0 R]/C/C/A[6 0 R]>>")
    pdf.add(b"<</Type/StructElem/S/B/P 7 0 R/K[7 0 R 8 0 R 6 0 R]>>")
    return pdf.classic()


@case(DONE | REFUSED)
def tags_100_000_deep():
    pdf = Pdf(catalog=TAGGED + b"6 0 R")
    pdf.add(b"<</Type/StructTreeRoot/K 7 0 R>>")
    for number in range(7, 100007):
        pdf.objects[number] = b"<</Type/StructElem/S/Div/P %d 0 R/K %d 0 R>>" % (number - 1, number + 1)
    pdf.objects[100007] = b"<</Type/StructElem/S/P/P 100006 0 R/Pg 3 0 R/K 0>>"
    return pdf.classic()


@case(DONE)
def a_form_whose_fields_fan_out():
    pdf = Pdf(catalog=b"/AcroForm<</Fields[6 0 R 6 0 R]>>")
    pdf.objects.update(fanned(b"<</FT/Tx/T(a)>>", b"<</T(a)/Kids[%d 0 R %d 0 R %d 0 R]>>"))
    return pdf.classic()


@case(DONE)
def layers_that_fan_out():
    """/Order as arrays within arrays, each of which holds the next three times."""
    pdf = Pdf(catalog=b"/OCProperties<</OCGs[50 0 R]/D<</Order 6 0 R/ON[50 0 R]>>>>")
    pdf.objects.update(fanned(b"[50 0 R]", b"[%d 0 R %d 0 R %d 0 R]"))
    pdf.objects[50] = b"<</Type/OCG/Name(a)>>"
    return pdf.classic()


@case(DONE)
def actions_that_fan_out():
    pdf = Pdf(catalog=b"/OpenAction 6 0 R", page=b"/AA<</O 6 0 R>>/Annots[<</Type/Annot/Subtype/Link"
              b"/Rect[0 0 9 9]/A 6 0 R>>]")
    pdf.objects.update(fanned(b"<</S/GoTo/D[3 0 R/Fit]>>",
                              b"<</S/GoTo/D[3 0 R/Fit]/Next[%d 0 R %d 0 R %d 0 R]>>"))
    return pdf.classic()


@case(REFUSED, b"links")
def a_million_annotations_that_are_one():
    pdf = Pdf(page=b"/Annots[%s]" % (b"6 0 R " * 1000000))
    pdf.add(b"<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/Dest[3 0 R/Fit]>>")
    return pdf.classic()


@case(REFUSED, b"links")
def annotations_shared_by_all_pages():
    """1,000 pages with one array of 100,000."""
    kids = b"".join(b"%d 0 R " % n for n in range(10, 1010))
    pdf = Pdf(page=b"/Annots 6 0 R",
              pages=b"<</Type/Pages/Kids[%s]/Count 1000/MediaBox[0 0 595 842]>>" % kids)
    pdf.objects[6] = b"[" + b"7 0 R " * 100000 + b"]"
    pdf.objects[7] = b"<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/Dest(nowhere)>>"
    for number in range(10, 1010):
        pdf.objects[number] = pdf.objects[3]
    return pdf.classic()


@case(DONE | REFUSED)
def a_thousand_filters():
    return Pdf(content=stream(b"00>" * 10, b"/Filter[%s]" % (b"/ASCIIHexDecode" * 100000))).classic()


# Cross-references.


@case(DONE | REFUSED)
def cross_references_in_a_circle():
    data = Pdf().classic()
    at = data.rindex(b"xref\n0 ")
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % at)


@case(DONE | REFUSED)
def cross_references_to_two_thousand_million():
    return Pdf().classic().replace(b"xref\n0 6\n", b"xref\n0 2000000000\n").replace(
        b"/Size 6", b"/Size 2000000000")


@case(DONE | REFUSED)
def an_object_numbered_two_thousand_million():
    pdf = Pdf(catalog=b"/Names 2147483646 0 R")
    data = pdf.classic()
    at = data.index(b"xref\n")
    entry = b"2147483646 1\n%010d 00000 n \n" % data.index(b"4 0 obj")
    return data[:at] + data[at:].replace(b"trailer", entry + b"trailer").replace(
        b"/Size 6", b"/Size 2147483647")


@case(DONE | REFUSED)
def objects_without_cross_references():
    """Half a million objects that a reader must look for."""
    body = b"".join(b"%d 0 obj\n<<>>\nendobj\n" % n for n in range(10, 500000))
    return Pdf().classic().split(b"xref\n")[0] + body + b"trailer\n<</Root 1 0 R>>\n%%EOF\n"


@case(DONE | REFUSED)
def streams_without_ends():
    """20,000 streams whose lengths are wrong: each is looked for to its end."""
    body = b"".join(b"%d 0 obj\n<</Length 99999999>>stream\nx\n" % n for n in range(10, 20010))
    body += b"endstream\nendobj\n"
    kids = b"".join(b"%d 0 R " % n for n in range(10, 20010))
    pdf = Pdf(page=b"/PieceInfo[%s]" % kids)
    return pdf.classic().split(b"xref\n")[0] + body + b"trailer\n<</Root 1 0 R>>\n%%EOF\n"


@case(REFUSED)
def nothing_but_a_mark():
    return b"%PDF-1.7\n" + b"%PDF-1.7 " * 1000000


# ---- running them ----------------------------------------------------------------------------------


def run(command, statuses, words, out=None):
    """None, or what is wrong; the seconds."""
    begin = os.times()
    if out:
        out.write_bytes(b"old")
    try:
        done = subprocess.run(command, capture_output=True, timeout=WALL, check=False)
    except subprocess.TimeoutExpired:
        return f"takes longer than {WALL} s", WALL
    end = os.times()
    took = end.children_user + end.children_system - begin.children_user - begin.children_system
    if took > GUARD:
        return f"takes longer than {GUARD} s", took
    said = done.stderr
    if done.returncode not in statuses:
        return f"status {done.returncode}: {said[-300:]!r}", took
    if b"Sanitizer" in said or b"runtime error" in said or b"broke off" in said or b"terminate" in said:
        return f"broke: {said[-1500:]!r}", took
    if done.returncode and words not in said:
        return f"not told of {words!r}: {said[-300:]!r}", took
    if done.returncode and b"[Q" not in said:
        return f"no code: {said[-300:]!r}", took
    if out and done.returncode and out.read_bytes() != b"old":
        return "the old output is touched", took
    if out and not done.returncode and not out.read_bytes().startswith(b"%PDF"):
        return "no output", took
    if out and not done.returncode and count_pages(out) < 2:
        return "an output that cannot be read", took
    return None, took


def count_pages(path):
    done = subprocess.run(["qpdf", "--show-npages", path], capture_output=True, check=False)
    return int(done.stdout or 0)


def main():
    quoin, folder, names = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3:]
    folder.mkdir(parents=True, exist_ok=True)
    plain, bad, out = folder / "plain.pdf", folder / "hostile.pdf", folder / "out.pdf"
    plain.write_bytes(Pdf().classic())
    good = failed = 0
    for name, (maker, statuses, words, only) in cases.items():
        if names and name not in names:
            continue
        bad.write_bytes(maker())
        commands = [("item", [quoin, "attach", "-q", "--stamps", "all", plain, "--item", "7", bad, "-o",
                              out], statuses, words, out)]
        if only != "item":
            commands.append(("pack", [quoin, "attach", "-q", "--stamps", "all", bad, "--item", "7", plain,
                                      "-o", out], statuses, words, out))
        commands.append(("source", [quoin, "source", bad], {3, 5}, b"", None))
        commands.append(("verify", [quoin, "verify", bad], {3, 5}, b"", None))
        line = []
        for what, command, allowed, said, output in commands:
            wrong, took = run(command, allowed, said, output)
            line.append(f"{what} {took:.1f}")
            if wrong:
                failed += 1
                print(f"{name}, {what}: {wrong}")
            else:
                good += 1
        print(f"{name} ({os.path.getsize(bad) >> 10} KiB): {', '.join(line)}", flush=True)
        left = set(os.listdir(folder)) - {"plain.pdf", "hostile.pdf", "out.pdf"}
        if left:
            failed += 1
            print(f"{name}: left behind: {left}")
    print(f"{good} passed, {failed} failed")
    sys.exit(bool(failed or not good))


if __name__ == "__main__":
    main()
