#!/usr/bin/env python3
"""What `--part` can be for a report: paper, and the letters of its appendices and glossary.

    parts.py REPORT.xml
"""
import sys
import xml.etree.ElementTree as tree

for node in tree.parse(sys.argv[1]).getroot():
    name = node.tag.partition("}")[2]
    if name == "paper":
        print("paper")
    elif name in ("appendix", "glossary") and "id" in node.attrib:
        print(node.attrib["id"])
