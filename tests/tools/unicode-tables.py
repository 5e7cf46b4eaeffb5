#!/usr/bin/env python3
"""Writes src/text/unicode_tables.h from Debian's package unicode-data.

    unicode-tables.py /usr/share/unicode > src/text/unicode_tables.h

Every code point gets a record: line breaking class (already resolved as rule LB1 asks), grapheme
cluster break class, and flags. Distinct records are few, so the table is three small arrays: the
block of 128 code points, the record number within the block, the record. Run by
`make unicode-tables`; nothing is computed here that the data files do not say.
"""

import sys

LAST = 0x110000
BLOCK = 128

# Line breaking classes in the order of enum lb (unicode.h prints as LB_xx). OPW and CPW are OP and
# CP of East Asian width F, W or H, which rule LB30 leaves out; XPN is an unassigned
# Extended_Pictographic, which LB30b takes in.
LB = ("BK CR LF NL SP ZW ZWJ CM WJ GL BA BB HY B2 CB CL CP CPW EX IS SY OP OPW QU NS IN NU PR PO "
      "AL HL ID XPN EB EM H2 H3 JL JV JT RI").split()

GCB = ("Other CR LF Control Extend ZWJ Regional_Indicator Prepend SpacingMark L V T LV LVT "
       "Extended_Pictographic").split()

FLAGS = "LETTER UPPER MARK DIGIT SPACE IGNORABLE RTL CONTROL PRIVATE UNASSIGNED BIDI".split()


def rows(path):
    """(first, last, value) of each line of a property file; comments gone."""
    with open(path, encoding="utf-8") as file:
        for line in file:
            line = line.split("#")[0].strip()
            if not line:
                continue
            fields = [field.strip() for field in line.split(";")]
            ends = fields[0].split("..")
            yield int(ends[0], 16), int(ends[-1], 16), fields[1]


def missing(path):
    """As rows(), but of the defaults in '# @missing:' lines; later ones override."""
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.startswith("# @missing:"):
                span, value = line[len("# @missing:"):].split(";")[:2]
                ends = span.strip().split("..")
                yield int(ends[0], 16), int(ends[-1], 16), value.strip()


def spread(default, *sources):
    table = [default] * LAST
    for source in sources:
        for first, last, value in source:
            table[first:last + 1] = [value] * (last - first + 1)
    return table


def members(path, name):
    return {c for first, last, value in rows(path) if value == name
            for c in range(first, last + 1)}


def line_break(root, category, width, pictographic):
    """Line_Break after rule LB1, with the three classes of our own."""
    longnames = {"Unknown": "XX", "Prefix_Numeric": "PR", "Ideographic": "ID"}
    defaults = [(a, b, longnames[v])
                for a, b, v in missing(root + "/extracted/DerivedLineBreak.txt")]
    table = spread("XX", defaults, rows(root + "/LineBreak.txt"))
    for c in range(LAST):
        k = table[c]
        if k in ("AI", "SG", "XX"):
            k = "AL"
        elif k == "SA":
            k = "CM" if category[c] in ("Mn", "Mc") else "AL"
        elif k == "CJ":
            k = "NS"
        if k in ("OP", "CP") and width[c] in ("F", "W", "H"):
            k += "W"
        if c in pictographic and category[c] == "Cn":
            k = "XPN"
        table[c] = k
    return table


def flags(root, category):
    bidi = spread("L", ((a, b, {"Left_To_Right": "L", "Right_To_Left": "R", "Arabic_Letter": "AL",
                                "European_Terminator": "ET"}[v])
                        for a, b, v in missing(root + "/extracted/DerivedBidiClass.txt")),
                  rows(root + "/extracted/DerivedBidiClass.txt"))
    ignorable = members(root + "/DerivedCoreProperties.txt", "Default_Ignorable_Code_Point")
    bidi_control = members(root + "/PropList.txt", "Bidi_Control")
    for c in range(LAST):
        k = category[c]
        names = []
        if k[0] == "L":
            names.append("LETTER")
        if k in ("Lu", "Lt"):
            names.append("UPPER")
        if k[0] == "M":
            names.append("MARK")
        if k == "Nd":
            names.append("DIGIT")
        if k == "Zs":
            names.append("SPACE")
        if c in ignorable:
            names.append("IGNORABLE")
        if bidi[c] in ("R", "AL", "AN"):
            names.append("RTL")
        if k == "Cc":
            names.append("CONTROL")
        if k == "Co":
            names.append("PRIVATE")
        if k in ("Cn", "Cs"):
            names.append("UNASSIGNED")
        if c in bidi_control:
            names.append("BIDI")
        yield sum(1 << FLAGS.index(name) for name in names)


def lower_runs(root):
    """Simple lower case mappings as runs (first, last, step, delta)."""
    runs = []
    with open(root + "/UnicodeData.txt", encoding="utf-8") as file:
        for line in file:
            fields = line.split(";")
            if not fields[13]:
                continue
            c, delta = int(fields[0], 16), int(fields[13], 16) - int(fields[0], 16)
            if runs and runs[-1][3] == delta:
                first, last, step, _ = runs[-1]
                gap = c - last
                if gap <= 2 and (first == last or gap == step):
                    runs[-1] = (first, c, gap, delta)
                    continue
            runs.append((c, c, 1, delta))
    return runs


def print_array(ctype, name, values):
    print("static const %s %s[%d] = {" % (ctype, name, len(values)))
    line = ""
    for value in values:
        piece = "%d," % value
        if len(line) + len(piece) > 96:
            print("    " + line)
            line = ""
        line += piece
    print("    " + line + "\n};\n")


def main(root):
    category = spread("Cn", rows(root + "/extracted/DerivedGeneralCategory.txt"))
    width = spread("N", rows(root + "/EastAsianWidth.txt"))
    pictographic = members(root + "/emoji/emoji-data.txt", "Extended_Pictographic")
    cluster = spread("Other", rows(root + "/auxiliary/GraphemeBreakProperty.txt"))
    for c in pictographic:
        if cluster[c] == "Other":
            cluster[c] = "Extended_Pictographic"
    breaks = line_break(root, category, width, pictographic)

    record_of, block_of = {}, {}
    numbers, stage = [], []
    for c, flag in enumerate(flags(root, category)):
        record = (LB.index(breaks[c]), GCB.index(cluster[c]), flag)
        numbers.append(record_of.setdefault(record, len(record_of)))
    records = list(record_of)
    assert len(records) <= 256
    for start in range(0, LAST, BLOCK):
        block = tuple(numbers[start:start + BLOCK])
        stage.append(block_of.setdefault(block, len(block_of)))
    blocks = [number for block in block_of for number in block]
    assert len(block_of) <= 65536

    print("/* Made by tests/tools/unicode-tables.py from Unicode 15.0; `make unicode-tables`. */")
    print("/* clang-format off */")
    print("enum lb { %s, LB_COUNT };\n" % ", ".join("LB_" + name for name in LB))
    print("enum gcb { %s };\n" % ", ".join("GCB_" + name.upper() for name in GCB))
    for i, name in enumerate(FLAGS):
        print("#define UNI_%-10s 0x%03X" % (name, 1 << i))
    print("\n#ifdef UNICODE_TABLES /* unicode.c alone holds them */\n")
    print("#define UNI_BLOCK %d\n" % BLOCK)
    print_array("uint8_t" if len(block_of) < 257 else "uint16_t", "uni_stage", stage)
    print_array("uint8_t", "uni_blocks", blocks)
    print("static const struct uni_record uni_records[%d] = {" % len(records))
    for lb, gcb, flag in records:
        print("    {LB_%s, GCB_%s, 0x%03X}," % (LB[lb], GCB[gcb].upper(), flag))
    print("};\n")
    print("/* Simple lower case: code points first..last by step, plus delta. */")
    print("static const struct uni_lower uni_lowers[] = {")
    for run in lower_runs(root):
        print("    {0x%04X, 0x%04X, %d, %d}," % run)
    print("};\n\n#endif")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/unicode")
